// SPDX-License-Identifier: Apache-2.0
// Tests of the rules for single files: each is shown to catch its breach, and the real tree keeps them all.
#include "tests/house/rules.h"

#include <gmock/gmock.h>    // for HasSubstr
#include <gtest/gtest.h>    // for TEST

#include "tests/house/made_up.h"     // for made_up, file, text_of
#include "tests/house/real_tree.h"   // for real_tree

namespace maek::house {
namespace {

using testing::HasSubstr;

std::string lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "x\n";
  return text;
}

TEST(LicenceLine, IsMissedWhereItBelongs) {
  const std::string cpp = "// SPDX-License-Identifier: Apache-2.0\n";
  const std::string hash = "# SPDX-License-Identifier: Apache-2.0\n";
  const struct { const char* path; std::string text; bool breach; } cases[] = {
      {"src/mol/a.h", cpp + "// A: a.\n", false},
      {"src/mol/a.h", "// A: a.\n" + cpp, true},
      {"src/mol/a.cc", "", true},
      {"src/mol/a.cc", "// SPDX-License-Identifier: MIT\n", true},
      {"cmake/A.cmake", hash, false},
      {"cmake/A.cmake", "include(B)\n", true},
      {"dev", "#!/usr/bin/env bash\n" + hash, false},
      {"dev", "#!/usr/bin/env bash\necho\n", true},
      {"README.md", "# A\n", false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(check_licence_lines(made_up({{c.path, c.text}})).size(), c.breach ? 1u : 0u) << c.path << "\n" << c.text;
  }
}

TEST(HeadComment, SaysWhatIsInside) {
  const std::string licence = "// SPDX-License-Identifier: Apache-2.0\n";
  const struct { const char* path; std::string text; bool breach; } cases[] = {
      {"src/mol/a.h", licence + "// Thing: what the thing is for.\n", false},
      {"src/mol/a.h", licence + "#pragma once\n", true},
      {"src/mol/a.h", licence + "// Thing.\n", true},
      {"src/mol/a.h", licence, true},
      {"src/mol/a.cc", licence, false},
      {"src/mol/a.txt", "", false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(check_head_comments(made_up({{c.path, c.text}})).size(), c.breach ? 1u : 0u) << c.path << "\n" << c.text;
  }
}

TEST(Length, EndsAtSixHundredLinesExceptInTables) {
  const struct { const char* path; int count; bool breach; } cases[] = {
      {"src/mol/a.cc", kMaxLines, false},        {"src/mol/a.cc", kMaxLines + 1, true},
      {"src/mol/a_table.cc", 5000, false},       {"src/mol/a_gen.h", 5000, false},
      {"src/mol/a_table_reader.cc", 601, true},  {"cmake/A.cmake", 601, true},
      {"docs/a.md", 5000, false},                {"web/src/App.tsx", 601, true},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(check_lengths(made_up({{c.path, lines(c.count)}})).size(), c.breach ? 1u : 0u) << c.path << c.count;
  }
  EXPECT_EQ(check_lengths(made_up({{"dev", "#!/bin/sh\n" + lines(kMaxLines)}})).size(), 1u) << "a script without ending";
}

TEST(ForbiddenWords, AreAbsolutePathsOfOneMachine) {
  const std::string work = std::string("/wo") + "rk/";
  const std::string home = std::string("/ro") + "ot/";
  const struct { std::string text; bool breach; } cases[] = {
      {"see " + work + "main\n", true},      {"`" + home + ".config`\n", true},
      {work + "at the start\n", true},       {"build" + work + "x is relative\n", false},
      {"../tmp" + work + "x\n", false},      {"work/x\n", false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(check_forbidden_words(made_up({{"docs/a.md", c.text}})).size(), c.breach ? 1u : 0u) << c.text;
  }
  EXPECT_THAT(text_of(check_forbidden_words(made_up({{"docs/a.md", "\n\n" + work}}))), HasSubstr("docs/a.md:3"));
}

TEST(TheHouse, HasItsLicenceLines) { EXPECT_EQ(text_of(check_licence_lines(real_tree())), ""); }
TEST(TheHouse, SaysAtTheTopWhatAFileHolds) { EXPECT_EQ(text_of(check_head_comments(real_tree())), ""); }
TEST(TheHouse, KeepsFilesShort) { EXPECT_EQ(text_of(check_lengths(real_tree())), ""); }
TEST(TheHouse, NamesNoPathOfOneMachine) { EXPECT_EQ(text_of(check_forbidden_words(real_tree())), ""); }

}  // namespace
}  // namespace maek::house
