// SPDX-License-Identifier: Apache-2.0
// What of a molecule or of a pocket can interact: donors, acceptors, hydrophobic carbons, aromatic rings, charged groups.
#pragma once

#include <cstdint>  // for std::int32_t
#include <span>  // for std::span
#include <vector>  // for std::vector

#include "mol/element.h"  // for Element
#include "mol/molecule.h"  // for MoleculeAtom, MoleculeBond
#include "mol/position.h"  // for Position
#include "mol/structure.h"  // for Structure

namespace maek::mol::internal {

/// A heavy atom of one side. `index` is that of the molecule or the structure; `residue` is -1 in a ligand.
struct SiteAtom {
  std::int32_t index = -1;
  std::int32_t residue = -1;
  Element element = Element::kUnknown;
  Position position;
  int charge = 0;
  int hydrogens = 0;
  bool aromatic = false;
  bool donor = false, acceptor = false, hydrophobic = false;
  bool planar = false;  // its substituents lie in a plane (amide, aromatic, imine)
  std::vector<std::int32_t> neighbours;  // heavy ones, indices into Site::atoms
  std::vector<Position> hydrogen_positions;  // of explicit hydrogens
};

struct SiteBond {
  std::int32_t a = 0, b = 0;  // indices into Site::atoms
  BondOrder order = BondOrder::kUnknown;
};

struct SiteRing {  // aromatic, 5 or 6 atoms
  std::vector<std::int32_t> atoms;  // indices into Site::atoms, the first is the lowest
  Position centre, normal;  // normal has unit length
};

struct ChargedGroup {  // a charge and the atoms it is spread over
  int sign = 0;
  std::vector<std::int32_t> atoms;  // indices into Site::atoms, ascending
  Position centre;
};

struct Site {
  std::vector<SiteAtom> atoms;
  std::vector<SiteBond> bonds;
  std::vector<SiteRing> rings;
  std::vector<ChargedGroup> charges;
};

/// Of a ligand: charges and hydrogens as the molecule states them. Positions have one entry per atom.
Site ligand_site(std::span<const MoleculeAtom> atoms, std::span<const MoleculeBond> bonds,
                 std::span<const Position> positions);

/// Of the residues of the first model with an atom within `radius_angstrom` of any of `around`. Atoms are classified by
/// the component table; explicit hydrogens, where a residue has them, decide donors and the charge of acids and
/// histidines. A residue that the table does not know is judged by elements and distances (docs/interactions.md).
Site receptor_site(const Structure& receptor, std::span<const Position> around, double radius_angstrom);

/// Residues of the first model with an atom within `radius_angstrom` of any of `around`, ascending.
std::vector<ResidueIndex> residues_within(const Structure& receptor, std::span<const Position> around,
                                          double radius_angstrom);

/// Of a Site whose atoms, bonds, charges and hydrogen counts stand: neighbours, donors, acceptors, rings, groups.
void perceive(Site& site);

}  // namespace maek::mol::internal
