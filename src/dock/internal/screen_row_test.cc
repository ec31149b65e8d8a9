// SPDX-License-Identifier: Apache-2.0
// Rows of results.csv: what is written reads back, and what is no row is none.
#include "dock/internal/screen_row.h"

#include <cmath>   // for std::signbit

#include <gtest/gtest.h>

namespace maek::dock::internal {
namespace {

ScreenRow docked(std::string name) {
  ScreenRow row;
  row.index = 17;
  row.name = std::move(name);
  row.digest = sha256("x");
  row.smiles = "C[N+](C)C";
  row.docked = row.valid = true;
  row.score = rounded(-7.12345678);
  row.inter = rounded(-9.5);
  row.intra = rounded(-1e-9);
  row.torsions = 4;
  row.seconds = 0.25;
  return row;
}

std::string_view body(const std::string& line) { return std::string_view(line).substr(0, line.size() - 1); }

TEST(ScreenRow, ReadsBackAsItWasWritten) {
  ScreenRow failed;
  failed.index = 3;
  failed.message = "a.smi:3:2: 'X', \"no\" element";
  ScreenRow invalid = docked("b");
  invalid.valid = false;
  invalid.message = "C1 and CB meet";
  for (const ScreenRow& row :
       {docked("aspirin"), docked(""), docked("a, \"b\", c"), docked("\"\""), docked("와파린"), failed, invalid}) {
    const std::string line = to_line(row);
    ASSERT_EQ(line.find('\n'), line.size() - 1);
    const auto back = parse_line(body(line));
    ASSERT_TRUE(back) << line;
    EXPECT_EQ(*back, row) << line;
  }
}

TEST(ScreenRow, IsOneLineWhateverTheNameHolds) {
  const std::string line = to_line(docked("a\nb\r\0c\x7f" + std::string(1000, 'n')));
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_LT(line.size(), 700u);
  const auto back = parse_line(body(line));
  ASSERT_TRUE(back);
  EXPECT_TRUE(back->name.starts_with("a b "));
  // Cut between characters, never inside one.
  const auto korean = parse_line(body(to_line(docked("x" + std::string("맥") + [] {
    std::string many;
    for (int i = 0; i < 500; ++i) many += "맥";
    return many;
  }()))));
  ASSERT_TRUE(korean);
  EXPECT_EQ((korean->name.size() - 1) % 3, 0u);
}

TEST(ScreenRow, RefusesEveryPrefixAndEveryFlippedByte) {
  const std::string line = to_line(docked("aspirin"));
  for (std::size_t size = 0; size + 2 < line.size(); ++size) {
    // The message is empty and last: only the comma before it is missing in the longest prefix.
    const auto row = parse_line(std::string_view(line).substr(0, size));
    EXPECT_FALSE(row) << line.substr(0, size);
  }
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    std::string flipped = line.substr(0, line.size() - 1);
    flipped[i] = static_cast<char>(flipped[i] ^ 0x10);
    (void)parse_line(flipped);   // no crash; a changed digit is still a row
  }
  for (const char* text : {"", ",,,,,,,,,,,", "0,a,,,,,,,1,,failed,", "x", "1,a,zz,C,1,1,1,1,1,yes,docked,"})
    EXPECT_FALSE(parse_line(text)) << text;
}

TEST(ScreenRow, RoundsToWhatTheLineShows) {
  EXPECT_EQ(rounded(-7.12345), -7.1235);
  EXPECT_FALSE(std::signbit(rounded(-1e-9)));
}

}  // namespace
}  // namespace maek::dock::internal
