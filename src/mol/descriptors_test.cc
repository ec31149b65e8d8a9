// SPDX-License-Identifier: Apache-2.0
// Descriptors beside published values, and what they must not depend on.
#include "mol/descriptors.h"

#include <gtest/gtest.h>

#include "mol/chemistry.h"  // for add_hydrogens

namespace maek::mol {
namespace {

Descriptors of(const char* smiles) {
  auto molecule = read_smiles(smiles);
  EXPECT_TRUE(molecule) << smiles;
  auto d = describe(*molecule);
  EXPECT_TRUE(d) << smiles;
  return *d;
}

struct Case {
  const char* name;
  const char* smiles;
  double log_p, polar_surface;
  int heavy, donors, acceptors, rings, aromatic, charge, halogens;
};

/// Polar surfaces are sums of the increments of Ertl et al. 2000, table 1 (OH 20.23, =O 17.07, -O- 9.23, NH2 26.02, COO-
/// 23.06, NH3+ 27.64, N 3.24, aromatic n 12.89); logP sums of the atom types of Wildman & Crippen 1999, table 1 (ethanol:
/// C1 0.1441, C3 -0.2035, O2 -0.2893, three H1 and two H1 0.1230 each, H2 -0.2677; benzene: six C18 0.1581 and H1).
const Case kCases[] = {
    {"ethanol", "CCO", 0.1441 - 0.2035 - 0.2893 + 5 * 0.1230 - 0.2677, 20.23, 3, 1, 1, 0, 0, 0, 0},
    {"benzene", "c1ccccc1", 6 * (0.1581 + 0.1230), 0, 6, 0, 0, 1, 1, 0, 0},
    {"pyridine", "c1ccncc1", 5 * (0.1581 + 0.1230) - 0.3239, 12.89, 6, 0, 1, 1, 1, 0, 0},
    {"aspirin", "CC(=O)Oc1ccccc1C(=O)O", 1.3101, 2 * 17.07 + 9.23 + 20.23, 13, 1, 3, 1, 1, 0, 0},
};

TEST(Descriptors, EqualPublishedIncrements) {
  for (const Case& c : kCases) {
    const Descriptors d = of(c.smiles);
    EXPECT_NEAR(d.log_p, c.log_p, 1e-3) << c.name;
    EXPECT_NEAR(d.polar_surface, c.polar_surface, 1e-2) << c.name;
    EXPECT_EQ(d.heavy_atoms, c.heavy) << c.name;
    EXPECT_EQ(d.donors, c.donors) << c.name;
    EXPECT_EQ(d.acceptors, c.acceptors) << c.name;
    EXPECT_EQ(d.rings, c.rings) << c.name;
    EXPECT_EQ(d.aromatic_rings, c.aromatic) << c.name;
    EXPECT_EQ(d.formal_charge, c.charge) << c.name;
    EXPECT_EQ(d.halogens, c.halogens) << c.name;
  }
}

TEST(Descriptors, CountChargesHalogensAndRotors) {
  const Descriptors d = of("[NH3+]CCCC(F)(Cl)Br");
  EXPECT_EQ(d.formal_charge, 1);
  EXPECT_EQ(d.halogens, 3);
  EXPECT_DOUBLE_EQ(d.fraction_sp3, 1);
  EXPECT_NEAR(d.polar_surface, 27.64, 1e-2);
  EXPECT_EQ(of("CCCCCC").rotatable_bonds, 3);
  EXPECT_EQ(of("CC(=O)NC").rotatable_bonds, 0) << "an amide does not turn";
}

TEST(Descriptors, DoNotDependOnHydrogensBeingAtoms) {
  for (const char* smiles : {"CC(=O)Oc1ccccc1C(=O)O", "C[NH+](C)CCO", "OC1CCOC1", "Clc1ccc(S(N)(=O)=O)cc1"}) {
    const auto molecule = read_smiles(smiles);
    ASSERT_TRUE(molecule);
    const auto bare = describe(*molecule), whole = describe(add_hydrogens(*molecule));
    ASSERT_TRUE(bare && whole);
    EXPECT_DOUBLE_EQ(bare->log_p, whole->log_p) << smiles;
    EXPECT_DOUBLE_EQ(bare->polar_surface, whole->polar_surface) << smiles;
    EXPECT_EQ(bare->donors, whole->donors) << smiles;
    EXPECT_EQ(bare->rotatable_bonds, whole->rotatable_bonds) << smiles;
    EXPECT_NEAR(bare->molecular_weight, whole->molecular_weight, 1e-9) << smiles;
    EXPECT_EQ(bare->heavy_atoms, whole->heavy_atoms) << smiles;
  }
}

TEST(Descriptors, DoNotDependOnTheOrderOfAtoms) {
  const Descriptors a = of("CC(=O)Oc1ccccc1C(=O)O"), b = of("OC(=O)c1ccccc1OC(C)=O");
  EXPECT_NEAR(a.log_p, b.log_p, 1e-9);
  EXPECT_NEAR(a.molar_refractivity, b.molar_refractivity, 1e-9);
  EXPECT_NEAR(a.polar_surface, b.polar_surface, 1e-9);
}

}  // namespace
}  // namespace maek::mol
