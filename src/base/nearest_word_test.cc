// SPDX-License-Identifier: Apache-2.0
// Tests of suggestions: distances by hand, typical slips, hostile lengths.
#include "base/nearest_word.h"

#include <gtest/gtest.h>

namespace maek {
namespace {

TEST(EditDistance, CountsSlips) {
  const struct {
    const char *a, *b;
    int distance;
  } cases[] = {{"", "", 0},         {"", "abc", 3},           {"dock", "dock", 0},
               {"dokc", "dock", 1}, {"doc", "dock", 1},       {"dockk", "dock", 1},
               {"duck", "dock", 1}, {"kitten", "sitting", 3}, {"ca", "abc", 3}};
  for (const auto& c : cases) {
    EXPECT_EQ(edit_distance(c.a, c.b), c.distance) << c.a << ' ' << c.b;
    EXPECT_EQ(edit_distance(c.b, c.a), c.distance) << c.a << ' ' << c.b;
  }
}

TEST(NearestWord, FindsWhatWasMeantAndStaysSilentOtherwise) {
  const std::vector<std::string> words = {"dock", "doctor", "screen", "seed", "exhaustiveness"};
  const struct {
    const char *typed, *meant;
  } cases[] = {{"dokc", "dock"},
               {"Dock", "dock"},
               {"docter", "doctor"},
               {"sceren", "screen"},
               {"sed", "seed"},
               {"exh", "exhaustiveness"},
               {"exhaustivness", "exhaustiveness"},
               {"", ""},
               {"x", ""},
               {"fold", ""},
               {"banana", ""}};
  for (const auto& c : cases) EXPECT_EQ(nearest_word(c.typed, words), c.meant) << c.typed;
  EXPECT_EQ(nearest_word(std::string(1'000'000, 'a'), words), "");
  EXPECT_EQ(did_you_mean("dokc", words), "Did you mean 'dock'?");
  EXPECT_EQ(did_you_mean("banana", words), "");
}

}  // namespace
}  // namespace maek
