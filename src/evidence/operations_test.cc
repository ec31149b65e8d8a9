// SPDX-License-Identifier: Apache-2.0
// The operations of `evidence` as stories: record, trace, retract, prove, rotate, forget.
#include "evidence/operations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "evidence/bundle.h"                    // for parse_bundle_file
#include "evidence/internal/ledger_fixture.h"   // for TemporaryFolder
#include "evidence/persons.h"                   // for kSealedType
#include "evidence/recorder.h"                  // for record_run

namespace maek::evidence {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

class EvidenceStory : public testing::Test {
 protected:
  TemporaryFolder folder_;
  Home home_{folder_.path() / "home"};

  std::string file(const std::string& name, const std::string& bytes) {
    const fs::path path = folder_.path() / name;
    EXPECT_TRUE(write_file(path, bytes));
    return path.string();
  }

  // Runs `evidence VERB` with --home of this test.
  Expected<OperationResult> run(const std::string& verb, std::map<std::string, std::vector<std::string>> given) {
    given["home"] = {home_.path.string()};
    for (const Operation& operation : evidence_operations()) {
      if (operation.name != "evidence " + verb) continue;
      const auto takes_home = [&] {
        for (const Parameter& parameter : operation.parameters) {
          if (parameter.name == "home") return true;
        }
        return false;
      };
      if (!takes_home()) given.erase("home");
      const auto open = [](const std::string& name) -> Expected<Input> {
        auto bytes = read_file(name, 1 << 20);
        if (!bytes) return bytes.error();
        return Input{name, *std::move(bytes), true};
      };
      auto arguments = make_arguments(operation, given, open);
      if (!arguments) return arguments.error();
      return operation.run(*arguments, {});
    }
    ADD_FAILURE() << "no verb " << verb;
    return Error{};
  }
  json summary(const std::string& verb, const std::map<std::string, std::vector<std::string>>& given) {
    auto result = run(verb, given);
    EXPECT_TRUE(result) << verb << ": " << (result ? "" : result.error().text());
    return result ? json::parse(result->summary_json) : json();
  }

  // A run that makes `output` of `input`.
  void record(const std::string& operation, const std::string& input, const std::string& output) {
    const std::string input_bytes = *read_file(input, 1 << 20);
    const std::string output_bytes = *read_file(output, 1 << 20);
    RunFacts facts;
    facts.predicate_json = json{
        {"operation", operation},
        {"version", "1"},
        {"revision", "unknown"},
        {"command", json::array()},
        {"options", json::object()},
        {"seed", "1"},
        {"machine", {{"cpu", "x"}, {"isa", "portable"}, {"threads", 1}}},
        {"notes",
         json::array()}}.dump();
    facts.started = Time::now();
    facts.inputs = {{input, input_bytes}};
    facts.outputs = {{output, output_bytes}};
    const auto recorded = record_run(home_, facts);
    ASSERT_TRUE(recorded) << recorded.error().text();
  }
};

TEST_F(EvidenceStory, NamesAFileThatNobodyRecordedAsItWasTyped) {
  const std::string known = file("known.txt", "known");
  const std::string unknown = file("unknown.txt", "unknown");
  summary("capture", {{"file", {known}}});
  for (const char* verb : {"verify", "export"}) {
    const auto judged = run(verb, {{"what", {unknown}}});
    ASSERT_FALSE(judged) << verb;
    EXPECT_EQ(judged.error().code, ErrorCode::kNotFound);
    EXPECT_THAT(judged.error().where, HasSubstr(unknown + " (sha256:" + sha256("unknown").hex() + ")"));
  }
}

TEST_F(EvidenceStory, CapturesNameThePublisherAndLicenceOfAnInputWhereTheyAreKnown) {
  const std::string output = file("output.txt", "output");
  RunFacts facts;
  facts.predicate_json =
      R"({"command":[],"machine":{"cpu":"x","isa":"portable","threads":1},"notes":[],"operation":"demo","options":{},)"
      R"("revision":"unknown","version":"1"})";
  facts.started = Time::now();
  facts.inputs = {{"1hpv.pdb", "bytes", "RCSB PDB", "CC0-1.0"}};
  facts.outputs = {{output, "output"}};
  const auto recorded = record_run(home_, facts);
  ASSERT_TRUE(recorded) << recorded.error().text();
  const auto traced = run("trace", {{"what", {output}}});
  ASSERT_TRUE(traced) << traced.error().text();
  EXPECT_THAT(traced->table, HasSubstr("1hpv.pdb (CC0-1.0)"));
  EXPECT_THAT(traced->summary_json, HasSubstr("RCSB PDB"));
}

TEST_F(EvidenceStory, TracesAnOutputBackToItsSources) {
  const std::string source = file("source.txt", "measured");
  const std::string middle = file("middle.txt", "computed");
  const std::string last = file("last.txt", "concluded");
  summary("capture", {{"file", {source}}, {"uri", {"https://example.org/source"}}, {"licence", {"CC0-1.0"}}});
  record("first", source, middle);
  record("second", middle, last);
  auto traced = run("trace", {{"what", {last}}});
  ASSERT_TRUE(traced) << traced.error().text();
  EXPECT_THAT(traced->table, HasSubstr("run of maek second"));
  EXPECT_THAT(traced->table, HasSubstr("run of maek first"));
  EXPECT_THAT(traced->table, HasSubstr("captured from https://example.org/source (CC0-1.0)"));
  EXPECT_THAT(run("trace", {{"what", {last}}, {"format", {"svg"}}})->table, HasSubstr("</svg>"));
  EXPECT_THAT(run("trace", {{"what", {last}}, {"format", {"dot"}}})->table, HasSubstr("digraph"));
  // The middle was made by a run: it is not captured a second time.
  EXPECT_EQ(summary("stats", {})["types"], (json{{"capture", 1}, {"run", 2}, {"key", 1}}));
  EXPECT_EQ(run("trace", {{"what", {file("unknown.txt", "never seen")}}}).error().code, ErrorCode::kNotFound);
}

TEST_F(EvidenceStory, ARetractionTaintsForwardAndNotBackInTime) {
  const std::string source = file("source.txt", "measured");
  const std::string last = file("last.txt", "concluded");
  record("first", source, last);
  EXPECT_TRUE(run("verify", {{"what", {last}}})->refused == false);
  const auto before = summary("stats", {})["size"].get<int>();

  const json affected = summary("impact", {{"what", {source}}});
  ASSERT_EQ(affected["affected"].size(), 1u);
  EXPECT_EQ(affected["affected"][0]["name"], last);
  summary("status",
          {{"what", {source}}, {"event", {"retraction"}}, {"reason", {"was made up"}}, {"date", {"2026-11-01"}}});
  auto verdict = run("verify", {{"what", {last}}});
  ASSERT_TRUE(verdict);
  EXPECT_TRUE(verdict->refused);
  EXPECT_THAT(verdict->table, HasSubstr("retraction"));
  EXPECT_THAT(run("trace", {{"what", {last}}})->table, HasSubstr("! retraction on 2026-11-01: was made up"));
  // As the ledger was before, nothing was known of it.
  auto earlier = run("trace", {{"what", {last}}, {"as-of", {std::to_string(before)}}});
  ASSERT_TRUE(earlier);
  EXPECT_EQ(earlier->table.find("retraction"), std::string::npos);
  EXPECT_FALSE(run("show", {{"what", {last}}, {"as-of", {"2020-01-01"}}})) << "not known then";
}

TEST_F(EvidenceStory, AnEvaluationRestsOnItsModelAndItsData) {
  const std::string model = file("model.bin", "weights");
  const std::string data = file("data.csv", "answers");
  const std::string table = file("results.csv", "0.54");
  summary("capture", {{"file", {model, data}}});
  const auto reference = [](const char* bytes) {
    return json{{"name", bytes}, {"digest", {{"sha256", sha256(bytes).hex()}}}};
  };
  const std::string predicate = file("evaluation.json", json{{"of", reference("weights")},
                                                             {"on", reference("answers")},
                                                             {"method", "counted"},
                                                             {"cases", 2},
                                                             {"metrics", {{"share", 0.54}}},
                                                             {"units", {{"share", "1"}}}}
                                                            .dump());
  summary("add", {{"type", {"evaluation"}}, {"subject", {table}}, {"predicate", {predicate}}});
  const std::string tree = run("trace", {{"what", {table}}})->table;
  EXPECT_THAT(tree, HasSubstr("model.bin"));
  EXPECT_THAT(tree, HasSubstr("data.csv"));
  EXPECT_FALSE(run("verify", {{"what", {table}}})->refused) << run("verify", {{"what", {table}}})->table;
  for (const std::string& source : {model, data}) {
    const json affected = summary("impact", {{"what", {source}}});
    ASSERT_EQ(affected["affected"].size(), 1u) << source;
    EXPECT_EQ(affected["affected"][0]["name"], table);
  }
}

TEST_F(EvidenceStory, ABundleProvesOfflineAndEveryChangedByteIsRefused) {
  const std::string source = file("source.txt", "measured");
  const std::string last = file("last.txt", "concluded");
  record("first", source, last);
  auto exported = run("export", {{"what", {last}}, {"format", {"bundle"}}});
  ASSERT_TRUE(exported) << exported.error().text();
  ASSERT_EQ(exported->files.size(), 2u);
  const std::string bundle = file("last.maek-bundle", exported->files[0].bytes);
  const std::string policy = file("policy", exported->files[1].bytes);
  auto verdict = run("verify", {{"what", {bundle}}, {"policy", {policy}}});
  ASSERT_TRUE(verdict) << verdict.error().text();
  EXPECT_FALSE(verdict->refused) << verdict->table;
  for (std::size_t at = 0; at < exported->files[0].bytes.size(); at += 97) {
    std::string changed = exported->files[0].bytes;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_TRUE(run("verify", {{"what", {file("changed.maek-bundle", changed)}}, {"policy", {policy}}})->refused) << at;
  }
  // Another log's policy: the bytes are intact, the signer is unknown.
  Home other{folder_.path() / "other"};
  ASSERT_TRUE(make_home(other, ""));
  const json strange =
      json::parse(run("verify", {{"what", {bundle}}, {"policy", {other.policy().string()}}})->summary_json);
  EXPECT_EQ(strange["intact"]["answer"], "yes");
  EXPECT_NE(strange["signer"]["answer"], "yes");
}

TEST_F(EvidenceStory, ExportsAreWellFormed) {
  const std::string source = file("source.txt", "measured");
  const std::string last = file("last.txt", "concluded");
  record("first", source, last);
  auto prov = run("export", {{"what", {last}}, {"format", {"prov-jsonld"}}});
  ASSERT_TRUE(prov) << prov.error().text();
  EXPECT_TRUE(json::parse(prov->files[0].bytes).contains("@graph"));
  auto crate = run("export", {{"what", {last}}, {"format", {"ro-crate"}}});
  ASSERT_TRUE(crate) << crate.error().text();
  EXPECT_EQ(crate->files.size(), 3u);   // two bodies, and the metadata
  auto proof = run("prove", {{"what", {last}}});
  ASSERT_TRUE(proof);
  EXPECT_THAT(proof->files[0].bytes, testing::StartsWith("c2sp.org/tlog-proof@v1\n"));
}

TEST_F(EvidenceStory, KeysRotateAndAreRevoked) {
  const std::string first = file("first.txt", "1");
  const std::string second = file("second.txt", "2");
  const std::string third = file("third.txt", "3");
  summary("capture", {{"file", {first}}});
  summary("rotate", {});
  summary("capture", {{"file", {second}}});
  EXPECT_FALSE(run("verify", {{"what", {first}}})->refused) << "what the old key signed before stays good";
  EXPECT_FALSE(run("verify", {{"what", {second}}})->refused);
  summary("revoke", {{"reason", {"stolen"}}, {"since", {"2000-01-01"}}});
  summary("capture", {{"file", {third}}});
  EXPECT_FALSE(run("verify", {{"what", {third}}})->refused) << run("verify", {{"what", {third}}})->table;
  EXPECT_TRUE(run("verify", {{"what", {second}}})->refused) << "signed in the time that is in doubt";
}

TEST_F(EvidenceStory, NothingOnTheLedgerTellsWhoAPersonIs) {
  const std::string identifier = "880101-1234567";
  const std::string record_file = file("kim-" + identifier + ".txt", "HbA1c 8.1 % of " + identifier);
  const json captured =
      summary("capture", {{"file", {record_file}}, {"person", {identifier}}, {"media-type", {"text/plain"}}});
  const std::string sealed = captured["captures"][0]["sha256"];
  EXPECT_EQ(captured["captures"][0]["sealed"], true);

  // The attacker has the ledger, every identifier there is, and the plain bytes that he suspects.
  std::string everything;
  for (const auto& entry : fs::recursive_directory_iterator(home_.ledger())) {
    if (entry.is_regular_file()) everything += *read_file(entry.path(), 64 << 20);
  }
  auto reader = LedgerReader::open(home_.ledger());
  const Entry entry = *reader->entry(1);
  ASSERT_TRUE(entry.person);
  const std::string guesses[] = {identifier, "kim", "HbA1c", "text/plain"};
  for (const std::string& guess : guesses) EXPECT_EQ(everything.find(guess), std::string::npos) << guess;
  for (const std::string& dictionary : {identifier, std::string("880101-1234568")}) {
    for (const std::string& guess : {dictionary, "maek person v1\n" + dictionary, dictionary + "\n"}) {
      EXPECT_NE(sha256(guess), *entry.person);
      EXPECT_EQ(everything.find(sha256(guess).hex()), std::string::npos);
    }
  }
  EXPECT_EQ(everything.find(sha256("HbA1c 8.1 % of " + identifier).hex()), std::string::npos)
      << "a digest of guessable bytes would give them away";
  // Another home gives the same person another commitment: nothing public is in it.
  auto elsewhere = Persons::open(folder_.path() / "elsewhere");
  EXPECT_NE(elsewhere->key(identifier)->commitment, *entry.person);
  // Whoever holds the key reads it.
  auto persons = Persons::open(home_.persons());
  EXPECT_THAT(*unseal(*persons->key(identifier), *reader->body(*parse_digest(sealed))),
              HasSubstr("HbA1c 8.1 % of " + identifier));
}

TEST_F(EvidenceStory, AnErasedPersonCannotBeReadAndEveryProofStillHolds) {
  const std::string record_file = file("record.txt", "HbA1c 8.1 %");
  const json captured = summary("capture", {{"file", {record_file}}, {"person", {"patient-17"}}});
  const std::string sealed = captured["captures"][0]["sha256"];
  EXPECT_FALSE(run("verify", {{"what", {sealed}}})->refused);
  const json forgotten = summary("forget", {{"person", {"patient-17"}}});
  EXPECT_EQ(forgotten["bodies"], 1);
  EXPECT_EQ(summary("forget", {{"person", {"patient-17"}}})["entry"], forgotten["entry"]) << "once is enough";
  EXPECT_THAT(run("show", {{"what", {sealed}}})->table, HasSubstr("erased by right on "));
  auto verdict = run("verify", {{"what", {sealed}}});
  ASSERT_TRUE(verdict);
  EXPECT_THAT(verdict->table, HasSubstr("erased by right on "));
  const json answers = json::parse(verdict->summary_json);
  EXPECT_EQ(answers["intact"]["answer"], "yes");
  EXPECT_EQ(answers["signer"]["answer"], "yes");
  EXPECT_FALSE(run("capture", {{"file", {record_file}}, {"person", {"patient-17"}}}));
  const auto report = fsck(home_.ledger());
  EXPECT_TRUE(report->findings.empty());
}

TEST_F(EvidenceStory, RefusesWithTheReason) {
  EXPECT_EQ(run("stats", {}).error().code, ErrorCode::kNotFound) << "no ledger yet";
  summary("init", {{"origin", {"example.org/lab"}}});
  EXPECT_EQ(run("init", {}).error().code, ErrorCode::kInvalidArgument);
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"99", "the ledger has 1 entries"}, {"abcdefgh", "is no file"}, {"deadbeef", "no digest that begins so"}};
  for (const auto& [what, said] : cases) {
    auto shown = run("show", {{"what", {what}}});
    ASSERT_FALSE(shown);
    EXPECT_THAT(shown.error().text(), HasSubstr(said));
  }
  EXPECT_THAT(run("stats", {{"as-of", {"yesterday"}}}).error().text(), HasSubstr("--as-of"));
  EXPECT_FALSE(run("keygen", {{"name", {"a b"}}, {"to", {(folder_.path() / "k").string()}}}));
}

}  // namespace
}  // namespace maek::evidence
