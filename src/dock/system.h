// SPDX-License-Identifier: Apache-2.0
// System: a typed receptor and a ligand's torsion tree as the score sees them: groups, bonds, internal pairs, rotors.
#pragma once

#include <array>      // for std::array
#include <cstdint>    // for std::int32_t
#include <memory>     // for std::unique_ptr
#include <span>       // for std::span
#include <vector>     // for std::vector

#include "base/expected.h"        // for Expected
#include "dock/pair_energy.h"     // for XsType
#include "mol/autodock_type.h"    // for AutodockType
#include "mol/cell_list.h"        // for CellList
#include "mol/pdbqt.h"            // for PdbqtReceptor, PdbqtTree
#include "mol/position.h"         // for Position

namespace maek::dock {

using mol::Position;

/// How 1-4 neighbours are left out of the internal pairs.
enum class PairRule {
  kBreadthFirst,   // correct: more than three bonds apart
  kVina,           // as Vina 1.2.3 walks: keeps some 1-4 pairs near 3- and 4-membered rings
};

/// Typed heavy atoms of the rigid receptor, for queries by place.
struct Receptor {
  std::vector<Position> positions;   // Å; heavy atoms only
  std::vector<XsType> types;
  std::vector<std::int32_t> source;  // index of each in the PdbqtReceptor
  std::unique_ptr<mol::CellList> cells;
};

/// A rigid group of the ligand. Group 0 is the root; a parent stands before its children.
struct Group {
  std::int32_t parent = -1;
  std::int32_t from = -1, to = -1;       // axis: from (parent side) -> to; indices into Ligand::atoms
  std::int32_t first_atom = 0, end_atom = 0;   // own atoms: [first, end); `to` belongs to the parent
};

struct LigandAtom {
  Position start;                  // input coordinates [Å]
  mol::AutodockType type = mol::AutodockType::C;
  XsType xs = XsType::kNone;       // kNone for hydrogens
  std::int32_t group = 0;
  std::int32_t tree_atom = 0;      // index in the PdbqtTree
};

/// Two atoms that meet inside the ligand or a side chain.
struct InternalPair {
  std::int32_t a, b;
};

/// A ligand. Atoms are in Vina's memory order: per group, file order, each followed by the `to` atoms of the branches
/// that start from it; then the children, depth first.
struct Ligand {
  std::vector<LigandAtom> atoms;
  std::vector<Group> groups;                 // 1 + number of torsions
  std::vector<InternalPair> pairs;           // scored
  std::vector<InternalPair> glue_pairs;      // Gk with CGk
  double rotors = 0;                         // N of the rotor term
  std::int32_t heavy_atoms = 0;

  int torsions() const { return static_cast<int>(groups.size()) - 1; }
};

/// Flexible side chains of a scored state (not moved by the search).
struct SideChains {
  std::vector<Position> positions;           // movable atoms and the fixed ones of the same residues
  std::vector<XsType> types;
  std::vector<bool> movable;                 // false: C-alpha, C-beta (the ligand does not meet them)
  std::vector<InternalPair> pairs;           // indices into positions
};

struct System {
  Receptor receptor;
  Ligand ligand;
  SideChains side_chains;
};

/// Types every atom from geometry and builds groups and pairs (docs/scoring.md). Errors: a ligand without heavy atoms, a
/// receptor without heavy atoms, more than kMaxTorsions torsions.
Expected<System> make_system(const mol::PdbqtReceptor& receptor, const mol::PdbqtTree& ligand,
                             const std::vector<mol::PdbqtTree>& flexible, PairRule rule);

/// The ligand of make_system alone, for many ligands that meet one receptor: the same, bit for bit, since the bonds and
/// types of a ligand do not depend on what is around it.
Expected<Ligand> make_ligand(const mol::PdbqtTree& ligand, PairRule rule);

constexpr int kMaxTorsions = 60;  // beyond it no search of this kind finds the pose

}  // namespace maek::dock
