// SPDX-License-Identifier: Apache-2.0
// The RDKit molecule behind mol::Molecule: how chemistry files get at it and make new ones.
// Only .cc files of mol include this header (each costs seconds of compile time).
#pragma once

#include <memory>        // for std::shared_ptr
#include <string>        // for std::string
#include <utility>       // for std::forward
#include <vector>        // for std::vector

#include <GraphMol/RWMol.h>           // for RDKit::RWMol
#include <GraphMol/SanitException.h>  // for RDKit::MolSanitizeException

#include "mol/molecule.h"   // for Molecule

namespace maek::mol {

/// Sanitised, without conformers; the plain vectors say the same to those who do not see RDKit.
struct MoleculeGraph {
  RDKit::ROMol mol;
  std::vector<MoleculeAtom> atoms;
  std::vector<MoleculeBond> bonds;
};

/// RDKit logs to stderr and one log serves the whole process: silenced once, safe from many threads.
void silence_rdkit();

/// A Molecule from a sanitised RDKit molecule; positions from its first conformer when that is 3-D.
Molecule from_rdkit(RDKit::ROMol mol, std::string name);

/// A copy to work on; with a conformer when the molecule has positions.
RDKit::RWMol to_rdkit(const Molecule& molecule);

/// "C3": element and 1-based number of an atom, as messages name it.
std::string atom_label(const RDKit::ROMol& mol, unsigned atom);
std::string atom_label(const Molecule& molecule, std::int32_t atom);

/// What a sanitisation failure means, and the 0-based atom it is about (-1 when none): the caller adds the place.
struct ChemistryFault {
  std::string message, hint;
  int atom = -1;
};
ChemistryFault describe(const RDKit::MolSanitizeException& failure, const RDKit::ROMol& mol);

/// Rings, aromaticity and stereo flags of a molecule built or edited by hand. Throws RDKit's exceptions.
void sanitize(RDKit::RWMol& mol);

/// An element's symbol and number as RDKit's periodic table has them; 0 when unknown.
std::string rdkit_symbol(int atomic_number);

}  // namespace maek::mol
