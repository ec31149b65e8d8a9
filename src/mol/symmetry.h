// SPDX-License-Identifier: Apache-2.0
// Symmetry-corrected RMSD of poses: graph automorphisms of the heavy atoms (pose RMSD, no superposition).
#pragma once

#include <cstdint>   // for std::int32_t
#include <span>      // for std::span
#include <vector>    // for std::vector

#include "base/expected.h"    // for Expected
#include "mol/molecule.h"     // for Molecule

namespace maek::mol {

/// Automorphisms of the heavy-atom graph. Bond orders and formal charges are ignored, so that the oxygens of a
/// carboxylate, a phosphate or a nitro group count as equal. At most `limit` of them; `complete` says if that was all.
struct Automorphisms {
  std::vector<std::int32_t> heavy;                        // heavy atoms of the molecule, ascending
  std::vector<std::vector<std::int32_t>> permutations;    // [p][i]: position in `heavy` of the image of heavy[i]
  bool complete = true;
};
constexpr int kMaxAutomorphisms = 20000;
Automorphisms automorphisms(const Molecule& molecule, int limit = kMaxAutomorphisms);

/// sqrt(min over automorphisms p of mean_i |a[heavy[i]] - b[heavy[p(i)]]|²) [Å], without moving anything.
/// `a` and `b` have one position per atom of the molecule.
double symmetric_rmsd(const Automorphisms& automorphisms, std::span<const Position> a, std::span<const Position> b);

/// RMSD of a pose to a reference of the same heavy-atom graph in another atom order (bond orders and charges ignored).
/// An error when the graphs differ.
Expected<double> rmsd_to_reference(const Molecule& pose, const Molecule& reference);

}  // namespace maek::mol
