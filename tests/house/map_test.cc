// SPDX-License-Identifier: Apache-2.0
// Tests of the map: what it takes from a header, and that a missing, stale or surplus line is caught.
#include "tests/house/map.h"

#include <gmock/gmock.h>    // for HasSubstr
#include <gtest/gtest.h>    // for TEST

#include "tests/house/made_up.h"     // for made_up, file, text_of
#include "tests/house/real_tree.h"   // for real_tree

namespace maek::house {
namespace {

using testing::HasSubstr;

TEST(MapSummary, IsTheFirstSentenceOfTheHead) {
  const struct { const char* head; const char* summary; } cases[] = {
      {"Element: atomic number (periodic table). C++17-clean.", "Element: atomic number (periodic table)"},
      {"Operation: help, completion,\n// schema and page. Pure.", "Operation: help, completion, schema and page"},
      {"Expected<T>: a value or an Error.", "Expected\\<T>: a value or an Error"},
      {"Files *.cc and first_last.", "Files \\*.cc and first\\_last"},
      {"Version 1.2 of it", "Version 1.2 of it"},
  };
  for (const auto& c : cases) EXPECT_EQ(summary_of(file("src/mol/a.h", "#pragma once\n", c.head)), c.summary);
  EXPECT_EQ(summary_of({"src/mol/a.h", "// SPDX\n#pragma once\n"}), "");
  EXPECT_EQ(summary_of({"src/mol/a.h", ""}), "");
}

TEST(Map, GoesFromTheGroundUp) {
  const std::string map = write_map(made_up({file("src/cli/c.h"), file("src/base/b.h"), file("src/mol/internal/i.h"),
                                             file("src/mol/a.h"), file("tests/t.h"), file("src/mol/a.cc")}));
  EXPECT_LT(map.find("## base"), map.find("## mol"));
  EXPECT_LT(map.find("## mol"), map.find("## cli"));
  EXPECT_LT(map.find("## cli"), map.find("## tests"));
  EXPECT_LT(map.find("`mol/a.h`"), map.find("`mol/internal/i.h`"));
  EXPECT_EQ(map.find("a.cc"), std::string::npos);
}

TEST(Map, CatchesWhatIsMissingStaleOrGone) {
  const Tree headers = made_up({file("src/mol/a.h"), file("src/mol/b.h", "", "Bee: the second thing of the two.")});
  const std::string good = write_map(headers);
  const auto with_map = [&](const std::string& map) {
    Tree tree = headers;
    tree.insert(tree.begin(), File{"docs/map.md", map});
    return text_of(check_map(tree));
  };
  std::string missing = good;
  missing.erase(missing.find("- `mol/b.h`"));
  std::string stale = good;
  stale.replace(stale.find("Bee"), 3, "Bug");

  EXPECT_EQ(with_map(good), "");
  EXPECT_THAT(with_map(missing), HasSubstr("mol/b.h"));
  EXPECT_THAT(with_map(stale), HasSubstr("`mol/b.h`: Bee"));
  EXPECT_THAT(with_map(good + "- `mol/c.h`: once\n"), HasSubstr("lists mol/c.h, which is gone"));
  EXPECT_THAT(text_of(check_map(headers)), HasSubstr("is missing"));
}

TEST(TheHouse, HasAMapOfEveryHeader) { EXPECT_EQ(text_of(check_map(real_tree())), ""); }

}  // namespace
}  // namespace maek::house
