// SPDX-License-Identifier: Apache-2.0
// Appending, publishing, reading back, and starting again.
#include "evidence/ledger.h"

#include <thread>   // for std::thread

#include <gtest/gtest.h>

#include "evidence/internal/index.h"            // for kIndexName
#include "evidence/internal/ledger_files.h"     // for kPositionName
#include "evidence/internal/ledger_fixture.h"   // for LedgerFixture

namespace maek::evidence {
namespace {

TEST(Ledger, GivesBackWhatWasAdded) {
  LedgerFixture fixture;
  auto ledger = fixture.open();
  ASSERT_TRUE(ledger) << ledger.error().text();
  for (std::uint64_t i = 0; i < 3; ++i) {
    auto receipt = ledger->append(fixture_addition(i));
    ASSERT_TRUE(receipt) << receipt.error().text();
    EXPECT_EQ(receipt->index, i);
    EXPECT_EQ(receipt->size, i + 1);
  }
  auto published = ledger->publish();
  ASSERT_TRUE(published) << published.error().text();
  EXPECT_EQ(published->size, 3u);

  auto reader = LedgerReader::open(fixture.path);
  ASSERT_TRUE(reader) << reader.error().text();
  EXPECT_EQ(reader->size(), 3u);
  for (std::uint64_t i = 0; i < 3; ++i) {
    auto entry = reader->entry(i);
    ASSERT_TRUE(entry) << entry.error().text();
    EXPECT_EQ(*reader->body(entry->body), fmt::format("body {}", i));
    EXPECT_EQ(*reader->about(sha256(fmt::format("subject {}", i))), std::vector<std::uint64_t>{i});
    auto proof = reader->prove_inclusion(i);
    ASSERT_TRUE(proof);
    EXPECT_TRUE(verify_inclusion(i, 3, leaf_hash(entry->text()), *proof, published->root));
  }
  EXPECT_FALSE(reader->entry(3));
  EXPECT_EQ(fixture.findings(), "");
}

TEST(Ledger, GoesOnAfterEveryStart) {
  LedgerFixture fixture;
  std::vector<Checkpoint> checkpoints;
  for (std::uint64_t i = 0; i < 300;) {   // a start every ten entries, and at every one around the first full tile
    auto ledger = fixture.open();
    ASSERT_TRUE(ledger) << i << ": " << ledger.error().text();
    ASSERT_EQ(ledger->size(), i);
    do {
      ASSERT_TRUE(ledger->append(fixture_addition(i++)));
    } while (i % 10 != 0 && (i < 254 || i > 258));
    if (i % 50 == 0) checkpoints.push_back(*ledger->publish());
  }
  ASSERT_EQ(checkpoints.size(), 6u);
  auto reader = LedgerReader::open(fixture.path);
  ASSERT_TRUE(reader) << reader.error().text();
  for (const Checkpoint& old : checkpoints) {
    auto proof = reader->prove_consistency(old.size);
    ASSERT_TRUE(proof);
    EXPECT_TRUE(verify_consistency(old.size, 300, *proof, old.root, reader->checkpoint().root));
    EXPECT_EQ(*reader->root_at(old.size), old.root);
  }
  EXPECT_EQ(fixture.findings(), "");
}

TEST(Ledger, ManyThreadsShareCommits) {
  LedgerFixture fixture;
  auto ledger = fixture.open();
  ASSERT_TRUE(ledger);
  constexpr std::uint64_t kThreads = 8;
  constexpr std::uint64_t kEach = 200;
  std::vector<std::vector<Receipt>> receipts(kThreads);
  std::vector<std::thread> threads;
  for (std::uint64_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      std::vector<std::future<Expected<Receipt>>> answers;
      for (std::uint64_t i = 0; i < kEach; ++i) answers.push_back(ledger->add(fixture_addition(t * kEach + i)));
      for (auto& answer : answers) {
        auto receipt = answer.get();
        if (receipt) receipts[t].push_back(*receipt);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_TRUE(ledger->publish());
  auto reader = LedgerReader::open(fixture.path);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->size(), kThreads * kEach);
  for (std::uint64_t t = 0; t < kThreads; ++t) {
    ASSERT_EQ(receipts[t].size(), kEach);
    for (std::uint64_t i = 0; i < kEach; ++i) {
      auto entry = reader->entry(receipts[t][i].index);
      ASSERT_TRUE(entry);
      EXPECT_EQ(entry->body, sha256(fmt::format("body {}", t * kEach + i)));
    }
  }
  const auto report = fsck(fixture.path);
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->findings.empty());
  EXPECT_LT(report->commits, kThreads * kEach) << "additions share commits";
}

TEST(Ledger, ProjectionsCanBeDeletedAndAreMadeAgain) {
  LedgerFixture fixture;
  {
    auto ledger = fixture.open();
    for (std::uint64_t i = 0; i < 700; ++i) (void)ledger->add(fixture_addition(i));
  }
  const auto before = LedgerReader::open(fixture.path)->checkpoint().root;
  for (const char* what : {kIndexName, "tile", kPositionName, kCheckpointName}) {
    std::filesystem::remove_all(fixture.path / what);
  }
  {
    auto ledger = fixture.open();
    ASSERT_TRUE(ledger) << ledger.error().text();
    EXPECT_EQ(ledger->size(), 700u);
  }
  auto reader = LedgerReader::open(fixture.path);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->checkpoint().root, before);
  EXPECT_EQ(*reader->about(sha256("subject 555")), std::vector<std::uint64_t>{555});
  EXPECT_EQ(fixture.findings(), "");
}

TEST(Ledger, KeepsItsIndexBelowALinkOfItsUser) {
  LedgerFixture fixture;
  const auto link = fixture.folder.path() / "link";
  std::filesystem::create_directory_symlink(fixture.path, link);
  {
    ASSERT_TRUE(fixture.open()->append(fixture_addition(0)));
  }
  std::filesystem::remove(fixture.path / kIndexName);
  EXPECT_TRUE(LedgerReader::open(link)->has_body(sha256("body 0")));
  EXPECT_TRUE(std::filesystem::exists(fixture.path / kIndexName)) << "an index in memory is read anew at every start";
  EXPECT_EQ(fixture.findings(), "");
}

TEST(Ledger, KeepsBodiesOnceAndLargeOnesAsFiles) {
  LedgerFixture fixture;
  std::string large(3 << 20, '\0');
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * i >> 7 ^ i * 2654435761u >> 24);
  {
    auto ledger = fixture.open();
    for (int i = 0; i < 3; ++i) {
      Addition addition = fixture_addition(0);
      addition.attachments = {large, std::string(100'000, 'x')};
      ASSERT_TRUE(ledger->append(std::move(addition)));
    }
  }
  const auto report = fsck(fixture.path);
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->findings.empty());
  EXPECT_EQ(report->bodies, 3u);
  EXPECT_EQ(report->entries, 3u);
  auto reader = LedgerReader::open(fixture.path);
  EXPECT_EQ(*reader->body(sha256(large)), large);
  EXPECT_EQ(*reader->body(sha256(std::string(100'000, 'x'))), std::string(100'000, 'x'));
  EXPECT_FALSE(reader->body(sha256("never")));
}

TEST(Ledger, KeepsBodiesOnceAmongThousands) {
  constexpr std::uint64_t kMany = 3000;   // enough look-ups for a filter before the index
  LedgerFixture fixture;
  const auto add_all = [](Ledger& ledger, std::uint64_t count) {
    std::vector<std::future<Expected<Receipt>>> answers;
    for (std::uint64_t i = 0; i < count; ++i) answers.push_back(ledger.add(fixture_addition(i)));
    for (auto& answer : answers) ASSERT_TRUE(answer.get());
  };
  {
    auto ledger = fixture.open();
    add_all(*ledger, kMany);            // unknown
    add_all(*ledger, kMany);            // expected
    ASSERT_TRUE(ledger->publish());
    add_all(*ledger, kMany);            // indexed
  }
  auto ledger = fixture.open();
  add_all(*ledger, kMany + 100);        // indexed by an earlier writer, but for some
  ASSERT_TRUE(ledger->publish());
  const auto report = fsck(fixture.path);
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->findings.empty());
  EXPECT_EQ(report->entries, 4 * kMany + 100);
  EXPECT_EQ(report->bodies, kMany + 100);
}

TEST(Ledger, LooksBackInTime) {
  LedgerFixture fixture;
  static std::int64_t clock = 0;
  clock = parse_time("2026-01-01")->milliseconds;
  LedgerOptions options;
  options.now = [] { return Time{clock}; };
  {
    auto ledger = fixture.open(options);
    for (std::uint64_t i = 0; i < 10; ++i, clock += 86'400'000) ASSERT_TRUE(ledger->append(fixture_addition(i)));
    clock = 0;   // a clock that runs backwards does not make the ledger do so
    ASSERT_TRUE(ledger->append(fixture_addition(10)));
  }
  auto reader = LedgerReader::open(fixture.path);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->entry(10)->time, reader->entry(9)->time);
  ASSERT_TRUE(reader->as_of(*parse_time("2026-01-04", true)));
  EXPECT_EQ(reader->size(), 4u);
  EXPECT_TRUE(reader->about(sha256("subject 7"))->empty());
  EXPECT_FALSE(reader->entry(4));
  ASSERT_TRUE(reader->as_of(*parse_time("2025-12-31", true)));
  EXPECT_EQ(reader->size(), 0u);
  EXPECT_FALSE(reader->as_of(std::uint64_t{12}));
}

TEST(Ledger, RefusesWhatCannotBeAnEntry) {
  LedgerFixture fixture;
  auto ledger = fixture.open();
  Addition forward = fixture_addition(0);
  forward.links = {{"input", 0}};
  EXPECT_EQ(ledger->append(std::move(forward)).error().code, ErrorCode::kInvalidArgument);
  Addition oversized = fixture_addition(0);
  oversized.subjects.resize(1000);
  EXPECT_EQ(ledger->append(std::move(oversized)).error().code, ErrorCode::kTooLarge);
  EXPECT_TRUE(ledger->append(fixture_addition(1))) << "a refused addition harms no other";
}

TEST(Ledger, HasOneWriterAndOneKey) {
  LedgerFixture fixture;
  EXPECT_EQ(Ledger::open(fixture.path, fixture_key(2)).error().code, ErrorCode::kInvalidArgument);
  auto ledger = fixture.open();
  LedgerOptions impatient;
  impatient.lock_wait = std::chrono::milliseconds(20);
  EXPECT_EQ(fixture.open(impatient).error().code, ErrorCode::kUnwritable);
  EXPECT_FALSE(create_ledger(fixture.path, fixture_log())) << "a ledger is never overwritten";
  EXPECT_EQ(Ledger::open(fixture.folder.path() / "none", fixture_key()).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace maek::evidence
