// SPDX-License-Identifier: Apache-2.0
// Which residues of a PDB file belong to a polymer, and their place in its sequence (SEQRES, MODRES, TER).
#pragma once

#include <cstdint>   // for std::int32_t
#include <map>       // for std::map
#include <set>       // for std::set
#include <string>    // for std::string
#include <tuple>     // for std::tuple
#include <vector>    // for std::vector

#include "mol/structure.h"   // for Structure

namespace maek::mol {

/// What the header records say of polymers. Chains are named as in the structure.
struct PdbSequences {
  std::map<std::string, std::vector<std::string>> seqres;                  // component codes in order
  std::set<std::tuple<std::string, std::int32_t, char>> modified;          // chain, number, insertion code
};

/// Sets Residue::label_number. `chain_was_ended[c]`: a TER closes chain c.
void number_polymers(Structure& structure, const PdbSequences& sequences, const std::vector<bool>& chain_was_ended);

}  // namespace maek::mol
