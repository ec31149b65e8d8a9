// SPDX-License-Identifier: Apache-2.0
// Tests of the claim's verdict: inputs back to captures, order on the log, status events, erasures.
#include <functional>   // for std::function

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>   // for TEST

#include "evidence/internal/bundle_fixture.h"   // for TestLog
#include "evidence/verdict.h"                   // for judge
#include "tests/test_data.h"                    // for file_bytes

namespace maek::evidence {
namespace {

using testing::HasSubstr;
using Answer = Verdict::Answer;
constexpr Answer kYes = Answer::kYes;
constexpr Answer kNo = Answer::kNo;
constexpr Answer kUnknown = Answer::kUnknown;

std::uint64_t status(TestLog& log, const char* event, const Digest& about) {
  return log.add({"status", {about}, status_predicate(event)});
}

nlohmann::json prediction_predicate(const Digest& run) {
  return {{"of", "free energy of binding"},
          {"method", "maek dock"},
          {"run", digest_json(run)},
          {"values", {{"score", -9.1}}},
          {"units", {{"score", "kcal/mol"}}},
          {"calibrated", false},
          {"rests_on", {"a published function"}}};
}

struct Claim {
  const char* what;
  std::function<void(TestLog&)> make;   // the artefact is "out"
  Answer claim;
  const char* why;
};

TEST(Claim, RestsOnWhatItCites) {
  const std::vector<Claim> cases{
      {"a capture", [](TestLog& log) { log.capture("out"); }, kYes, "rests on nothing before it"},
      {"a run upon captures",
       [](TestLog& log) {
         log.capture("a");
         log.capture("b");
         log.run("out", {"a", "b"});
       },
       kYes, "rests on 3 attestations"},
      {"a run that was stopped before its end",
       [](TestLog& log) {
         log.capture("a");
         auto predicate = run_predicate({"a"});
         predicate["partial"] = true;
         log.add({"run", {sha256("out")}, predicate});
       },
       kYes, "none is withdrawn here; the run of entry 1 is partial: it was stopped before its end"},
      {"a stopped run that does not lead to it",
       [](TestLog& log) {
         auto predicate = run_predicate({});
         predicate["partial"] = true;
         log.add({"run", {sha256("other")}, predicate});
         log.capture("out");
       },
       kYes, "none is withdrawn here"},
      {"a run without inputs", [](TestLog& log) { log.run("out", {}); }, kYes, "rests on nothing before it"},
      {"three runs deep",
       [](TestLog& log) {
         log.capture("a");
         log.run("b", {"a"});
         log.run("c", {"b", "a"});
         log.run("out", {"c"});
       },
       kYes, "entry 1, run, rests on 'a': entry 0, capture"},
      {"an input that is not there", [](TestLog& log) { log.run("out", {"a"}); }, kUnknown,
       "cited, but not attested in the bundle: 'a'"},
      {"an input of an input that is not there",
       [](TestLog& log) {
         log.run("b", {"lost.pdb"});
         log.run("out", {"b"});
       },
       kUnknown, "'lost.pdb'"},
      {"an input that came later",
       [](TestLog& log) {
         log.run("out", {"a"});
         log.capture("a");
       },
       kNo, "cites 'a', which is on the log only after it, as entry 1"},
      {"an output that is its own input", [](TestLog& log) { log.run("out", {"out"}); }, kUnknown, "'out'"},
      {"an input that a capture and a groundless run attest",
       [](TestLog& log) {
         log.run("a", {"lost"});
         log.capture("a");
         log.run("out", {"a"});
       },
       kYes, "rests on 2 attestations"},
      {"an artefact with a groundless attestation beside a sound one",
       [](TestLog& log) {
         log.capture("out");
         log.run("out", {"lost"});
       },
       kUnknown, "'lost'"},
      {"nothing that attests it", [](TestLog& log) { log.capture("a"); }, kNo, "no entry of the bundle attests 'out'"},
      {"a key event about it",
       [](TestLog& log) { log.add({"key", {sha256("out")}, key_predicate("added", kAuthorSeed)}); }, kNo,
       "no entry of the bundle attests"},
      {"a prediction upon a run",
       [](TestLog& log) {
         log.capture("a");
         const auto run = log.run("poses", {"a"});
         log.add({"prediction", {sha256("out")}, prediction_predicate(log.payload(run))});
       },
       kYes, "rests on 3 attestations"},
      {"a prediction whose run is not there",
       [](TestLog& log) { log.add({"prediction", {sha256("out")}, prediction_predicate(sha256("run"))}); }, kUnknown,
       "the run of entry 0"},
      {"links that point forwards",
       [](TestLog& log) {
         log.add({.word = "capture",
                  .subjects = {sha256("out")},
                  .predicate = capture_predicate("out"),
                  .links = {{"input", 0}}});
       },
       kNo, "links to entry 0, which is not before it"},
      {"a retraction of the artefact",
       [](TestLog& log) {
         log.capture("out");
         status(log, "retraction", sha256("out"));
       },
       kNo, "retraction of 'out' on 2026-11-25 (entry 1): the ligand was rebuilt"},
      {"a retraction of an input's input",
       [](TestLog& log) {
         log.capture("a");
         log.run("b", {"a"});
         log.run("out", {"b"});
         status(log, "retraction", sha256("a"));
       },
       kNo, "retraction of 'a'"},
      {"a retraction before its use",
       [](TestLog& log) {
         log.capture("a");
         status(log, "retraction", sha256("a"));
         log.run("out", {"a"});
       },
       kNo, "retraction of 'a'"},
      {"a correction",
       [](TestLog& log) {
         log.capture("out");
         status(log, "correction", sha256("out"));
       },
       kNo, "correction of 'out'"},
      {"a supersession",
       [](TestLog& log) {
         log.capture("out");
         status(log, "supersession", sha256("out"));
       },
       kNo, "supersession of 'out'"},
      {"a concern",
       [](TestLog& log) {
         log.capture("out");
         status(log, "concern", sha256("out"));
       },
       kNo, "concern of 'out'"},
      {"a retraction of an attestation",
       [](TestLog& log) {
         log.capture("a");
         const auto run = log.run("out", {"a"});
         status(log, "retraction", log.payload(run));
       },
       kNo, "retraction of the attestation of entry 1"},
      {"a retraction of something else",
       [](TestLog& log) {
         log.capture("a");
         log.capture("out");
         status(log, "retraction", sha256("a"));
       },
       kYes, "rests on 1 attestations"},
  };
  for (const Claim& c : cases) {
    TestLog log;
    c.make(log);
    const auto report = judge(log.bundle("out"), test_policy(), std::nullopt);
    EXPECT_EQ(report.intact.answer, kYes) << c.what << "\n" << verdict_text(report, false);
    EXPECT_EQ(report.signer.answer, kYes) << c.what << "\n" << verdict_text(report, false);
    EXPECT_EQ(report.claim.answer, c.claim) << c.what << "\n" << verdict_text(report, false);
    EXPECT_THAT(verdict_text(report, false), HasSubstr(c.why)) << c.what;
  }
}

/// A log on which somebody's body was erased; `erasures` decides who asks.
Bundle erased(const std::function<void(TestLog&, const Digest& body, const Digest& person)>& erase) {
  TestLog log;
  const Digest person = sha256("salted");
  log.add(
      {.word = "capture", .subjects = {sha256("record")}, .predicate = capture_predicate("record"), .person = person});
  erase(log, sha256(log.body(0)), person);
  log.run("out", {"record"});
  Bundle bundle = log.bundle("out");
  bundle.items[0].envelope.clear();
  return bundle;
}

nlohmann::json erasure_predicate(const Digest& person) {
  return {{"commitment", person.hex()}, {"date", "2026-11-24"}, {"reason", "erased by right"}};
}

// Every line has its twin: reports that check much, and that refuse much.
TEST(VerdictText, IsKoreanThroughoutWhenAsked) {
  const auto has_hangul = [](const std::string& line) {
    for (std::size_t i = 0; i + 2 < line.size(); ++i) {
      const auto first = static_cast<unsigned char>(line[i]);
      if (first >= 0xEA && first <= 0xED) return true;   // U+A000 to U+DFFF: syllables of Hangul
    }
    return false;
  };
  TestLog good, bad;
  good.add({"key", {sha256("key")}, key_predicate("added", kAuthorSeed)});
  good.capture("a");
  auto predicate = run_predicate({"a"});
  predicate["partial"] = true;
  good.add({"run", {sha256("out")}, predicate, kAuthorSeed});
  bad.capture("a", 0);
  bad.run("out", {"a", "lost"}, kOtherSeed);
  status(bad, "retraction", sha256("a"));
  for (const TestLog* log : {&good, &bad}) {
    for (const bool with_policy : {true, false}) {
      const auto report = judge(log->bundle("out"), with_policy ? std::optional(test_policy()) : std::nullopt, "out");
      const std::string korean = verdict_text(report, true);
      for (const Verdict* verdict : {&report.intact, &report.signer, &report.claim}) {
        EXPECT_EQ(verdict->checked.size(), verdict->checked_korean.size());
        for (const std::string& line : verdict->checked_korean) {
          EXPECT_TRUE(has_hangul(line)) << line;
          EXPECT_THAT(korean, HasSubstr(line));
        }
      }
      EXPECT_EQ(report.trusted.size(), report.trusted_korean.size());
      for (const std::string& line : report.trusted_korean) EXPECT_TRUE(has_hangul(line)) << line;
      for (const char* english : {"rests on", "checked", "signed", "cites", "entries"}) {
        EXPECT_THAT(korean, testing::Not(HasSubstr(english)));
      }
    }
  }
  const auto partial = judge(good.bundle("out"), test_policy(), "out");
  EXPECT_THAT(partial.claim.reason_korean, HasSubstr("부분 결과"));
}

TEST(Claim, SaysWhatWasErasedByRight) {
  const auto report = judge(erased([](TestLog& log, const Digest& body, const Digest& person) {
                              log.add({"erasure", {body}, erasure_predicate(person)});
                            }),
                            test_policy(), std::nullopt);
  EXPECT_EQ(report.intact.answer, kYes) << "the proof still verifies";
  EXPECT_EQ(report.claim.answer, kUnknown);
  EXPECT_THAT(report.claim.reason,
              HasSubstr("can no longer be read: erased by right on 2026-11-24; its proof still verifies"));
  EXPECT_THAT(report.claim.reason_korean, HasSubstr("2026-11-24"));
}

TEST(Claim, DoesNotTakeAnotherPersonsErasureForAnExcuse) {
  for (const bool other_body : {false, true}) {
    const auto report = judge(erased([&](TestLog& log, const Digest& body, const Digest& person) {
                                const Digest about = other_body ? sha256("other") : body;
                                log.add({"erasure", {about}, erasure_predicate(other_body ? person : sha256("other"))});
                              }),
                              test_policy(), std::nullopt);
    EXPECT_EQ(report.claim.answer, kUnknown);
    EXPECT_THAT(report.claim.reason, HasSubstr("its body is not in the bundle")) << other_body;
  }
}

TEST(Claim, TakesAStatusEventWithoutItsTextForTheWorst) {
  TestLog log;
  log.capture("out");
  status(log, "concern", sha256("out"));
  Bundle bundle = log.bundle("out");
  bundle.items[1].envelope.clear();
  const auto report = judge(bundle, test_policy(), std::nullopt);
  EXPECT_EQ(report.claim.answer, kNo);
  EXPECT_THAT(report.claim.reason, HasSubstr("status event about 'out'"));
}

TEST(Claim, NamesManyMissingInputsWithoutEnd) {
  TestLog log;
  std::vector<std::string> inputs;
  for (int i = 0; i < 12; ++i) inputs.push_back(fmt::format("in{}", i));
  log.run("out", inputs);
  const auto report = judge(log.bundle("out"), test_policy(), std::nullopt);
  EXPECT_THAT(report.claim.reason, HasSubstr("'in7' and 4 more"));
  EXPECT_THAT(verdict_text(report, false), HasSubstr("cites 'in11' (sha256:"));
}

TEST(VerdictText, HasThreeHeadedLinesInBothLanguages) {
  const auto report = judge(sample_log().bundle("poses.sdf"), test_policy(), std::nullopt);
  for (const char* line : {"Intact: yes: ", "Signer: yes: ", "Claim: yes: ", "Trusted, not checked:\n"}) {
    EXPECT_THAT(verdict_text(report, false), HasSubstr(line));
  }
  for (const char* line : {"온전함: 예: ", "서명자: 예: ", "주장: 예: ", "검사하지 않고 믿은 것:\n"}) {
    EXPECT_THAT(verdict_text(report, true), HasSubstr(line));
  }
}

TEST(VerdictText, CannotBeForgedByAName) {
  TestLog log;
  log.capture("x");
  Bundle bundle = log.bundle("x");
  bundle.name = "a\nSigner: yes: \x1B[32m\xE2\x80\xAE";
  const auto text = verdict_text(judge(bundle, std::nullopt, std::nullopt), false);
  EXPECT_EQ(text.find("\nSigner: yes"), std::string::npos) << text;
  EXPECT_EQ(text.find('\x1B'), std::string::npos);
  EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos);
}

TEST(VerdictJson, HoldsTheAnswersApart) {
  TestLog log;
  log.run("out", {"a"});
  const auto json = nlohmann::json::parse(verdict_json(judge(log.bundle("out"), std::nullopt, std::nullopt)));
  EXPECT_EQ(json.at("intact").at("answer"), "yes");
  EXPECT_EQ(json.at("signer").at("answer"), "unknown");
  EXPECT_EQ(json.at("claim").at("answer"), "unknown");
  EXPECT_EQ(json.at("all"), false);
  EXPECT_FALSE(json.at("trusted").empty());
}

TEST(VerdictText, OfARefusedFileSaysWhy) {
  const auto refused = refused_bundle(parse_bundle_file("junk").error());
  EXPECT_EQ(refused.intact.answer, kNo);
  EXPECT_EQ(refused.signer.answer, kUnknown);
  EXPECT_THAT(verdict_text(refused, false),
              HasSubstr("Intact: no: the bundle is refused: bundle: does not begin with"));
}

/// The lines of the block of `page` that begins with `first`.
std::string block(const std::string& page, const std::string& first) {
  const auto begin = page.find("```text\n" + first);
  const auto end = page.find("\n```", begin + 8);
  return begin == std::string::npos || end == std::string::npos ? "" : page.substr(begin + 8, end - begin - 8);
}

TEST(BundlePage, HasAnExampleThatVerifies) {
  const std::string page = file_bytes(std::string(MAEK_SOURCE_DIR) + "/docs/formats/bundle.md");
  const auto bundle = parse_bundle_file(block(page, "maek-bundle/1\n"));
  ASSERT_TRUE(bundle) << bundle.error().text();
  const std::string policy_text = block(page, "log ") + "\n";
  const auto policy = parse_policy(policy_text);
  ASSERT_TRUE(policy) << policy.error().text();
  EXPECT_TRUE(judge(*bundle, *policy, std::nullopt).all())
      << verdict_text(judge(*bundle, *policy, std::nullopt), false);
  EXPECT_EQ(bundle->policy, policy_text);
}

}  // namespace
}  // namespace maek::evidence
