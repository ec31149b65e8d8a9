// SPDX-License-Identifier: Apache-2.0
// Superposition: known motions are found again, noise fits best, degenerate and mirrored sets keep a proper rotation.
#include "mol/superpose.h"

#include <cmath>     // for std::cos
#include <limits>    // for std::numeric_limits
#include <random>    // for std::mt19937
#include <vector>    // for std::vector

#include <gtest/gtest.h>   // for TEST

namespace maek::mol {
namespace {

constexpr double kTolerance = 1e-9;   // Å

double determinant(const std::array<double, 9>& r) {
  return r[0] * (r[4] * r[8] - r[5] * r[7]) - r[1] * (r[3] * r[8] - r[5] * r[6]) + r[2] * (r[3] * r[7] - r[4] * r[6]);
}

/// About the axis (1, 2, 3) by `angle`, as Rodrigues' formula has it.
Position turned(Position x, double angle) {
  const Position k = normalized({1, 2, 3});
  return x * std::cos(angle) + cross(k, x) * std::sin(angle) + k * (dot(k, x) * (1 - std::cos(angle)));
}

std::vector<Position> cloud(int count, unsigned seed) {
  std::mt19937 random(seed);
  const auto uniform = [&] { return random() / 4294967296.0 * 20 - 10; };
  std::vector<Position> points;
  for (int i = 0; i < count; ++i) {
    const double x = uniform(), y = uniform(), z = uniform();
    points.push_back({x, y, z});
  }
  return points;
}

TEST(Superpose, FindsAKnownMotionAgain) {
  for (const double angle : {0.0, 0.3, 1.9, 3.14159265358979}) {
    const std::vector<Position> mobile = cloud(20, 1);
    std::vector<Position> target;
    for (const Position p : mobile) target.push_back(turned(p, angle) + Position{5, -7, 100});
    const auto fit = superpose(mobile, target);
    ASSERT_TRUE(fit);
    EXPECT_LT(fit->rmsd, kTolerance);
    EXPECT_NEAR(determinant(fit->rotation), 1, kTolerance);
    for (std::size_t i = 0; i < mobile.size(); ++i) EXPECT_LT(distance(fit->apply(mobile[i]), target[i]), 1e-8);
  }
}

TEST(Superpose, NoSmallTurnOrShiftFitsBetter) {
  const std::vector<Position> mobile = cloud(12, 2), target = cloud(12, 3);
  const auto fit = superpose(mobile, target);
  ASSERT_TRUE(fit);
  Position centre;
  for (const Position p : target) centre += p / 12.0;
  for (const double step : {0.01, -0.01, 0.2}) {
    std::vector<Position> turned_more, shifted;
    for (const Position p : mobile) {
      turned_more.push_back(turned(fit->apply(p) - centre, step) + centre);
      shifted.push_back(fit->apply(p) + Position{step, 0, -step});
    }
    EXPECT_GT(rmsd(turned_more, target), fit->rmsd);
    EXPECT_GT(rmsd(shifted, target), fit->rmsd);
  }
}

TEST(Superpose, DegenerateSetsKeepAProperRotation) {
  const std::vector<std::vector<Position>> mobiles{
      {{1, 2, 3}}, {{0, 0, 0}, {1, 1, 1}}, {{0, 0, 0}, {1, 0, 0}, {2, 0, 0}, {5, 0, 0}}, {{4, 4, 4}, {4, 4, 4}},
      {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}}};
  for (const auto& mobile : mobiles) {
    std::vector<Position> target;
    for (const Position p : mobile) target.push_back(turned(p, 2.1) + Position{1, 1, 1});
    const auto fit = superpose(mobile, target);
    ASSERT_TRUE(fit);
    EXPECT_NEAR(determinant(fit->rotation), 1, kTolerance) << mobile.size();
    EXPECT_LT(fit->rmsd, 1e-7) << mobile.size();
  }
}

TEST(Superpose, MirrorImageIsNotReflected) {
  const std::vector<Position> mobile = cloud(15, 4);
  std::vector<Position> mirrored;
  for (const Position p : mobile) mirrored.push_back({-p.x, p.y, p.z});
  const auto fit = superpose(mobile, mirrored);
  ASSERT_TRUE(fit);
  EXPECT_NEAR(determinant(fit->rotation), 1, kTolerance);
  EXPECT_GT(fit->rmsd, 1.0);
}

TEST(Superpose, WrongInputIsAnError) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<Position> one{{0, 0, 0}}, two{{0, 0, 0}, {1, 0, 0}}, bad{{nan, 0, 0}};
  EXPECT_FALSE(superpose({}, {}));
  EXPECT_FALSE(superpose(one, two));
  EXPECT_FALSE(superpose(one, bad));
}

TEST(Rmsd, IsTheRootOfTheMeanSquareWithoutMoving) {
  const std::vector<Position> a{{0, 0, 0}, {1, 0, 0}}, b{{3, 0, 0}, {1, 4, 0}};
  EXPECT_DOUBLE_EQ(rmsd(a, b), std::sqrt((9.0 + 16.0) / 2));
  EXPECT_DOUBLE_EQ(rmsd({}, {}), 0);
}

}  // namespace
}  // namespace maek::mol
