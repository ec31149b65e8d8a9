// SPDX-License-Identifier: Apache-2.0
// Tests of the pages: verbs of the table need their page, links need their file.
#include "tests/house/pages.h"

#include <gmock/gmock.h>    // for ElementsAre, HasSubstr
#include <gtest/gtest.h>    // for TEST

#include "tests/house/made_up.h"     // for made_up, text_of
#include "tests/house/real_tree.h"   // for real_tree

namespace maek::house {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(CapabilityTable, FindsVerbsInTableRowsOnly) {
  EXPECT_THAT(verbs_in_tables("Run `maek chat`.\n| x | `maek dock --json` | works |\n| y | `maek dock`, `maek check` |\n"),
              ElementsAre("dock", "check"));
}

TEST(CapabilityTable, MissesThePageOfAVerb) {
  const File readme{"README.md", "| dock | `maek dock` | works |\n"};
  EXPECT_THAT(text_of(check_capability_table(made_up({readme}))), HasSubstr("docs/dock.md does not exist"));
  EXPECT_EQ(text_of(check_capability_table(made_up({readme, {"docs/dock.md", "# dock\n"}}))), "");
  EXPECT_THAT(text_of(check_capability_table({})), HasSubstr("is missing"));
}

TEST(PageLinks, LeadSomewhere) {
  const struct { const char* text; bool breach; } cases[] = {
      {"[a](other.md)", false},     {"[a](other.md#part)", false},   {"[a](../README.md)", false},
      {"[a](decisions/)", false},   {"[a](#here)", false},           {"[a](https://example.org/x)", false},
      {"[a](gone.md)", true},       {"![p](picture.png)", true},     {"```\n[a](gone.md)\n```\n", false},
      {"[a](../../outside.md)", true},
  };
  for (const auto& c : cases) {
    const Tree tree = made_up({{"README.md", ""}, {"docs/a.md", c.text}, {"docs/other.md", ""}, {"docs/decisions/1.md", ""}});
    EXPECT_EQ(check_page_links(tree).size(), c.breach ? 1u : 0u) << c.text << "\n" << text_of(check_page_links(tree));
  }
}

TEST(TheHouse, PromisesNoVerbWithoutAPage) { EXPECT_EQ(text_of(check_capability_table(real_tree())), ""); }
TEST(TheHouse, HasNoDeadLinks) { EXPECT_EQ(text_of(check_page_links(real_tree())), ""); }

}  // namespace
}  // namespace maek::house
