// SPDX-License-Identifier: Apache-2.0
#include "bench/affinity/evaluation.h"

#include <algorithm>  // for std::sort
#include <cmath>      // for std::sqrt
#include <numeric>    // for std::iota

#include "base/random.h"  // for RandomStream

namespace maek::bench {
namespace {

double pearson(std::span<const double> a, std::span<const double> b) {
  const auto n = static_cast<double>(a.size());
  double ma = 0, mb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ma += a[i] / n;
    mb += b[i] / n;
  }
  double aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    aa += (a[i] - ma) * (a[i] - ma);
    bb += (b[i] - mb) * (b[i] - mb);
    ab += (a[i] - ma) * (b[i] - mb);
  }
  return aa > 1e-12 && bb > 1e-12 ? ab / std::sqrt(aa * bb) : 0;
}

/// Ranks from 1; equal values share the mean of theirs.
std::vector<double> ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t k) { return values[i] < values[k]; });
  std::vector<double> out(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    for (std::size_t k = i; k < end; ++k) out[order[k]] = 0.5 * static_cast<double>(i + end + 1);
    i = end;
  }
  return out;
}

double kendall(std::span<const double> a, std::span<const double> b) {
  double agree = 0, in_a = 0, in_b = 0;
  const auto sign = [](double d) { return d > 0 ? 1.0 : d < 0 ? -1.0 : 0.0; };
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      const double da = sign(a[i] - a[k]), db = sign(b[i] - b[k]);
      agree += da * db;
      in_a += da * da;
      in_b += db * db;
    }
  }
  return in_a > 0 && in_b > 0 ? agree / std::sqrt(in_a * in_b) : 0;
}

}  // namespace

Correlation correlate(std::span<const double> a, std::span<const double> b) {
  const std::vector<double> ra = ranks(a), rb = ranks(b);
  return {pearson(a, b), pearson(ra, rb), kendall(a, b)};
}

double weighted_mean(std::span<const double> values, std::span<const double> weights) {
  double sum = 0, all = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += weights[i] * values[i];
    all += weights[i];
  }
  return all > 0 ? sum / all : 0;
}

Interval weighted_bootstrap(std::span<const double> values, std::span<const double> weights, std::uint64_t seed) {
  constexpr std::size_t kDraws = 10000;
  if (values.empty()) return {};
  RandomStream random(seed, "bench/affinity", 0);
  std::vector<double> means(kDraws);
  for (double& m : means) {
    double sum = 0, all = 0;
    for (std::size_t k = 0; k < values.size(); ++k) {
      const std::size_t i = random.below(static_cast<std::uint32_t>(values.size()));
      sum += weights[i] * values[i];
      all += weights[i];
    }
    m = sum / all;
  }
  std::sort(means.begin(), means.end());
  return {means[kDraws * 25 / 1000], means[kDraws * 975 / 1000]};
}

}  // namespace maek::bench
