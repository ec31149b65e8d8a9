// SPDX-License-Identifier: Apache-2.0
// run_screen: question, rows that stand, records that are left, poses of the best.
#include "dock/screen.h"

#include <algorithm>   // for std::find_if
#include <chrono>      // for std::chrono::steady_clock
#include <map>         // for std::map

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/version.h"                  // for version
#include "dock/internal/ordered_stage.h"   // for run_ordered
#include "dock/internal/pose_log.h"        // for PoseLog
#include "dock/internal/results_log.h"     // for ResultsLog

namespace maek::dock {
namespace {

using Json = nlohmann::ordered_json;
using internal::PoseLog;
using internal::ResultsLog;

constexpr int kFormat = 1;   // of the question file
constexpr std::uint64_t kMaxQuestionBytes = 1 << 20;
constexpr std::chrono::seconds kBetweenSyncs{1};   // what a failing machine may lose; a killed process loses nothing

std::string to_json(const ScreenQuestion& question) {
  Json json = {{"format", kFormat}, {"question", Json::object()}};
  for (const auto& [name, value] : question) json["question"][name] = value;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

/// The best N rows: by score, then by index. Rows only; poses are in the log.
class Best {
 public:
  explicit Best(std::size_t limit) : limit_(limit) {}
  bool would_take(const ScreenRow& row) const {
    if (!row.docked || limit_ == 0) return false;
    return rows_.size() < limit_ || key(row) < rows_.rbegin()->first;
  }
  void take(const ScreenRow& row) {
    rows_[key(row)] = row;
    if (rows_.size() > limit_) rows_.erase(std::prev(rows_.end()));
  }
  using Rows = std::map<std::pair<double, std::uint64_t>, ScreenRow>;
  const Rows& rows() const { return rows_; }

 private:
  static std::pair<double, std::uint64_t> key(const ScreenRow& row) { return {row.score, row.index}; }
  std::size_t limit_;
  Rows rows_;
};

class Screen {
 public:
  Screen(const ScreenRun& run, const ScreenStage& stage, ResultsLog results, PoseLog poses)
      : run_(run), stage_(stage), results_(std::move(results)), poses_(std::move(poses)), best_(run.top) {}

  Expected<ScreenResult> run() {
    auto library = LibraryReader::open(run_.library);
    if (!library) return library.error();
    internal::OrderedWork work;
    work.threads = run_.threads;
    work.cancellation = run_.cancellation;
    work.stage = stage_;
    work.source = [&](LibraryRecord& record) { return next_record(*library, record); };
    work.deliver = [&](const LibraryRecord&, ScreenOutcome outcome) { return deliver(std::move(outcome)); };
    auto whole = run_ordered(work);
    auto synced = sync();
    if (!whole && !unreadable_) return whole.error();
    if (!synced) return synced.error();
    result_.library_error = unreadable_;
    result_.partial = stopped_ || (whole && !*whole);
    if (whole && !result_.partial) {
      result_.library_digest = library->digest();
      result_.library_bytes = library->bytes_read();
    }
    if (auto found = find_poses(); !found) return found.error();
    result_.results_bytes = results_.bytes();
    result_.results_digest = results_.digest();
    return std::move(result_);
  }

 private:
  bool is_ours(std::uint64_t index) const { return index % run_.parts == run_.part % run_.parts; }

  /// The next record that has no row yet. Rows that stand are held against the records that they tell of.
  Expected<bool> next_record(LibraryReader& library, LibraryRecord& record) {
    for (;;) {
      auto more = library.next(record);
      if (!more) {
        unreadable_ = more.error();
        return more;
      }
      if (!*more) {
        if (!caught_up_) {
          auto row = results_.next_row();
          if (!row) return row.error();
          caught_up_ = true;
          if (*row) {
            return changed(fmt::format("the library ends after record {}, but {} has a row for record {}", last_index_,
                                       kResultsName, (*row)->index));
          }
        }
        return false;
      }
      last_index_ = record.index;
      if (!is_ours(record.index)) continue;
      if (caught_up_) {
        tell(library);
        return true;
      }
      auto row = results_.next_row();
      if (!row) return row.error();
      if (!*row) {
        caught_up_ = true;
        progress_from_ = library.bytes_read();
        return true;
      }
      if ((*row)->index != record.index || (*row)->digest != record.digest) {
        return changed(fmt::format("record {} (line {}) is not the one that {} tells of", record.index, record.line,
                                   kResultsName));
      }
      ++result_.resumed;
      count(**row);
      if (best_.would_take(**row)) best_.take(**row);
      if (run_.cancellation != nullptr && run_.cancellation->requested()) {
        stopped_ = true;
        return false;
      }
    }
  }

  Error changed(std::string what) const {
    return {ErrorCode::kInvalidArgument, std::move(what), run_.library.string(),
            "A screen goes on with the library it began with; records may only be added at its end."};
  }

  void count(const ScreenRow& row) {
    ++result_.rows;
    ++(row.docked ? result_.docked : result_.failed);
    result_.invalid += row.docked && !row.valid ? 1 : 0;
    result_.ligand_seconds += row.seconds;
  }

  /// First the pose, then the row that says it is there.
  Expected<void> deliver(ScreenOutcome outcome) {
    const ScreenRow& row = outcome.row;
    if (best_.would_take(row)) {
      if (outcome.pose && !poses_.has(row)) {
        if (auto kept = poses_.append(row, *outcome.pose); !kept) return kept;
      }
      best_.take(row);
    }
    if (auto written = results_.append(row); !written) return written;
    count(row);
    const auto now = std::chrono::steady_clock::now();
    if (now - synced_ < kBetweenSyncs) return {};
    synced_ = now;
    return sync();
  }

  Expected<void> sync() {
    if (auto done = poses_.sync(); !done) return done;
    return results_.sync();
  }

  void tell(const LibraryReader& library) const {
    if (!run_.progress || library.bytes() <= progress_from_) return;
    const auto all = static_cast<double>(library.bytes() - progress_from_);
    const auto done = static_cast<double>(library.bytes_read() - std::min(progress_from_, library.bytes_read()));
    run_.progress(std::min(done / all, 0.99),
                  best_.rows().empty()
                      ? fmt::format("{} ligands", result_.rows)
                      : fmt::format("{} ligands, best {:.1f}", result_.rows, best_.rows().begin()->second.score));
  }

  /// The poses of the best, from the log; what is missing there (a larger --top, a lost file) is docked again.
  Expected<void> find_poses() {
    std::map<std::uint64_t, const ScreenRow*> missing;
    for (const auto& [key, row] : best_.rows()) {
      auto pose = poses_.pose(row);
      if (!pose) return pose.error();
      if (!*pose) missing[row.index] = &row;
    }
    if (!missing.empty()) {
      if (auto again = dock_again(missing); !again) return again;
    }
    for (const auto& [key, row] : best_.rows()) {
      auto pose = poses_.pose(row);
      if (!pose) return pose.error();
      if (*pose) result_.best.push_back({row, **std::move(pose)});
    }
    return {};
  }

  Expected<void> dock_again(const std::map<std::uint64_t, const ScreenRow*>& missing) {
    auto library = LibraryReader::open(run_.library);
    if (!library) return library.error();
    auto next = missing.begin();
    internal::OrderedWork work;
    work.threads = run_.threads;
    work.cancellation = run_.cancellation;
    work.stage = stage_;
    work.source = [&](LibraryRecord& record) -> Expected<bool> {
      while (next != missing.end()) {
        auto more = library->next(record);
        if (!more || !*more) return false;
        if (record.index != next->first) continue;
        if (run_.progress) {
          run_.progress(static_cast<double>(std::distance(missing.begin(), next)) / static_cast<double>(missing.size()),
                        "poses of the best");
        }
        ++next;
        return true;
      }
      return false;
    };
    work.deliver = [&](const LibraryRecord& record, ScreenOutcome outcome) -> Expected<void> {
      const ScreenRow& row = *missing.at(record.index);
      if (outcome.row.digest != row.digest || !outcome.pose) return {};
      return poses_.append(row, *outcome.pose);
    };
    auto whole = run_ordered(work);
    if (!whole) return whole.error();
    result_.partial = result_.partial || !*whole;
    return poses_.sync();
  }

  const ScreenRun& run_;
  const ScreenStage& stage_;
  ResultsLog results_;
  PoseLog poses_;
  Best best_;
  ScreenResult result_;
  bool caught_up_ = false;   // all rows that stood have been read
  bool stopped_ = false;
  std::uint64_t last_index_ = 0, progress_from_ = 0;
  std::optional<Error> unreadable_;
  std::chrono::steady_clock::time_point synced_ = std::chrono::steady_clock::now();
};

}  // namespace

Expected<void> agree_on_question(const ScreenRun& run) {
  const auto path = run.folder / kQuestionName;
  const std::string asked = to_json(run.question);
  const auto stands = read_file(path, kMaxQuestionBytes);
  if (!stands) {
    if (stands.error().code != ErrorCode::kNotFound) return stands.error();
    std::error_code ignored;
    if (std::filesystem::exists(run.folder / kResultsName, ignored)) {
      return Error{ErrorCode::kInvalidArgument,
                   fmt::format("holds {}, but not the {} that says which screen it is of", kResultsName, kQuestionName),
                   run.folder.string(), "Choose another folder with --out."};
    }
    return write_file(path, asked, *run.calls);
  }
  if (*stands == asked) return {};
  constexpr int kDeepest = 8;
  const Json before =
      Json::parse(*stands, [](int depth, Json::parse_event_t, Json&) { return depth <= kDeepest; }, false);
  if (!before.is_object() || !before.contains("question") || !before["question"].is_object() ||
      before.value("format", 0) != kFormat) {
    return Error{ErrorCode::kMalformed, "is not the question of a screen of this version", path.string(),
                 "Choose another folder with --out."};
  }
  const Json now = Json::parse(asked);
  std::string differences;
  for (const auto& [name, value] : run.question) {
    const auto found = before["question"].find(name);
    const std::string old = found == before["question"].end() ? "nothing"
                            : found->is_string()              ? found->get<std::string>()
                                                              : found->dump();
    if (old == now["question"][name].get<std::string>()) continue;
    differences += fmt::format("{}{} was {} and is now {}", differences.empty() ? "" : "; ", name,
                               old.empty() ? "not given" : old, value.empty() ? "not given" : value);
  }
  if (differences.empty()) return {};
  return Error{ErrorCode::kInvalidArgument, "the screen in this folder was another one: " + differences,
               run.folder.string(), "Give the same options to go on with it, or another folder with --out."};
}

Expected<ScreenResult> run_screen(const ScreenRun& run, const ScreenStage& stage) {
  if (auto library = LibraryReader::open(run.library); !library) return library.error();  // before anything is written
  auto poses = PoseLog::open(run.folder / kPoseLogName, *run.calls);  // first: it is the lock of the folder
  if (!poses) return poses.error();
  if (auto agreed = agree_on_question(run); !agreed) return agreed.error();
  auto results = ResultsLog::open(run.folder / kResultsName, *run.calls);
  if (!results) return results.error();
  return Screen(run, stage, *std::move(results), *std::move(poses)).run();
}

}  // namespace maek::dock
