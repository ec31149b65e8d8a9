// SPDX-License-Identifier: Apache-2.0
// Identity of molecules: canonical SMILES, standard InChI and InChIKey; which layers differ (same molecule, stereo).
#pragma once

#include <string>    // for std::string
#include <string_view>   // for std::string_view
#include <vector>    // for std::vector

#include "base/expected.h"    // for Expected
#include "mol/molecule.h"     // for Molecule

namespace maek::mol {

/// Names of one molecule. Stereo is taken from the coordinates where there are any, else from the graph.
struct Identity {
  std::string smiles;      // canonical isomeric, charges as given
  std::string inchi;       // standard InChI of the molecule with isotopes dropped and charges neutralised where
                           // hydrogens can do it: protonation states of one compound share it
  std::string inchi_key;   // 27 characters: SHA-256 of the layers in base 26 (InChI Technical Manual, 2011)
  int formal_charge = 0;   // as given
  std::string neutral_smiles;   // canonical isomeric SMILES of what `inchi` names
};

/// kUnsupported when no InChI can be made (more than 1023 atoms with hydrogens, elements that InChI refuses).
Expected<Identity> identity(const Molecule& molecule);

/// What differs between two molecules; each false means equal. A layer that is absent from both is equal.
struct IdentityDifference {
  bool formula = false;
  bool connectivity = false;          // which heavy atoms are bonded
  bool hydrogens = false;             // how many hydrogens an atom has, beyond what protonation explains
  bool double_bond_stereo = false;
  bool tetrahedral_stereo = false;
  bool charge = false;                // net charge as given, or charges that cannot be neutralised
  std::vector<std::string> words;     // one sentence for each difference: "tetrahedral stereo: 3-,4+ became 3+,4+"

  /// The same compound: a guard for ligands that pass through preparation (protonation may change the charge).
  bool same_compound() const {
    return !formula && !connectivity && !hydrogens && !double_bond_stereo && !tetrahedral_stereo;
  }
  bool same() const { return same_compound() && !charge; }
};

/// `open_stereo_passes`: stereo elements that `wanted` leaves open (a racemate, a SMILES without marks) may be either
/// way in `got`.
IdentityDifference compare_identity(const Identity& wanted, const Identity& got, bool open_stereo_passes = false);

/// One layer of an InChI: by its letter ('c', 'h', 'q', 'p', 'b', 't', 'm', 's'), or the formula for 0. Empty when absent.
std::string inchi_layer(std::string_view inchi, char layer);

}  // namespace maek::mol
