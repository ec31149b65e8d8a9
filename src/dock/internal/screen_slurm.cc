// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/screen_slurm.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"              // for read_file, write_file
#include "dock/internal/pose_log.h"        // for PoseLog
#include "dock/internal/results_log.h"     // for ResultsLog
#include "dock/internal/run_program.h"     // for run_program

namespace maek::dock::internal {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kStateName = "slurm.json";
constexpr const char* kScriptName = "screen.sbatch";
constexpr const char* kPartsName = "parts";
constexpr std::uint64_t kMaxSummaryBytes = std::uint64_t{64} << 20;
constexpr int kDeepest = 32;

std::string quoted(const std::string& word) {
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// sbatch replaces %a and its like in the name of a log.
std::string without_patterns(const std::string& path) {
  std::string out;
  for (const char c : path) out += c == '%' ? std::string("%%") : std::string(1, c);
  return out;
}

Json read_json(const fs::path& path) {
  const auto text = read_file(path, kMaxSummaryBytes);
  if (!text) return Json();
  return Json::parse(*text, [](int depth, Json::parse_event_t, Json&) { return depth <= kDeepest; }, false);
}

fs::path part_folder(const SlurmScreen& screen, std::uint64_t part) {
  return screen.folder / kPartsName / std::to_string(part);
}

/// A part is done when its summary says so, of this very library.
bool is_done(const SlurmScreen& screen, std::uint64_t part) {
  const Json summary = read_json(part_folder(screen, part) / "summary.json");
  if (!summary.is_object() || !summary.contains("provenance")) return false;
  const Json& provenance = summary["provenance"];
  if (!provenance.is_object() || provenance.value("partial", true) || !provenance.contains("inputs")) return false;
  for (const Json& input : provenance["inputs"]) {
    if (input.is_object() && input.value("parameter", "") == "ligands")
      return input.value("sha256", "") == screen.library.hex();
  }
  return false;
}

/// "1-3,7": as --array takes it.
std::string ranges(const std::vector<std::uint64_t>& numbers) {
  std::string out;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t j = i;
    while (j + 1 < numbers.size() && numbers[j + 1] == numbers[j] + 1) ++j;
    out += fmt::format("{}{}", out.empty() ? "" : ",", numbers[i]);
    if (j > i) out += fmt::format("-{}", numbers[j]);
    i = j + 1;
  }
  return out;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.size() < 20 && text.find_first_not_of("0123456789") == std::string::npos;
}

/// True while any task of the job waits or runs. A job that Slurm has forgotten does neither.
Expected<bool> is_active(const std::string& job) {
  auto asked = run_program({"squeue", "--noheader", "--jobs=" + job, "--format=%i"});
  if (!asked) return asked.error();
  if (asked->status != 0) {
    if (asked->err.find("nvalid job id") != std::string::npos) return false;
    return Error{ErrorCode::kUnreadable, "squeue does not tell: " + asked->err.substr(0, asked->err.find('\n')),
                 "squeue", "Is Slurm up? Give the same command again later."};
  }
  return asked->out.find_first_not_of(" \t\r\n") != std::string::npos;
}

Expected<std::string> submit(const SlurmScreen& screen, const std::vector<std::uint64_t>& open) {
  const fs::path script = screen.folder / kScriptName;
  if (auto written = write_file(script, sbatch_script(screen)); !written) return written.error();
  std::error_code failed;
  fs::create_directories(screen.folder / kPartsName, failed);
  if (failed) {
    return Error{ErrorCode::kUnwritable, "cannot make the folder: " + failed.message(),
                 (screen.folder / kPartsName).string(), ""};
  }
  std::vector<std::string> words = {
      "sbatch", "--parsable", "--job-name=maek-screen", "--array=" + ranges(open),
      "--output=" + without_patterns(fs::absolute(screen.folder / kPartsName).string()) + "/%a.log"};
  words.insert(words.end(), screen.sbatch_options.begin(), screen.sbatch_options.end());
  words.push_back(fs::absolute(script).string());
  auto sent = run_program(words);
  if (!sent) return sent.error();
  // "123" or "123;cluster"
  const std::string job = sent->out.substr(0, sent->out.find_first_of(";\r\n "));
  if (sent->status != 0 || !is_number(job)) {
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("sbatch refused the job array: {}", sent->err.substr(0, sent->err.find('\n'))), "slurm",
                 "What it asks for goes into --sbatch, such as --sbatch=--partition=long."};
  }
  return job;
}

}  // namespace

std::string sbatch_script(const SlurmScreen& screen) {
  std::string out =
      "#!/bin/sh\n"
      "# Task K of this array computes part K of a screen; killed or requeued, it goes on where it was.\n"
      "exec";
  for (const std::string& word : screen.command) out += ' ' + quoted(word);
  out += fmt::format(
      " --threads \"${{SLURM_CPUS_PER_TASK:-1}}\" --part \"$SLURM_ARRAY_TASK_ID/{}\" --out "
      "{}/\"$SLURM_ARRAY_TASK_ID\"\n",
      screen.parts, quoted(fs::absolute(screen.folder / kPartsName).string()));
  return out;
}

Expected<SlurmStatus> advance(const SlurmScreen& screen) {
  SlurmStatus status;
  const fs::path state = screen.folder / kStateName;
  const Json before = read_json(state);
  if (before.is_object()) {
    status.job = before.value("job", "");
    const auto parts = before.value("parts", std::uint64_t{0});
    if (parts != screen.parts || !is_number(status.job)) {
      return Error{
          ErrorCode::kInvalidArgument,
          fmt::format("the screen in this folder was another one: parts was {} and is now {}", parts, screen.parts),
          screen.folder.string(), "Give the same --parts to go on with it, or another folder with --out."};
    }
  }
  for (std::uint64_t part = 1; part <= screen.parts; ++part) {
    if (!is_done(screen, part)) status.open.push_back(part);
  }
  if (status.open.empty()) {
    status.state = SlurmState::kComplete;
    return status;
  }
  if (!status.job.empty()) {
    auto active = is_active(status.job);
    if (!active) return active.error();
    if (*active) {
      status.state = SlurmState::kRunning;
      return status;
    }
  }
  auto job = submit(screen, status.open);
  if (!job) return job.error();
  status.job = *job;
  const Json now = {{"format", 1}, {"job", *job}, {"parts", screen.parts}};
  if (auto written = write_file(state, now.dump(2) + '\n'); !written) {
    Error error = written.error();
    error.message += fmt::format(" (job {} has been submitted: scancel {} takes it back)", *job, *job);
    return error;
  }
  return status;
}

ScreenStage collecting_stage(const SlurmScreen& screen, ScreenStage fallback) {
  struct Source {
    std::optional<ResultsLog> rows;
    std::optional<PoseLog> poses;
    std::optional<ScreenRow> next;
  };
  struct Sources {
    SlurmScreen screen;
    ScreenStage fallback;
    std::vector<std::unique_ptr<Source>> parts;   // by remainder; empty until asked for
  };
  auto all = std::make_shared<Sources>();
  all->screen = screen;
  all->fallback = std::move(fallback);
  all->parts.resize(screen.parts);
  return [all](const LibraryRecord& record, int worker, const Cancellation& cancellation) {
    const std::uint64_t remainder = record.index % all->screen.parts;
    std::unique_ptr<Source>& source = all->parts[remainder];
    const auto advance_row = [&] {
      source->next.reset();
      if (!source->rows) return;
      if (auto row = source->rows->next_row()) source->next = *std::move(row);
    };
    if (!source) {
      source = std::make_unique<Source>();
      const fs::path folder = part_folder(all->screen, remainder == 0 ? all->screen.parts : remainder);
      std::error_code ignored;
      if (fs::exists(folder / kResultsName, ignored)) {
        if (auto rows = ResultsLog::open(folder / kResultsName)) source->rows.emplace(*std::move(rows));
        if (auto poses = PoseLog::open(folder / kPoseLogName)) source->poses.emplace(*std::move(poses));
      }
      advance_row();
    }
    while (source->next && source->next->index < record.index) advance_row();
    if (!source->next || source->next->index != record.index || source->next->digest != record.digest)
      return all->fallback(record, worker, cancellation);
    ScreenOutcome outcome;
    outcome.row = *std::move(source->next);
    if (source->poses) {
      if (auto pose = source->poses->pose(outcome.row); pose && *pose) outcome.pose = **std::move(pose);
    }
    advance_row();
    return outcome;
  };
}

}  // namespace maek::dock::internal
