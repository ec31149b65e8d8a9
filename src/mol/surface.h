// SPDX-License-Identifier: Apache-2.0
// Solvent-accessible surface of atoms, alone and in contact with others (SASA, buried surface, desolvation).
#pragma once

#include <span>    // for std::span
#include <vector>  // for std::vector

#include "mol/cell_list.h"  // for CellList
#include "mol/position.h"   // for Position

namespace maek::mol {

struct Sphere {
  Position centre;    // Å
  double radius = 0;  // Å, van der Waals
};

constexpr double kWaterProbe = 1.4;      // Å
constexpr int kSurfacePoints = 192;      // on each atom: about 1 % of an atom's area

/// Accessible surface [Å²] of each of `atoms` by points on its sphere (Shrake & Rupley 1973, J. Mol. Biol. 79, 351), hidden by
/// the other `atoms` and by `around` (may be empty). The points form a golden spiral, so that the result is the same each
/// time; turning the molecule changes it by the error of the points.
std::vector<double> accessible_surface(std::span<const Sphere> atoms, std::span<const Sphere> around,
                                       double probe_angstrom = kWaterProbe, int points = kSurfacePoints);

}  // namespace maek::mol
