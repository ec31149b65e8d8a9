// SPDX-License-Identifier: Apache-2.0
// Medians, shares, and paired bootstrap intervals of a benchmark's figures.
#pragma once

#include <cstdint>   // for std::uint64_t
#include <vector>    // for std::vector

namespace maek::bench {

double median(std::vector<double> values);
double mean(const std::vector<double>& values);

struct Interval {
  double low = 0, high = 0;
};

/// 95 % interval of the mean of values[i] by the percentile bootstrap over i (Efron 1979), 10,000 draws from `seed`. For paired
/// figures give the differences.
Interval bootstrap(const std::vector<double>& values, std::uint64_t seed);

}  // namespace maek::bench
