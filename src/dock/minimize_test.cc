// SPDX-License-Identifier: Apache-2.0
// Local optimisation: known minima, the rule of descent, when it stops. Vina's own end points: golden_test.cc.
#include "dock/minimize.h"

#include <cmath>    // for std::abs
#include <limits>   // for std::numeric_limits

#include <gtest/gtest.h>

#include "dock/internal/toy_fixture.h"   // for ligands, make_toy

namespace maek::dock {
namespace {

using namespace fixture;

/// Each atom is drawn to its own place: the minimum is 0 where the ligand lies on them.
EnergyFunction springs(const std::vector<Position>& places) {
  return [places](std::span<const Position> x, std::span<Position> slopes) {
    double e = 0;
    for (std::size_t a = 0; a < x.size(); ++a) {
      e += squared_distance(x[a], places[a]);
      slopes[a] += 2 * (x[a] - places[a]);
    }
    return e;
  };
}

TEST(Minimize, PutsTheLigandBackOnItsPlaces) {
  RandomStream random(1, "test/minimize", 0);
  for (const NamedTree& ligand : ligands()) {
    const System system = make_toy(ligand.tree);
    const Kinematics kinematics(system.ligand);
    for (int n = 0; n < 5; ++n) {
      Conformation start = kinematics.start();
      std::vector<double> p(static_cast<std::size_t>(kinematics.degrees_of_freedom()));
      for (double& v : p) v = 0.4 * (2 * random.uniform_double() - 1);
      advance(start, 1, p);
      const Minimum m = minimize(kinematics, springs(start_of(system)), start, {400, 0});
      EXPECT_LT(m.energy, 1e-8) << ligand.name;
      std::vector<Position> x;
      kinematics.coordinates(m.conformation, x);
      for (std::size_t a = 0; a < x.size(); ++a)
        EXPECT_LT(distance(x[a], system.ligand.atoms[a].start), 1e-3) << ligand.name;
      EXPECT_GT(m.evaluations, 1);
    }
  }
}

TEST(Minimize, NeverEndsHigherThanItStarts) {
  const System system = make_toy(ligands()[4].tree);
  const Kinematics kinematics(system.ligand);
  // A rugged energy: many small hills on a wide bowl.
  const EnergyFunction rugged = [](std::span<const Position> x, std::span<Position> slopes) {
    double e = 0;
    for (std::size_t a = 0; a < x.size(); ++a) {
      e += 0.01 * squared_norm(x[a]) + std::sin(9 * x[a].x) + std::sin(7 * x[a].y);
      slopes[a] += 0.02 * x[a] + Position{9 * std::cos(9 * x[a].x), 7 * std::cos(7 * x[a].y), 0};
    }
    return e;
  };
  RandomStream random(2, "test/minimize", 0);
  std::vector<Position> x;
  for (int n = 0; n < 50; ++n) {
    Conformation start = kinematics.start();
    start.origin += 3 * Position{random.normal(), random.normal(), random.normal()};
    kinematics.coordinates(start, x);
    std::vector<Position> slopes(x.size());
    const double before = rugged(x, slopes);
    const Minimum m = minimize(kinematics, rugged, start, {30, 0});
    EXPECT_LE(m.energy, before);
    kinematics.coordinates(m.conformation, x);
    EXPECT_NEAR(rugged(x, slopes), m.energy, 1e-9) << "the energy told is not that of the conformation";
  }
}

TEST(Minimize, StopsWhenAStepBringsLessThanTheTolerance) {
  const System system = make_toy(ligands()[4].tree);
  const Kinematics kinematics(system.ligand);
  Conformation start = kinematics.start();
  start.origin += Position{1, 1, 1};
  int last = std::numeric_limits<int>::max();
  double worst = 0;
  for (const double tolerance : {1e-9, 1e-3, 1e-1, 10.0}) {
    const Minimum m = minimize(kinematics, springs(start_of(system)), start, {1000, tolerance});
    EXPECT_LE(m.evaluations, last) << tolerance;
    EXPECT_GE(m.energy, worst * 0.999) << tolerance;
    last = m.evaluations;
    worst = m.energy;
  }
  EXPECT_LT(last, 30);
}

TEST(Minimize, DoesNotMoveAtAMinimumNorWithoutIterations) {
  const System system = make_toy(ligands()[5].tree);
  const Kinematics kinematics(system.ligand);
  const Minimum there = minimize(kinematics, springs(start_of(system)), kinematics.start(), {50, 0});
  EXPECT_LT(there.energy, 1e-20);
  EXPECT_LT(there.evaluations, 20) << "a gradient of zero ends it";
  Conformation start = kinematics.start();
  start.origin.x += 1;
  const Minimum none = minimize(kinematics, springs(start_of(system)), start, {0, 0});
  EXPECT_EQ(none.conformation.origin, start.origin);
  EXPECT_EQ(none.evaluations, 1);
}

TEST(Minimize, GivesTheStartBackWhenTheEnergyIsLost) {
  const System system = make_toy(ligands()[4].tree);
  const Kinematics kinematics(system.ligand);
  int calls = 0;
  const EnergyFunction lost = [&calls](std::span<const Position> x, std::span<Position> slopes) {
    for (Position& s : slopes) s += Position{1, 0, 0};
    return ++calls == 1 ? double(x.size()) : std::numeric_limits<double>::quiet_NaN();
  };
  const Minimum m = minimize(kinematics, lost, kinematics.start(), {20, 0});
  EXPECT_EQ(m.energy, double(system.ligand.atoms.size()));
  EXPECT_EQ(m.conformation.origin, kinematics.start().origin);
}

}  // namespace
}  // namespace maek::dock
