// SPDX-License-Identifier: Apache-2.0
// `maek demo`: a real medicine docked into a real protein, measured against the crystal.
#pragma once

#include <optional>      // for std::optional
#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include "base/operation.h"   // for Operation

namespace maek::cli {

/// Amprenavir from its SMILES into HIV-1 protease, PDB 1HPV of Debian's pymol-data. The last line of the table is one JSON
/// object: rmsd [Å], valid, score [kcal/mol], seconds.
Operation demo_operation();

/// Who publishes a file that the demo reads, and under what licence: its capture on the ledger says so.
struct Origin {
  std::string publisher;
  std::string licence;
};
std::optional<Origin> demo_origin(std::string_view file);

}  // namespace maek::cli
