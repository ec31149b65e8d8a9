// SPDX-License-Identifier: Apache-2.0
// Crash drill: writers are killed (SIGKILL) at random instants; no acknowledged entry may be lost. MAEK_DRILL_SEED
// repeats a drill, MAEK_DRILL_KILLS sets its length; instants depend on the machine, so a repetition is only alike.
#include <cstdio>    // for std::printf
#include <cstdlib>   // for std::getenv
#include <random>    // for std::random_device
#include <thread>    // for std::thread

#include <gtest/gtest.h>

#include "tests/drills/drilled_ledger.h"   // for DrilledLedger

namespace maek::evidence {
namespace {

constexpr std::uint64_t kKills = 300;
constexpr std::uint64_t kLedgers = 12;
constexpr std::uint64_t kLanes = 4;   // ledgers at a time: the drill waits for disks and clocks, not for processors

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(CrashDrill, LosesNoAcknowledgedEntry) {
  const std::uint64_t seed = setting("MAEK_DRILL_SEED", std::random_device()());
  const std::uint64_t kills = setting("MAEK_DRILL_KILLS", kKills);
  std::vector<DrillCounts> counts(kLedgers);
  std::vector<std::thread> lanes;
  for (std::uint64_t lane = 0; lane < kLanes; ++lane) {
    lanes.emplace_back([&, lane] {
      for (std::uint64_t i = lane; i < kLedgers; i += kLanes) {
        DrilledLedger ledger(seed % 1'000'000 * kLedgers + i);
        for (std::uint64_t n = i; n < kills; n += kLedgers) ledger.kill_one();
        counts[i] = ledger.finish();
      }
    });
  }
  for (std::thread& lane : lanes) lane.join();

  DrillCounts sum;
  for (const DrillCounts& one : counts) {
    sum.kills += one.kills;
    sum.while_opening += one.while_opening;
    sum.while_committing += one.while_committing;
    sum.while_publishing += one.while_publishing;
    sum.acknowledged += one.acknowledged;
    sum.unacknowledged += one.unacknowledged;
    sum.segments += one.segments;
    sum.torn_ends += one.torn_ends;
    sum.checkpoints += one.checkpoints;
    sum.lost += one.lost;
    for (const std::string& failure : one.failures) ADD_FAILURE() << failure << " (drill of seed " << seed << ")";
  }
  std::printf("{\"drill\": \"crash\", \"seed\": %s}\n",
              fmt::format("{}, \"ledgers\": {}, \"kills\": {}, \"while_opening\": {}, \"while_committing\": {}, "
                          "\"while_publishing\": {}, \"acknowledged\": {}, \"unacknowledged\": {}, \"segments\": {}, "
                          "\"checkpoints\": {}, \"torn_ends_set_aside\": {}, \"lost\": {}",
                          seed, kLedgers, sum.kills, sum.while_opening, sum.while_committing, sum.while_publishing,
                          sum.acknowledged, sum.unacknowledged, sum.segments, sum.checkpoints, sum.torn_ends, sum.lost)
                  .c_str());
  EXPECT_EQ(sum.kills, kills);
  EXPECT_EQ(sum.lost, 0u);
  EXPECT_GT(sum.while_opening, kills / 20) << "kills must meet every phase";
  EXPECT_GT(sum.while_committing, kills / 20);
  EXPECT_GT(sum.while_publishing, kills / 20);
  EXPECT_GT(sum.segments, 2 * kLedgers) << "segments must be rotated";
}

}  // namespace
}  // namespace maek::evidence
