// SPDX-License-Identifier: Apache-2.0
// PDB reader: fixed columns, from 1994's files to hybrid-36, and PDBQT's variant of the same columns.
#pragma once

#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include "base/expected.h"   // for Expected
#include "mol/structure.h"   // for Structure

namespace maek::mol {

enum class PdbFlavour {
  kPdb,     // elements in columns 77-78
  kPdbqt,   // AutoDock types in columns 78-79, partial charges (not kept) in 71-76
};

Expected<Structure> read_pdb_flavour(std::string_view text, const std::string& name, PdbFlavour flavour);

}  // namespace maek::mol
