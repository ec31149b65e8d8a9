// SPDX-License-Identifier: Apache-2.0
// Superposition of two point sets: Kabsch's least-squares rotation (fit, align, RMSD).
#pragma once

#include <array>   // for std::array
#include <span>    // for std::span

#include "base/expected.h"    // for Expected
#include "mol/position.h"     // for Position

namespace maek::mol {

/// x' = rotation * x + translation.
struct Superposition {
  std::array<double, 9> rotation{1, 0, 0, 0, 1, 0, 0, 0, 1};   // row-major, determinant +1
  Position translation;                                         // Å
  double rmsd = 0;                                              // Å, after moving
  Position apply(Position x) const;
};

/// Moves `mobile` onto `target` (equal sizes, at least one point): the proper rotation of least RMSD
/// (Kabsch 1976, Acta Cryst. A32, 922; reflections excluded by the sign of the determinant).
Expected<Superposition> superpose(std::span<const Position> mobile, std::span<const Position> target);

/// sqrt(mean |a_i - b_i|²) [Å] without moving; 0 for empty sets. Sizes must agree.
double rmsd(std::span<const Position> a, std::span<const Position> b);

}  // namespace maek::mol
