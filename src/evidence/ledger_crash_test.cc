// SPDX-License-Identifier: Apache-2.0
// Faults: the n-th system call fails, the disk is full, writes are short or torn; no acknowledged entry may be lost.
#include <algorithm>   // for std::min

#include <gtest/gtest.h>

#include "base/faulty_calls.h"         // for FaultyCalls
#include "evidence/internal/ledger_fixture.h"   // for LedgerFixture
#include "evidence/internal/segment.h"          // for segment_name

namespace maek::evidence {
namespace {

namespace fs = std::filesystem;

// Adds entries until one fails; how many were acknowledged. The bodies cross the size of a file of its own.
std::uint64_t add_until_failure(const LedgerFixture& fixture, SystemCalls& calls, std::uint64_t from) {
  LedgerOptions options;
  options.calls = &calls;
  auto ledger = fixture.open(options);
  if (!ledger) return from;
  std::uint64_t acknowledged = from;
  for (std::uint64_t i = from; i < from + 4; ++i) {
    Addition addition = fixture_addition(i);
    if (i == from + 2) {
      std::string large((std::size_t{1} << 20) + 5000, '\0');
      for (std::size_t at = 0; at < large.size(); ++at) large[at] = static_cast<char>(at * 2654435761u >> 13 ^ i);
      addition.attachments.push_back(std::move(large));
    }
    if (!ledger->append(std::move(addition))) break;
    acknowledged = i + 1;
    if (i == from + 1) (void)ledger->publish();
  }
  return acknowledged;
}

void expect_whole(const LedgerFixture& fixture, std::uint64_t acknowledged, const std::string& when) {
  {
    auto ledger = fixture.open();   // recovers and publishes
    ASSERT_TRUE(ledger) << when << ": " << ledger.error().text();
    ASSERT_GE(ledger->size(), acknowledged) << when;
  }
  ASSERT_EQ(fixture.findings(), "") << when;
  auto reader = LedgerReader::open(fixture.path);
  ASSERT_TRUE(reader) << when;
  for (std::uint64_t i = 0; i < acknowledged; ++i) {
    auto entry = reader->entry(i);
    ASSERT_TRUE(entry) << when << ", entry " << i;
    EXPECT_EQ(entry->body, sha256(fmt::format("body {}", i))) << when;
  }
}

class LedgerFaults : public testing::TestWithParam<std::pair<int, std::size_t>> {};

TEST_P(LedgerFaults, AtEverySystemCallLoseNothing) {
  const auto [number, step] = GetParam();
  LedgerFixture start;
  FaultyCalls none(-1, 0);
  ASSERT_EQ(add_until_failure(start, none, 0), 4u);
  for (int n = 0;; ++n) {
    LedgerFixture fixture;
    fs::remove_all(fixture.path);
    fs::copy(start.path, fixture.path, fs::copy_options::recursive);
    FaultyCalls calls(n, number, step);
    const std::uint64_t acknowledged = add_until_failure(fixture, calls, 4);
    expect_whole(fixture, acknowledged, fmt::format("error {} at call {}", number, n));
    if (HasFatalFailure()) return;
    if (!calls.fired()) {
      EXPECT_EQ(acknowledged, 8u);
      EXPECT_GT(n, 20) << "a commit has more calls than that";
      break;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, LedgerFaults,
                         testing::Values(std::pair{EIO, ~std::size_t{0}}, std::pair{ENOSPC, std::size_t{400'000}}));

// A segment whose last record was cut at any byte: a crash before the sync.
TEST(LedgerCrash, ATornLastCommitIsSetAside) {
  LedgerFixture fixture;
  {
    auto ledger = fixture.open();
    ASSERT_TRUE(ledger->append(fixture_addition(0)));
    ASSERT_TRUE(ledger->publish());
  }
  const fs::path segment = fixture.path / segment_name(1);
  const auto before = fs::file_size(segment);
  TemporaryFolder copy;
  fs::copy(fixture.path, copy.path() / "one", fs::copy_options::recursive);
  {
    auto ledger = fixture.open();
    ASSERT_TRUE(ledger->append(fixture_addition(1)));
  }
  const std::string whole = *read_file(segment, 1 << 20);
  for (std::uintmax_t cut = before + 1; cut < whole.size(); cut += 31) {
    LedgerFixture torn;
    fs::remove_all(torn.path);
    fs::copy(copy.path() / "one", torn.path, fs::copy_options::recursive);
    ASSERT_TRUE(write_file(torn.path / segment_name(1), whole.substr(0, cut)));
    EXPECT_EQ(torn.findings(), "") << "a torn end is no damage";
    expect_whole(torn, 1, fmt::format("cut at {}", cut));
    if (HasFatalFailure()) return;
    EXPECT_TRUE(fs::exists(torn.path / fmt::format("torn/000001-{}", before)));
    auto ledger = torn.open();
    auto receipt = ledger->append(fixture_addition(1));
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->index, 1u);
  }
}

TEST(LedgerCrash, ACommitThatIsWholeIsKeptAlthoughNobodyPublishedIt) {
  LedgerFixture fixture;
  TemporaryFolder copy;
  {
    auto ledger = fixture.open();
    ASSERT_TRUE(ledger->append(fixture_addition(0)));
    ASSERT_TRUE(ledger->publish());
    ASSERT_TRUE(ledger->append(fixture_addition(1)));
    fs::copy(fixture.path, copy.path() / "crashed", fs::copy_options::recursive);   // as after kill -9
  }
  LedgerFixture crashed;
  fs::remove_all(crashed.path);
  fs::copy(copy.path() / "crashed", crashed.path, fs::copy_options::recursive);
  expect_whole(crashed, 2, "not published");
}

TEST(LedgerCrash, DamageBeforeWholeCommitsIsNoTornEnd) {
  LedgerFixture fixture;
  {
    auto ledger = fixture.open();
    for (std::uint64_t i = 0; i < 3; ++i) ASSERT_TRUE(ledger->append(fixture_addition(i)));
  }
  fs::remove(fixture.path / "position");
  const fs::path segment = fixture.path / segment_name(1);
  std::string bytes = *read_file(segment, 1 << 20);
  bytes[bytes.size() / 2] ^= 1;
  ASSERT_TRUE(write_file(segment, bytes));
  auto ledger = fixture.open();
  ASSERT_FALSE(ledger);
  EXPECT_EQ(ledger.error().code, ErrorCode::kMalformed);
  EXPECT_EQ(*read_file(segment, 1 << 20), bytes) << "damage is never cut off";
  EXPECT_NE(fixture.findings().find("segments/000001.seg"), std::string::npos);
}

}  // namespace
}  // namespace maek::evidence
