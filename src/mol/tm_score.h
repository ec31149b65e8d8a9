// SPDX-License-Identifier: Apache-2.0
// TM-score, GDT-TS, GDT-HA and MaxSub of paired residues, each at its best superposition (model quality, CA atoms)
#pragma once

#include <array>   // for std::array
#include <span>    // for std::span

#include "base/expected.h"     // for Expected
#include "mol/position.h"      // for Position
#include "mol/superpose.h"     // for Superposition

namespace maek::mol {

/// d0 = 1.24 (L - 15)^(1/3) - 1.8 [Å], at least 0.5 (Zhang & Skolnick 2004, Proteins 57, 702).
double tm_d0(int length);

/// Scores of a model whose CA atoms are paired with those of a reference. All shares are of the reference's length.
struct PairedScores {
  double tm_score = 0;             // max over superpositions of 1/L sum 1 / (1 + (d/d0)²)
  double d0 = 0;                   // Å
  double gdt_ts = 0;               // mean share within 1, 2, 4, 8 Å, each share at its own best superposition
  double gdt_ha = 0;               // the same for 0.5, 1, 2, 4 Å
  std::array<double, 5> within{};  // those shares: 0.5, 1, 2, 4, 8 Å
  double maxsub = 0;               // 1/L sum over pairs within 3.5 Å of 1 / (1 + (d/3.5)²)
  double rmsd = 0;                 // Å, of all pairs, least squares
  Superposition superposition;     // of the TM-score
};

/// `model[i]` is paired with `reference[i]` [Å]; `reference_length` counts the reference's residues, paired or not
/// (at least the number of pairs). The search is that of Zhang & Skolnick (mol/internal/tm_search.h). Time grows with
/// the square of the pairs: refused beyond kMaxPairedResidues.
Expected<PairedScores> paired_scores(std::span<const Position> model, std::span<const Position> reference,
                                     int reference_length);

constexpr std::size_t kMaxPairedResidues = 20'000;

}  // namespace maek::mol
