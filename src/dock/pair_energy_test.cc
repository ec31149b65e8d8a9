// SPDX-License-Identifier: Apache-2.0
// Pair energies: terms written out again, derivatives, cutoff, symmetry, tables. Vina's own numbers: golden_test.cc.
#include "dock/pair_energy.h"

#include <cmath>   // for std::exp

#include <gtest/gtest.h>

namespace maek::dock {
namespace {

constexpr double kSame = 1e-13;         // kcal/mol: two ways to write one formula
constexpr double kDifference = 1e-6;    // kcal/mol/Å, central differences with step 1e-5
constexpr double kTableError = 0.03;    // kcal/mol of one pair: tables are steps in r², the repulsion is steep

const ScoringFunction* const kFunctions[] = {&ScoringFunction::vina(), &ScoringFunction::vinardo()};

std::vector<XsType> all_types() {
  std::vector<XsType> types;
  for (int t = 0; t < kXsTypes; ++t) types.push_back(static_cast<XsType>(t));
  return types;
}

double ramp(double bad, double good, double x) { return x >= bad ? 0 : x <= good ? 1 : (bad - x) / (bad - good); }

TEST(PairEnergy, IsTheSumOfItsTerms) {
  using enum XsType;
  struct Pair {
    XsType a, b;
    double vina_radii, vinardo_radii;
    bool hydrophobic, hydrogen_bond;
  };
  const Pair pairs[] = {
      {C_H, C_H, 3.8, 4.0, true, false},      {C_H, C_P, 3.8, 4.0, false, false}, {C_H, Cl_H, 3.7, 3.8, true, false},
      {F_H, I_H, 3.7, 3.7, true, false},      {N_D, O_A, 3.5, 3.3, false, true},  {O_DA, O_DA, 3.4, 3.2, false, true},
      {N_D, O_D, 3.5, 3.3, false, false},     {N_A, O_A, 3.5, 3.3, false, false}, {Met_D, O_A, 2.9, 2.8, false, true},
      {Met_D, Met_D, 2.4, 2.4, false, false}, {S_P, C_H, 3.9, 4.0, false, false}, {P_P, O_A, 3.8, 3.7, false, false},
      {Br_H, N_P, 3.8, 3.7, false, false},    {Si, At, 4.5, 4.5, false, false},   {N_DA, N_A, 3.6, 3.4, false, true},
  };
  for (const Pair& p : pairs) {
    for (double r = 0.05; r < 9; r += 0.0371) {
      double vina = 0, vinardo = 0;
      if (r < 8) {
        const double x = r - p.vina_radii, y = r - p.vinardo_radii;
        vina = -0.035579 * std::exp(-std::pow(x / 0.5, 2)) - 0.005156 * std::exp(-std::pow((x - 3) / 2, 2)) +
               (x < 0 ? 0.840245 * x * x : 0) - (p.hydrophobic ? 0.035069 * ramp(1.5, 0.5, x) : 0) -
               (p.hydrogen_bond ? 0.587439 * ramp(0, -0.7, x) : 0);
        vinardo = -0.045 * std::exp(-std::pow(y / 0.8, 2)) + (y < 0 ? 0.8 * y * y : 0) -
                  (p.hydrophobic ? 0.035 * ramp(2.5, 0, y) : 0) - (p.hydrogen_bond ? 0.6 * ramp(0, -0.6, y) : 0);
      }
      EXPECT_NEAR(pair_energy(ScoringFunction::vina(), p.a, p.b, r).energy, vina, kSame)
          << to_string(p.a) << " " << to_string(p.b) << " " << r;
      EXPECT_NEAR(pair_energy(ScoringFunction::vinardo(), p.a, p.b, r).energy, vinardo, kSame)
          << to_string(p.a) << " " << to_string(p.b) << " " << r;
    }
  }
}

TEST(PairEnergy, SlopeIsTheDerivativeAwayFromKinks) {
  for (const ScoringFunction* f : kFunctions) {
    for (const XsType a : all_types()) {
      for (const XsType b : all_types()) {
        for (double r = 0.311; r < 7.9; r += 0.217) {
          constexpr double h = 1e-5;
          const double radii = is_closure_point(a) || is_closure_point(b)
                                   ? 0
                                   : f->radius[static_cast<std::size_t>(a)] + f->radius[static_cast<std::size_t>(b)];
          bool kink = false;
          for (const double x :
               {f->hydrophobic_bad, f->hydrophobic_good, f->hydrogen_bond_bad, f->hydrogen_bond_good}) {
            kink |= std::abs(r - radii - x) < 2 * h;
          }
          if (kink) continue;
          const double numeric = (pair_energy(*f, a, b, r + h).energy - pair_energy(*f, a, b, r - h).energy) / (2 * h);
          EXPECT_NEAR(pair_energy(*f, a, b, r).slope, numeric, kDifference)
              << f->name << " " << to_string(a) << " " << to_string(b) << " " << r;
        }
      }
    }
  }
}

TEST(PairEnergy, IsContinuousUpToTheCutoffAndZeroFromThere) {
  for (const ScoringFunction* f : kFunctions) {
    for (const XsType a : all_types()) {
      for (const XsType b : all_types()) {
        for (double r = 0; r < 7.99; r += 0.01) {
          // No slope is steeper than that of the repulsion of two atoms on one spot.
          const double step = pair_energy(*f, a, b, r + 1e-6).energy - pair_energy(*f, a, b, r).energy;
          ASSERT_LT(std::abs(step), 1e-5) << f->name << " " << to_string(a) << " " << to_string(b) << " " << r;
        }
        const PairEnergy at = pair_energy(*f, a, b, kCutoff);
        EXPECT_EQ(at.energy, 0);
        EXPECT_EQ(at.slope, 0);
        // What is cut off there is small: the tail of the second Gaussian.
        EXPECT_LT(std::abs(pair_energy(*f, a, b, std::nextafter(kCutoff, 0)).energy), 0.006);
        EXPECT_EQ(pair_energy(*f, a, b, 1e9).energy, 0);
      }
    }
  }
}

TEST(PairEnergy, IsSymmetricInItsTypes) {
  for (const ScoringFunction* f : kFunctions) {
    for (const XsType a : all_types()) {
      for (const XsType b : all_types()) {
        EXPECT_EQ(can_hydrogen_bond(a, b), can_hydrogen_bond(b, a));
        for (const double r : {0.5, 2.9, 3.6, 4.4, 7.0}) {
          EXPECT_EQ(pair_energy(*f, a, b, r).energy, pair_energy(*f, b, a, r).energy);
          EXPECT_EQ(PairTables::of(*f).energy(a, b, r * r), PairTables::of(*f).energy(b, a, r * r));
        }
      }
    }
  }
}

TEST(PairEnergy, TypesHaveTheirProperties) {
  struct Case {
    XsType type;
    bool hydrophobic, donor, acceptor, receptor;
  };
  using enum XsType;
  for (const Case& c : {Case{C_H, true, false, false, true},
                        {C_P, false, false, false, true},
                        {N_P, false, false, false, true},
                        {N_D, false, true, false, true},
                        {N_A, false, false, true, true},
                        {N_DA, false, true, true, true},
                        {O_P, false, false, false, true},
                        {O_D, false, true, false, true},
                        {O_A, false, false, true, true},
                        {O_DA, false, true, true, true},
                        {S_P, false, false, false, true},
                        {Met_D, false, true, false, true},
                        {I_H, true, false, false, true},
                        {C_H_CG0, false, false, false, true},
                        {G2, false, false, false, false},
                        {kNone, false, false, false, false}}) {
    EXPECT_EQ(is_hydrophobic(c.type), c.hydrophobic) << to_string(c.type);
    EXPECT_EQ(is_donor(c.type), c.donor) << to_string(c.type);
    EXPECT_EQ(is_acceptor(c.type), c.acceptor) << to_string(c.type);
    EXPECT_EQ(meets_receptor(c.type), c.receptor) << to_string(c.type);
  }
}

TEST(PairTables, LieCloseToTheFormula) {
  for (const ScoringFunction* f : kFunctions) {
    const PairTables& tables = PairTables::of(*f);
    for (const XsType a : all_types()) {
      for (const XsType b : all_types()) {
        for (double r = 2.5; r < 8.3; r += 0.013) {
          const double exact = pair_energy(*f, a, b, r).energy;
          EXPECT_NEAR(tables.energy(a, b, r * r), exact, kTableError)
              << f->name << " " << to_string(a) << " " << to_string(b) << " " << r;
          EXPECT_NEAR(tables.energy_and_slope(a, b, r * r).energy, exact, kTableError);
        }
        EXPECT_EQ(tables.energy(a, b, kCutoffSquared), 0);
        EXPECT_EQ(tables.energy_and_slope(a, b, kCutoffSquared).energy, 0);
        EXPECT_NE(tables.energy(a, b, 0), 0) << "two atoms on one spot";
      }
    }
  }
}

TEST(Cap, BendsWhatIsAboveZeroTowardsItsLimit) {
  struct Case {
    double energy, v, want;
  };
  for (const Case& c : {Case{-3, 10, -3}, Case{0, 10, 0}, Case{10, 10, 5}, Case{1e12, 10, 10}, Case{1000, 1000, 500}}) {
    EXPECT_NEAR(cap(c.energy, c.v), c.want, 1e-8);
    constexpr double h = 1e-4;
    const double numeric = (cap(c.energy + h, c.v) - cap(c.energy - h, c.v)) / (2 * h);
    if (c.energy != 0) {
      EXPECT_NEAR(cap_factor(c.energy, c.v), numeric, 1e-6) << c.energy;
    }
  }
}

TEST(ScoringFunction, IsFoundByNameAloneAndOthersAreRefused) {
  for (const ScoringFunction* f : kFunctions) {
    const auto found = ScoringFunction::by_name(f->name);
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, f);
  }
  for (const char* name : {"", "Vina", "ad4", "vina ", "vinardo2"}) {
    const auto refused = ScoringFunction::by_name(name);
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(refused.error().where, "scoring");
    EXPECT_NE(refused.error().text().find(std::string("'") + name + "'"), std::string::npos) << refused.error().text();
    EXPECT_NE(refused.error().hint.find("vinardo"), std::string::npos);
  }
}

}  // namespace
}  // namespace maek::dock
