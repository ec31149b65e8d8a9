// SPDX-License-Identifier: Apache-2.0
// Correlations within systems and their means, with paired bootstrap intervals (Pearson, Spearman, Kendall, ranking).
#pragma once

#include <cstdint>  // for std::uint64_t
#include <span>     // for std::span
#include <vector>   // for std::vector

#include "bench/redock/statistics.h"  // for Interval

namespace maek::bench {

struct Correlation {
  double pearson = 0, spearman = 0, kendall = 0;   // 0 where one side is constant; Kendall: tau-b
};
Correlation correlate(std::span<const double> a, std::span<const double> b);

/// sum(w v) / sum(w), and its 95 % interval by drawing whole entries with replacement (percentiles of 10,000 draws).
double weighted_mean(std::span<const double> values, std::span<const double> weights);
Interval weighted_bootstrap(std::span<const double> values, std::span<const double> weights, std::uint64_t seed);

}  // namespace maek::bench
