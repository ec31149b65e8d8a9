// SPDX-License-Identifier: Apache-2.0
// From a run to its record.
#include "cli/ledger_note.h"

#include <set>   // for std::set

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/demo.h"            // for demo_origin
#include "evidence/recorder.h"   // for record_run

namespace maek::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kMostKeptBytes = std::uint64_t{64} << 20;  // a larger file that was streamed is named by digest

// Every file that was opened, once, with its bytes.
std::vector<evidence::NamedBytes> opened_inputs(const RunRecord& record, const Arguments& arguments,
                                                const OperationResult& result) {
  std::vector<evidence::NamedBytes> inputs;
  std::set<std::string> names;
  const bool is_demo = record.invocation.operation->name == "demo";
  const auto add = [&](const Input& input) {
    if (!input.is_file || !names.insert(input.name).second) return;
    const std::optional<Origin> origin = is_demo ? demo_origin(input.name) : std::nullopt;
    inputs.push_back({input.name, input.bytes, origin ? origin->publisher : "", origin ? origin->licence : ""});
  };
  for (const Parameter& parameter : record.invocation.operation->parameters) {
    if (parameter.kind != ParameterKind::kFile && parameter.kind != ParameterKind::kFileOrText) continue;
    for (const Input& input : arguments.inputs(parameter.name)) add(input);
  }
  for (const Input& input : result.opened) add(input);
  return inputs;
}

std::string quoted(const std::string& path) {
  if (path.find_first_of(" \t'\"\\$&;()<>|*?[]#~`!") == std::string::npos) return path;
  std::string text = "'";
  for (const char c : path) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

}  // namespace

LedgerNote put_on_ledger(const RunRecord& record, const Arguments& arguments, const OperationResult& result,
                         const std::string& summary, const OutputFolder* folder, evidence::Time started) {
  LedgerNote note;
  if (!record.invocation.evidence) {
    note.lines = {"not on the ledger (--no-evidence): nobody can check where this is from"};
    note.json = Json{{"recorded", false}, {"reason", "--no-evidence"}}.dump();
    return note;
  }
  evidence::RunFacts facts;
  facts.predicate_json = run_predicate(record, result);
  facts.started = started;
  facts.seconds = static_cast<double>(evidence::Time::now().milliseconds - started.milliseconds) / 1000;
  facts.inputs = opened_inputs(record, arguments, result);
  for (const OutputFile& file : result.files) facts.outputs.push_back({file.name, file.bytes});
  for (const StreamedFile& file : result.read) facts.inputs.push_back({.name = file.name, .streamed = file.digest, .streamed_bytes = file.bytes});
  std::vector<std::string> kept;  // what `outputs` points into
  kept.reserve(result.written.size());
  for (const StreamedFile& file : result.written) {
    auto bytes = folder != nullptr && file.bytes <= kMostKeptBytes ? folder->read(file.name, kMostKeptBytes)
                                                                   : Expected<std::string>(Error{});
    if (bytes && sha256(*bytes) == file.digest) {
      kept.push_back(*std::move(bytes));
      facts.outputs.push_back({file.name, kept.back()});
    } else {
      facts.outputs.push_back({.name = file.name, .streamed = file.digest, .streamed_bytes = file.bytes});
    }
  }
  facts.outputs.push_back({"summary.json", summary});
  if (result.prediction) facts.prediction = {result.prediction->predicate_json, result.prediction->files};

  const auto home = evidence::find_home("");
  const auto recorded = home ? evidence::record_run(*home, facts) : Expected<evidence::RecordedRun>(home.error());
  if (!recorded) {
    note.failed = true;
    note.lines = {"NOT on the ledger: " + recorded.error().text(), "The files are whole; --no-evidence silences this."};
    note.json = Json{{"recorded", false}, {"reason", recorded.error().text()}}.dump(-1, ' ', false,
                                                                                    Json::error_handler_t::replace);
    return note;
  }
  Json json = {{"recorded", true}, {"entry", recorded->entry}, {"origin", recorded->origin}, {"size", recorded->size}};
  note.lines = {fmt::format("on the ledger: entry {} of {}", recorded->entry, recorded->origin)};
  if (folder != nullptr) {
    const std::string first = result.prediction      ? result.prediction->files.front()
                              : result.files.empty() ? "summary.json"
                                                     : result.files.front().name;
    const std::string verify = "maek evidence verify " + quoted((folder->path() / first).string());
    note.lines.push_back("verify it: " + verify);
    json["verify"] = verify;
  }
  note.json = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return note;
}

std::string with_evidence(const std::string& summary, const LedgerNote& note) {
  if (note.json.empty()) return summary;
  Json json = Json::parse(summary, nullptr, false);
  if (!json.is_object()) return summary;
  json["evidence"] = Json::parse(note.json);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace maek::cli
