// SPDX-License-Identifier: Apache-2.0
// Gotoh's three-state dynamic programming with one byte a cell for the way back.
#include "mol/alignment.h"

#include <algorithm>   // for std::max, std::min, std::reverse
#include <array>       // for std::array
#include <cstddef>     // for std::size_t

#include <fmt/format.h>

namespace maek::mol {
namespace {

// Henikoff & Henikoff 1992, Proc. Natl. Acad. Sci. 89, 10915; the upper triangle follows by symmetry.
constexpr std::string_view kLetters = "ARNDCQEGHILKMFPSTWYVBZX";
constexpr std::array<std::array<int, 23>, 23> kBlosum62{{
    {4},
    {-1, 5},
    {-2, 0, 6},
    {-2, -2, 1, 6},
    {0, -3, -3, -3, 9},
    {-1, 1, 0, 0, -3, 5},
    {-1, 0, 0, 2, -4, 2, 5},
    {0, -2, 0, -1, -3, -2, -2, 6},
    {-2, 0, 1, -1, -3, 0, 0, -2, 8},
    {-1, -3, -3, -3, -1, -3, -3, -4, -3, 4},
    {-1, -2, -3, -4, -1, -2, -3, -4, -3, 2, 4},
    {-1, 2, 0, -1, -3, 1, 1, -2, -1, -3, -2, 5},
    {-1, -1, -2, -3, -1, 0, -2, -3, -2, 1, 2, -1, 5},
    {-2, -3, -3, -3, -2, -3, -3, -3, -1, 0, 0, -3, 0, 6},
    {-1, -2, -2, -1, -3, -1, -1, -2, -2, -3, -3, -1, -2, -4, 7},
    {1, -1, 1, 0, -1, 0, 0, 0, -1, -2, -2, 0, -1, -2, -1, 4},
    {0, -1, 0, -1, -1, -1, -1, -2, -2, -1, -1, -1, -1, -2, -1, 1, 5},
    {-3, -3, -4, -4, -2, -2, -3, -2, -2, -3, -2, -3, -1, 1, -4, -3, -2, 11},
    {-2, -2, -2, -3, -2, -1, -2, -3, 2, -1, -1, -2, -1, 3, -3, -2, -2, 2, 7},
    {0, -3, -3, -3, -1, -2, -2, -3, -3, 3, 1, -2, 1, -1, -2, -2, 0, -3, -1, 4},
    {-2, -1, 3, 4, -3, 0, 1, -1, 0, -3, -4, 0, -3, -3, -2, 0, -1, -4, -3, -3, 4},
    {-1, 0, 0, 1, -3, 3, 4, -2, 0, -3, -3, 1, -1, -3, -1, 0, -1, -3, -2, -2, 1, 4},
    {0, -1, -1, -1, -2, -1, -1, -1, -1, -1, -1, -1, -1, -1, -2, 0, 0, -2, -1, -1, -1, -1, -1},
}};
constexpr std::size_t kUnknownLetter = 22;

std::size_t letter_index(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  const std::size_t at = kLetters.find(c);
  return at == std::string_view::npos ? kUnknownLetter : at;
}

int score_of(std::size_t a, std::size_t b) { return a >= b ? kBlosum62[a][b] : kBlosum62[b][a]; }

constexpr int kImpossible = -1'000'000'000;
constexpr int kMaxPenalty = 1'000'000;

// What led to the best value of a cell; the gap bits tell whether the gap that ends here was opened here.
enum Step : std::uint8_t { kMatch = 0, kGapInB = 1, kGapInA = 2, kStateMask = 3, kOpenedInB = 4, kOpenedInA = 8 };

}  // namespace

int blosum62(char a, char b) { return score_of(letter_index(a), letter_index(b)); }

Expected<SequenceAlignment> align_sequences(std::string_view a, std::string_view b, const AlignmentOptions& options) {
  SequenceAlignment result;
  if (options.gap_open < 0 || options.gap_extend < 0 || options.gap_open > kMaxPenalty ||
      options.gap_extend > kMaxPenalty) {
    return Error{
        ErrorCode::kInvalidArgument,
        fmt::format("gap penalties {} and {} are outside 0 to {}", options.gap_open, options.gap_extend, kMaxPenalty),
        "alignment", "Give them as positive numbers"};
  }
  if (a.empty() || b.empty()) return result;
  const std::size_t rows = a.size(), columns = b.size();
  if (static_cast<double>(rows + 1) * static_cast<double>(columns + 1) > static_cast<double>(kMaxAlignmentCells)) {
    return Error{ErrorCode::kTooLarge,
                 fmt::format("sequences of {} and {} letters are too long to align: {} cells at most", rows, columns,
                             kMaxAlignmentCells),
                 "alignment", "Compare chains one by one, or match residues by number"};
  }

  std::vector<std::size_t> code_b(columns);
  for (std::size_t j = 0; j < columns; ++j) code_b[j] = letter_index(b[j]);
  const std::size_t width = columns + 1;
  std::vector<std::uint8_t> steps((rows + 1) * width, kMatch);
  // best[j], in_b[j] (a gap in b ends here) of the row above until they are overwritten.
  std::vector<int> best(width, 0), in_b(width, kImpossible);
  for (std::size_t j = 1; j < width; ++j) {
    best[j] = options.free_end_gaps ? 0 : -options.gap_open - static_cast<int>(j) * options.gap_extend;
    steps[j] = static_cast<std::uint8_t>(kGapInA | (j == 1 ? kOpenedInA : 0));
  }
  for (std::size_t i = 1; i <= rows; ++i) {
    const std::size_t code_a = letter_index(a[i - 1]);
    int diagonal = best[0];
    best[0] = options.free_end_gaps ? 0 : -options.gap_open - static_cast<int>(i) * options.gap_extend;
    steps[i * width] = static_cast<std::uint8_t>(kGapInB | (i == 1 ? kOpenedInB : 0));
    int in_a = kImpossible;
    for (std::size_t j = 1; j < width; ++j) {
      const bool last_row = options.free_end_gaps && i == rows, last_column = options.free_end_gaps && j == columns;
      const int open_b = last_column ? 0 : options.gap_open + options.gap_extend;
      const int more_b = last_column ? 0 : options.gap_extend;
      const int open_a = last_row ? 0 : options.gap_open + options.gap_extend;
      const int more_a = last_row ? 0 : options.gap_extend;
      std::uint8_t step = kMatch;
      if (best[j] - open_b >= in_b[j] - more_b) {
        in_b[j] = best[j] - open_b;
        step |= kOpenedInB;
      } else {
        in_b[j] -= more_b;
      }
      if (best[j - 1] - open_a >= in_a - more_a) {
        in_a = best[j - 1] - open_a;
        step |= kOpenedInA;
      } else {
        in_a -= more_a;
      }
      int value = diagonal + score_of(code_a, code_b[j - 1]);
      if (in_b[j] > value) {
        value = in_b[j];
        step = static_cast<std::uint8_t>(step | kGapInB);
      }
      if (in_a > value) {
        value = in_a;
        step = static_cast<std::uint8_t>((step & ~kStateMask) | kGapInA);
      }
      diagonal = best[j];
      best[j] = value;
      steps[i * width + j] = step;
    }
  }
  result.score = best[columns];

  std::size_t i = rows, j = columns;
  while (i > 0 && j > 0) {
    const std::uint8_t state = steps[i * width + j] & kStateMask;
    if (state == kMatch) {
      result.pairs.emplace_back(static_cast<std::int32_t>(i - 1), static_cast<std::int32_t>(j - 1));
      --i, --j;
    } else if (state == kGapInB) {
      while (i > 0 && !(steps[i * width + j] & kOpenedInB)) --i;
      if (i > 0) --i;
    } else {
      while (j > 0 && !(steps[i * width + j] & kOpenedInA)) --j;
      if (j > 0) --j;
    }
  }
  std::reverse(result.pairs.begin(), result.pairs.end());
  for (const auto& [x, y] : result.pairs) {
    const std::size_t left = letter_index(a[static_cast<std::size_t>(x)]);
    if (left != kUnknownLetter && left == code_b[static_cast<std::size_t>(y)]) ++result.identical;
  }
  result.identity = static_cast<double>(result.identical) / static_cast<double>(std::min(rows, columns));
  return result;
}

}  // namespace maek::mol
