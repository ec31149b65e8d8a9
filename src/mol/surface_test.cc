// SPDX-License-Identifier: Apache-2.0
// Accessible surface beside formulas, and what must hold for any atoms.
#include "mol/surface.h"

#include <cmath>    // for std::cos
#include <numbers>  // for std::numbers::pi

#include <gtest/gtest.h>

#include "base/random.h"  // for RandomStream

namespace maek::mol {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kShare = 0.02;   // of an atom's whole area: the error of 192 points

double whole(double radius) { return 4 * kPi * (radius + kWaterProbe) * (radius + kWaterProbe); }

/// What stays of sphere a when b hides a cap of it: 2 pi A (A + x), x the distance of the common plane.
double with_lens(double a, double b, double apart) {
  const double A = a + kWaterProbe, B = b + kWaterProbe;
  const double x = (apart * apart + A * A - B * B) / (2 * apart);
  return 2 * kPi * A * (A + x);
}

std::vector<Sphere> random_atoms(int count, double extent, std::uint64_t seed) {
  RandomStream random(seed, "surface", 0);
  std::vector<Sphere> atoms;
  for (int i = 0; i < count; ++i) {
    const auto along = [&] { return extent * (random.uniform_double() - 0.5); };
    const double x = along(), y = along(), z = along();
    atoms.push_back({{x, y, z}, 1.2 + 0.8 * random.uniform_double()});
  }
  return atoms;
}

TEST(AccessibleSurface, OfOneAtomIsItsWholeSphere) {
  for (const double r : {1.1, 1.7, 2.0}) {
    const std::vector<Sphere> atom = {{{3, -2, 5}, r}};
    EXPECT_NEAR(accessible_surface(atom, {})[0], whole(r), 1e-9);
  }
  EXPECT_TRUE(accessible_surface({}, {}).empty());
}

TEST(AccessibleSurface, OfTwoAtomsLacksTheLens) {
  for (const double apart : {1.2, 1.5, 2.5, 4.0, 5.5}) {
    const std::vector<Sphere> a = {{{0, 0, 0}, 1.7}}, b = {{{0.6 * apart, 0, 0.8 * apart}, 1.5}};
    EXPECT_NEAR(accessible_surface(a, b)[0], with_lens(1.7, 1.5, apart), kShare * whole(1.7)) << apart;
    EXPECT_NEAR(accessible_surface(b, a)[0], with_lens(1.5, 1.7, apart), kShare * whole(1.5)) << apart;
  }
}

TEST(AccessibleSurface, IsNothingWithinAnotherAtomAndWholeFarAway) {
  const std::vector<Sphere> small = {{{0.1, 0, 0}, 1.0}}, large = {{{0, 0, 0}, 3.0}}, far = {{{50, 0, 0}, 3.0}};
  EXPECT_DOUBLE_EQ(accessible_surface(small, large)[0], 0);
  EXPECT_NEAR(accessible_surface(small, far)[0], whole(1.0), 1e-9);
}

TEST(AccessibleSurface, MoreAtomsNeverOpenWhatIsHidden) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto atoms = random_atoms(12, 7, seed), around = random_atoms(30, 14, seed + 100);
    const auto alone = accessible_surface(atoms, {}), some = accessible_surface(atoms, {around.data(), 15}),
               all = accessible_surface(atoms, around);
    for (std::size_t i = 0; i < atoms.size(); ++i) {
      EXPECT_LE(some[i], alone[i] + 1e-9);
      EXPECT_LE(all[i], some[i] + 1e-9);
      EXPECT_LE(alone[i], whole(atoms[i].radius) + 1e-9);
    }
  }
}

TEST(AccessibleSurface, DoesNotCareWhichAtomsAreCalledAround) {
  const auto atoms = random_atoms(20, 9, 3);
  const auto together = accessible_surface(atoms, {});
  const auto apart = accessible_surface({atoms.data(), 8}, {atoms.data() + 8, 12});
  for (std::size_t i = 0; i < apart.size(); ++i) EXPECT_DOUBLE_EQ(apart[i], together[i]);
}

TEST(AccessibleSurface, TurnsWithTheMolecule) {
  const auto atoms = random_atoms(25, 9, 7);
  double before = 0, after = 0;
  for (const double a : accessible_surface(atoms, {})) before += a;
  for (const double angle : {0.3, 1.1, 2.9}) {
    auto turned = atoms;
    for (Sphere& s : turned) {
      const Position p = s.centre;
      s.centre = {std::cos(angle) * p.x - std::sin(angle) * p.y, std::sin(angle) * p.x + std::cos(angle) * p.y,
                  p.z + 11};
    }
    after = 0;
    for (const double a : accessible_surface(turned, {})) after += a;
    EXPECT_NEAR(after, before, kShare * before);
  }
}

}  // namespace
}  // namespace maek::mol
