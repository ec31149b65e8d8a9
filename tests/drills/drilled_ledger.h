// SPDX-License-Identifier: Apache-2.0
// Drilled ledger: one ledger that survives many killed writers, and everything it ever promised (crash drill, SIGKILL)
#pragma once

#include <cstdint>   // for std::uint64_t
#include <map>       // for std::map
#include <random>    // for std::mt19937_64
#include <string>    // for std::string
#include <vector>    // for std::vector

#include "evidence/internal/ledger_fixture.h"   // for TemporaryFolder
#include "tests/drills/drill_report.h"          // for DrillReport

namespace maek::evidence {

/// What a drill counted. `failures` say what was lost or damaged.
struct DrillCounts {
  std::uint64_t kills = 0;
  std::uint64_t while_opening = 0;      // among the kills, by what the writer was doing
  std::uint64_t while_committing = 0;
  std::uint64_t while_publishing = 0;
  std::uint64_t acknowledged = 0;
  std::uint64_t segments = 0;
  std::uint64_t torn_ends = 0;          // set aside by recovery
  std::uint64_t unacknowledged = 0;     // entries that are there although nobody was told: allowed
  std::uint64_t checkpoints = 0;        // seen, each consistent with the last one
  std::uint64_t lost = 0;
  std::vector<std::string> failures;
};

class DrilledLedger {
 public:
  explicit DrilledLedger(std::uint64_t seed);

  /// Starts a writer and kills it at a random instant; then looks at what it left.
  void kill_one();
  /// Opens, closes, and checks every promise a last time.
  DrillCounts finish();

 private:
  struct Promise {
    Digest body;
    Digest leaf;
  };

  std::vector<DrillReport> run_and_kill();
  void note(const std::vector<DrillReport>& reports);
  void recover();
  void check_fsck(const std::string& when);
  void check_promises();
  void remember(std::uint64_t size, const Digest& root);
  void fail(const std::string& what);

  std::uint64_t seed_;
  std::uint64_t runs_ = 0;
  std::mt19937_64 random_;
  TemporaryFolder folder_{std::filesystem::temp_directory_path()};   // files on a disk
  std::filesystem::path path_;
  std::map<std::uint64_t, Promise> promises_;     // by index
  std::map<std::uint64_t, Digest> checkpoints_;   // roots by size
  DrillCounts counts_;
};

}  // namespace maek::evidence
