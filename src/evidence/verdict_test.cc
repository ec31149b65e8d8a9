// SPDX-License-Identifier: Apache-2.0
// Tests of verdicts: each way to forge, omit or withdraw something is found, by the verdict whose question it is.
#include "evidence/verdict.h"

#include <functional>   // for std::function

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>   // for TEST

#include "evidence/internal/bundle_fixture.h"   // for sample_log

namespace maek::evidence {
namespace {

using testing::AnyOf;
using testing::Contains;
using testing::HasSubstr;
using Answer = Verdict::Answer;
constexpr Answer kYes = Answer::kYes;
constexpr Answer kNo = Answer::kNo;
constexpr Answer kUnknown = Answer::kUnknown;

const char* const kPoses = "poses.sdf";

VerdictReport judged(const Bundle& bundle) { return judge(bundle, test_policy(), std::nullopt); }

std::string whole(const VerdictReport& report) { return verdict_text(report, false); }

Bundle sample() { return sample_log().bundle(kPoses); }

TEST(Verdict, IsYesThreeTimesForASoundBundle) {
  const auto report = judged(sample());
  EXPECT_TRUE(report.all()) << whole(report);
  EXPECT_THAT(whole(report), HasSubstr(key_id(test_key(kAuthorSeed).public_key()))) << "the author's key is named";
  EXPECT_THAT(whole(report), HasSubstr("added by entry 0"));
  EXPECT_THAT(whole(report), HasSubstr("witness 'w1' at 2026-11-18T"));
  EXPECT_THAT(report.trusted, Contains(HasSubstr("no key was revoked and no status event added from entry 4 on")));
  EXPECT_THAT(report.claim.checked, Contains(HasSubstr("entry 3, run, rests on 'ligand.sdf': entry 2, capture")));
}

TEST(Verdict, IsTheSameThroughAFile) {
  const auto read = parse_bundle_file(bundle_bytes(sample()));
  ASSERT_TRUE(read);
  EXPECT_EQ(verdict_json(judged(*read)), verdict_json(judged(sample())));
}

TEST(Verdict, DoesNotKnowTheSignerWithoutAPolicy) {
  const auto report = judge(sample(), std::nullopt, std::nullopt);
  EXPECT_EQ(report.intact.answer, kYes);
  EXPECT_EQ(report.signer.answer, kUnknown);
  EXPECT_EQ(report.claim.answer, kYes);
  EXPECT_THAT(report.signer.reason, HasSubstr("a hint and no more"));
  EXPECT_FALSE(report.all());
}

TEST(Verdict, LooksAtTheBytesInHandBeforeThoseCarried) {
  const Bundle bundle = sample();
  EXPECT_EQ(judge(bundle, test_policy(), std::string_view(kPoses)).intact.answer, kYes);
  const auto other = judge(bundle, test_policy(), std::string_view("other"));
  EXPECT_EQ(other.intact.answer, kNo);
  EXPECT_THAT(other.intact.reason, HasSubstr("5 bytes in hand are not 'poses.sdf'"));
  EXPECT_EQ(other.claim.answer, kYes) << "the claim is another question";
  EXPECT_EQ(judge(bundle, test_policy(), std::string_view("")).intact.answer, kNo);
  Bundle empty = bundle;
  empty.files.clear();
  EXPECT_EQ(judged(empty).intact.answer, kUnknown);
  EXPECT_TRUE(judge(empty, test_policy(), std::string_view(kPoses)).all());
}

struct Forgery {
  const char* what;
  std::function<Bundle()> make;
  Answer intact, signer, claim;
  const char* why;   // in the text
};

Bundle changed(const std::function<void(Bundle&)>& change) {
  Bundle bundle = sample();
  change(bundle);
  return bundle;
}

Note note_of(const Bundle& bundle) { return *parse_note(bundle.checkpoint); }

TEST(Verdict, FindsAndNamesEachForgery) {
  const std::vector<Forgery> cases{
      {"carried bytes changed", [] { return changed([](Bundle& b) { b.files[0].bytes = "x"; }); }, kNo, kYes, kYes,
       "are not 'poses.sdf'"},
      {"a carried file beside it changed",
       [] { return changed([](Bundle& b) { b.files.push_back({sha256("a"), "notes", "b"}); }); }, kNo, kYes, kYes,
       "carried file 'notes'"},
      {"swapped body", [] { return changed([](Bundle& b) { b.items[1].envelope = b.items[2].envelope; }); }, kNo,
       kUnknown, kUnknown, "entry 1: its body is not the one"},
      {"a space in a body", [] { return changed([](Bundle& b) { b.items[3].envelope += ' '; }); }, kNo, kUnknown,
       kUnknown, "a swapped body"},
      {"a changed entry",
       [] { return changed([](Bundle& b) { b.items[3].entry.replace(b.items[3].entry.find("2026"), 4, "2025"); }); },
       kNo, kUnknown, kUnknown, "entry 3: it is not shown to be in the checkpoint's tree"},
      {"wrong proof", [] { return changed([](Bundle& b) { b.items[2].proof[0].bytes[0] ^= 1; }); }, kNo, kUnknown,
       kUnknown, "entry 2: it is not shown"},
      {"a proof cut short", [] { return changed([](Bundle& b) { b.items[2].proof.pop_back(); }); }, kNo, kUnknown,
       kUnknown, "entry 2: it is not shown"},
      {"a proof for another tree", [] { return changed([](Bundle& b) { b.items[2] = sample_log().item(2, 3); }); }, kNo,
       kUnknown, kUnknown, "a proof for another tree"},
      {"another index", [] { return changed([](Bundle& b) { b.items[3].index = 7; }); }, kNo, kUnknown, kUnknown,
       "beyond the 4 entries"},
      {"a checkpoint of another tree",
       [] {
         return changed([](Bundle& b) {
           TestLog other = sample_log();
           other.capture("more");
           b.checkpoint = other.checkpoint_file(5);
         });
       },
       kNo, kUnknown, kUnknown, "a proof for another tree"},
      {"an oversized entry",
       [] {
         TestLog log = sample_log();
         log.add_entry(std::string(70'000, 'x'), "body");
         return log.bundle(kPoses);
       },
       kNo, kUnknown, kUnknown, "70000 bytes are more than 65535"},
      {"an entry with a name twice",
       [] {
         TestLog log = sample_log();
         std::string text = sample().items[1].entry;
         text.insert(1, R"("v":1,)");
         log.add_entry(text, sample().items[1].envelope);
         return log.bundle(kPoses);
       },
       kNo, kUnknown, kUnknown, "entry 4: entry: is no entry"},
      {"an envelope with a name twice",
       [] {
         TestLog log = sample_log();
         Entry entry = *parse_entry(sample().items[1].entry);
         std::string body = sample().items[1].envelope;
         body.insert(1, R"("payloadType":"x",)");
         log.add_body(body, entry);
         return log.bundle(kPoses);
       },
       kNo, kUnknown, kUnknown, "stands twice"},
      {"an attestation with a name twice",
       [] {
         TestLog log = sample_log();
         Statement statement{{subject_of(sha256("x"))}, predicate_uri("capture"), capture_predicate("x")};
         log.add_text(statement.text().insert(1, R"("_type":"x",)"), {"capture", {sha256("x")}, {}});
         return log.bundle(kPoses);
       },
       kNo, kUnknown, kUnknown, "stands twice"},
      {"an entry of another type",
       [] {
         TestLog log = sample_log();
         log.add({.word = "capture", .subjects = {sha256("x")}, .predicate = capture_predicate("x"), .type = "run"});
         return log.bundle(kPoses);
       },
       kNo, kUnknown, kUnknown, "entry 4: the entry says 'run', its attestation 'capture'"},
      {"an entry of other subjects",
       [] {
         TestLog log = sample_log();
         log.add({.word = "capture",
                  .subjects = {sha256("x")},
                  .predicate = capture_predicate("x"),
                  .named = {sha256("y")}});
         return log.bundle(kPoses);
       },
       kNo, kUnknown, kUnknown, "names other subjects"},
      {"a predicate with a member more",
       [] {
         TestLog log = sample_log();
         auto predicate = capture_predicate("x");
         predicate["trust_me"] = true;
         log.add({"capture", {sha256("x")}, predicate});
         return log.bundle(kPoses);
       },
       kNo, kUnknown, kUnknown, "capture.trust_me"},
      {"no checkpoint", [] { return changed([](Bundle& b) { b.checkpoint = "junk"; }); }, kNo, kNo, kUnknown,
       "checkpoint cannot be read"},
      {"an unknown log",
       [] {
         return changed([](Bundle& b) {
           const std::string text = "example.org/other\n" + b.checkpoint.substr(b.checkpoint.find('\n') + 1);
           b.checkpoint = text;
         });
       },
       kYes, kNo, kYes, "knows no log 'example.org/other'"},
      {"a replaced key of the log",
       [] { return changed([](Bundle& b) { b.checkpoint = sample_log().checkpoint_file(4, kOtherSeed); }); }, kYes, kNo,
       kYes, "no signature of the log"},
      {"no cosignature",
       [] {
         return changed([](Bundle& b) {
           Note note = note_of(b);
           note.signatures.pop_back();
           b.checkpoint = note.bytes();
         });
       },
       kYes, kNo, kYes, "quorum 'w1' is not met"},
      {"a cosignature replayed from another checkpoint",
       [] {
         return changed([](Bundle& b) {
           Note note = note_of(b);
           note.signatures[1] =
               cosign(sample_log().checkpoint(3).text(), kTestWitness, test_key(kWitnessSeed), 1'795'000'000);
           b.checkpoint = note.bytes();
         });
       },
       kYes, kNo, kYes, "refused under the policy"},
      {"a cosignature with another time",
       [] {
         return changed([](Bundle& b) {
           Note note = note_of(b);
           note.signatures[1].bytes[7] = static_cast<char>(note.signatures[1].bytes[7] ^ 1);
           b.checkpoint = note.bytes();
         });
       },
       kYes, kNo, kYes, "refused under the policy"},
      {"the log's signature of another checkpoint",
       [] {
         return changed([](Bundle& b) {
           Note note = note_of(b);
           note.signatures[0] = sign_note(sample_log().checkpoint(3).text(), kTestOrigin, test_key(kLogSeed));
           b.checkpoint = note.bytes();
         });
       },
       kYes, kNo, kYes, "refused under the policy"},
      {"no items", [] { return changed([](Bundle& b) { b.items.clear(); }); }, kYes, kUnknown, kNo,
       "no entry of the bundle"},
  };
  for (const Forgery& c : cases) {
    const auto report = judged(c.make());
    EXPECT_EQ(report.intact.answer, c.intact) << c.what << "\n" << whole(report);
    EXPECT_EQ(report.signer.answer, c.signer) << c.what << "\n" << whole(report);
    EXPECT_EQ(report.claim.answer, c.claim) << c.what << "\n" << whole(report);
    EXPECT_THAT(whole(report), HasSubstr(c.why)) << c.what;
  }
}

TEST(Verdict, NamesTheTakenKeyOfAnotherPolicy) {
  const auto report = judge(sample(), test_policy(kOtherSeed), std::nullopt);
  EXPECT_EQ(report.signer.answer, kNo) << "the policy has another key under the log's name";
  EXPECT_EQ(report.intact.answer, kYes);
}

/// One bit of anything in a bundle: never three times yes, never a different answer without a reason.
TEST(Verdict, IsNeverYesWithABitFlippedInAnItem) {
  const Bundle bundle = sample();
  for (std::size_t i = 0; i < bundle.items.size(); ++i) {
    for (std::size_t byte = 0; byte < bundle.items[i].entry.size(); ++byte) {
      Bundle flipped = bundle;
      flipped.items[i].entry[byte] ^= 1;
      ASSERT_EQ(judged(flipped).intact.answer, kNo) << i << " " << byte;
    }
    for (std::size_t byte = 0; byte < bundle.items[i].envelope.size(); byte += 7) {
      Bundle flipped = bundle;
      flipped.items[i].envelope[byte] ^= 1;
      ASSERT_EQ(judged(flipped).intact.answer, kNo) << i << " " << byte;
    }
  }
  for (std::size_t byte = 0; byte < bundle.checkpoint.size(); ++byte) {
    Bundle flipped = bundle;
    flipped.checkpoint[byte] ^= 1;
    // Notes allow two spellings of a signature's last bits, as Go reads them; the bundle's digest tells them apart.
    const auto note = parse_note(flipped.checkpoint);
    if (note && note->bytes() == bundle.checkpoint) continue;
    ASSERT_FALSE(judged(flipped).all()) << byte;
  }
}

struct Authors {
  const char* what;
  std::function<void(TestLog&)> make;  // the artefact is a.txt
  Answer signer;
  const char* why;
};

TEST(Verdict, KnowsAuthorsByTheKeyEntriesBeforeTheirSignatures) {
  constexpr std::uint8_t kThird = 5;
  const std::vector<Authors> cases{
      {"the log's own key", [](TestLog& log) { log.capture("a.txt"); }, kYes, "the log's own, from the policy"},
      {"an unknown key", [](TestLog& log) { log.capture("a.txt", kOtherSeed); }, kNo, "signed by no key"},
      {"a key added before",
       [](TestLog& log) {
         log.key_event("added", kAuthorSeed);
         log.capture("a.txt", kAuthorSeed);
       },
       kYes, "added by entry 0"},
      {"a key added after",
       [](TestLog& log) {
         log.capture("a.txt", kAuthorSeed);
         log.key_event("added", kAuthorSeed);
       },
       kNo, "entry 0 is signed by no key"},
      {"a key that added itself",
       [](TestLog& log) {
         log.key_event("added", kOtherSeed, kOtherSeed);
         log.capture("a.txt", kOtherSeed);
       },
       kNo, "entry 0 is signed by no key"},
      {"a key added by an author",
       [](TestLog& log) {
         log.key_event("added", kAuthorSeed);
         log.key_event("added", kThird, kAuthorSeed);
         log.capture("a.txt", kThird);
       },
       kYes, "added by entry 1"},
      {"a witness' key",
       [](TestLog& log) {
         auto predicate = key_predicate("added", kAuthorSeed);
         predicate["role"] = "witness";
         log.add({"key", {sha256("key")}, predicate});
         log.capture("a.txt", kAuthorSeed);
       },
       kNo, "entry 1 is signed by no key"},
      {"a key revoked before",
       [](TestLog& log) {
         log.key_event("added", kAuthorSeed);
         log.key_event("revoked", kAuthorSeed);
         log.capture("a.txt", kAuthorSeed);
       },
       kNo, "which entry 1 had revoked before"},
      {"a key revoked later",
       [](TestLog& log) {
         log.key_event("added", kAuthorSeed);
         log.capture("a.txt", kAuthorSeed);
         log.key_event("revoked", kAuthorSeed, kLogSeed, "2026-11-25");
       },
       kYes, "added by entry 0"},
      {"a key revoked later as of that day",
       [](TestLog& log) {
         log.key_event("added", kAuthorSeed);
         log.capture("a.txt", kAuthorSeed);
         log.key_event("revoked", kAuthorSeed, kLogSeed, "2026-11-24");
       },
       kUnknown, "entry 1 is in doubt: entry 2 revoked"},
      {"a key that a thief added",
       [](TestLog& log) {
         log.key_event("added", kAuthorSeed);
         log.key_event("added", kThird, kAuthorSeed);
         log.capture("a.txt", kThird);
         log.key_event("revoked", kAuthorSeed, kLogSeed, "2026-11-24");
       },
       kUnknown, "came by entry 1, which is in doubt"},
      {"a key rotated, signed by its successor",
       [](TestLog& log) {
         log.key_event("added", kAuthorSeed);
         log.key_event("rotated", kAuthorSeed, kAuthorSeed, "2026-11-24", kThird);
         log.capture("a.txt", kThird);
       },
       kYes, "added by entry 1"},
      {"a key rotated away",
       [](TestLog& log) {
         log.key_event("added", kAuthorSeed);
         log.key_event("rotated", kAuthorSeed, kLogSeed, "2026-11-24", kThird);
         log.capture("a.txt", kAuthorSeed);
       },
       kNo, "which entry 1 had rotated before"},
      {"a key rotated away and later revoked",
       [](TestLog& log) {
         log.key_event("added", kAuthorSeed);
         log.capture("a.txt", kAuthorSeed);
         log.key_event("rotated", kAuthorSeed, kLogSeed, "2026-11-24", kThird);
         log.key_event("revoked", kAuthorSeed, kLogSeed, "2026-11-24");
       },
       kUnknown, "entry 1 is in doubt: entry 3 revoked"},
      {"a revoked key added again",
       [](TestLog& log) {
         log.key_event("added", kAuthorSeed);
         log.key_event("revoked", kAuthorSeed);
         log.key_event("added", kAuthorSeed);
         log.capture("a.txt", kAuthorSeed);
       },
       kNo, "which entry 1 had revoked before"},
      {"a revocation by nobody known",
       [](TestLog& log) {
         log.key_event("added", kAuthorSeed);
         log.key_event("revoked", kAuthorSeed, kOtherSeed);
         log.capture("a.txt", kAuthorSeed);
       },
       kNo, "entry 1 is signed by no key"},
      {"the log's key ended by an author",
       [](TestLog& log) {
         log.key_event("added", kAuthorSeed);
         log.key_event("revoked", kLogSeed, kAuthorSeed);
         log.capture("a.txt");
       },
       kNo, "would end a key of the log"},
      {"a body that is not carried", [](TestLog& log) { log.capture("a.txt"); }, kUnknown,
       "author of entry 0 is not known"},
  };
  for (const Authors& c : cases) {
    TestLog log;
    c.make(log);
    Bundle bundle = log.bundle("a.txt");
    if (std::string_view(c.what) == "a body that is not carried") bundle.items[0].envelope.clear();
    const auto report = judged(bundle);
    EXPECT_EQ(report.intact.answer, kYes) << c.what << "\n" << whole(report);
    EXPECT_EQ(report.signer.answer, c.signer) << c.what << "\n" << whole(report);
    EXPECT_THAT(whole(report), HasSubstr(c.why)) << c.what;
  }
}

TEST(Verdict, DoesNotKnowAnAuthorWhoseKeyEntryIsLeftOut) {
  TestLog log = sample_log();
  Bundle whole_log = log.bundle(kPoses);
  whole_log.items.erase(whole_log.items.begin());  // the entry that added the author
  const auto report = judged(whole_log);
  EXPECT_EQ(report.signer.answer, kNo) << whole(report);
}

}  // namespace
}  // namespace maek::evidence
