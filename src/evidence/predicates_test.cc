// SPDX-License-Identifier: Apache-2.0
// The page of attestations is the test: its examples, its tables of members; then the rules between members.
#include <gtest/gtest.h>

#include <map>       // for std::map
#include <sstream>   // for std::istringstream
#include <string>    // for std::string
#include <vector>    // for std::vector

#include "evidence/canonical_json.h"              // for parse_strict_json
#include "evidence/internal/predicate_values.h"   // for is_time
#include "evidence/statement.h"                   // for check_predicate
#include "tests/test_data.h"                      // for file_bytes

namespace maek::evidence {
namespace {

using nlohmann::json;

struct Section {
  std::map<std::string, bool> members;   // name -> needed
  json example;
};

/// The sections of the page that describe predicates, by word.
std::map<std::string, Section> page() {
  std::map<std::string, Section> sections;
  std::istringstream lines(file_bytes(std::string(MAEK_SOURCE_DIR) + "/docs/formats/attestations.md"));
  std::string word;
  std::string example;
  bool in_example = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("## ", 0) == 0) word = line.substr(3);
    if (line == "```json") {
      in_example = true;
    } else if (line == "```") {
      in_example = false;
      const auto read = parse_strict_json(example);
      if (!read) throw std::runtime_error(word + ": " + read.error().text());
      sections[word].example = *read;
      example.clear();
    } else if (in_example) {
      example += line + "\n";
    } else if (line.rfind("| `", 0) == 0 && word != "The statement") {
      std::vector<std::string> cells;
      std::istringstream row(line.substr(2));
      for (std::string cell; std::getline(row, cell, '|');) cells.push_back(cell);
      const auto end = cells.at(0).find('`', 1);
      sections[word].members[cells.at(0).substr(1, end - 1)] = cells.at(2) == " yes ";
    }
  }
  return sections;
}

json example(const std::string& word) { return page().at(word).example; }

/// The refusal as text, "" when there is none.
std::string refusal(const std::string& word, const json& predicate) {
  const auto good = check_predicate(word, predicate);
  return good ? "" : good.error().text();
}

TEST(Predicates, ThePageDescribesEveryWord) {
  const auto sections = page();
  std::vector<std::string> described;
  for (const std::string& word : predicate_words()) {
    ASSERT_EQ(sections.count(word), 1u) << word;
    EXPECT_FALSE(sections.at(word).members.empty()) << word;
    EXPECT_EQ(predicate_word(predicate_uri(word)), word);
  }
  EXPECT_EQ(sections.size(), predicate_words().size());
  EXPECT_EQ(predicate_words(),
            (std::vector<std::string>{"capture", "run", "prediction", "dataset", "tokenizer", "checkpoint",
                                      "evaluation", "answer", "status", "key", "erasure"}));
  EXPECT_EQ(predicate_uri("capture"), "urn:maek:predicate:capture:v1");
  EXPECT_EQ(predicate_word("urn:maek:predicate:capture:v2"), "");
  EXPECT_EQ(predicate_word("https://slsa.dev/provenance/v1"), "");
}

TEST(Predicates, AcceptsTheExamplesOfThePage) {
  for (const auto& [word, section] : page()) EXPECT_EQ(refusal(word, section.example), "") << word;
}

TEST(Predicates, MissesEveryMemberThatThePageDemands) {
  for (const auto& [word, section] : page()) {
    for (const auto& [name, needed] : section.members) {
      json without = section.example;
      without.erase(name);
      if (needed) {
        EXPECT_NE(refusal(word, without).find(word + "." + name + ": is required"), std::string::npos)
            << word << " " << name;
      }
      // Known, and of some kind: this is a value of none of them.
      json wrong = section.example;
      wrong[name] = json::array({nullptr});
      const std::string why = refusal(word, wrong);
      EXPECT_NE(why.find(word + "." + name), std::string::npos) << word << ": " << why;
      EXPECT_NE(why.find("must be"), std::string::npos) << word << "." << name << ": " << why;
    }
    for (const auto& [name, value] : section.example.items())
      EXPECT_EQ(section.members.count(name), 1u) << word << "." << name;
  }
}

TEST(Predicates, RefusesMembersThatThePageDoesNotName) {
  for (const auto& [word, section] : page()) {
    json more = section.example;
    more["lisence"] = "MIT";
    EXPECT_NE(refusal(word, more).find("lisence: is no member"), std::string::npos) << word;
    EXPECT_NE(refusal(word, json::array()), "") << word;
    EXPECT_NE(refusal(word, nullptr), "") << word;
    EXPECT_NE(refusal(word, json::object()), "") << word;
  }
  json more = example("run");
  more["more"] = {{"anything", {1, "two", nullptr}}};
  EXPECT_EQ(refusal("run", more), "");
  const auto unknown = check_predicate("rumour", json::object());
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kInvalidArgument);
}

struct Change {
  const char* word;
  const char* pointer;   // JSON pointer into the page's example
  const char* value;     // JSON, or "" to take it away
  const char* refused;   // a piece of the refusal, "" when the change is fine
};

TEST(Predicates, ChecksKindsAndWhatMembersDemandOfEachOther) {
  const Change cases[] = {
      {"capture", "/source/path", "\"a.pdb\"", "capture.source: must name either"},
      {"capture", "/source/uri", "", "capture.source: must name either"},
      {"capture", "/source/licence", "", ""},
      {"capture", "/source/licence", "\"\"", "capture.source.licence"},
      {"capture", "/bytes", "-1", "capture.bytes"},
      {"capture", "/bytes", "1.5", "capture.bytes"},
      {"capture", "/bytes", "9007199254740992", ""},
      {"capture", "/bytes", "9007199254740993", "beyond 2^53"},
      {"capture", "/time", "\"2026-11-24\"", "capture.time"},
      {"run", "/seed", "7", "run.seed"},
      {"run", "/seed", "\"007\"", "run.seed"},
      {"run", "/seed", "", ""},
      {"run", "/seconds", "-0.1", "run.seconds"},
      {"run", "/options/x", "7", "run.options.x"},
      {"run", "/options/x", "[\"a\",7]", "run.options.x"},
      {"run", "/options/x", "\"\"", ""},
      {"run", "/command", "[]", ""},
      {"run", "/command/0", "1", "run.command.0"},
      {"run", "/machine/threads", "\"2\"", "run.machine.threads"},
      {"run", "/machine/isa", "", "run.machine.isa: is required"},
      {"run", "/inputs/0/digest", "{\"sha1\":\"aa\"}", "run.inputs[0].digest"},
      {"run", "/inputs/0/bytes", "", "run.inputs[0].bytes: is required"},
      {"run", "/inputs/0/colour", "\"red\"", "run.inputs[0].colour: is no member"},
      {"run", "/inputs", "[]", ""},
      {"prediction", "/calibrated", "true", "a calibrated prediction gives"},
      {"prediction", "/calibrated", "\"yes\"", "prediction.calibrated"},
      {"prediction", "/rests_on", "[]", "prediction.rests_on"},
      {"prediction", "/values", "{}", "prediction.values"},
      {"prediction", "/values/other", "1", "'other' has no unit"},
      {"prediction", "/units/other", "\"K\"", "is not among the values"},
      {"prediction", "/values/score", "\"-9.1\"", "prediction.values"},
      {"prediction", "/interval", "{\"score\":[-10,-8]}", "'interval' and 'level' go together"},
      {"prediction", "/level", "0.9", "'interval' and 'level' go together"},
      {"dataset", "/personal_data", "\"some\"", "none, synthetic"},
      {"dataset", "/splits/test", "-1", "dataset.splits.test"},
      {"checkpoint", "/steps", "10", "checkpoint.trained"},
      {"checkpoint", "/trained", "true", "checkpoint.trained"},
      {"checkpoint", "/tokenizer", "{\"name\":\"t\"}", "checkpoint.tokenizer.digest: is required"},
      {"evaluation", "/level", "", "'interval' and 'level' go together"},
      {"evaluation", "/level", "1", "evaluation.level"},
      {"evaluation", "/level", "95", "evaluation.level"},
      {"evaluation", "/interval/within_2_angstrom", "[0.55,0.6]", "does not hold the value"},
      {"evaluation", "/interval/within_2_angstrom", "[0.6,0.5]", "[low, high]"},
      {"evaluation", "/interval/other", "[0,1]", "is not among the metrics"},
      {"evaluation", "/units/within_2_angstrom", "", "has no unit"},
      {"answer", "/statements", "[]", "'cited' with 0 statements"},
      {"answer", "/grounding", "\"none\"", "'none' with 1 statements"},
      {"answer", "/grounding", "\"abstained\"", "'abstained' with 1 statements"},
      {"answer", "/grounding", "\"partly\"", ""},
      {"status", "/replaced_by", "", "a supersession names"},
      {"status", "/replaced_by", "[]", "a supersession names"},
      {"status", "/event", "\"retraction\"", ""},
      {"status", "/event", "\"rumour\"", "status.event"},
      {"status", "/source", "{\"licence\":\"x\"}", "status.source: must name either"},
      {"status", "/date", "\"2026-02-29\"", "status.date"},
      {"key", "/event", "\"rotated\"", "key.successor"},
      {"key", "/event", "\"revoked\"", "a revocation says why"},
      {"key", "/successor", "\"n+00000000+AA==\"", "goes with 'rotated'"},
      {"key", "/key", "\"n+0000000+AA==\"", "key.key"},
      {"key", "/key", "\"+00000000+AA==\"", "key.key"},
      {"erasure", "/reason", "\"no longer needed\"", "erased by right"},
      {"erasure", "/more", "{}", "is no member"},
      {"erasure", "/commitment", "\"abcd\"", "erasure.commitment"},
  };
  const auto sections = page();
  for (const Change& change : cases) {
    json predicate = sections.at(change.word).example;
    const json::json_pointer at(change.pointer);
    if (*change.value == '\0') {
      ASSERT_TRUE(predicate.contains(at)) << change.word << change.pointer;
      predicate.at(at.parent_pointer()).erase(at.back());
    } else {
      predicate[at] = json::parse(change.value);
    }
    const std::string why = refusal(change.word, predicate);
    if (*change.refused == '\0') {
      EXPECT_EQ(why, "") << change.word << change.pointer;
    } else {
      EXPECT_NE(why.find(change.refused), std::string::npos) << change.word << change.pointer << " '" << why << "'";
    }
  }
}

TEST(Predicates, AcceptsAKeyThatIsRotatedOrRevokedWithItsReason) {
  json rotated = example("key");
  rotated["event"] = "rotated";
  rotated["successor"] = "n+00000000+AA==";
  EXPECT_EQ(refusal("key", rotated), "");
  rotated["successor"] = rotated["key"];
  EXPECT_NE(refusal("key", rotated), "");
  json revoked = example("key");
  revoked["event"] = "revoked";
  revoked["reason"] = "the disk was stolen";
  EXPECT_EQ(refusal("key", revoked), "");
}

TEST(Predicates, AcceptsACalibratedPredictionWithItsInterval) {
  json calibrated = example("prediction");
  calibrated["calibrated"] = true;
  calibrated["interval"] = {{"score", {-11.0, -7.5}}};
  calibrated["level"] = 0.9;
  EXPECT_EQ(refusal("prediction", calibrated), "");
}

TEST(PredicateValues, KnowsTimesThatExist) {
  for (const char* good : {"2026-11-24T09:00:00Z", "2024-02-29T23:59:60Z", "2026-11-24T09:00:00.123456789+09:00",
                           "2000-02-29T00:00:00-11:30"}) {
    EXPECT_TRUE(is_time(good)) << good;
  }
  for (const char* bad :
       {"", "2026-11-24", "2026-11-24T09:00:00", "2026-11-24 09:00:00Z", "2026-11-24T24:00:00Z", "2026-11-24T09:60:00Z",
        "2026-11-24T09:00:61Z", "2026-11-24T09:00:00.Z", "2026-11-24T09:00:00+9:00", "2026-11-24T09:00:00+24:00",
        "2026-11-24T09:00:00Zx", "1900-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z", "2026-04-31T00:00:00Z", "+026-11-24T09:00:00Z", "2026-11-24T0a:00:00Z"}) {
    EXPECT_FALSE(is_time(bad)) << bad;
  }
}

}  // namespace
}  // namespace maek::evidence
