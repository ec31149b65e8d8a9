// SPDX-License-Identifier: Apache-2.0
// Adversary drill: everything that somebody who may write the ledger's files can do to them is found, and named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evidence/internal/commit_record.h"   // for CommitRecord, kRecordHeader
#include "evidence/internal/object_files.h"    // for object_name
#include "evidence/policy.h"                   // for verify_checkpoint
#include "tests/drills/adversary.h"            // for Attacked

namespace maek::evidence {
namespace {

using testing::HasSubstr;

// An attack, and words of what those who look must say. "": does not look there, or heals it by itself.
struct Attack {
  const char* name;
  std::function<void(const Attacked&)> carry_out;
  std::string fsck;
  std::string reader = "";
  std::string writer = "";
};

std::string large_object() { return object_name(sha256(Victim::get().large_body)); }

Digest other_root() { return leaf_hash("another tree"); }

std::string with_duplicate_name(std::string json) { return json.insert(1, json.substr(1, json.find(',') - 1) + ","); }

// clang-format off
const std::vector<Attack>& attacks() {
  static const std::vector<Attack> all = {
    // ---- a flipped bit in every kind of file
    {"segment_magic", [](const Attacked& a) { a.flip("segments/000001.seg", 0); },
     "segments/000001.seg at byte 0: is no commit record: it does not begin with 'maekcmt1'"},
    {"segment_length", [](const Attacked& a) { a.flip("segments/000001.seg", 15); }, "segments/000001.seg at byte 0"},
    {"segment_previous", [](const Attacked& a) { a.flip("segments/000001.seg", 40); }, "its checksum does not fit"},
    {"segment_body", [](const Attacked& a) { a.flip("segments/000001.seg", kRecordHeader + 49); }, "its checksum does not fit"},
    {"segment_entry", [](const Attacked& a) {
       a.flip("segments/000001.seg", static_cast<std::int64_t>(a.read("segments/000001.seg").find("\"media_type\"")));
     }, "its checksum does not fit"},
    {"segment_checkpoint", [](const Attacked& a) {
       a.flip("segments/000001.seg", static_cast<std::int64_t>(a.read("segments/000001.seg").find("example.com/ledger\n")));
     }, "its checksum does not fit"},
    {"last_trailer", [](const Attacked& a) { a.flip("segments/000001.seg", -1); },
     "its checksum does not fit", "", "its checksum does not fit"},
    {"full_tile", [](const Attacked& a) { a.flip("tile/0/000", 5000); }, "tile/0/000: differs from what the commits hold",
     "was altered: it is not what the tree holds"},
    {"partial_tile", [](const Attacked& a) { a.flip("tile/0/002.p/88", 40); }, "tile/0/002.p/88: differs",
     "the tiles do not lead to the root", "entry 513 is not what the tree holds"},
    {"upper_tile", [](const Attacked& a) { a.flip("tile/1/000.p/2", 40); }, "tile/1/000.p/2: differs",
     "the tiles do not lead to the root", "the tiles do not lead to the root"},
    {"full_bundle", [](const Attacked& a) { a.flip("tile/entries/001", 70); }, "tile/entries/001: differs",
     "entry 256: was altered"},
    {"partial_bundle", [](const Attacked& a) { a.flip("tile/entries/002.p/88", 70); }, "tile/entries/002.p/88: differs",
     "entry 512: was altered", "tile/entries/002.p/88: entry 512 is not what the tree holds"},
    {"checkpoint_size", [](const Attacked& a) { a.flip("checkpoint", 20); }, "checkpoint: ", "checkpoint", "checkpoint"},
    {"checkpoint_signature", [](const Attacked& a) { a.flip("checkpoint", -30); }, "checkpoint: ", "checkpoint", "checkpoint"},
    {"position", [](const Attacked& a) { a.flip("position", 3); }, "position: is not to be understood"},
    {"position_record", [](const Attacked& a) {
       // Another digest, still well formed: a flipped bit can make a digit of it none, and that is the case above.
       std::string text = a.read("position");
       char& digit = text[text.find("\"record\"") + 20];
       digit = digit == '0' ? '1' : '0';
       a.write("position", text);
     }, "position: ", "", "not where it was"},
    {"identity_name", [](const Attacked& a) { a.flip("ledger.json", static_cast<std::int64_t>(a.read("ledger.json").find("example"))); },
     "ledger.json", "ledger.json", "ledger.json"},
    {"identity_format", [](const Attacked& a) { a.flip("ledger.json", 14); }, "ledger.json: does not describe a ledger",
     "ledger.json: does not describe a ledger", "ledger.json: does not describe a ledger"},
    {"object", [](const Attacked& a) { a.flip(large_object(), 70'000); }, "its bytes have another SHA-256",
     "its bytes have another SHA-256"},
    {"index_file", [](const Attacked& a) { a.write("index.sqlite", std::string(8192, 'x')); },
     "index.sqlite: differs from the log: it is damaged"},
    // ---- things taken away, added, or exchanged
    {"no_object", [](const Attacked& a) { a.remove(large_object()); }, large_object() + ": is missing", "is missing"},
    {"no_bundle", [](const Attacked& a) { a.remove("tile/entries/001"); }, "tile/entries/001: is missing", "tile/entries/001: is missing"},
    {"no_position", [](const Attacked& a) { a.remove("position"); }, "position: is missing"},
    {"no_segments", [](const Attacked& a) { a.remove("segments"); }, "the segments hold 0: they were rolled back", "", "segments"},
    {"no_segments_and_no_position", [](const Attacked& a) { a.remove("segments"); a.remove("position"); },
     "the segments hold 0: they were rolled back", "", "the segments hold 0: they were rolled back"},
    {"segment_numbered_wrongly", [](const Attacked& a) { a.write("segments/000003.seg", "x"); },
     "segments/000003.seg: found where segments/000002.seg was expected", "", "found where segments/000002.seg was expected"},
    {"longer_tile", [](const Attacked& a) { a.write("tile/0/000", a.read("tile/0/000") + "x"); },
     "tile/0/000: differs from what the commits hold", "tile/0/000"},
    {"swapped_body_file", [](const Attacked& a) { a.write(large_object(), std::string(a.read(large_object()).size(), 'x')); },
     "its bytes have another SHA-256", "its bytes have another SHA-256"},
    {"swapped_body_file_of_another_length", [](const Attacked& a) { a.write(large_object(), "short"); },
     "has another length than its record states", "has another length than its record states"},
    {"swapped_body_in_a_rewritten_segment", [](const Attacked& a) {
       a.rewrite_records([](CommitRecord& record) { if (record.first == 0) record.bodies[3].stored = "BODY 3"; });
     }, "its bytes have another SHA-256", "its bytes have another SHA-256"},
    {"body_taken_out_of_a_rewritten_segment", [](const Attacked& a) {
       a.rewrite_records([](CommitRecord& record) { if (record.first == 0) record.bodies.erase(record.bodies.begin()); });
     }, "an entry names a body that no commit holds"},
    {"entry_changed_in_a_rewritten_segment", [](const Attacked& a) {
       static std::string changed;
       a.rewrite_records([](CommitRecord& record) {
         if (record.first != 0) return;
         changed = record.entries[5];
         changed[changed.find("capture")] = 'k';
         record.entries[5] = changed;
       });
     }, "has another root or size"},
    {"entry_that_is_oversized", [](const Attacked& a) {
       static const std::string oversized(kMaxEntryBytes, 'x');
       a.rewrite_records([](CommitRecord& record) { if (record.first == 0) record.entries[5] = oversized; });
     }, "entry 5: "},
    {"entry_with_a_name_twice", [](const Attacked& a) {
       static std::string twice;
       a.rewrite_records([](CommitRecord& record) {
         if (record.first == 0) record.entries[5] = twice = with_duplicate_name(std::string(record.entries[5]));
       });
     }, "entry 5: "},
    {"entries_taken_out_of_a_rewritten_segment", [](const Attacked& a) {
       a.rewrite_records([](CommitRecord& record) { if (record.first == 0) record.entries.pop_back(); });
     }, "has another root or size"},
    {"entry_and_its_tile_exchanged", [](const Attacked& a) {
       std::string bundle = a.read("tile/entries/000");
       bundle[bundle.find("capture")] = 'k';
       a.write("tile/entries/000", bundle);
       std::string tile = a.read("tile/0/000");
       const Digest leaf = leaf_hash(parse_bundle(bundle, kFullTile)->front());
       tile.replace(0, 32, reinterpret_cast<const char*>(leaf.bytes.data()), 32);
       a.write("tile/0/000", tile);
     }, "tile/entries/000: differs", "entry 0: was altered"},
    // ---- going back, and forking
    {"checkpoint_rolled_back", [](const Attacked& a) { a.write("checkpoint", Victim::get().early_file); },
     "note: the published checkpoint is older than the published tiles: a crash, or it was rolled back"},
    {"segments_rolled_back", [](const Attacked& a) { a.write("segments/000001.seg", Victim::get().early_segment); },
     "checkpoint: covers 600 entries, the segments hold 300: they were rolled back", "", "segments/000001.seg: ends before byte"},
    {"segments_and_position_rolled_back", [](const Attacked& a) {
       a.write("segments/000001.seg", Victim::get().early_segment);
       a.write("position", Victim::get().early_position);
     }, "checkpoint: covers 600 entries, the segments hold 300: they were rolled back", "",
     "the checkpoint covers 600 entries, the segments hold 300: they were rolled back"},
    {"fork_of_the_same_size", [](const Attacked& a) { a.sign_checkpoint(600, other_root(), 1); },
     "checkpoint: has another root than the commits: the log was forked", "do not lead to the root of the checkpoint",
     "the log was forked"},
    {"fork_of_the_same_size_without_position", [](const Attacked& a) {
       a.sign_checkpoint(600, other_root(), 1);
       a.remove("position");
     }, "checkpoint: has another root than the commits: the log was forked", "do not lead to the root", "the log was forked"},
    {"fork_of_an_earlier_size", [](const Attacked& a) { a.sign_checkpoint(300, other_root(), 1); },
     "checkpoint: has another root than the commits: the log was forked", "do not lead to the root of the checkpoint",
     "the log was forked"},
    {"fork_of_a_larger_size", [](const Attacked& a) { a.sign_checkpoint(700, other_root(), 1); },
     "checkpoint: covers 700 entries, the segments hold 600", "", "the checkpoint covers 700 entries, the segments hold 600"},
    {"fork_of_a_size_between_commits", [](const Attacked& a) { a.sign_checkpoint(7, other_root(), 1); },
     "checkpoint: has a size at which no commit ended", "do not lead to the root of the checkpoint", "the log was forked"},
    {"checkpoint_of_another_key", [](const Attacked& a) { a.sign_checkpoint(600, Victim::get().last.root, 2); },
     "checkpoint: ", "checkpoint", "checkpoint"},
    {"replaced_key", [](const Attacked& a) {
       a.write("ledger.json", R"({"format":"maek-ledger/1","key":")" + fixture_log(2).text() + R"("})");
     }, "checkpoint: ", "checkpoint", "this is not the key of this log: it was replaced"},
    // ---- the note that witnesses signed
    {"cosigned_bit", [](const Attacked& a) { a.write_cosigned(600, Victim::get().last.root); a.flip("checkpoint.cosigned", 20); },
     "checkpoint.cosigned: ", "checkpoint.cosigned: "},
    {"cosigned_signature_of_the_log", [](const Attacked& a) {
       a.write_cosigned(600, Victim::get().last.root);
       a.flip("checkpoint.cosigned", static_cast<std::int64_t>(a.read("checkpoint.cosigned").find("\xe2\x80\x94") + 40));
     }, "checkpoint.cosigned: ", "checkpoint.cosigned: "},
    {"cosigned_note_of_another_log", [](const Attacked& a) { a.write_cosigned(600, Victim::get().last.root, 2); },
     "checkpoint.cosigned: ", "checkpoint.cosigned: "},
    {"cosigned_fork", [](const Attacked& a) { a.write_cosigned(600, other_root()); },
     "checkpoint.cosigned: has another root than the commits: the log was forked", "the log was forked",
     "checkpoint.cosigned: has another root than the commits up to entry 600: the log was forked"},
    {"cosigned_fork_of_an_earlier_size", [](const Attacked& a) { a.write_cosigned(300, other_root()); },
     "checkpoint.cosigned: has another root than the commits: the log was forked", "the log was forked",
     "checkpoint.cosigned: has another root than the commits up to entry 300: the log was forked"},
    {"cosigned_fork_without_projections", [](const Attacked& a) {
       a.write_cosigned(300, other_root());
       a.remove("position");
       a.remove("checkpoint");
     }, "checkpoint.cosigned: has another root than the commits: the log was forked", "rolled back",
     "checkpoint.cosigned: has another root than the commits up to entry 300: the log was forked"},
    {"cosigned_size_between_commits", [](const Attacked& a) { a.write_cosigned(7, other_root()); },
     "checkpoint.cosigned: has a size at which no commit ended", "the log was forked", "the log was forked"},
    {"all_but_the_cosigned_note_rolled_back", [](const Attacked& a) {
       a.write_cosigned(600, Victim::get().last.root);
       a.write("segments/000001.seg", Victim::get().early_segment);
       a.write("position", Victim::get().early_position);
       a.write("checkpoint", Victim::get().early_file);
     }, "checkpoint.cosigned: covers 600 entries, the segments hold 300: they were rolled back",
     "covers 600 entries, the published checkpoint 300: the ledger was rolled back",
     "the checkpoint.cosigned covers 600 entries, the segments hold 300: they were rolled back"},
    {"checkpoint_rolled_back_behind_the_cosigned_note", [](const Attacked& a) {
       a.write_cosigned(600, Victim::get().last.root);
       a.write("checkpoint", Victim::get().early_file);
     }, "checkpoint.cosigned: covers 600 entries, the published checkpoint 300: that one was rolled back",
     "the ledger was rolled back"},
    {"linked_cosigned_note", [](const Attacked& a) {
       a.write_cosigned(600, Victim::get().last.root);
       a.replace_by_link("checkpoint.cosigned");
     }, "checkpoint.cosigned: is a symbolic link", "symbolic link"},
    // ---- what is no ledger's file
    {"identity_with_a_name_twice", [](const Attacked& a) { a.write("ledger.json", with_duplicate_name(a.read("ledger.json"))); },
     "ledger.json", "ledger.json", "ledger.json"},
    {"position_with_a_name_twice", [](const Attacked& a) { a.write("position", with_duplicate_name(a.read("position"))); },
     "position: is not to be understood"},
    {"linked_segment", [](const Attacked& a) { a.replace_by_link("segments/000001.seg"); },
     "segments/000001.seg: is a symbolic link", "symbolic link", "symbolic link"},
    {"linked_segments", [](const Attacked& a) { a.replace_by_link("segments"); }, "segments: is a symbolic link",
     "symbolic link", "symbolic link"},
    {"linked_tiles", [](const Attacked& a) { a.replace_by_link("tile"); }, "tile: is a symbolic link", "symbolic link",
     "symbolic link"},
    {"linked_tiles_without_position", [](const Attacked& a) {
       a.replace_by_link("tile");
       a.remove("position");
       a.remove("checkpoint");
     }, "tile: is a symbolic link", "", "symbolic link"},
    {"linked_bundle", [](const Attacked& a) { a.replace_by_link("tile/entries/000"); }, "tile/entries/000: is a symbolic link",
     "symbolic link"},
    {"linked_checkpoint", [](const Attacked& a) { a.replace_by_link("checkpoint"); }, "checkpoint: is a symbolic link",
     "symbolic link", "symbolic link"},
    {"linked_identity", [](const Attacked& a) { a.replace_by_link("ledger.json"); }, "ledger.json: is a symbolic link",
     "symbolic link", "symbolic link"},
    {"linked_object", [](const Attacked& a) { a.replace_by_link(large_object()); }, large_object() + ": is a symbolic link",
     "symbolic link"},
    {"linked_lock", [](const Attacked& a) { a.replace_by_link("lock"); }, "lock: is a symbolic link", "", "cannot open the lock"},
    {"linked_index", [](const Attacked& a) { a.replace_by_link("index.sqlite"); }, "index.sqlite: is a symbolic link"},
    {"pipe_as_segment", [](const Attacked& a) { a.replace_by_pipe("segments/000001.seg"); },
     "segments/000001.seg: is no regular file", "", "is no regular file"},
    {"pipe_as_checkpoint", [](const Attacked& a) { a.replace_by_pipe("checkpoint"); }, "checkpoint: is no regular file",
     "is no regular file", "is no regular file"},
    {"pipe_as_tile", [](const Attacked& a) { a.replace_by_pipe("tile/0/001"); }, "tile/0/001: is no regular file", "is no regular file"},
    {"pipe_as_identity", [](const Attacked& a) { a.replace_by_pipe("ledger.json"); }, "is no regular file", "is no regular file",
     "is no regular file"},
    {"pipe_as_object", [](const Attacked& a) { a.replace_by_pipe(large_object()); }, large_object() + ": is no regular file",
     "is no regular file"},
    {"pipe_as_index", [](const Attacked& a) { a.replace_by_pipe("index.sqlite"); }, "index.sqlite: is no regular file"},
    {"folder_as_checkpoint", [](const Attacked& a) { a.remove("checkpoint"); a.write("checkpoint/x", "x"); },
     "checkpoint: is no regular file", "is no regular file", "is no regular file"},
    {"foreign_file", [](const Attacked& a) { a.write("notes.txt", "x"); }, "notes.txt: does not belong to a ledger"},
    {"foreign_index", [](const Attacked& a) { a.write("index.sqlite.sh", "x"); }, "index.sqlite.sh: does not belong to a ledger"},
    {"foreign_torn_end", [](const Attacked& a) { a.write("torn/tool", "x"); }, "torn/tool: does not belong to a ledger"},
    {"foreign_object", [](const Attacked& a) { a.write("objects/zz/" + std::string(62, 'z'), "x"); },
     "z: does not belong to a ledger"},
    // ---- tricks with the names of tiles
    {"tile_with_superfluous_group", [](const Attacked& a) { a.write("tile/0/x000/000", "x"); }, "tile/0/x000/000: does not belong"},
    {"tile_of_width_256", [](const Attacked& a) { a.write("tile/0/000.p/256", "x"); }, "tile/0/000.p/256: does not belong"},
    {"tile_with_leading_zero", [](const Attacked& a) { a.write("tile/00/000", "x"); }, "tile/00/000: does not belong"},
    {"tile_with_newline", [](const Attacked& a) { a.write("tile/0/000\n", "x"); }, "does not belong"},
    {"tile_of_level_64", [](const Attacked& a) { a.write("tile/64/000", "x"); }, "tile/64/000: does not belong"},
    {"tile_beyond_the_tree", [](const Attacked& a) { a.write("tile/0/077", "x"); }, "tile/0/077: is beyond the tree"},
    {"wider_tile_than_the_tree", [](const Attacked& a) { a.write("tile/0/002.p/99", "x"); }, "tile/0/002.p/99: is beyond the tree"},
    {"earlier_tile_altered", [](const Attacked& a) { a.write("tile/0/002.p/9", std::string(9 * 32, 'x')); },
     "tile/0/002.p/9: differs"},
    // ---- lies in the index: never believed about the log, but they could hide what is there
    {"index_without_a_subject", [](const Attacked& a) { a.change_index("DELETE FROM subjects WHERE entry=9"); },
     "index.sqlite: differs from the log: subjects"},
    {"index_with_a_further_subject", [](const Attacked& a) { a.change_index("INSERT INTO subjects VALUES(zeroblob(32), 9)"); },
     "index.sqlite: differs from the log: subjects"},
    {"index_without_a_link", [](const Attacked& a) { a.change_index("DELETE FROM links"); },
     "index.sqlite: differs from the log: links"},
    {"index_with_a_further_link", [](const Attacked& a) { a.change_index("INSERT INTO links VALUES(3, 9, 'supersedes')"); },
     "index.sqlite: differs from the log: links"},
    {"index_with_a_body_elsewhere", [](const Attacked& a) { a.change_index("UPDATE bodies SET at=at+1"); },
     "index.sqlite: differs from the log: places of bodies", "is damaged"},
    {"index_with_a_further_body", [](const Attacked& a) { a.change_index("INSERT INTO bodies VALUES(zeroblob(32),1,0,1,1,0,0)"); },
     "index.sqlite: differs from the log: places of bodies"},
    {"index_with_another_person", [](const Attacked& a) { a.change_index("UPDATE entries SET person=zeroblob(32) WHERE entry=4"); },
     "index.sqlite: differs from the log: persons"},
    {"index_ahead_of_the_log", [](const Attacked& a) { a.change_index("UPDATE meta SET value=9999 WHERE name='size'"); },
     "index.sqlite: differs from the log: it knows more entries than the log"},
  };
  return all;
}
// clang-format on

class Adversary : public testing::TestWithParam<Attack> {};

TEST_P(Adversary, IsFound) {
  const Attack& attack = GetParam();
  ASSERT_EQ(Victim::get().last.size, Victim::kEntries);
  // Each who looks gets a copy of its own: opening an index or a ledger heals some of what others must find.
  const Attacked for_fsck, for_reader, for_writer;
  for (const Attacked* copy : {&for_fsck, &for_reader, &for_writer}) attack.carry_out(*copy);
  EXPECT_THAT(for_fsck.fsck_says(), HasSubstr(attack.fsck));
  EXPECT_NE(attack.fsck, "") << "whoever asks for everything must learn of it";
  const std::string reader = for_reader.reader_says();
  EXPECT_THAT(reader, attack.reader.empty() ? testing::_ : testing::Matcher<std::string>(HasSubstr(attack.reader)));
  const std::string writer = for_writer.writer_says();
  EXPECT_THAT(writer, attack.writer.empty() ? testing::_ : testing::Matcher<std::string>(HasSubstr(attack.writer)));
}

INSTANTIATE_TEST_SUITE_P(Table, Adversary, testing::ValuesIn(attacks()),
                         [](const testing::TestParamInfo<Attack>& attack) { return attack.param.name; });

// What files cannot show, a verifier finds who remembers a checkpoint, holds a policy, or asks for a proof.
struct Verifier {
  VerifierKey witness{"witness.example/1", KeyType::kCosignature, fixture_key(7).public_key()};
  VerifierKey second{"witness.example/2", KeyType::kCosignature, fixture_key(8).public_key()};
  Policy policy = *parse_policy("log " + fixture_log().text() + "\nwitness one " + witness.text() + "\nwitness two " +
                                second.text() + "\ngroup both all one two\nquorum both\n");
  LedgerReader reader = *LedgerReader::open(Victim::get().path);
  Checkpoint last = Victim::get().last;

  NoteSignature cosignature(const Checkpoint& checkpoint, const VerifierKey& key, std::uint8_t number) const {
    return cosign(checkpoint.text(), key.name, fixture_key(number), 1'790'000'000);
  }
  std::string file(std::vector<NoteSignature> cosignatures, std::uint8_t log_key = 1) const {
    cosignatures.insert(cosignatures.begin(), sign_note(last.text(), last.origin, fixture_key(log_key)));
    return Note{last.text(), std::move(cosignatures)}.bytes();
  }
  template <class Result>
  static std::string words(const Result& result) {
    return result ? "accepted" : result.error().text();
  }
};

TEST(AdversaryAndVerifier, AreToldApart) {
  Verifier v;
  const NoteSignature one = v.cosignature(v.last, v.witness, 7);
  const NoteSignature two = v.cosignature(v.last, v.second, 8);
  EXPECT_EQ(Verifier::words(verify_checkpoint(v.file({one, two}), v.policy)), "accepted");
  const auto checkpoint = [&](const std::string& file) { return Verifier::words(verify_checkpoint(file, v.policy)); };
  EXPECT_THAT(checkpoint(v.file({one, v.cosignature(Victim::get().early, v.second, 8)})),
              HasSubstr("witness.example/2"))
      << "a replayed cosignature";
  EXPECT_THAT(checkpoint(v.file({one, one})), HasSubstr("quorum")) << "one witness twice";
  EXPECT_THAT(checkpoint(v.file({one, v.cosignature(v.last, v.second, 7)})), HasSubstr("quorum"))
      << "one witness under the name of another";
  EXPECT_THAT(checkpoint(v.file({one, two}, 2)), HasSubstr("example.com/ledger")) << "a replaced key of the log";

  const Checkpoint early = Victim::get().early;
  const auto leaf = leaf_hash(*v.reader.entry_text(5));
  const auto proof = *v.reader.prove_inclusion(5);
  const auto path = *v.reader.prove_consistency(early.size);
  EXPECT_TRUE(verify_inclusion(5, v.last.size, leaf, proof, v.last.root));
  EXPECT_TRUE(verify_consistency(early.size, v.last.size, path, early.root, v.last.root));
  const std::vector<std::pair<std::string, std::string>> refused = {
      {Verifier::words(verify_inclusion(5, early.size, leaf, proof, early.root)),
       "more hashes than the tree has levels"},
      {Verifier::words(verify_inclusion(5, v.last.size, leaf, proof, other_root())),
       "another root than the checkpoint's"},
      {Verifier::words(verify_inclusion(6, v.last.size, leaf, proof, v.last.root)),
       "another root than the checkpoint's"},
      {Verifier::words(verify_consistency(v.last.size, early.size, path, v.last.root, early.root)),
       "the old tree (600) is larger than the new one (300)"},
      {Verifier::words(verify_consistency(early.size, v.last.size, path, early.root, other_root())),
       "does not lead to the new root"},
      {Verifier::words(verify_consistency(early.size, v.last.size, path, other_root(), v.last.root)),
       "does not lead to the old root"},
      {Verifier::words(verify_consistency(v.last.size, v.last.size, {}, v.last.root, other_root())),
       "the log was forked"},
  };
  for (const auto& [words, expected] : refused) EXPECT_THAT(words, HasSubstr(expected));
}

// An older cosigned note is no damage: the file is as it may be. It proves less, and what it does not cover is not
// taken for cosigned; that the witness signed more since, the witness knows, and who remembers its last note.
TEST(AdversaryAndVerifier, ARolledBackCosignedNoteProvesNoMoreThanItCovers) {
  const Attacked copy;
  const Checkpoint& early = Victim::get().early;
  copy.write_cosigned(early.size, early.root);
  EXPECT_THAT(copy.fsck_says(), HasSubstr("note: checkpoint.cosigned covers 300 entries"));
  EXPECT_EQ(copy.reader_says(), "");
  EXPECT_EQ(copy.writer_says(), "");
  auto reader = *LedgerReader::open(copy.path());
  EXPECT_EQ(reader.covering(300)->checkpoint.size, 300u);
  const auto beyond = reader.covering(301);
  EXPECT_EQ(beyond->checkpoint.size, 600u);
  EXPECT_EQ(parse_note(beyond->file)->signatures.size(), 1u);
  // The cosignature of the early tree below the text of the last one.
  auto replayed = *parse_note(beyond->file);
  replayed.signatures.push_back(parse_note(copy.read("checkpoint.cosigned"))->signatures.back());
  copy.write("checkpoint.cosigned", replayed.bytes());
  const Verifier v;
  FsckOptions options;
  options.witnesses = {v.witness};
  const auto report = fsck(copy.path(), options);
  ASSERT_TRUE(report && report->findings.size() == 1);
  EXPECT_EQ(report->findings[0].where, "checkpoint.cosigned");
  EXPECT_THAT(report->findings[0].what, HasSubstr("a signature in it fails"));
  const Policy one =
      *parse_policy("log " + fixture_log().text() + "\nwitness one " + v.witness.text() + "\nquorum one\n");
  EXPECT_THAT(Verifier::words(verify_checkpoint(LedgerReader::open(copy.path())->checkpoint_file(), one)),
              HasSubstr("witness.example/1"));
}

TEST(AdversaryVictim, IsWholeBeforeTheAttack) {
  const Attacked copy;
  EXPECT_EQ(copy.fsck_says(), "");
  EXPECT_EQ(copy.reader_says(), "");
  EXPECT_EQ(copy.writer_says(), "");
}

}  // namespace
}  // namespace maek::evidence
