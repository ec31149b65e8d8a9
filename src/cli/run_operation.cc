// SPDX-License-Identifier: Apache-2.0
// Arguments, folder, computation, files, print: in this order.
#include "cli/run_operation.h"

#include <algorithm>   // for std::any_of, std::replace
#include <exception>   // for std::exception
#include <filesystem>  // for std::filesystem::equivalent
#include <istream>     // for std::istream
#include <new>         // for std::bad_alloc
#include <optional>    // for std::optional
#include <ostream>     // for std::ostream

#include <fmt/format.h>

#include "base/atomic_file.h"    // for OutputFolder, read_file
#include "base/interrupt.h"      // for InterruptGuard
#include "base/progress_bar.h"   // for ProgressBar
#include "cli/earlier_run.h"     // for untouched_outputs
#include "cli/ledger_note.h"     // for put_on_ledger
#include "cli/provenance.h"      // for RunRecord, add_provenance
#include "evidence/entry.h"      // for Time

namespace maek::cli {
namespace {

constexpr const char* kSummaryName = "summary.json";
constexpr std::string_view kStandardInput = "-";

Expected<std::string> read_stream(std::istream& in, std::uint64_t limit) {
  constexpr std::size_t kStep = std::size_t{1} << 16;
  std::string bytes;
  std::string buffer(kStep, '\0');
  while (in.read(buffer.data(), kStep), in.gcount() > 0) {
    bytes.append(buffer, 0, static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > limit) {
      return Error{ErrorCode::kTooLarge, fmt::format("has more than {} bytes, the limit for an input", limit), "stdin"};
    }
  }
  return bytes;
}

// Opens files and "-", and keeps what the record needs. A file named twice is read once: both uses see the same bytes.
class Opener {
 public:
  Opener(std::istream& in, RunRecord& record) : in_(in), record_(record) {}

  Expected<Input> operator()(const std::string& name) {
    const auto found = bytes_.find(name);
    if (found != bytes_.end()) return Input{name, found->second, true};
    auto bytes = name == kStandardInput ? read_stream(in_, kMaxInputBytes) : read_file(name, kMaxInputBytes);
    if (!bytes) return bytes.error();
    record_.inputs.push_back({name, bytes->size(), sha256(*bytes)});
    bytes_.emplace(name, *bytes);
    return Input{name, *std::move(bytes), true};
  }

 private:
  std::istream& in_;
  RunRecord& record_;
  std::map<std::string, std::string> bytes_;
};

// Whatever a module or a library throws ends here, as an error like any other.
Expected<OperationResult> call(const Operation& operation, const Arguments& arguments,
                               const OperationContext& context) {
  try {
    return operation.run(arguments, context);
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::kTooLarge, "the memory of this machine did not suffice", operation.name,
                 "Make the work smaller; `maek doctor` shows how much memory there is."};
  } catch (const std::exception& failure) {
    return Error{ErrorCode::kInternal, failure.what(), operation.name, "This is a defect: please report it."};
  }
}

bool is_input(const OutputFolder& folder, const std::string& name, const RunRecord& record) {
  std::error_code failed;
  return std::any_of(record.inputs.begin(), record.inputs.end(), [&](const OpenedInput& input) {
    return std::filesystem::equivalent(folder.path() / name, input.name, failed);
  });
}

Expected<void> write_files(OutputFolder& folder, const OperationResult& result, const std::string& summary,
                           const RunRecord& record) {
  // The summary of an earlier run must not vouch for the files of this one, should it end here. Nor may a ninth pose of
  // that run stand beside the eight of this one.
  const std::vector<std::string> earlier = untouched_outputs(folder, kSummaryName);
  if (auto removed = folder.remove(kSummaryName); !removed) return removed;
  for (const std::string& name : earlier) {
    const bool replaced = std::any_of(result.files.begin(), result.files.end(),
                                      [&](const OutputFile& file) { return file.name == name; }) ||
                          std::any_of(result.written.begin(), result.written.end(),
                                      [&](const StreamedFile& file) { return file.name == name; });
    if (replaced || is_input(folder, name, record)) continue;
    if (auto removed = folder.remove(name); !removed) return removed;
  }
  for (const OutputFile& file : result.files) {
    if (auto written = folder.write(file.name, file.bytes); !written) return written;
  }
  return folder.write(kSummaryName, summary);  // last: a folder with a summary is complete
}

Expected<void> print(std::ostream& out, const std::string& text) {
  out << text;
  if (!text.empty() && text.back() != '\n') out << '\n';
  out.flush();
  if (out) return {};
  return Error{ErrorCode::kUnwritable, "the result could not be printed", "stdout",
               "Is the disk full, or the reader gone?"};
}

// "evidence export" as part of a file name.
std::string with_dashes(std::string verb) {
  std::replace(verb.begin(), verb.end(), ' ', '-');
  return verb;
}

std::string one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return text;
}

Expected<Completion> run_checked(const Invocation& invocation, const Surroundings& surroundings,
                                 const Arguments& arguments, RunRecord& record, OutputFolder* folder) {
  const Operation& operation = *invocation.operation;
  const evidence::Time started = evidence::Time::now();
  Cancellation cancellation;
  Expected<OperationResult> result = [&] {
    const InterruptGuard guard(cancellation);
    ProgressBar bar(surroundings.err, surroundings.err_is_terminal && !invocation.quiet);
    OperationContext context;
    context.seed = invocation.seed;
    context.threads = invocation.threads;
    context.progress = bar.callback();
    context.cancellation = &cancellation;
    if (folder != nullptr) context.folder = folder->path().string();
    if (!invocation.quiet) {
      context.announce = [&](std::string_view what) {
        surroundings.err << "maek: " << one_line(std::string(what)) << std::endl;
      };
    }
    return call(operation, arguments, context);
  }();
  if (!result) return std::move(result).error();
  for (const StreamedFile& file : result->read)
    record.inputs.push_back({file.name, file.bytes, file.digest, file.parameter});

  const auto summary = add_provenance(result->summary_json, record, *result);
  if (!summary) return summary.error();
  if (folder != nullptr) {
    if (auto written = write_files(*folder, *result, *summary, record); !written) return written.error();
  }
  const LedgerNote recorded = surroundings.records && operation.recorded
                                  ? put_on_ledger(record, arguments, *result, *summary, folder, started)
                                  : LedgerNote{};
  const std::string shown = invocation.json ? with_evidence(*summary, recorded) : result->table;
  if (auto printed = print(surroundings.out, shown); !printed) return printed.error();
  if (!invocation.quiet || recorded.failed) {
    for (const std::string& line : recorded.lines) surroundings.err << "maek: " << one_line(line) << '\n';
  }
  if (!invocation.quiet) {
    for (const std::string& note : result->notes) surroundings.err << "maek: note: " << one_line(note) << '\n';
    if (folder != nullptr) {
      surroundings.err << fmt::format("maek: {} file{} in {}\n", result->files.size() + result->written.size() + 1,
                                      result->files.empty() && result->written.empty() ? "" : "s",
                                      one_line(folder->path().string()));
    }
  }
  if (result->partial) return Completion::kPartial;
  return result->refused ? Completion::kRefused : Completion::kWhole;
}

}  // namespace

Expected<Completion> run_operation(const Invocation& invocation, const Surroundings& surroundings) {
  if (auto forced = set_isa(invocation.isa); !forced) return forced.error();
  const Operation& operation = *invocation.operation;
  RunRecord record{invocation, {}};
  std::optional<Arguments> arguments;
  {
    Opener opener(surroundings.in, record);  // holds a copy of every input: gone before the computation
    auto made = make_arguments(operation, invocation.given, std::ref(opener));
    if (!made) return made.error();
    arguments = *std::move(made);
  }
  if (!operation.writes_files) return run_checked(invocation, surroundings, *arguments, record, nullptr);

  const std::string path =
      invocation.out.empty() ? fmt::format("maek-{}-out", with_dashes(operation.name)) : invocation.out;
  auto folder = OutputFolder::open(path, *surroundings.calls);
  if (!folder) return folder.error();
  auto done = run_checked(invocation, surroundings, *arguments, record, &*folder);
  if (!done) folder->discard_if_empty();
  return done;
}

}  // namespace maek::cli
