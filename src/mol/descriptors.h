// SPDX-License-Identifier: Apache-2.0
// Descriptors: numbers of a molecule's graph that medicinal chemists use (logP, polar surface, donors, rings, properties).
#pragma once

#include "base/expected.h"  // for Expected
#include "mol/molecule.h"  // for Molecule

namespace maek::mol {

/// All from the graph: coordinates do not matter, nor whether hydrogens are atoms.
struct Descriptors {
  int heavy_atoms = 0;
  double molecular_weight = 0;  // g/mol
  double log_p = 0;  // octanol/water: Wildman & Crippen 1999, J. Chem. Inf. Comput. Sci. 39, 868
  double molar_refractivity = 0;  // cm³/mol, the same
  double polar_surface = 0;  // Å², topological: Ertl, Rohde & Selzer 2000, J. Med. Chem. 43, 3714
  int donors = 0, acceptors = 0;  // N-H and O-H; lone pairs of N, O, S that accept (Gobbi & Poppinger 1998)
  int rotatable_bonds = 0;  // Veber's rule: amides and terminal bonds left out
  int rings = 0, aromatic_rings = 0;
  double fraction_sp3 = 0;  // of the carbons
  int formal_charge = 0;  // e
  int halogens = 0;
};
Expected<Descriptors> describe(const Molecule& molecule);

}  // namespace maek::mol
