// SPDX-License-Identifier: Apache-2.0
#include "mol/symmetry.h"

#include <algorithm>   // for std::shuffle
#include <cmath>       // for std::isinf
#include <random>      // for std::mt19937

#include <GraphMol/MolAlign/AlignMolecules.h>   // for CalcRMS, the independent judge
#include <GraphMol/MolOps.h>                    // for renumberAtoms
#include <gmock/gmock.h>                        // for HasSubstr
#include <gtest/gtest.h>                        // for TEST

#include "mol/chemistry.h"                      // for make_conformers
#include "mol/internal/molecule_rdkit.h"        // for to_rdkit

namespace maek::mol {
namespace {

using ::testing::HasSubstr;

struct Case {
  const char* what;
  const char* smiles;
  std::size_t group;   // order of the automorphism group of the heavy atoms
};
// Bond orders and charges ignored: benzene 12, carboxylate 2, tBu 6 per group, phosphate monoester 6.
const Case kCases[] = {
    {"propane", "CCC", 2},
    {"benzene", "c1ccccc1", 12},
    {"toluene", "Cc1ccccc1", 2},
    {"benzoate", "[O-]C(=O)c1ccccc1", 4},
    {"tert-butylbenzene", "CC(C)(C)c1ccccc1", 12},
    {"trifluorotoluene", "FC(F)(F)c1ccccc1", 12},
    {"methyl phosphate", "COP(=O)([O-])[O-]", 6},
    {"spiro[3.3]heptane", "C1CC2(C1)CCC2", 8},
    {"biphenyl", "c1ccccc1-c1ccccc1", 8},
    {"alanine", "C[C@H](N)C(=O)O", 2},
    {"sulfone", "CS(=O)(=O)c1ccccc1", 4},
    {"nitrobenzene", "[O-][N+](=O)c1ccccc1", 4},
    {"pentaerythritol", "OCC(CO)(CO)CO", 24},
    {"indole, none", "c1ccc2[nH]ccc2c1", 1},
    {"guanidinium", "NC(=[NH2+])N", 6},
    {"cubane", "C12C3C4C1C5C2C3C45", 48},
};

TEST(Automorphisms, HaveTheOrderOfTheGroup) {
  for (const Case& c : kCases) {
    const auto m = read_smiles(c.smiles);
    ASSERT_TRUE(m) << c.smiles;
    const Automorphisms a = automorphisms(*m);
    EXPECT_EQ(a.permutations.size(), c.group) << c.what;
    EXPECT_TRUE(a.complete);
    for (std::size_t i = 0; i < a.heavy.size(); ++i) EXPECT_EQ(a.permutations[0][i], static_cast<std::int32_t>(i));
  }
}

TEST(Automorphisms, StopAtTheLimitAndSaySo) {
  const auto m = read_smiles("CC(C)(C)c1cc(C(C)(C)C)cc(C(C)(C)C)c1");   // 6 x 6 x 6 x 6
  ASSERT_TRUE(m);
  const Automorphisms few = automorphisms(*m, 100);
  EXPECT_EQ(few.permutations.size(), 100u);
  EXPECT_FALSE(few.complete);
  EXPECT_TRUE(few.core_complete);
  const Automorphisms all = automorphisms(*m);
  EXPECT_EQ(all.permutations.size(), 1296u);
  EXPECT_EQ(all.core.size(), 6u);
}

/// The definition, by all permutations: what the factored form must equal.
double plain_rmsd(const Automorphisms& a, const std::vector<Position>& x, const std::vector<Position>& y) {
  double best = 1e30;
  for (const auto& p : a.permutations) {
    double sum = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
      sum += squared_distance(x[static_cast<std::size_t>(a.heavy[i])],
                              y[static_cast<std::size_t>(a.heavy[static_cast<std::size_t>(p[i])])]);
    }
    best = std::min(best, sum);
  }
  return std::sqrt(best / static_cast<double>(a.heavy.size()));
}

TEST(SymmetricRmsd, EqualsItsDefinitionAndRdkit) {
  silence_rdkit();
  for (const Case& c : kCases) {
    const auto m = read_smiles(c.smiles);
    const auto conformers = make_conformers(*m, 4, 3, 1, 0, nullptr);
    ASSERT_TRUE(conformers) << c.what;
    const Molecule first = remove_hydrogens(conformers->front());
    const Automorphisms symmetry = automorphisms(first);
    for (const Molecule& conformer : *conformers) {
      const Molecule other = remove_hydrogens(conformer);
      const double mine = symmetric_rmsd(symmetry, first.positions(), other.positions());
      EXPECT_NEAR(mine, plain_rmsd(symmetry, first.positions(), other.positions()), 1e-9) << c.what;
      // RDKit tells bond orders and charges apart unless all bonds are single and all charges gone.
      RDKit::RWMol a = to_rdkit(first), b = to_rdkit(other);
      for (RDKit::RWMol* mol : {&a, &b}) {
        for (const auto atom : mol->atoms()) {
          atom->setFormalCharge(0);
          atom->setIsAromatic(false);
          atom->setChiralTag(RDKit::Atom::CHI_UNSPECIFIED);
        }
        for (const auto bond : mol->bonds()) {
          bond->setBondType(RDKit::Bond::SINGLE);
          bond->setIsAromatic(false);
          bond->setStereo(RDKit::Bond::STEREONONE);
        }
      }
      EXPECT_NEAR(mine, RDKit::MolAlign::CalcRMS(a, b), 1e-6) << c.what;
    }
  }
}

TEST(SymmetricRmsd, IsZeroForAFlippedRing) {
  const auto m = read_smiles("Cc1ccccc1");
  const auto conformers = make_conformers(*m, 1, 1, 1, 0, nullptr);
  ASSERT_TRUE(conformers);
  const Molecule c = remove_hydrogens(conformers->front());
  std::vector<Position> flipped = c.positions();
  std::swap(flipped[2], flipped[6]);
  std::swap(flipped[3], flipped[5]);
  EXPECT_NEAR(symmetric_rmsd(automorphisms(c), c.positions(), flipped), 0, 1e-12);
  std::swap(flipped[0], flipped[4]);
  EXPECT_GT(symmetric_rmsd(automorphisms(c), c.positions(), flipped), 1.0);
}

TEST(SymmetricRmsd, RefusesWhatDoesNotFit) {
  const Automorphisms a = automorphisms(*read_smiles("CCO"));
  const std::vector<Position> three(3), two(2);
  EXPECT_EQ(symmetric_rmsd(a, three, three), 0);
  EXPECT_TRUE(std::isinf(symmetric_rmsd(a, three, two)));
  std::vector<Position> nan(3);
  nan[0].x = std::nan("");
  EXPECT_TRUE(std::isinf(symmetric_rmsd(a, three, nan)));
}

TEST(RmsdToReference, FindsTheAtomsInAnotherOrder) {
  std::mt19937 random(5);
  for (const Case& c : kCases) {
    const auto conformers = make_conformers(*read_smiles(c.smiles), 1, 3, 1, 0, nullptr);
    ASSERT_TRUE(conformers);
    const Molecule pose = remove_hydrogens(conformers->front());
    std::vector<unsigned> order(pose.atoms().size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<unsigned>(i);
    std::shuffle(order.begin(), order.end(), random);
    const RDKit::RWMol mol = to_rdkit(pose);
    const std::unique_ptr<RDKit::ROMol> shuffled(RDKit::MolOps::renumberAtoms(mol, order));
    Molecule reference = from_rdkit(*shuffled, "");
    const auto same = rmsd_to_reference(conformers->front(), reference);   // pose with hydrogens, reference without
    ASSERT_TRUE(same) << c.what << same.error().text();
    EXPECT_NEAR(*same, 0, 1e-9) << c.what;
    std::vector<Position> moved = reference.positions();
    for (Position& p : moved) p += Position{0.6, 0, 0.8};
    const auto shifted = rmsd_to_reference(pose, reference.with_positions(moved));
    ASSERT_TRUE(shifted);
    EXPECT_LE(*shifted, 1.0 + 1e-9) << c.what;
    EXPECT_GT(*shifted, 0.1) << c.what;
  }
}

TEST(RmsdToReference, NamesBothMoleculesWhenTheyDiffer) {
  const auto place = [](const char* smiles) {
    const auto made = make_conformers(*read_smiles(smiles), 1, 1, 1, 0, nullptr);
    return made->front();
  };
  for (const auto& [a, b] : {std::pair{"CCO", "CCN"}, {"CCCC", "CC(C)C"}, {"CCO", "CCCO"}, {"CC(F)(F)F", "FCC(F)F"}}) {
    const auto differ = rmsd_to_reference(place(a), place(b));
    ASSERT_FALSE(differ) << a << ' ' << b;
    EXPECT_THAT(differ.error().text(), HasSubstr("are not the same molecule"));
  }
  EXPECT_FALSE(rmsd_to_reference(*read_smiles("CCO"), place("CCO")));
}

}  // namespace
}  // namespace maek::mol
