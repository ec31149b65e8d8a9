// SPDX-License-Identifier: Apache-2.0
// Structure alignment of two chains as TM-align does it: which residues lie on which, without looking at sequences
#pragma once

#include <cstdint>   // for std::int32_t
#include <span>      // for std::span
#include <utility>   // for std::pair
#include <vector>    // for std::vector

#include "base/expected.h"    // for Expected
#include "mol/position.h"     // for Position
#include "mol/superpose.h"    // for Superposition

namespace maek::mol {

struct StructureAlignment {
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs;   // (first, second), ascending in both
  double tm_first = 0, tm_second = 0;   // TM-score over these pairs, by the length of either chain
  double rmsd = 0;                      // Å, of the pairs, least squares
  Superposition superposition;          // first onto second, of tm_second
};

/// CA traces [Å] and residue numbers (which say where a chain is broken; empty: unbroken), at least 5 residues each.
/// The procedure is that of Zhang & Skolnick 2005, Nucleic Acids Res. 33, 2302, as version 20190822 of their program
/// runs it: five kinds of first alignment, each refined by dynamic programming on the distances of its best
/// superposition; pairs farther apart than d8 = 1.5 L^0.3 + 3.5 Å are dropped in the end. Single precision where the
/// program has it. Refused beyond kMaxAlignedResidues in a chain (tables grow with the product of the lengths).
Expected<StructureAlignment> tm_align(std::span<const Position> first, std::span<const Position> second,
                                      std::span<const std::int32_t> first_numbers = {},
                                      std::span<const std::int32_t> second_numbers = {});

constexpr std::size_t kLeastAlignedResidues = 5, kMaxAlignedResidues = 5'000;

}  // namespace maek::mol
