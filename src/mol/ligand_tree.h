// SPDX-License-Identifier: Apache-2.0
// From a molecule to a typed torsion tree: AutoDock types, rotatable bonds, rigid groups, root (ligand preparation).
#pragma once

#include <cstdint>   // for std::int32_t
#include <vector>    // for std::vector

#include "base/expected.h"    // for Expected
#include "mol/molecule.h"     // for Molecule
#include "mol/pdbqt.h"        // for PdbqtTree

namespace maek::mol {

/// Rotatable bonds: single, not in a ring, both ends with another heavy atom or a polar hydrogen, no amide, no amidine
/// or guanidine C-N (rules of Open Babel 3.1.1 and Meeko; docs/formats/ligands.md).
std::vector<std::int32_t> rotatable_bonds(const Molecule& molecule_with_hydrogens);

/// The tree of one molecule. Non-polar hydrogens are merged into their heavy atom; the order of branches depends only
/// on the graph, so conformers of one molecule give trees that differ in coordinates alone.
struct LigandTree {
  PdbqtTree tree;
  std::vector<std::int32_t> molecule_atom;   // of each tree atom: its index in the molecule with hydrogens
};

/// `molecule` has all hydrogens as atoms, and coordinates. Atoms whose element AutoDock does not know (B, As, metals other
/// than those of AutodockType) are an error that names the atom.
Expected<LigandTree> make_ligand_tree(const Molecule& molecule);

/// Puts poses back: coordinates of all atoms of `molecule` (hydrogens that the tree lacks are carried along rigidly with
/// their heavy atom's local frame) when the tree's atoms are at `tree_positions`.
std::vector<Position> molecule_positions(const Molecule& molecule, const LigandTree& tree,
                                         const std::vector<Position>& tree_positions);

}  // namespace maek::mol
