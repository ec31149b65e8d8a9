// SPDX-License-Identifier: Apache-2.0
// The affinity set: protein systems with ligands of measured affinity and modelled poses; which systems share a protein.
#pragma once

#include <filesystem>  // for std::filesystem::path
#include <string>  // for std::string
#include <vector>  // for std::vector

#include "mol/molecule.h"  // for Molecule

namespace maek::bench {

/// One entry: a ligand in one charge state, tautomer or rotamer.
struct MeasuredLigand {
  mol::Molecule pose;  // hydrogens as atoms, modelled from one crystal structure per system
  std::string smiles;  // of the table: equal for the states of one ligand
  double pk = 0;  // -dG / (RT ln 10), 298.15 K
};

struct AffinitySystem {
  std::string name;  // the folder
  std::string protein_pdb;
  std::vector<MeasuredLigand> ligands;
  int protein = 0;  // systems of one protein share the number
  std::string family;  // "kinase", "serine protease", or "": of a wider split
  bool absolute = true;  // false: dG on an arbitrary zero
};

/// In order of the names. Systems of one protein: their sequences share more than 15 % of their words of five residues (of the
/// shorter one), directly or by way of others. Throws what reading the archive throws.
std::vector<AffinitySystem> read_affinity_systems(const std::filesystem::path& data);

}  // namespace maek::bench
