// SPDX-License-Identifier: Apache-2.0
// Alignment of two sequences: Needleman-Wunsch with affine gaps on BLOSUM62 (sequence identity, pairwise, Gotoh)
#pragma once

#include <cstdint>       // for std::int32_t
#include <string_view>   // for std::string_view
#include <utility>       // for std::pair
#include <vector>        // for std::vector

#include "base/expected.h"   // for Expected

namespace maek::mol {

/// Penalties as positive numbers: a gap of n letters costs gap_open + n * gap_extend. The defaults are those that
/// protein BLAST uses with BLOSUM62.
struct AlignmentOptions {
  int gap_open = 11;
  int gap_extend = 1;
  bool free_end_gaps = true;   // gaps at either end of either sequence cost nothing
};

/// The pairs of letters that stand above each other, ascending in both (0-based).
struct SequenceAlignment {
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
  int score = 0;        // half-bits, as BLOSUM62 counts
  int identical = 0;    // pairs of one letter; X equals nothing
  /// identical / length of the shorter sequence; 0 when one is empty.
  double identity = 0;
};

/// Half-bit score of two residue letters (Henikoff & Henikoff 1992, as NCBI distributes the matrix): the 20 amino
/// acids, B, Z, X; '*' and anything else counts as X. Either case.
int blosum62(char a, char b);

/// The best global alignment; of equals, the one with matches as far right as possible. Time and memory grow with the
/// product of the lengths: refused beyond kMaxAlignmentCells.
Expected<SequenceAlignment> align_sequences(std::string_view a, std::string_view b,
                                            const AlignmentOptions& options = {});

constexpr std::int64_t kMaxAlignmentCells = 400'000'000;   // one byte each: two chains of 20,000 residues

}  // namespace maek::mol
