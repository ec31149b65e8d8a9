// SPDX-License-Identifier: Apache-2.0
#include "bench/redock/statistics.h"

#include <algorithm>   // for std::sort
#include <numeric>     // for std::accumulate

#include "base/random.h"    // for RandomStream

namespace maek::bench {

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

double mean(const std::vector<double>& values) {
  return values.empty() ? 0 : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Interval bootstrap(const std::vector<double>& values, std::uint64_t seed) {
  constexpr std::size_t kDraws = 10000;
  if (values.empty()) return {};
  RandomStream random(seed, "bench/bootstrap", 0);
  std::vector<double> means(kDraws);
  for (double& m : means) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
      sum += values[random.below(static_cast<std::uint32_t>(values.size()))];
    m = sum / static_cast<double>(values.size());
  }
  std::sort(means.begin(), means.end());
  return {means[kDraws * 25 / 1000], means[kDraws * 975 / 1000]};
}

}  // namespace maek::bench
