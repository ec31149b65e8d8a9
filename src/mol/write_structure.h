// SPDX-License-Identifier: Apache-2.0
// Write a structure as mmCIF or PDB (export, save). C++17-clean.
#pragma once

#include <string>   // for std::string

#include "base/expected.h"   // for Expected
#include "mol/structure.h"   // for Structure

namespace maek::mol {

/// mmCIF with label_ and auth_ ids, group_PDB, entity, struct_asym, chem_comp_bond and struct_conn records; the
/// B-factor column holds Atom::b_factor. Every chain has a name in the output (label_asym_id is unique per entity
/// instance).
Expected<std::string> to_mmcif(const Structure& structure);

/// PDB. Refused when it does not fit the columns (more than 99,999 atoms or 9,999 residues a chain, chain names of
/// two letters): the message says to write mmCIF.
Expected<std::string> to_pdb(const Structure& structure);

}  // namespace maek::mol
