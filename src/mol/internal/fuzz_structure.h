// SPDX-License-Identifier: Apache-2.0
// What a fuzz target demands of a structure that a reader accepted: whole, writable, and stable when read back.
#pragma once

#include <cstdlib>   // for std::abort
#include <string>    // for std::string

#include "mol/protein_geometry.h"   // for check_protein
#include "mol/read_structure.h"    // for read_mmcif
#include "mol/structure.h"         // for Structure
#include "mol/write_structure.h"   // for to_mmcif, to_pdb

namespace maek::mol {

inline void demand(bool holds) {
  if (!holds) std::abort();   // only here: a fuzz target reports by crashing
}

inline void exercise_structure(const Structure& structure) {
  demand(!structure.atoms.empty());
  AtomIndex next = 0;
  for (const Residue& residue : structure.residues) {
    demand(residue.first_atom == next && residue.end_atom > next);
    next = residue.end_atom;
  }
  demand(static_cast<std::size_t>(next) == structure.atoms.size());
  for (const StructureBond& bond : structure.bonds) {
    demand(bond.a >= 0 && bond.a < bond.b && static_cast<std::size_t>(bond.b) < structure.atoms.size());
  }
  const Structure one = single_conformation(structure);
  demand(!one.atoms.empty() && one.atoms.size() <= structure.atoms.size());
  demand(!find_residues(structure, residue_label(structure, 0)).empty() || structure.residues[0].name.empty() ||
         structure.residues[0].name.find_first_of(" :/\t") != std::string::npos ||
         structure.chains[0].name.find_first_of(" :/\t") != std::string::npos || structure.chains[0].name.empty() ||
         structure.residues[0].insertion != 0);
  const ProteinGeometry geometry = check_protein(structure);
  demand(geometry.favoured + geometry.allowed + geometry.outliers == geometry.torsions);
  (void)to_pdb(structure);
  const Expected<std::string> text = to_mmcif(structure);
  demand(text.has_value());
  const Expected<Structure> back = read_mmcif(*text, "written");
  demand(back.has_value() && back->atoms.size() == structure.atoms.size());
  const Expected<std::string> again = to_mmcif(*back);
  demand(again.has_value());
}

}  // namespace maek::mol
