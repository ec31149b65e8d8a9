// SPDX-License-Identifier: Apache-2.0
// Kinematics: coordinates from a conformation, generalised gradients beside finite differences, rotations.
#include "dock/kinematics.h"

#include <cmath>     // for std::abs
#include <numbers>   // for std::numbers::pi

#include <gtest/gtest.h>

#include "dock/internal/toy_fixture.h"   // for ligands, make_toy

namespace maek::dock {
namespace {

using namespace fixture;

constexpr double kExact = 1e-12;        // Å, radian: rounding only
constexpr double kDifference = 1e-7;    // central differences with step 1e-5, of the largest entry
constexpr double kPi = std::numbers::pi;

Conformation random_conformation(const Kinematics& kinematics, RandomStream& random) {
  Conformation c = kinematics.start();
  c.origin = {10 * random.normal(), 10 * random.normal(), 10 * random.normal()};
  c.orientation = normalized({random.normal(), random.normal(), random.normal(), random.normal()});
  for (double& t : c.torsions) t = kPi * (2 * random.uniform_double() - 1);
  return c;
}

TEST(Kinematics, StartGivesTheInputCoordinates) {
  for (const NamedTree& ligand : ligands()) {
    const System system = make_toy(ligand.tree);
    const Kinematics kinematics(system.ligand);
    EXPECT_EQ(kinematics.degrees_of_freedom(), 6 + ligand.torsions) << ligand.name;
    std::vector<Position> x;
    kinematics.coordinates(kinematics.start(), x);
    ASSERT_EQ(x.size(), system.ligand.atoms.size());
    for (std::size_t a = 0; a < x.size(); ++a)
      EXPECT_LT(distance(x[a], system.ligand.atoms[a].start), kExact) << ligand.name;
  }
}

TEST(Kinematics, KeepsDistancesInsideEachGroupAndToItsAxis) {
  RandomStream random(1, "test/kinematics", 0);
  for (const NamedTree& ligand : ligands()) {
    const System system = make_toy(ligand.tree);
    const Kinematics kinematics(system.ligand);
    const auto& atoms = system.ligand.atoms;
    for (int n = 0; n < 20; ++n) {
      std::vector<Position> x;
      kinematics.coordinates(random_conformation(kinematics, random), x);
      double changed = 0;
      for (std::size_t a = 0; a < x.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
          const Group& group = system.ligand.groups[static_cast<std::size_t>(atoms[a].group)];
          const auto other = static_cast<std::int32_t>(b);
          const bool rigid = atoms[a].group == atoms[b].group || other == group.from || other == group.to;
          const double before = distance(atoms[a].start, atoms[b].start), after = distance(x[a], x[b]);
          if (rigid) {
            EXPECT_NEAR(after, before, 10 * kExact) << ligand.name << " " << a << " " << b;
          }
          changed = std::max(changed, std::abs(after - before));
        }
      }
      if (ligand.torsions > 0) {
        EXPECT_GT(changed, 0.01) << ligand.name << ": nothing turned";
      }
    }
  }
}

TEST(Kinematics, ATorsionTurnsByItsAngle) {
  const System system = make_toy(ligands()[2].tree);   // one torsion
  const Kinematics kinematics(system.ligand);
  const Group& group = system.ligand.groups[1];
  const auto dihedral = [&](const std::vector<Position>& x) {
    // Another atom of the root, the axis, an atom that turns.
    const auto at = [&](std::int32_t a) { return x[static_cast<std::size_t>(a)]; };
    const Position axis = normalized(at(group.to) - at(group.from));
    std::int32_t still = 0;
    while (still == group.from || still == group.to) ++still;
    const auto flat = [&](Position v) { return v - dot(v, axis) * axis; };
    const Position u = flat(at(still) - at(group.from)), v = flat(at(group.first_atom) - at(group.to));
    return std::atan2(dot(cross(u, v), axis), dot(u, v));
  };
  Conformation c = kinematics.start();
  std::vector<Position> x;
  kinematics.coordinates(c, x);
  const double start = dihedral(x);
  for (const double angle : {0.3, -1.0, 3.0, -3.1}) {
    c.torsions[0] = angle;
    kinematics.coordinates(c, x);
    EXPECT_NEAR(wrap_angle(dihedral(x) - start - angle), 0, 1e-10) << angle;
  }
}

TEST(Kinematics, GradientIsThatOfFiniteDifferences) {
  RandomStream random(2, "test/kinematics", 0);
  for (const NamedTree& ligand : ligands()) {
    const System system = make_toy(ligand.tree);
    const Kinematics kinematics(system.ligand);
    // A smooth energy of every atom and of neighbouring atoms, with its slopes.
    std::vector<Position> pull;
    for (std::size_t a = 0; a < system.ligand.atoms.size(); ++a)
      pull.push_back({random.normal(), random.normal(), random.normal()});
    const auto energy = [&](const std::vector<Position>& x, std::vector<Position>& slopes) {
      double e = 0;
      slopes.assign(x.size(), {});
      for (std::size_t a = 0; a < x.size(); ++a) {
        e += dot(pull[a], x[a]) + 0.01 * squared_norm(x[a]);
        slopes[a] += pull[a] + 0.02 * x[a];
        if (a == 0) continue;
        const Position d = x[a] - x[0];
        e += 0.05 * squared_norm(d);
        slopes[a] += 0.1 * d;
        slopes[0] += -0.1 * d;
      }
      return e;
    };
    for (int n = 0; n < 10; ++n) {
      const Conformation c = random_conformation(kinematics, random);
      std::vector<Position> x, slopes, unused;
      kinematics.coordinates(c, x);
      energy(x, slopes);
      Generalised g;
      kinematics.gradient(c, x, slopes, g);
      ASSERT_EQ(g.size(), static_cast<std::size_t>(kinematics.degrees_of_freedom()));
      double most = 1;
      for (const double v : g) most = std::max(most, std::abs(v));
      for (std::size_t k = 0; k < g.size(); ++k) {
        constexpr double h = 1e-5;
        const auto moved = [&](double alpha) {
          Generalised p(g.size(), 0.0);
          p[k] = 1;
          Conformation there = c;
          advance(there, alpha, p);
          kinematics.coordinates(there, x);
          return energy(x, unused);
        };
        EXPECT_NEAR((moved(h) - moved(-h)) / (2 * h), g[k], kDifference * most) << ligand.name << ", entry " << k;
      }
    }
  }
}

TEST(Kinematics, RotationVectorsTurnAboutTheirAxis) {
  struct Case {
    Position v, from, to;
  };
  const Case cases[] = {
      {{0, 0, 0}, {1, 2, 3}, {1, 2, 3}},
      {{0, 0, kPi / 2}, {1, 0, 0}, {0, 1, 0}},
      {{kPi, 0, 0}, {0, 1, 0}, {0, -1, 0}},
      {{0, 2 * kPi, 0}, {0, 0, 1}, {0, 0, 1}},
      {{0, -3 * kPi / 2, 0}, {1, 0, 0}, {0, 0, -1}},
      {{0, 0, 1e-9}, {1, 0, 0}, {1, 1e-9, 0}},
      {{0, 0, 1e3 * kPi}, {1, 0, 0}, {1, 0, 0}},
  };
  for (const Case& c : cases) {
    const auto m = to_matrix(normalized(from_rotation_vector(c.v)));
    const Position got{dot({m[0], m[1], m[2]}, c.from), dot({m[3], m[4], m[5]}, c.from),
                       dot({m[6], m[7], m[8]}, c.from)};
    EXPECT_LT(distance(got, c.to), 1e-12) << c.v.x << " " << c.v.y << " " << c.v.z;
  }
}

TEST(Kinematics, AnglesAreWrappedToOneTurn) {
  for (const double angle : {0.0, 3.0, -3.0, 4.0, -4.0, 100.0, -1e6}) {
    const double wrapped = wrap_angle(angle);
    EXPECT_LE(std::abs(wrapped), kPi);
    EXPECT_NEAR(std::sin(wrapped), std::sin(angle), 1e-9);
    EXPECT_NEAR(std::cos(wrapped), std::cos(angle), 1e-9);
  }
}

}  // namespace
}  // namespace maek::dock
