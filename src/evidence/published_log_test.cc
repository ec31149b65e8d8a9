// SPDX-License-Identifier: Apache-2.0
// Cosignatures of a ledger: kept while it grows, whole or not at all, beside a writer, and no obstacle to any reader.
#include "evidence/published_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evidence/internal/ledger_files.h"     // for kCosignedName
#include "evidence/internal/ledger_fixture.h"   // for LedgerFixture
#include "evidence/internal/ledger_lock.h"      // for take_lock
#include "evidence/merkle.h"                    // for verify_inclusion
#include "tests/test_data.h"                    // for file_bytes

namespace maek::evidence {
namespace {

constexpr std::chrono::milliseconds kNoWait{0};

using testing::HasSubstr;

struct Fixture : LedgerFixture {
  Fixture() { grow(3); }
  void grow(std::uint64_t entries) const {
    auto ledger = open();
    ASSERT_TRUE(ledger) << ledger.error().text();
    for (std::uint64_t i = 0; i < entries; ++i) {
      ASSERT_TRUE(ledger->append(fixture_addition(ledger->size())));
    }
  }
  std::string file() const { return PublishedLog::open(path)->head()->file; }   // of the newest tree
  std::string kept() const { return file_bytes(path / kCosignedName); }
  LedgerReader reader() const { return *LedgerReader::open(path); }
  static NoteSignature cosignature(const std::string& file, std::uint8_t key, std::uint64_t time = 1) {
    return cosign(parse_note(file)->text, witness(key).name, fixture_key(key), time);
  }
  static VerifierKey witness(std::uint8_t key) {
    return {"w.example/" + std::to_string(key), KeyType::kCosignature, fixture_key(key).public_key()};
  }
  // Cosigns the newest tree, with what the arguments name.
  Expected<bool> cosigned_by(std::vector<std::uint8_t> keys, const Policy* policy = nullptr) const {
    std::vector<NoteSignature> all;
    for (const std::uint8_t key : keys) all.push_back(cosignature(file(), key));
    return add_cosignatures(path, file(), all, policy, kNoWait);
  }
};

std::size_t signatures(const std::string& file) { return parse_note(file)->signatures.size(); }

TEST(Cosignatures, AreAddedOnceForEachKeyAndKeepTheLedgerWhole) {
  const Fixture ledger;
  const std::string bare = file_bytes(ledger.path / kCheckpointName);
  for (std::uint64_t time = 1; time < 4; ++time) {
    const auto added =
        add_cosignatures(ledger.path, ledger.file(),
                         std::vector{Fixture::cosignature(bare, 2, time), Fixture::cosignature(bare, 3, time)});
    ASSERT_TRUE(added) << added.error().text();
    EXPECT_TRUE(*added);
    const auto note = parse_note(ledger.file());
    ASSERT_EQ(note->signatures.size(), 3u);
    EXPECT_EQ(*cosignature_time(note->signatures[1]), time);
    EXPECT_EQ(*cosignature_time(note->signatures[2]), time);
  }
  EXPECT_EQ(file_bytes(ledger.path / kCheckpointName), bare) << "the writer's file is the writer's";
  EXPECT_EQ(ledger.findings(), "");
  EXPECT_EQ(ledger.reader().checkpoint_file(), ledger.kept());
  EXPECT_EQ(ledger.file(), ledger.kept());
}

TEST(Cosignatures, StayWhenTheLedgerGrowsAndProveWhatTheyCover) {
  const Fixture ledger;
  ASSERT_TRUE(*ledger.cosigned_by({2}));
  const std::string kept = ledger.kept();
  ledger.grow(300);
  EXPECT_EQ(ledger.kept(), kept);
  EXPECT_EQ(signatures(ledger.file()), 1u);
  EXPECT_EQ(ledger.findings(), "");

  auto reader = ledger.reader();
  EXPECT_EQ(reader.checkpoint_file(), ledger.file());
  for (std::uint64_t index : {0, 1, 2, 3, 255, 302}) {
    const auto note = reader.covering(index + 1);
    ASSERT_TRUE(note) << note.error().text();
    EXPECT_EQ(note->file, index < 3 ? kept : ledger.file());
    EXPECT_EQ(note->checkpoint.size, index < 3 ? 3u : 303u);
    const auto proof = reader.prove_inclusion(index, note->checkpoint.size);
    ASSERT_TRUE(proof) << proof.error().text();
    EXPECT_TRUE(verify_inclusion(index, note->checkpoint.size, leaf_hash(*reader.entry_text(index)), *proof,
                                 note->checkpoint.root));
  }
  EXPECT_FALSE(reader.prove_inclusion(3, 3));
  EXPECT_FALSE(reader.prove_inclusion(3, 304));

  ASSERT_TRUE(*ledger.cosigned_by({2, 3}));
  EXPECT_EQ(signatures(ledger.kept()), 3u);
  EXPECT_EQ((*ledger.reader().cosigned())->checkpoint.size, 303u);
  EXPECT_EQ(ledger.findings(), "");
}

TEST(Cosignatures, SurviveTheLossOfWhatIsProjected) {
  const Fixture ledger;
  ASSERT_TRUE(ledger.cosigned_by({2}));
  const std::string kept = ledger.kept();
  const std::vector<std::vector<const char*>> lost = {{"index.sqlite"},
                                                      {"checkpoint", "position"},
                                                      {"tile", "checkpoint", "position"},
                                                      {"tile", "checkpoint", "position", "index.sqlite"}};
  for (const auto& names : lost) {
    for (const char* name : names) {
      std::filesystem::remove_all(ledger.path / name);
      for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(ledger.path / (std::string(name) + suffix));
    }
    EXPECT_THAT(ledger.findings(), testing::Not(HasSubstr(kCosignedName)));
    {
      const auto writer = ledger.open();
      ASSERT_TRUE(writer) << writer.error().text();
    }
    EXPECT_EQ(ledger.kept(), kept);
    EXPECT_EQ(ledger.file(), kept);
    EXPECT_EQ(ledger.findings(), "");
  }
}

TEST(Cosignatures, AreTakenOfAnEarlierTreeToo) {
  const Fixture ledger;
  const std::string early = ledger.file();
  ledger.grow(2);
  const std::string late = ledger.file();
  ASSERT_TRUE(*add_cosignatures(ledger.path, early, std::vector{Fixture::cosignature(early, 2)}));
  EXPECT_EQ((*ledger.reader().cosigned())->checkpoint.size, 3u);
  ASSERT_TRUE(*add_cosignatures(ledger.path, late, std::vector{Fixture::cosignature(late, 2)}));
  EXPECT_FALSE(*add_cosignatures(ledger.path, early, std::vector{Fixture::cosignature(early, 3)}));
  EXPECT_EQ((*ledger.reader().cosigned())->checkpoint.size, 5u);
  EXPECT_EQ(signatures(ledger.kept()), 2u);
}

TEST(Cosignatures, AreNotTakenOfATreeThatWasNotPublished) {
  const Fixture ledger, longer;
  longer.grow(1);
  const std::string late = longer.file();
  const auto added = add_cosignatures(ledger.path, late, std::vector{Fixture::cosignature(late, 2)});
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::kInvalidArgument);
  const LedgerFixture unpublished;
  EXPECT_FALSE(add_cosignatures(unpublished.path, late, std::vector{Fixture::cosignature(late, 2)}));
  EXPECT_FALSE(add_cosignatures(ledger.path, "", std::vector{Fixture::cosignature(late, 2)}));
  const Note foreign{Checkpoint{fixture_log().name, 3, leaf_hash("x")}.text(), {}};
  const std::string signed_by_another =
      Note{foreign.text, {sign_note(foreign.text, fixture_log().name, fixture_key(9))}}.bytes();
  EXPECT_FALSE(add_cosignatures(ledger.path, signed_by_another, std::vector{Fixture::cosignature(late, 2)}));
  EXPECT_FALSE(std::filesystem::exists(ledger.path / kCosignedName));
}

TEST(Cosignatures, AWitnessThatFailsOnceCostsNoProofThatThePolicyAccepts) {
  const Fixture ledger;
  const std::string text = "log " + fixture_log().text() + "\nwitness a " + Fixture::witness(2).text() +
                           "\nwitness b " + Fixture::witness(3).text() + "\ngroup both all a b\nquorum both\n";
  const auto both = parse_policy(text);
  ASSERT_TRUE(both) << both.error().text();
  EXPECT_TRUE(*ledger.cosigned_by({2}, &*both)) << "one is more than none";
  EXPECT_TRUE(*ledger.cosigned_by({3}, &*both));
  const std::string kept = ledger.kept();
  ASSERT_TRUE(verify_checkpoint(kept, *both));
  ledger.grow(1);
  EXPECT_FALSE(*ledger.cosigned_by({2}, &*both));
  EXPECT_EQ(ledger.kept(), kept);
  EXPECT_TRUE(*ledger.cosigned_by({2, 3}, &*both));
  EXPECT_NE(ledger.kept(), kept);
  ledger.grow(1);
  EXPECT_TRUE(*ledger.cosigned_by({2})) << "without a policy the newest";
}

TEST(Cosignatures, AreAddedWhileAWriterWrites) {
  const Fixture ledger;
  auto writer = ledger.open();
  ASSERT_TRUE(writer);
  for (std::uint64_t i = 0; i < 5; ++i) {
    ASSERT_TRUE(writer->append(fixture_addition(3 + i)));
    ASSERT_TRUE(writer->publish());
    ASSERT_TRUE(*ledger.cosigned_by({2}));
    EXPECT_EQ((*ledger.reader().cosigned())->checkpoint.size, 4 + i);
  }
  // Two who cosign at once wait for one another.
  const LedgerFolder folder(ledger.path);
  const auto lock = take_lock(folder, kNoWait, kCosignedLockName);
  ASSERT_TRUE(lock);
  const auto added = ledger.cosigned_by({2});
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::kUnwritable);
}

TEST(Cosignatures, NeverPutTheLogsOwnSignatureAside) {
  const Fixture ledger;
  const std::string before = ledger.file();
  NoteSignature forged = parse_note(before)->signatures[0];
  forged.bytes.back() = static_cast<char>(forged.bytes.back() ^ 1);
  EXPECT_FALSE(add_cosignatures(ledger.path, before, std::vector{forged}));
  std::vector<NoteSignature> many;
  for (int i = 0; i < 100; ++i) {
    many.push_back(cosign(parse_note(before)->text, "w" + std::to_string(i), fixture_key(2), 1));
  }
  EXPECT_EQ(add_cosignatures(ledger.path, before, many).error().code, ErrorCode::kTooLarge);
  EXPECT_FALSE(std::filesystem::exists(ledger.path / kCosignedName));
}

TEST(Cosignatures, AreWrittenWholeOrNotAtAllWhateverFails) {
  for (int n = 0;; ++n) {
    ASSERT_LT(n, 100);
    const Fixture ledger;
    ASSERT_TRUE(ledger.cosigned_by({2}));
    const std::string before = ledger.kept();
    FaultyCalls calls(n, EIO);
    const auto added = add_cosignatures(ledger.path, ledger.file(), std::vector{Fixture::cosignature(before, 3)},
                                        nullptr, kNoWait, calls);
    const std::string after = ledger.kept();
    if (added) {
      EXPECT_TRUE(*added && after != before) << n;
    }
    EXPECT_EQ(signatures(after), after == before ? 2u : 3u) << n;
    EXPECT_EQ(ledger.findings(), "") << n;
    EXPECT_TRUE(ledger.open()) << n;
    if (!calls.fired()) break;
  }
}

// Cut anywhere, or with any bit changed: fsck names it, and so does whoever wants a proof, unless the change is in a
// cosignature, which only those judge who know the witness.
TEST(Cosignatures, OfADamagedFileAreNamedAndNeverUsed) {
  const Fixture ledger;
  ASSERT_TRUE(ledger.cosigned_by({2}));
  const std::string good = ledger.kept();
  FsckOptions options;
  options.bodies = options.index = false;
  options.witnesses = {Fixture::witness(2)};
  const auto damages = [&](const std::string& bytes) {
    EXPECT_TRUE(write_file(ledger.path / kCosignedName, bytes, quick_calls()));
    const auto report = fsck(ledger.path, options);
    EXPECT_TRUE(report);
    for (const Finding& finding : report->findings) {
      if (finding.where.find(kCosignedName) != std::string::npos) return true;
    }
    return false;
  };
  EXPECT_FALSE(damages(good));
  for (std::size_t length = 0; length < good.size(); ++length) {
    const std::string cut = good.substr(0, length);
    const bool without_cosignature = open_checkpoint(cut, fixture_log()).has_value();  // whole, and of the log alone
    EXPECT_EQ(damages(cut), !without_cosignature) << length;
  }
  const std::size_t cosignature = good.rfind("\u2014");
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int bit = 0; bit < 8; bit += 3) {
      std::string changed = good;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      const bool found = damages(changed);
      // Another name or key id than the known witness': a stranger's signature.
      const auto note = parse_note(changed);
      const bool stranger = at >= cosignature && note && note->signatures.size() == 2 &&
                            (note->signatures[1].name != Fixture::witness(2).name ||
                             note->signatures[1].key_id != Fixture::witness(2).id());
      // Spare bits at the end of base64: the same note in another spelling, as signed notes allow.
      const bool same = note && note->bytes() == good;
      EXPECT_EQ(found, !stranger && !same) << at << ' ' << bit;
    }
  }
}

TEST(Cosignatures, ThatAreDamagedKeepNobodyFromReadingOrWriting) {
  const Fixture ledger;
  ASSERT_TRUE(write_file(ledger.path / kCosignedName, "nonsense"));
  auto reader = LedgerReader::open(ledger.path);
  ASSERT_TRUE(reader) << reader.error().text();
  EXPECT_TRUE(reader->entry(2));
  const auto note = reader->covering(1);
  ASSERT_FALSE(note);
  EXPECT_THAT(note.error().text(), HasSubstr("checkpoint.cosigned"));
  EXPECT_FALSE(ledger.cosigned_by({2}));
  EXPECT_TRUE(PublishedLog::open(ledger.path)->head());
  ledger.grow(1);
  std::filesystem::remove(ledger.path / kCosignedName);
  EXPECT_TRUE(*ledger.cosigned_by({2}));
}

}  // namespace
}  // namespace maek::evidence
