// SPDX-License-Identifier: Apache-2.0
// Cosignatures in the published checkpoint: under the lock, whole or not at all, and no obstacle to any reader.
#include "evidence/published_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evidence/internal/ledger_fixture.h"   // for LedgerFixture

namespace maek::evidence {
namespace {

constexpr std::chrono::milliseconds kNoWait{0};

struct Fixture : LedgerFixture {
  Fixture() {
    auto ledger = open();
    for (std::uint64_t i = 0; i < 3; ++i) EXPECT_TRUE(ledger->append(fixture_addition(i)));
  }
  std::string file() const { return PublishedLog::open(path)->head()->file; }
  std::string text() const { return parse_note(file())->text; }
  NoteSignature cosignature(std::uint8_t key, std::uint64_t time = 1) const {
    return cosign(text(), "w.example/" + std::to_string(key), fixture_key(key), time);
  }
};

TEST(Cosignatures, AreAddedOnceForEachKeyAndKeepTheLedgerWhole) {
  const Fixture ledger;
  for (std::uint64_t time = 1; time < 4; ++time) {
    const auto added = add_cosignatures(ledger.path, ledger.text(),
                                        std::vector{ledger.cosignature(2, time), ledger.cosignature(3, time)});
    ASSERT_TRUE(added) << added.error().text();
    EXPECT_TRUE(*added);
    const auto note = parse_note(ledger.file());
    ASSERT_EQ(note->signatures.size(), 3u);
    EXPECT_EQ(cosignature_time(note->signatures[1]).has_value(), true);
    EXPECT_EQ(*cosignature_time(note->signatures[2]), time);
  }
  EXPECT_EQ(ledger.findings(), "");
  const auto reader = LedgerReader::open(ledger.path);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->checkpoint_file(), ledger.file());

  // The next writer finds it, changes nothing by opening, and publishes without them.
  const std::string cosigned = ledger.file();
  {
    auto writer = ledger.open();
    ASSERT_TRUE(writer) << writer.error().text();
    EXPECT_EQ(writer->size(), 3u);
    EXPECT_EQ(ledger.file(), cosigned);
    ASSERT_TRUE(writer->publish());
    EXPECT_EQ(ledger.file(), cosigned);
    ASSERT_TRUE(writer->append(fixture_addition(3)));
  }
  EXPECT_EQ(parse_note(ledger.file())->signatures.size(), 1u);
  EXPECT_EQ(ledger.findings(), "");
}

TEST(Cosignatures, SurviveTheLossOfWhatIsProjected) {
  const Fixture ledger;
  ASSERT_TRUE(add_cosignatures(ledger.path, ledger.text(), std::vector{ledger.cosignature(2)}));
  for (const char* name : {"index", "position"}) {
    for (const auto& entry : std::filesystem::directory_iterator(ledger.path)) {
      if (entry.path().filename().string().starts_with(name)) std::filesystem::remove(entry.path());
    }
    ASSERT_TRUE(ledger.open());
    EXPECT_TRUE(LedgerReader::open(ledger.path));
    EXPECT_EQ(parse_note(ledger.file())->signatures.size(), 2u) << name;
  }
}

TEST(Cosignatures, AreNotAddedToAnotherCheckpoint) {
  const Fixture ledger;
  const std::string old_text = ledger.text();
  const NoteSignature cosignature = ledger.cosignature(2);
  {
    ASSERT_TRUE(ledger.open()->append(fixture_addition(3)));
  }
  const std::string before = ledger.file();
  const auto added = add_cosignatures(ledger.path, old_text, std::vector{cosignature});
  ASSERT_TRUE(added) << added.error().text();
  EXPECT_FALSE(*added);
  EXPECT_EQ(ledger.file(), before);
  const LedgerFixture unpublished;
  const auto none = add_cosignatures(unpublished.path, old_text, std::vector{cosignature});
  ASSERT_TRUE(none) << none.error().text();
  EXPECT_FALSE(*none);
}

TEST(Cosignatures, WaitForTheWriterAndGiveUp) {
  const Fixture ledger;
  const auto writer = ledger.open();
  ASSERT_TRUE(writer);
  const auto added = add_cosignatures(ledger.path, ledger.text(), std::vector{ledger.cosignature(2)}, kNoWait);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::kUnwritable);
}

TEST(Cosignatures, NeverPutTheLogsOwnSignatureAside) {
  const Fixture ledger;
  const std::string before = ledger.file();
  NoteSignature forged = parse_note(before)->signatures[0];
  forged.bytes.back() = static_cast<char>(forged.bytes.back() ^ 1);
  EXPECT_FALSE(add_cosignatures(ledger.path, ledger.text(), std::vector{forged}));
  std::vector<NoteSignature> many;
  for (int i = 0; i < 100; ++i) {
    many.push_back(cosign(ledger.text(), "w" + std::to_string(i), fixture_key(2), 1));
  }
  EXPECT_EQ(add_cosignatures(ledger.path, ledger.text(), many).error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(ledger.file(), before);
}

TEST(Cosignatures, AreWrittenWholeOrNotAtAllWhateverFails) {
  for (int n = 0;; ++n) {
    ASSERT_LT(n, 100);
    const Fixture ledger;
    const std::string before = ledger.file();
    FaultyCalls calls(n, EIO);
    const auto added = add_cosignatures(ledger.path, ledger.text(), std::vector{ledger.cosignature(2)}, kNoWait, calls);
    const std::string after = ledger.file();
    if (added) {
      EXPECT_TRUE(*added && after != before) << n;
    }
    if (after != before) {
      EXPECT_EQ(parse_note(after)->signatures.size(), 2u) << n;
    }
    EXPECT_EQ(ledger.findings(), "") << n;
    EXPECT_TRUE(ledger.open()) << n;
    if (!calls.fired()) break;
  }
}

}  // namespace
}  // namespace maek::evidence
