// SPDX-License-Identifier: Apache-2.0
// Exponential, sine and cosine by + - * / alone: equal bits on every machine, which those of the C library are not.
#pragma once

#include <bit>       // for std::bit_cast
#include <cmath>     // for std::floor (exact)
#include <cstdint>   // for std::int64_t
#include <utility>   // for std::pair

namespace maek::dock::internal {

/// (sin x, cos x) for |x| < 1e4. Error below 1e-14. x is brought to [-pi/4, pi/4]; Taylor series there.
inline std::pair<double, double> sin_cos(double x) {
  constexpr double kTwoOverPi = 0.63661977236758134308;
  constexpr double kHalfPiHigh = 1.57079632673412561417e+00;   // pi/2 with its low 32 bits zero
  constexpr double kHalfPiLow = 6.07710050650619224932e-11;    // pi/2 - kHalfPiHigh
  const double k = std::floor(x * kTwoOverPi + 0.5);
  const double r = (x - k * kHalfPiHigh) - k * kHalfPiLow;
  const double z = r * r;
  double s = 0, c = 0;
  for (int n = 8; n >= 1; --n) {   // 1/17!, 1/16!: below 1e-16 at pi/4
    s = z * (1 - s) / ((2 * n) * (2 * n + 1));
    c = z * (1 - c) / ((2 * n - 1) * (2 * n));
  }
  const double sine = r * (1 - s), cosine = 1 - c;
  switch (static_cast<int>(k - 4 * std::floor(k / 4))) {
    case 0:
      return {sine, cosine};
    case 1:
      return {cosine, -sine};
    case 2:
      return {-sine, -cosine};
    default:
      return {-cosine, sine};
  }
}

/// e^x for x <= 0; 0 below -700. Relative error below 1e-15: Taylor series to x^13/13! on |x| <= ln 2 / 2.
inline double exp_nonpositive(double x) {
  constexpr double kLog2e = 1.44269504088896338700;
  constexpr double kLn2High = 6.93147180369123816490e-01, kLn2Low = 1.90821492927058770002e-10;
  if (!(x > -700)) return 0;
  const double k = std::floor(x * kLog2e + 0.5);
  const double r = (x - k * kLn2High) - k * kLn2Low;
  constexpr double kInverse[] = {1.0 / 2, 1.0 / 3, 1.0 / 4,  1.0 / 5,  1.0 / 6,  1.0 / 7,
                                 1.0 / 8, 1.0 / 9, 1.0 / 10, 1.0 / 11, 1.0 / 12, 1.0 / 13};
  double sum = 1;
  for (int n = 11; n >= 0; --n) sum = 1 + r * kInverse[n] * sum;
  sum = 1 + r * sum;
  const auto power = std::bit_cast<double>(static_cast<std::uint64_t>(static_cast<std::int64_t>(k) + 1023) << 52);
  return sum * power;
}

}  // namespace maek::dock::internal
