// SPDX-License-Identifier: Apache-2.0
// Ligands that model and reference share, and how far apart they are (pose RMSD in the superposed pocket)
#pragma once

#include <string>   // for std::string
#include <vector>   // for std::vector

#include "base/expected.h"   // for Expected
#include "mol/compare.h"     // for Comparison, LigandComparison

namespace maek::mol {

/// Ligands and cofactors of the same component in both, paired so that near ones go together. An error (not_found)
/// when neither or only one has ligands, or none of the same component. Needs the protein part of `protein`.
Expected<std::vector<LigandComparison>> compare_ligands(const Structure& model, const Structure& reference,
                                                        const Comparison& protein, std::vector<std::string>& notes);

}  // namespace maek::mol
