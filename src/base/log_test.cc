// SPDX-License-Identifier: Apache-2.0
// Tests of the log: levels, one line each, no forged lines.
#include "base/log.h"

#include <gtest/gtest.h>

#include <sstream>   // for std::ostringstream

namespace maek {
namespace {

TEST(Log, WritesWhatIsAtOrAboveItsLevel) {
  const LogLevel before = log_level();
  std::ostringstream out;
  set_log_stream(&out);
  const std::pair<LogLevel, const char*> cases[] = {
      {LogLevel::kDebug, "maek: debug: a\nmaek: info: b\nmaek: warning: c\nmaek: error: d\n"},
      {LogLevel::kInfo, "maek: info: b\nmaek: warning: c\nmaek: error: d\n"},
      {LogLevel::kWarning, "maek: warning: c\nmaek: error: d\n"},
      {LogLevel::kError, "maek: error: d\n"},
      {LogLevel::kSilent, ""}};
  for (const auto& [level, expected] : cases) {
    set_log_level(level);
    EXPECT_EQ(log_level(), level);
    out.str("");
    log(LogLevel::kDebug, "a");
    log(LogLevel::kInfo, "b");
    log(LogLevel::kWarning, "c");
    log(LogLevel::kError, "d");
    log(LogLevel::kSilent, "e");
    EXPECT_EQ(out.str(), expected);
  }
  set_log_stream(nullptr);
  set_log_level(before);
}

TEST(Log, CannotBeMadeToForgeALine) {
  std::ostringstream out;
  set_log_stream(&out);
  log(LogLevel::kError, "bad file a\nmaek: info: all fine\x1b[2J {} %v");
  set_log_stream(nullptr);
  EXPECT_EQ(out.str(), "maek: error: bad file a maek: info: all fine [2J {} %v\n");
}

TEST(Log, ReadsItsLevels) {
  EXPECT_EQ(*parse_log_level("debug"), LogLevel::kDebug);
  EXPECT_EQ(*parse_log_level("silent"), LogLevel::kSilent);
  EXPECT_FALSE(parse_log_level("loud"));
}

}  // namespace
}  // namespace maek
