// SPDX-License-Identifier: Apache-2.0
// The list of logs: what is read, and where it says that something is wrong.
#include "serve/log_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evidence/internal/ledger_fixture.h"   // for fixture_log

namespace maek::serve {
namespace {

TEST(LogKeys, ReadsOneKeyALineWithCommentsAndBlanks) {
  const std::string a = evidence::fixture_log(1).text(), b = evidence::fixture_log(2).text();
  for (const std::string& text :
       {a + "\n" + b + "\n", "# logs\n\n  " + a + "\t\n" + b, a + "\r\n#" + a + "\r\n" + b + "\r\n"}) {
    const auto keys = parse_log_keys(text, "logs");
    ASSERT_TRUE(keys) << keys.error().text();
    ASSERT_EQ(keys->size(), 2u);
    EXPECT_EQ((*keys)[0].text(), a);
    EXPECT_EQ((*keys)[1].text(), b);
  }
}

TEST(LogKeys, NamesTheLineThatIsWrong) {
  const std::string good = evidence::fixture_log().text();
  const std::string cosigner =
      evidence::VerifierKey{"w", evidence::KeyType::kCosignature, evidence::fixture_key().public_key()}.text();
  for (const std::string& bad : {std::string("x"), good + " " + good, good.substr(0, good.size() - 1), "log " + good,
                                 cosigner, std::string("\0", 1), good + "#"}) {
    const auto keys = parse_log_keys("# first\n" + good + "\n" + bad + "\n", "my logs");
    ASSERT_FALSE(keys) << bad;
    EXPECT_THAT(keys.error().text(), testing::HasSubstr("my logs:3")) << bad;
  }
  for (const char* empty : {"", "\n", "# nothing\n"}) EXPECT_FALSE(parse_log_keys(empty, "logs"));
  std::string many;
  for (std::size_t i = 0; i <= kMaxLogs; ++i) many += good + "\n";
  EXPECT_EQ(parse_log_keys(many, "logs").error().code, ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace maek::serve
