// SPDX-License-Identifier: Apache-2.0
// `maek demo`: a real medicine docked into a real protein, measured against the crystal.
#pragma once

#include "base/operation.h"   // for Operation

namespace maek::cli {

/// Amprenavir from its SMILES into HIV-1 protease, PDB 1HPV of Debian's pymol-data. The last line of the table is one JSON
/// object: rmsd [Å], valid, score [kcal/mol], seconds.
Operation demo_operation();

}  // namespace maek::cli
