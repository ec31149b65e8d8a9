// SPDX-License-Identifier: Apache-2.0
// Faults where they hurt most: during recovery, twice in a row, and where cleaning up fails too.
#include <map>   // for std::map

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/faulty_calls.h"         // for FaultyCalls
#include "evidence/internal/ledger_fixture.h"   // for LedgerFixture
#include "evidence/internal/segment.h"          // for segment_name

namespace maek::evidence {
namespace {

namespace fs = std::filesystem;

// Nothing can be removed: what is half-written stays.
class StubbornCalls : public FaultyCalls {
 public:
  using FaultyCalls::FaultyCalls;
  int unlink(const char*) override {
    errno = EACCES;
    return -1;
  }
};

using Promises = std::map<std::uint64_t, Digest>;   // what was acknowledged: body by index

// Opens, adds `count` entries with a publication between them, closes.
void work(const LedgerFixture& fixture, SystemCalls& calls, int count, Promises& promises) {
  static std::uint64_t number = 0;
  LedgerOptions options;
  options.calls = &calls;
  options.segment_bytes = 900;   // a new segment with every second commit
  auto ledger = fixture.open(options);
  for (int i = 0; ledger && i < count; ++i) {
    if (const auto receipt = ledger->append(fixture_addition(number++))) {
      EXPECT_TRUE(promises.emplace(receipt->index, receipt->body).second) << "a place was given away twice";
    }
    if (i == 0) (void)ledger->publish().has_value();
  }
}

void expect_kept(const LedgerFixture& fixture, const Promises& promises, const std::string& when) {
  FaultyCalls none(-1, 0);
  Promises ignored;
  work(fixture, none, 1, ignored);
  ASSERT_EQ(fixture.findings(), "") << when;
  auto reader = LedgerReader::open(fixture.path);
  ASSERT_TRUE(reader) << when << ": " << reader.error().text();
  EXPECT_EQ(ignored.size(), 1u) << when << ": the ledger goes on";
  for (const auto& [index, body] : promises) {
    const auto entry = reader->entry(index);
    ASSERT_TRUE(entry) << when << ", entry " << index << ": " << entry.error().text();
    ASSERT_EQ(entry->body, body) << when << ", entry " << index;
    ASSERT_TRUE(reader->body(body)) << when << ", entry " << index;
  }
}

// A ledger as a killed writer left it: published and unpublished commits, then a torn one.
struct Crashed {
  LedgerFixture fixture;
  Promises promises;
  Crashed() {
    LedgerFixture live;
    LedgerOptions options;
    options.segment_bytes = 900;
    auto ledger = live.open(options);
    for (std::uint64_t i = 0; i < 5; ++i) {
      promises.emplace(i, ledger->append(fixture_addition(1'000'000 + i))->body);
      if (i == 2) (void)ledger->publish().has_value();
    }
    copy(live, fixture);
    const std::uint32_t last = static_cast<std::uint32_t>(LedgerFolder(fixture.path).list("segments").size());
    const fs::path segment = fixture.path / segment_name(last);
    const std::string bytes = *read_file(segment, 1 << 20);
    (void)write_file(segment, bytes + bytes.substr(0, bytes.size() / 2), quick_calls());
  }
  static void copy(const LedgerFixture& from, const LedgerFixture& to) {
    fs::remove_all(to.path);
    fs::copy(from.path, to.path, fs::copy_options::recursive);
  }
};

template <class Calls>
void fail_at_every_call_of_recovery(int number, std::size_t step) {
  const Crashed crashed;
  for (int n = 0;; ++n) {
    LedgerFixture fixture;
    Crashed::copy(crashed.fixture, fixture);
    Promises promises = crashed.promises;
    Calls calls(n, number, step);
    work(fixture, calls, 1, promises);
    expect_kept(fixture, promises, fmt::format("error {} at call {} of recovery", number, n));
    if (testing::Test::HasFatalFailure()) return;
    if (!calls.fired()) {
      for (const char* call : {"open", "write", "fsync", "fdatasync", "syncfs", "ftruncate", "rename", "mkdir"}) {
        EXPECT_THAT(calls.story(), testing::Contains(call)) << "recovery and publishing meet each of them";
      }
      return;
    }
  }
}

TEST(LedgerRecovery, MayFailAtEverySystemCall) { fail_at_every_call_of_recovery<FaultyCalls>(EIO, ~std::size_t{0}); }

TEST(LedgerRecovery, MayFindAFullDiskAndNothingToRemove) { fail_at_every_call_of_recovery<StubbornCalls>(ENOSPC, 300); }

TEST(LedgerRecovery, MayFailAgainAfterAFailure) {
  const Crashed crashed;
  bool fired = true;
  for (int n = 0; fired; n += 3) {
    for (const int second : {n / 2, n, n + 11}) {
      LedgerFixture fixture;
      Crashed::copy(crashed.fixture, fixture);
      Promises promises = crashed.promises;
      FaultyCalls first(n, EIO);
      work(fixture, first, 2, promises);
      fired = first.fired();
      FaultyCalls again(second, ENOSPC, 500);
      work(fixture, again, 2, promises);
      expect_kept(fixture, promises, fmt::format("failures at call {} and then at call {}", n, second));
      if (HasFatalFailure()) return;
    }
  }
}

}  // namespace
}  // namespace maek::evidence
