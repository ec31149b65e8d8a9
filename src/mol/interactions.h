// SPDX-License-Identifier: Apache-2.0
// Interactions between a ligand pose and its pocket: hydrogen bonds, salt bridges, hydrophobic contacts, stacking,
// metal contacts, clashes (contacts, protein-ligand interaction profile).
#pragma once

#include <string>    // for std::string
#include <vector>    // for std::vector

#include "mol/molecule.h"      // for Molecule
#include "mol/structure.h"     // for Structure, AtomIndex

namespace maek::mol {

enum class InteractionKind { kHydrogenBond, kSaltBridge, kHydrophobic, kPiStacking, kCationPi, kHalogenBond, kMetal, kClash };
const char* to_string(InteractionKind kind);

struct Interaction {
  InteractionKind kind;
  std::int32_t ligand_atom;       // of the molecule; for rings the first atom of the ring
  AtomIndex receptor_atom;        // of the structure; for rings the first atom of the ring
  double distance;                // Å; ring centre to ring centre for stacking
  bool ligand_is_donor = false;   // hydrogen bonds
};

/// Criteria with their sources stand in docs/interactions.md. Ordered by kind, then ligand atom, then receptor atom.
std::vector<Interaction> find_interactions(const Structure& receptor, const Molecule& pose);

}  // namespace maek::mol
