// SPDX-License-Identifier: Apache-2.0
// The dynamic programming of structure alignment: a table of pair scores, one gap penalty (TM-align's variant)
#pragma once

#include <cstddef>   // for std::size_t
#include <cstdint>   // for std::int32_t
#include <vector>    // for std::vector

namespace maek::mol {

/// For each residue of the second chain its counterpart in the first, -1 when there is none.
using ResidueMap = std::vector<std::int32_t>;

/// Pair scores and the way through them. A gap costs `gap` (negative) only where it follows a pair; which way led to a
/// cell is looked up one step back alone, so this is not quite the best path: Zhang & Skolnick chose it for speed, and
/// their alignments follow from it.
class AlignmentTable {
 public:
  AlignmentTable(std::size_t first, std::size_t second);
  /// Score of residue i of the first chain with j of the second: rows are the second chain.
  float* row(std::size_t j) { return scores_.data() + j * first_; }
  ResidueMap align(float gap);

 private:
  std::size_t first_, second_;
  std::vector<float> scores_;          // [second][first]
  std::vector<float> values_;          // [second + 1][first + 1]
  std::vector<std::uint8_t> paired_;   // [second + 1][first + 1]: the best way to this cell ends in a pair
};

}  // namespace maek::mol
