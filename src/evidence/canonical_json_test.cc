// SPDX-License-Identifier: Apache-2.0
#include "evidence/canonical_json.h"

#include <gtest/gtest.h>
#include <zlib.h>        // for gzopen

#include <bit>           // for std::bit_cast
#include <charconv>      // for std::from_chars
#include <filesystem>    // for std::filesystem::path
#include <limits>        // for std::numeric_limits
#include <sstream>       // for std::istringstream
#include <string>        // for std::string

#include <nlohmann/json.hpp>

#include "base/ids.h"            // for sha256, to_hex
#include "tests/test_data.h"     // for test_data

namespace maek::evidence {
namespace {

using nlohmann::json;

double double_of(std::string_view hex) {
  std::uint64_t bits = 0;
  std::from_chars(hex.data(), hex.data() + hex.size(), bits, 16);
  return std::bit_cast<double>(bits);
}

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
}

// RFC 8785, appendix B: IEEE 754 bits and the text of the number.
struct Number {
  const char* bits;
  const char* text;
};
constexpr Number kAppendixB[] = {
    {"0000000000000000", "0"},
    {"8000000000000000", "0"},
    {"0000000000000001", "5e-324"},
    {"8000000000000001", "-5e-324"},
    {"7fefffffffffffff", "1.7976931348623157e+308"},
    {"ffefffffffffffff", "-1.7976931348623157e+308"},
    {"4340000000000000", "9007199254740992"},
    {"c340000000000000", "-9007199254740992"},
    {"4430000000000000", "295147905179352830000"},
    {"44b52d02c7e14af5", "9.999999999999997e+22"},
    {"44b52d02c7e14af6", "1e+23"},
    {"44b52d02c7e14af7", "1.0000000000000001e+23"},
    {"444b1ae4d6e2ef4e", "999999999999999700000"},
    {"444b1ae4d6e2ef4f", "999999999999999900000"},
    {"444b1ae4d6e2ef50", "1e+21"},
    {"3eb0c6f7a0b5ed8c", "9.999999999999997e-7"},
    {"3eb0c6f7a0b5ed8d", "0.000001"},
    {"41b3de4355555553", "333333333.3333332"},
    {"41b3de4355555554", "333333333.33333325"},
    {"41b3de4355555555", "333333333.3333333"},
    {"41b3de4355555556", "333333333.3333334"},
    {"41b3de4355555557", "333333333.33333343"},
    {"becbf647612f3696", "-0.0000033333333333333333"},
    {"43143ff3c1cb0959", "1424953923781206.2"},
};

TEST(CanonicalJson, WritesTheNumbersOfRfc8785AsPublished) {
  for (const Number& number : kAppendixB) {
    const double value = double_of(number.bits);
    EXPECT_EQ(ecmascript_number(value), number.text) << number.bits;
    EXPECT_EQ(*canonical_json(json(value)), number.text) << number.bits;
  }
}

TEST(CanonicalJson, KeepsTheBordersOfEcmascriptLayouts) {
  const std::pair<double, const char*> cases[] = {{1e20, "100000000000000000000"},
                                                  {1e21, "1e+21"},
                                                  {1.5e21, "1.5e+21"},
                                                  {1e-6, "0.000001"},
                                                  {1e-7, "1e-7"},
                                                  {1.25e-7, "1.25e-7"},
                                                  {0.1, "0.1"},
                                                  {100, "100"},
                                                  {-12.5, "-12.5"},
                                                  {123456789.0, "123456789"}};
  for (const auto& [value, text] : cases) EXPECT_EQ(ecmascript_number(value), text);
}

TEST(CanonicalJson, SortsNamesByUtf16CodeUnits) {
  // U+1F602 begins with the unit D83D and stands before U+FB33 (RFC 8785, 3.2.3); U+D7FF stands before both.
  EXPECT_EQ(*canonical_json(R"({"\ufb33":1,"\ud83d\ude02":2,"\ud7ff":3,"\ue000":4,"b":5,"":6,"ab":7,"a":8})"),
            "{\"\":6,\"a\":8,\"ab\":7,\"b\":5,\"\xED\x9F\xBF\":3,\"\xF0\x9F\x98\x82\":2,\"\xEE\x80\x80\":4,"
            "\"\xEF\xAC\xB3\":1}");
}

struct Refusal {
  const char* name;
  std::string text;
  const char* byte;      // where the message points
  const char* word;      // in the message
};

TEST(CanonicalJson, RefusesWithTheByte) {
  const Refusal cases[] = {
      {"nothing", "", "byte 1", "unexpected end"},
      {"mark", "\xEF\xBB\xBF{}", "byte 0", "byte order mark"},
      {"zero behind", std::string("{}\0", 3), "byte 2", "zero byte"},
      {"zero and more", std::string("1\0 2", 4), "byte 1", "zero byte"},
      {"duplicate", R"({"a":1,"a":2})", "byte 10", "'a' stands twice"},
      {"duplicate, escaped", R"({"a":1,"\u0061":2})", "byte 15", "'a' stands twice"},
      {"duplicate, deep", R"([{"x":{"k":1,"k":1}}])", "byte 16", "'k' stands twice"},
      {"lone high surrogate", R"("\ud800")", "byte 8", "surrogate"},
      {"lone low surrogate", R"("\udead")", "byte 7", "surrogate"},
      {"surrogate in UTF-8", "\"\xED\xA0\x80\"", "byte 3", "UTF-8"},
      {"overlong", "\"\xC0\x80\"", "byte 2", "UTF-8"},
      {"above U+10FFFF", "\"\xF4\x90\x80\x80\"", "byte 3", "UTF-8"},
      {"cut character", "\"\xED\x9F\"", "byte 4", "UTF-8"},
      {"overflow", "[1e400]", "byte 6", "double"},
      {"long overflow", "1" + std::string(400, '0'), "byte 40", "double"},
      {"two values", "1 2", "byte 3", "syntax error"},
      {"comment", "[1/*x*/]", "byte 3", "invalid literal"},
      {"deep", nested(65), "byte 6", "64 deep"},
  };
  for (const Refusal& one : cases) {
    const auto made = canonical_json(one.text);
    ASSERT_FALSE(made) << one.name;
    EXPECT_EQ(made.error().code, ErrorCode::kMalformed) << one.name;
    EXPECT_NE(made.error().where.find(one.byte), std::string::npos) << one.name << ": " << made.error().text();
    EXPECT_NE(made.error().message.find(one.word), std::string::npos) << one.name << ": " << made.error().text();
    EXPECT_FALSE(parse_strict_json(one.text)) << one.name;
  }
}

TEST(CanonicalJson, ReadsTheDeepestThatIsAllowed) {
  EXPECT_EQ(*canonical_json(nested(kMaxJsonDepth)), nested(kMaxJsonDepth));
  EXPECT_FALSE(canonical_json(nested(1'000'000)));
  json value = json::array();
  for (int i = 1; i < kMaxJsonDepth; ++i) value = json::array({std::move(value)});
  EXPECT_TRUE(canonical_json(value));
  EXPECT_FALSE(canonical_json(json::array({value})));
}

TEST(CanonicalJson, MessagesNeverRepeatAnUnboundedInput) {
  const std::string name(100'000, 'n');
  for (const std::string& text : {"{\"" + name + "\":1,\"" + name + "\":2}", "\"" + name, "[" + name + "]"}) {
    const auto made = canonical_json(text);
    ASSERT_FALSE(made);
    EXPECT_LT(made.error().text().size(), 300u);
  }
}

TEST(CanonicalJson, RefusesEveryTruncation) {
  const std::string whole = R"({"a":[1,-2.5e3,true,null,"\ud83d\ude02x"],"b":{"c":false}})";
  ASSERT_TRUE(canonical_json(whole));
  for (std::size_t n = 0; n < whole.size(); ++n)
    EXPECT_FALSE(canonical_json(std::string_view(whole).substr(0, n))) << n;
}

TEST(CanonicalJson, RefusesValuesThatJsonCannotHold) {
  EXPECT_FALSE(canonical_json(json(std::numeric_limits<double>::infinity())));
  EXPECT_FALSE(canonical_json(json(std::numeric_limits<double>::quiet_NaN())));
  EXPECT_FALSE(canonical_json(json::binary({1, 2})));
  EXPECT_FALSE(canonical_json(json("\xFFname")));
  EXPECT_FALSE(canonical_json(json{{"\xED\xA0\x80", 1}}));
  for (const char* bad : {"\xC0\x80", "\xE0\x80\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
                          "\xE2\x82", "\x80", "ab\xC3"}) {
    EXPECT_FALSE(canonical_json(json(bad)));
  }
}

TEST(CanonicalJson, RefusesIntegersInMemoryThatADoubleCannotHold) {
  const std::int64_t largest = std::int64_t{1} << 53;
  EXPECT_EQ(*canonical_json(json(largest)), "9007199254740992");
  EXPECT_EQ(*canonical_json(json(-largest)), "-9007199254740992");
  EXPECT_FALSE(canonical_json(json(largest + 1)));
  EXPECT_FALSE(canonical_json(json(-largest - 1)));
  EXPECT_FALSE(canonical_json(json(std::numeric_limits<std::uint64_t>::max())));
  EXPECT_FALSE(canonical_json(json{{"seed", std::numeric_limits<std::int64_t>::min()}}));
}

TEST(CanonicalJson, ReadsOnlyTheCanonicalSpellingWhereThatIsAsked) {
  EXPECT_TRUE(parse_canonical_json(R"({"a":1,"b":"é"})"));
  const std::pair<const char*, const char*> others[] = {{R"({"b":1,"a":1})", "byte 2"},
                                                        {R"({"a": 1})", "byte 5"},
                                                        {R"({"a":1})"
                                                         "\n",
                                                         "byte 7"},
                                                        {"1.0", "byte 1"},
                                                        {"-0", "byte 0"},
                                                        {R"("\u00e9")", "byte 1"},
                                                        {"1E3", "byte 1"},
                                                        {"9007199254740993", "byte 15"}};
  for (const auto& [text, byte] : others) {
    const auto read = parse_canonical_json(text);
    ASSERT_FALSE(read) << text;
    EXPECT_NE(read.error().where.find(byte), std::string::npos) << text << ": " << read.error().text();
    EXPECT_TRUE(parse_canonical_json(*canonical_json(text))) << text;
  }
}

std::string bytes_of(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

TEST(CanonicalJson, AgreesWithTheVectorsOfOthers) {
  const auto path = test_data("data/vectors/jcs/jcs.json");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/jcs/jcs.json");
  const json vectors = json::parse(file_bytes(*path));
  ASSERT_EQ(vectors.at("cases").size(), 16u);
  for (const json& one : vectors.at("cases")) {
    const auto made = canonical_json(one.at("input").get<std::string>());
    ASSERT_TRUE(made) << one.at("id") << made.error().text();
    EXPECT_EQ(to_hex(*made), one.at("output_hex").get<std::string>()) << one.at("id");
    EXPECT_EQ(sha256(*made).hex(), one.at("sha256").get<std::string>()) << one.at("id");
    EXPECT_EQ(*canonical_json(*made), *made) << one.at("id");
    EXPECT_TRUE(parse_canonical_json(bytes_of(one.at("output_hex").get<std::string>()))) << one.at("id");
  }
  ASSERT_EQ(vectors.at("reject").size(), 14u);
  for (const json& one : vectors.at("reject")) {
    EXPECT_FALSE(canonical_json(one.at("input").get<std::string>())) << one.at("id");
  }
  ASSERT_EQ(vectors.at("number_table").size(), 24u);
  for (const json& one : vectors.at("number_table")) {
    EXPECT_EQ(ecmascript_number(double_of(one.at("ieee_hex").get<std::string>())), one.at("json").get<std::string>())
        << one;
  }
}

/// By zlib: libarchive takes these lines for a list of files (mtree).
std::string unzipped(const std::filesystem::path& path) {
  std::string bytes;
  gzFile in = gzopen(path.c_str(), "rb");
  if (in == nullptr) return bytes;
  std::string buffer(1 << 16, '\0');
  for (int n; (n = gzread(in, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0;) {
    bytes.append(buffer, 0, static_cast<std::size_t>(n));
  }
  gzclose(in);
  return bytes;
}

TEST(CanonicalJson, WritesTenThousandNumbersAsPublished) {
  const auto path = test_data("data/vectors/jcs/es6numbers_10000.txt.gz");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/jcs/es6numbers_10000.txt.gz");
  std::istringstream lines(unzipped(*path));
  std::string written;
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto comma = line.find(',');
    ASSERT_NE(comma, std::string::npos);
    const std::string bits = line.substr(0, comma);
    const std::string text = ecmascript_number(double_of(bits));
    ASSERT_EQ(text, line.substr(comma + 1)) << bits;
    written += bits + "," + text + "\n";
    EXPECT_EQ(*canonical_json(text), text);   // and reading gives the same double back
  }
  EXPECT_EQ(count, 10'000);
  // The digest that cyberphone/json-canonicalization publishes for 10,000 lines.
  EXPECT_EQ(sha256(written).hex(), "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892");
}

}  // namespace
}  // namespace maek::evidence
