// SPDX-License-Identifier: Apache-2.0
// Spawning, killing, and holding a ledger to its promises.
#include "tests/drills/drilled_ledger.h"

#include <fcntl.h>      // for O_CLOEXEC
#include <poll.h>       // for poll
#include <spawn.h>      // for posix_spawn
#include <sys/wait.h>   // for waitpid
#include <unistd.h>     // for pipe2

#include <cerrno>    // for errno
#include <chrono>    // for std::chrono
#include <csignal>   // for kill
#include <cstring>   // for std::memcpy

#include "evidence/internal/ledger_folder.h"   // for Descriptor

extern char** environ;

namespace maek::evidence {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

constexpr auto kPatience = std::chrono::seconds(60);   // for a report of a writer on a busy machine

// When to kill: so long after the first report of a kind, counted from `skip` further ones.
struct Instant {
  DrillReport::Kind after = DrillReport::kStarted;
  std::uint64_t skip = 0;
  microseconds delay{0};
};

Instant choose(std::mt19937_64& random) {
  const auto within = [&random](std::uint64_t most) { return microseconds(random() % most); };
  switch (random() % 4) {
    case 0:
      return {DrillReport::kStarted, 0, within(8'000)};
    case 1:
      return {DrillReport::kPublishing, random() % 3, within(20'000)};
    case 2:
      return {DrillReport::kReceipt, random() % 30, within(4'000)};
    default:
      return {DrillReport::kOpened, 0, within(60'000)};
  }
}

// Collects whole reports from a pipe.
class Listener {
 public:
  explicit Listener(int pipe) : pipe_(pipe) {}

  // Reads until `until` or the end of the pipe; false at its end.
  bool listen(Clock::time_point until) {
    for (;;) {
      const auto left = std::chrono::ceil<microseconds>(until - Clock::now());
      if (left.count() <= 0) return true;
      const timespec wait{left.count() / 1'000'000, left.count() % 1'000'000 * 1000};
      pollfd ready{pipe_, POLLIN, 0};
      if (::ppoll(&ready, 1, &wait, nullptr) <= 0) continue;
      if (!read_some()) return false;
    }
  }
  bool wait_for(DrillReport::Kind kind, std::uint64_t count) {
    const auto until = Clock::now() + kPatience;
    while (seen(kind) < count) {
      if (Clock::now() > until || !listen(Clock::now() + microseconds(200))) return false;
    }
    return true;
  }
  void drain() {
    while (read_some()) {
    }
  }
  const std::vector<DrillReport>& reports() const { return reports_; }

 private:
  std::uint64_t seen(DrillReport::Kind kind) const {
    std::uint64_t count = 0;
    for (const DrillReport& report : reports_) count += report.kind == kind ? 1 : 0;
    return count;
  }
  bool read_some() {
    char bytes[4096];
    const ssize_t got = ::read(pipe_, bytes, sizeof bytes);
    if (got < 0 && errno == EINTR) return true;
    if (got <= 0) return false;
    rest_.append(bytes, static_cast<std::size_t>(got));
    for (; rest_.size() >= sizeof(DrillReport); rest_.erase(0, sizeof(DrillReport))) {
      DrillReport report;
      std::memcpy(&report, rest_.data(), sizeof report);
      reports_.push_back(report);
    }
    return true;
  }

  int pipe_;
  std::string rest_;
  std::vector<DrillReport> reports_;
};

}  // namespace

DrilledLedger::DrilledLedger(std::uint64_t seed) : seed_(seed), random_(seed), path_(folder_.path() / "ledger") {
  if (auto made = create_ledger(path_, fixture_log()); !made) fail(made.error().text());
}

void DrilledLedger::fail(const std::string& what) {
  counts_.failures.push_back(fmt::format("ledger of seed {}, run {}: {}", seed_, runs_, what));
}

void DrilledLedger::kill_one() {
  ++runs_;
  const std::vector<DrillReport> reports = run_and_kill();
  note(reports);
  check_fsck("after the kill");
  if (random_() % 3 != 0) recover();   // else the next writer has to, and may be killed while it does
}

std::vector<DrillReport> DrilledLedger::run_and_kill() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) < 0) {
    fail("no pipe");
    return {};
  }
  const Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  const std::string path = path_.string();
  const std::string seed = std::to_string(seed_ * 1000 + runs_);
  std::string program = MAEK_DRILL_WRITER;
  char* const arguments[] = {program.data(), const_cast<char*>(path.c_str()), const_cast<char*>(seed.c_str()), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, writing.get(), kDrillPipe);
  if (writing.get() == kDrillPipe) ::fcntl(kDrillPipe, F_SETFD, 0);
  pid_t child = 0;
  const int spawned = ::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  writing = Descriptor();
  if (spawned != 0) {
    fail("cannot start " + program);
    return {};
  }
  const Instant instant = choose(random_);
  Listener listener(reading.get());
  if (listener.wait_for(instant.after, instant.skip + 1)) (void)listener.listen(Clock::now() + instant.delay);
  ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  listener.drain();
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
    ++counts_.kills;
  } else {
    fail(fmt::format("the writer ended by itself with status {}", status));
  }
  return listener.reports();
}

void DrilledLedger::note(const std::vector<DrillReport>& reports) {
  bool opened = false;
  bool publishing = false;
  for (const DrillReport& report : reports) {
    opened = opened || report.kind == DrillReport::kOpened;
    if (report.kind == DrillReport::kPublishing) publishing = true;
    if (report.kind == DrillReport::kPublished) {
      publishing = false;
      remember(report.size, report.leaf);
    }
    if (report.kind == DrillReport::kFailed) fail("the writer reported a failure");
    if (report.kind != DrillReport::kReceipt) continue;
    if (report.size <= report.index)
      fail(fmt::format("receipt of entry {} in a tree of {}", report.index, report.size));
    if (!promises_.emplace(report.index, Promise{report.body, report.leaf}).second) {
      fail(fmt::format("entry {} was acknowledged twice", report.index));
    }
    ++counts_.acknowledged;
  }
  ++(!opened ? counts_.while_opening : publishing ? counts_.while_publishing : counts_.while_committing);
}

void DrilledLedger::check_fsck(const std::string& when) {
  const auto report = fsck(path_);
  if (!report) return fail(when + ": " + report.error().text());
  for (const Finding& finding : report->findings) fail(when + ": fsck: " + finding.where + ": " + finding.what);
  if (!promises_.empty() && report->entries <= promises_.rbegin()->first) {
    ++counts_.lost;
    fail(fmt::format("{}: entry {} was acknowledged, but there are only {}", when, promises_.rbegin()->first,
                     report->entries));
  }
}

void DrilledLedger::remember(std::uint64_t size, const Digest& root) {
  const auto [at, added] = checkpoints_.emplace(size, root);
  if (!added && at->second != root) fail(fmt::format("two checkpoints of size {} have different roots", size));
}

void DrilledLedger::recover() {
  {
    LedgerOptions options;
    options.group_age = std::chrono::milliseconds(0);
    options.segment_bytes = kDrillSegmentBytes;
    auto ledger = Ledger::open(path_, fixture_key(), options);
    if (!ledger) return fail("cannot be opened: " + ledger.error().text());
    auto receipt = ledger->append(fixture_addition(seed_ * 1000 + runs_));   // the ledger goes on
    if (!receipt) return fail("cannot go on: " + receipt.error().text());
    if (!promises_.emplace(receipt->index, Promise{receipt->body, receipt->leaf}).second) {
      fail(fmt::format("the place of entry {} was given away twice", receipt->index));
    }
    ++counts_.acknowledged;
  }
  check_fsck("after recovery");
  check_promises();
}

void DrilledLedger::check_promises() {
  auto reader = LedgerReader::open(path_);
  if (!reader) return fail("cannot be read: " + reader.error().text());
  for (const auto& [index, promise] : promises_) {
    const auto entry = reader->entry(index);
    const auto body = entry ? reader->body(entry->body) : Expected<std::string>(entry.error());
    if (!body || entry->body != promise.body || sha256(*body) != promise.body ||
        leaf_hash(*reader->entry_text(index)) != promise.leaf) {
      ++counts_.lost;
      fail(fmt::format("entry {} is not what was acknowledged{}", index, body ? "" : ": " + body.error().text()));
    }
  }
  const Checkpoint& last = reader->checkpoint();
  remember(last.size, last.root);
  for (const auto& [size, root] : checkpoints_) {
    if (size == 0) continue;
    if (size > last.size) {
      fail(fmt::format("a checkpoint of {} entries was published, the ledger has {}", size, last.size));
      continue;
    }
    const auto proof = reader->prove_consistency(size);
    if (!proof) {
      fail(fmt::format("consistency of {} with {}: {}", size, last.size, proof.error().text()));
    } else if (auto same = verify_consistency(size, last.size, *proof, root, last.root); !same) {
      fail(fmt::format("consistency of {} with {}: {}", size, last.size, same.error().text()));
    }
  }
  counts_.unacknowledged = reader->size() - promises_.size();
}

DrillCounts DrilledLedger::finish() {
  ++runs_;
  recover();
  const LedgerFolder folder(path_);
  counts_.torn_ends = folder.list("torn").size();
  counts_.segments = folder.list("segments").size();
  counts_.checkpoints = checkpoints_.size();
  return counts_;
}

}  // namespace maek::evidence
