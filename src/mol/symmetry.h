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

  /// The same group in factored form, which symmetric_rmsd uses: atoms that hang alone, and in equal company, on one
  /// centre (the fluorines of CF3, the methyls of tBu, the oxygens of a phosphate) may be exchanged freely, so only the
  /// core is enumerated. tBu groups multiply `permutations` by six each, and leave `core` as it is.
  struct Leaves {
    std::int32_t centre;                   // position in `heavy`
    std::vector<std::int32_t> members;     // positions in `heavy`
  };
  std::vector<std::int32_t> core_atoms;               // positions in `heavy`
  std::vector<std::vector<std::int32_t>> core;        // [p][k]: position in `heavy` of the image of core_atoms[k]
  std::vector<Leaves> leaves;
  std::vector<std::vector<std::int32_t>> leaf_image;  // [p][g]: which of `leaves` the group g goes to
  bool core_complete = true;                          // false when even the core has more than `limit`
};
constexpr int kMaxAutomorphisms = 20000;
Automorphisms automorphisms(const Molecule& molecule, int limit = kMaxAutomorphisms);

/// sqrt(min over automorphisms p of mean_i |a[heavy[i]] - b[heavy[p(i)]]|²) [Å], without moving anything.
/// `a` and `b` have one position per atom of the molecule. Infinite when a size does not fit or a coordinate is NaN.
double symmetric_rmsd(const Automorphisms& automorphisms, std::span<const Position> a, std::span<const Position> b);

/// RMSD of a pose to a reference of the same heavy-atom graph in another atom order (bond orders and charges ignored).
/// An error when the graphs differ.
Expected<double> rmsd_to_reference(const Molecule& pose, const Molecule& reference);

}  // namespace maek::mol
