// SPDX-License-Identifier: Apache-2.0
#include "evidence/statement.h"

#include <gtest/gtest.h>

#include <string>    // for std::string

#include "base/ids.h"                  // for sha256
#include "evidence/canonical_json.h"   // for parse_canonical_json
#include "tests/test_data.h"           // for test_data

namespace maek::evidence {
namespace {

using nlohmann::json;

const std::string kHex64(64, 'a');

std::string statement_with(const std::string& member, const std::string& value) {
  json whole{{"_type", "https://in-toto.io/Statement/v1"},
             {"subject", json::array({{{"digest", {{"sha256", kHex64}}}}})},
             {"predicateType", "https://example.org/p/v1"},
             {"predicate", {{"a", 1}}}};
  whole.erase(member);
  std::string text = whole.dump();
  if (!value.empty()) text.insert(1, "\"" + member + "\":" + value + ",");
  return text;
}

TEST(Statement, ReadsWhatItWrites) {
  Statement statement{
      {subject_of(sha256("약"), "약.pdb"), subject_of(sha256("b"))}, predicate_uri("run"), {{"b", 2}, {"a", "\n"}}};
  const std::string text = statement.text();
  EXPECT_EQ(text, R"({"_type":"https://in-toto.io/Statement/v1","predicate":{"a":"\n","b":2},)"
                  R"("predicateType":"urn:maek:predicate:run:v1","subject":[{"digest":{"sha256":")" +
                      sha256("약").hex() + R"("},"name":"약.pdb"},{"digest":{"sha256":")" + sha256("b").hex() +
                      "\"}}]}");
  const auto read = parse_statement(text);
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->text(), text);
  EXPECT_EQ(read->subjects[0].name, "약.pdb");
  EXPECT_EQ(read->predicate, statement.predicate);
}

TEST(Statement, ReadsOneWithoutPredicate) {
  for (const char* value : {"", "null"}) {
    const auto read = parse_statement(statement_with("predicate", value));
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_TRUE(read->predicate.is_null());
    EXPECT_EQ(read->text().find("\"predicate\""), std::string::npos);
  }
}

TEST(Statement, IgnoresMembersItDoesNotKnow) {
  EXPECT_TRUE(parse_statement(statement_with("extra", "[1,2]")));
  const auto read =
      parse_statement(statement_with("subject", R"([{"uri":"x:y","mediaType":"text/csv","digest":{"sha256":")" +
                                                    kHex64 + R"(","gitCommit":"AB/+"}}])"));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->subjects[0].digests.at("gitCommit"), "AB/+");
}

TEST(Statement, NamesTheFieldThatIsWrong) {
  const std::string upper(64, 'A');
  const struct {
    const char* member;
    std::string value;
    const char* word;
  } cases[] = {
      {"_type", "", "_type"},
      {"_type", "\"https://in-toto.io/Statement/v0.1\"", "_type"},
      {"_type", "1", "_type"},
      {"subject", "", "subject"},
      {"subject", "[]", "subject"},
      {"subject", "{}", "subject"},
      {"subject", "[1]", "subject[0]"},
      {"subject", "[{}]", "subject[0].digest"},
      {"subject", R"([{"digest":{}}])", "subject[0].digest"},
      {"subject", R"([{"digest":{"sha256":1}}])", "subject[0].digest"},
      {"subject", R"([{"digest":{"sha256":"abcd"}}])", "subject[0].digest.sha256"},
      {"subject", R"([{"digest":{"sha256":")" + upper + R"("}}])", "subject[0].digest.sha256"},
      {"subject", R"([{"digest":{"sha512":")" + kHex64 + R"("}}])", "subject[0].digest.sha512"},
      {"subject", R"([{"digest":{"":"a"}}])", "subject[0].digest"},
      {"subject", R"([{"name":1,"digest":{"sha1":"a"}}])", "subject[0].name"},
      {"predicateType", "", "predicateType"},
      {"predicateType", "\"\"", "predicateType"},
      {"predicateType", "[]", "predicateType"},
      {"predicate", "[]", "predicate"},
      {"predicate", "\"x\"", "predicate"},
      {"extra", "1,\"extra\":2", "extra"},
  };
  for (const auto& one : cases) {
    const auto read = parse_statement(statement_with(one.member, one.value));
    ASSERT_FALSE(read) << one.member << one.value;
    EXPECT_NE(read.error().text().find(one.word), std::string::npos) << read.error().text();
  }
  EXPECT_FALSE(parse_statement("[]"));
  EXPECT_FALSE(parse_statement(""));
}

TEST(Statement, RefusesToWriteWhatItWouldNotRead) {
  const Statement good{{subject_of(sha256("a"))}, predicate_uri("run"), json::object()};
  ASSERT_TRUE(write_statement(good));
  Statement bad = good;
  bad.subjects.clear();
  EXPECT_FALSE(write_statement(bad));
  EXPECT_EQ(bad.text(), "");
  bad = good;
  bad.subjects[0].digests = {};
  EXPECT_FALSE(write_statement(bad));
  bad.subjects[0].digests = {{"sha256", "ABC"}};
  EXPECT_FALSE(write_statement(bad));
  bad = good;
  bad.subjects[0].name = "\xFF";
  EXPECT_FALSE(write_statement(bad));
  bad = good;
  bad.predicate_type = "";
  EXPECT_FALSE(write_statement(bad));
  bad = good;
  bad.predicate = json::array();
  EXPECT_FALSE(write_statement(bad));
  bad.predicate = {{"seed", (std::int64_t{1} << 53) + 1}};
  EXPECT_FALSE(write_statement(bad));
}

TEST(Statement, ComparesSubjectsByAcceptedDigestsAlone) {
  const auto same = [](std::map<std::string, std::string> a, std::map<std::string, std::string> b) {
    return same_subject({"x", std::move(a)}, {"y", std::move(b)});
  };
  EXPECT_TRUE(same({{"sha256", "ab"}, {"sha512", "cd"}}, {{"sha512", "cd"}}));
  EXPECT_FALSE(same({{"sha256", "ab"}, {"sha512", "cd"}}, {{"sha256", "ab"}, {"sha512", "ce"}}));  // disagree on one
  EXPECT_FALSE(same({{"sha256", "ab"}}, {{"sha512", "ab"}}));
  EXPECT_FALSE(same({{"sha256", ""}}, {{"sha256", ""}}));
  EXPECT_FALSE(same({{"sha256", "AB"}}, {{"sha256", "AB"}}));
  EXPECT_FALSE(same({{"sha1", "ab"}}, {{"sha1", "ab"}}));
}

TEST(Statement, ComparesSubjectsAsTheVectorsDo) {
  const auto path = test_data("data/vectors/dsse/dsse.json");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/dsse/dsse.json");
  const json vectors = json::parse(file_bytes(*path));
  ASSERT_EQ(vectors.at("digest_set_match").size(), 5u);
  for (const json& one : vectors.at("digest_set_match")) {
    const auto set = [&](const char* side) {
      return Subject{"", one.at(side).get<std::map<std::string, std::string>>()};
    };
    EXPECT_EQ(same_subject(set("a"), set("b")), one.at("match").get<bool>()) << one;
    EXPECT_EQ(same_subject(set("b"), set("a")), one.at("match").get<bool>()) << one;
  }
}

}  // namespace
}  // namespace maek::evidence
