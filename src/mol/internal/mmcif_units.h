// SPDX-License-Identifier: Apache-2.0
// Label chains and entities: which residues of a structure are one instance of one entity (label_asym_id, entity_id).
#pragma once

#include <cstdint>   // for std::int32_t
#include <map>       // for std::map
#include <string>    // for std::string
#include <vector>    // for std::vector

#include "mol/structure.h"   // for Structure

namespace maek::mol {

enum class UnitClass { kPolymer, kBranched, kNonPolymer, kWater };

/// An instance of an entity: a polymer chain, one ligand, all waters of a chain.
struct LabelUnit {
  std::string label;
  std::int32_t entity = 0;
  UnitClass kind = UnitClass::kNonPolymer;
  std::int32_t model = 1;
  std::vector<ResidueIndex> residues;
};

struct LabelUnits {
  std::vector<LabelUnit> units;               // file order, of all models
  std::vector<std::int32_t> unit_of_residue;
  std::vector<std::int32_t> label_number;     // of each residue; 0 outside polymers
};

/// Labels and entity numbers of the structure are kept where they are consistent; what lacks them, or mixes a polymer
/// with ligands under one label (as PDB chains do), gets new ones. Instances have the same label in each model.
LabelUnits label_units(const Structure& structure);

}  // namespace maek::mol
