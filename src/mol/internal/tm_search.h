// SPDX-License-Identifier: Apache-2.0
// Search for the superposition of highest TM-score of paired points (Zhang & Skolnick 2004, fragments, extension)
#pragma once

#include <array>     // for std::array
#include <cstddef>   // for std::size_t
#include <cstdint>   // for std::int32_t
#include <vector>    // for std::vector

#include "mol/internal/point_fit.h"   // for PointRows, RigidMove

namespace maek::mol {

/// Coordinates as the published programs hold them: single precision, so that their last printed digits follow.
using TmPoints = PointRows<float>;

struct TmSearchRules {
  float d0 = 1;            // Å, scale of the score
  float beyond = 0;        // Å: pairs farther apart score nothing; 0: all pairs score
  std::size_t stride = 1;  // fragments begin at every stride-th pair
  bool count_near = false; // also fill `near`
};

struct TmSearchResult {
  double sum = -1;                     // the best sum of 1 / (1 + (d/d0)²) over the pairs
  std::vector<std::int32_t> members;   // the pairs whose fit gave it
  RigidMove move;                      // that fit
  std::array<int, 5> near{};           // most pairs within 0.5, 1, 2, 4, 8 Å, each over all superpositions tried
  double maxsub = -1;                  // the best sum over pairs within 3.5 Å with d0 = 3.5 Å
};

/// Fits every fragment of the lengths n, n/2, n/4, ... (five halvings at most, 4 at the least), then fits again on the
/// pairs that came within a cut-off until the set stands (20 rounds at most), and keeps the best score of all fits.
TmSearchResult search_tm(const TmPoints& mobile, const TmPoints& target, const TmSearchRules& rules);

/// Buffers that many fits share.
struct FitBuffer {
  PointRows<double> mobile, target;
  RigidMove fit(const TmPoints& from, const TmPoints& to, const std::vector<std::int32_t>& members);
};

}  // namespace maek::mol
