// SPDX-License-Identifier: Apache-2.0
// Bonds that a PDB file records: CONECT, LINK, SSBOND.
#pragma once

#include <array>     // for std::array
#include <cstddef>   // for std::size_t
#include <cstdint>   // for std::int32_t
#include <string>    // for std::string
#include <utility>   // for std::pair
#include <vector>    // for std::vector

#include "mol/structure.h"   // for Structure

namespace maek::mol {

/// One end of a LINK or SSBOND record. `chain` as the structure calls it.
struct PdbBondEnd {
  std::string chain, residue, atom;
  std::int32_t number = 0;
  char insertion = 0;
  char altloc = 0;
};

struct PdbBondRecords {
  std::vector<std::pair<std::int32_t, std::int32_t>> conect;       // serials; twice for a double bond
  struct Link {
    PdbBondEnd a, b;
    BondOrder order = BondOrder::kUnknown;
  };
  std::vector<Link> links;
  std::size_t to_symmetry_mates = 0;   // records that lead out of the asymmetric unit: not kept
};

/// Adds the bonds between atoms of the first model; what has no atoms here, or serials that are not unique, is noted.
void add_pdb_bonds(Structure& structure, const PdbBondRecords& records);

}  // namespace maek::mol
