// SPDX-License-Identifier: Apache-2.0
// lDDT: local distance difference test, all atoms or CA only, whole and for each residue (superposition-free score)
#pragma once

#include <array>     // for std::array
#include <cstdint>   // for std::int32_t
#include <utility>   // for std::pair
#include <vector>    // for std::vector

#include "base/expected.h"    // for Expected
#include "mol/position.h"     // for Position

namespace maek::mol {

/// Defaults of Mariani, Biasini, Barbato & Schwede 2013, Bioinformatics 29, 2722.
struct LddtOptions {
  double radius = 15;                                // Å: reference distances shorter than this count
  std::array<double, 4> tolerances{0.5, 1, 2, 4};    // Å
  int sequence_separation = 0;                       // residues of one chain this far apart or nearer do not count
};

/// The atoms of the reference, and where the model has them.
struct LddtAtoms {
  std::vector<Position> reference;        // [atoms] Å
  std::vector<Position> model;            // [atoms] Å, read where in_model
  std::vector<std::uint8_t> in_model;     // [atoms]
  std::vector<std::int32_t> residue;      // [atoms] 0, 1, 2, ... ascending, none left out
  std::vector<std::int32_t> chain;        // [residues]
  std::vector<std::int32_t> number;       // [residues] place in the chain, for sequence_separation
  /// Atoms of one residue that may trade names, since nature does not tell them apart (OD1 and OD2 of ASP): all pairs
  /// of a residue are traded together, in the model, where that fits the atoms that cannot be traded better.
  std::vector<std::pair<std::int32_t, std::int32_t>> exchanges;
};

struct LddtResult {
  double score = 0;  // conserved / total, over all pairs of atoms; 0 when there are none
  std::int64_t conserved = 0;  // sum over the tolerances
  std::int64_t total = 0;  // pairs x tolerances; an atom that the model lacks conserves nothing
  std::vector<std::int64_t> residue_conserved, residue_total;  // [residues]; a pair counts for both its residues
  /// NaN where a residue has no pair at all.
  std::vector<double> residue_score;
};

/// Pairs of atoms of different residues within the radius in the reference; conserved where the model's distance
/// differs by less than the tolerance. Errors: arrays of unequal length, indices out of order.
Expected<LddtResult> lddt(const LddtAtoms& atoms, const LddtOptions& options = {});

}  // namespace maek::mol
