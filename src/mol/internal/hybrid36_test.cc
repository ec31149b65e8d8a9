// SPDX-License-Identifier: Apache-2.0
// Hybrid-36 vectors: the borders of each range, as its authors state them.
#include "mol/internal/hybrid36.h"

#include <gtest/gtest.h>

namespace maek::mol {
namespace {

TEST(Hybrid36, DecodesTheBordersOfEachRange) {
  const struct { const char* field; int width; std::int32_t number; } cases[] = {
      {"   1", 4, 1},          {"-999", 4, -999},        {"9999", 4, 9999},         {"A000", 4, 10000},
      {"A001", 4, 10001},      {"AZZZ", 4, 56655},       {"ZZZZ", 4, 1223055},      {"a000", 4, 1223056},
      {"zzzz", 4, 2436111},    {"99999", 5, 99999},      {"A0000", 5, 100000},      {"A0001", 5, 100001},
      {"ZZZZZ", 5, 43770015},  {"a0000", 5, 43770016},   {"zzzzz", 5, 87440031},    {" 12 ", 4, 12},
      {"0", 4, 0},             {"+7", 4, 7}};
  for (const auto& c : cases) {
    const auto number = hybrid36_number(c.field, c.width);
    ASSERT_TRUE(number.has_value()) << c.field;
    EXPECT_EQ(*number, c.number) << c.field;
  }
}

TEST(Hybrid36, RefusesWhatIsNeither) {
  for (const char* field :
       {"", "    ", "****", "A00", "Aa00", "aA00", "A-01", "1A00", "A 00", "--1", "+-1", "1.5", "99999999999"}) {
    EXPECT_FALSE(hybrid36_number(field, 4).has_value()) << field;
  }
}

}  // namespace
}  // namespace maek::mol
