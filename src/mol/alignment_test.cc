// SPDX-License-Identifier: Apache-2.0
#include "mol/alignment.h"

#include <algorithm>   // for std::max
#include <string>      // for std::string

#include <gtest/gtest.h>

#include "base/random.h"   // for RandomStream

namespace maek::mol {
namespace {

/// The alignment as two lines with dashes. Where gaps in both rows meet, that in the second row comes first, or last.
std::string shown(std::string_view a, std::string_view b, const SequenceAlignment& alignment, bool first = true) {
  std::string top, bottom;
  std::size_t i = 0, j = 0;
  const auto gap_to = [&](std::size_t to_i, std::size_t to_j) {
    if (first) {
      for (; i < to_i; ++i) top += a[i], bottom += '-';
    }
    for (; j < to_j; ++j) top += '-', bottom += b[j];
    for (; i < to_i; ++i) top += a[i], bottom += '-';
  };
  for (const auto& [x, y] : alignment.pairs) {
    gap_to(static_cast<std::size_t>(x), static_cast<std::size_t>(y));
    top += a[i++], bottom += b[j++];
  }
  gap_to(a.size(), b.size());
  return top + "/" + bottom;
}

/// Score of a shown alignment by the definition, letter by letter.
int score_by_definition(const std::string& lines, const AlignmentOptions& options) {
  const std::string top = lines.substr(0, lines.find('/')), bottom = lines.substr(lines.find('/') + 1);
  const auto is_end = [&](const std::string& row, std::size_t from, std::size_t to) {
    return row.find_first_not_of('-') >= from || row.find_last_not_of('-') < to;
  };
  int score = 0;
  for (std::size_t k = 0; k < top.size();) {
    const std::string* gapped = top[k] == '-' ? &top : bottom[k] == '-' ? &bottom : nullptr;
    if (gapped == nullptr) {
      score += blosum62(top[k], bottom[k]);
      ++k;
      continue;
    }
    std::size_t end = k;
    while (end < top.size() && (*gapped)[end] == '-') ++end;
    if (!options.free_end_gaps || !is_end(*gapped, k, end)) {
      score -= options.gap_open + static_cast<int>(end - k) * options.gap_extend;
    }
    k = end;
  }
  return score;
}

/// Best score by plain recursion over all alignments: exponential, for short sequences.
int best_by_enumeration(const std::string& a, const std::string& b, std::size_t i, std::size_t j,
                        const std::string& top, const std::string& bottom, const AlignmentOptions& options) {
  if (i == a.size() && j == b.size()) return score_by_definition(top + "/" + bottom, options);
  int best = -1000000;
  if (i < a.size() && j < b.size())
    best = std::max(best, best_by_enumeration(a, b, i + 1, j + 1, top + a[i], bottom + b[j], options));
  if (i < a.size()) best = std::max(best, best_by_enumeration(a, b, i + 1, j, top + a[i], bottom + "-", options));
  if (j < b.size()) best = std::max(best, best_by_enumeration(a, b, i, j + 1, top + "-", bottom + b[j], options));
  return best;
}

TEST(Alignment, KnowsBlosum62) {
  struct Case {
    char a, b;
    int score;
  };
  for (const Case& c : {Case{'W', 'W', 11},
                        {'A', 'A', 4},
                        {'I', 'V', 3},
                        {'D', 'L', -4},
                        {'E', 'Z', 4},
                        {'X', 'W', -2},
                        {'k', 'R', 2},
                        {'U', 'A', 0},
                        {'*', 'X', -1}}) {
    EXPECT_EQ(blosum62(c.a, c.b), c.score) << c.a << c.b;
    EXPECT_EQ(blosum62(c.b, c.a), c.score) << c.a << c.b;
  }
}

TEST(Alignment, PutsAGapWhereAResidueIsMissing) {
  const std::string whole = "MKVLAATGDWFHRSPQ";
  struct Case {
    std::string other, lines;
  };
  for (const Case& c : {Case{"MKVLAATGWFHRSPQ", "MKVLAATGDWFHRSPQ/MKVLAATG-WFHRSPQ"},
                        {"LAATGDWF", "MKVLAATGDWFHRSPQ/---LAATGDWF-----"},
                        {"GSMKVLAATGDWFHRSPQ", "--MKVLAATGDWFHRSPQ/GSMKVLAATGDWFHRSPQ"},
                        {whole, whole + "/" + whole}}) {
    const auto aligned = align_sequences(whole, c.other);
    ASSERT_TRUE(aligned);
    EXPECT_EQ(shown(whole, c.other, *aligned), c.lines);
    EXPECT_EQ(aligned->identity, 1.0);
  }
}

TEST(Alignment, FindsTheBestScoreOfAllAlignments) {
  const std::string letters = "ARNDCQWX";
  RandomStream random(7, "alignment", 0);
  for (int round = 0; round < 120; ++round) {
    std::string a, b;
    for (std::size_t n = 1 + random.below(5); n > 0; --n) a += letters[random.below(letters.size())];
    for (std::size_t n = 1 + random.below(5); n > 0; --n) b += letters[random.below(letters.size())];
    AlignmentOptions options;
    options.free_end_gaps = round % 2 == 0;
    options.gap_open = static_cast<int>(random.below(6));
    const auto aligned = align_sequences(a, b, options);
    ASSERT_TRUE(aligned);
    EXPECT_EQ(aligned->score, best_by_enumeration(a, b, 0, 0, "", "", options)) << a << " " << b;
    EXPECT_EQ(aligned->score, std::max(score_by_definition(shown(a, b, *aligned, true), options),
                                       score_by_definition(shown(a, b, *aligned, false), options)))
        << shown(a, b, *aligned);
  }
}

TEST(Alignment, OfNothingIsEmptyAndTooMuchIsRefused) {
  EXPECT_TRUE(align_sequences("", "MKV")->pairs.empty());
  EXPECT_EQ(align_sequences("MKV", "")->identity, 0);
  EXPECT_EQ(align_sequences("XXXX", "XXXX")->identical, 0);
  const std::string long_one(30000, 'A');
  EXPECT_EQ(align_sequences(long_one, long_one).error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(align_sequences("A", "A", {-1, 1, true}).error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace maek::mol
