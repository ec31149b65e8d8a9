// SPDX-License-Identifier: Apache-2.0
// For tests: a ledger in a temporary folder, with a fixed key and a clock that can be set (fixture)
#pragma once

#include <unistd.h>   // for access, getpid

#include <atomic>       // for std::atomic
#include <filesystem>   // for std::filesystem
#include <string>       // for std::string

#include <fmt/format.h>

#include "base/faulty_calls.h"   // for FaultyCalls
#include "evidence/fsck.h"            // for fsck
#include "evidence/ledger.h"          // for Ledger
#include "evidence/ledger_reader.h"   // for LedgerReader

namespace maek::evidence {

/// A folder in memory where there is one with room: the index of a ledger is synced at every close, by SQLite itself.
inline std::filesystem::path quick_place() {
  std::error_code failed;
  const auto space = std::filesystem::space("/dev/shm", failed);
  const bool room = !failed && space.available > std::uintmax_t{200} << 20 && ::access("/dev/shm", W_OK) == 0;
  return room ? "/dev/shm" : std::filesystem::temp_directory_path();
}

/// Makes a folder that goes when the fixture goes.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::filesystem::path& place = quick_place()) {
    static std::atomic<int> counter{0};
    path_ = place / fmt::format("maek-ledger-{}-{}", ::getpid(), counter++);
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline SecretKey fixture_key(std::uint8_t number = 1) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(number);
  return SecretKey::from_seed(seed);
}

inline VerifierKey fixture_log(std::uint8_t number = 1) {
  return {"example.com/ledger", KeyType::kEd25519, fixture_key(number).public_key()};
}

/// A small addition; different numbers have different bodies.
inline Addition fixture_addition(std::uint64_t number) {
  Addition addition;
  addition.type = "capture";
  addition.media_type = "text/plain";
  addition.body = fmt::format("body {}", number);
  addition.subjects = {sha256(fmt::format("subject {}", number))};
  return addition;
}

/// The system's calls without its syncs, which no test can see and which take most of the time.
inline SystemCalls& quick_calls() {
  static FaultyCalls calls(-1, 0);
  return calls;
}

struct LedgerFixture {
  TemporaryFolder folder;
  std::filesystem::path path = folder.path() / "ledger";

  LedgerFixture() { (void)create_ledger(path, fixture_log(), quick_calls()); }
  Expected<Ledger> open(LedgerOptions options = {}) const {
    options.group_age = std::chrono::milliseconds(0);   // tests do not wait
    if (options.calls == &system_calls()) options.calls = &quick_calls();
    return Ledger::open(path, fixture_key(), options);
  }
  /// fsck's findings as one text; "" when all is well.
  std::string findings() const {
    const auto report = fsck(path);
    if (!report) return report.error().text();
    std::string text;
    for (const Finding& finding : report->findings) text += finding.where + ": " + finding.what + "\n";
    return text;
  }
};

}  // namespace maek::evidence
