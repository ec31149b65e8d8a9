// SPDX-License-Identifier: Apache-2.0
// Exponential, sine and cosine by + - * / beside those of the C library in extended precision.
#include "dock/internal/portable_math.h"

#include <cmath>     // for std::expl
#include <limits>    // for std::numeric_limits

#include <gtest/gtest.h>

#include "base/random.h"   // for RandomStream

namespace maek::dock::internal {
namespace {

constexpr double kExpUlps = 4;          // of the result
constexpr double kSineError = 4e-16;    // absolute; two ulps of a number near 1

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double ulp(double x) { return std::nextafter(std::abs(x), kInfinity) - std::abs(x); }

TEST(PortableMath, ExponentialIsThatOfTheCLibraryToAFewUlps) {
  RandomStream random(1, "test/exp", 0);
  double worst = 0;
  const auto check = [&worst](double x) {
    const long double want = std::exp(static_cast<long double>(x));
    const double got = exp_nonpositive(x);
    const double error = static_cast<double>(std::abs(got - want)) / ulp(static_cast<double>(want));
    worst = std::max(worst, error);
    EXPECT_LE(error, kExpUlps) << x;
  };
  for (const double range : {1e-9, 0.3, 1.0, 40.0, 699.9}) {
    for (int n = 0; n < 20000; ++n) check(-range * random.uniform_double());
  }
  // Where the whole part changes: odd multiples of ln 2 / 2.
  for (int k = 1; k < 2000; k += 2) {
    const double x = -k * std::log(2.0) / 2;
    for (const double at : {x, std::nextafter(x, 0), std::nextafter(x, -kInfinity)}) {
      if (at > -699) check(at);
    }
  }
  RecordProperty("worst_ulps", std::to_string(worst));
}

TEST(PortableMath, ExponentialAtTheEnds) {
  struct Case {
    double x, want;
  };
  for (const Case& c : {Case{0, 1}, Case{-0.0, 1}, Case{-700, 0}, Case{-701, 0}, Case{-1e308, 0}, Case{-kInfinity, 0},
                        Case{-std::numeric_limits<double>::denorm_min(), 1}}) {
    EXPECT_EQ(exp_nonpositive(c.x), c.want) << c.x;
  }
  EXPECT_GT(exp_nonpositive(std::nextafter(-700.0, 0)), 0);
  EXPECT_FALSE(exp_nonpositive(std::numeric_limits<double>::quiet_NaN()) > 0)
      << "a lost number must not become an energy";
}

TEST(PortableMath, SineAndCosineAreThoseOfTheCLibrary) {
  RandomStream random(2, "test/sine", 0);
  const auto check = [](double x) {
    const auto [s, c] = sin_cos(x);
    EXPECT_NEAR(s, static_cast<double>(std::sin(static_cast<long double>(x))), kSineError) << x;
    EXPECT_NEAR(c, static_cast<double>(std::cos(static_cast<long double>(x))), kSineError) << x;
    EXPECT_NEAR(s * s + c * c, 1, 2 * kSineError) << x;
  };
  for (const double range : {1e-6, 1.0, 7.0, 100.0, 9999.0}) {
    for (int n = 0; n < 20000; ++n) check(range * (2 * random.uniform_double() - 1));
  }
  // Where the octant changes, on both sides of zero.
  for (int k = -400; k <= 400; ++k) {
    const double x = k * std::atan(1.0);
    for (const double at : {x, std::nextafter(x, 1e9), std::nextafter(x, -1e9)}) check(at);
  }
}

TEST(PortableMath, SineAndCosineAtZero) {
  const auto [s, c] = sin_cos(0);
  EXPECT_EQ(s, 0);
  EXPECT_EQ(c, 1);
}

}  // namespace
}  // namespace maek::dock::internal
