// SPDX-License-Identifier: Apache-2.0
#include "mol/chemistry.h"

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>   // for TEST

namespace maek::mol {
namespace {

using ::testing::HasSubstr;

Molecule smiles(const char* text) {
  auto read = read_smiles(text);
  EXPECT_TRUE(read) << text;
  return *std::move(read);
}

TEST(Hydrogens, ComeAfterTheHeavyAtomsAndGoAgain) {
  const Molecule ethanol = smiles("CCO");
  const Molecule full = add_hydrogens(ethanol);
  ASSERT_EQ(full.atoms().size(), 9u);
  for (std::size_t i = 0; i < 9; ++i) EXPECT_EQ(full.atoms()[i].element == Element::kH, i >= 3);
  EXPECT_EQ(full.atoms()[0].hydrogens, 3);
  EXPECT_EQ(remove_hydrogens(full).atoms().size(), 3u);
  EXPECT_EQ(full.canonical_smiles(), "CCO");
}

TEST(Hydrogens, StandAroundHeavyAtomsThatHaveCoordinates) {
  const auto conformers = make_conformers(smiles("CC(=O)N[C@@H](C)O"), 1, 1, 1, 0, nullptr);
  ASSERT_TRUE(conformers);
  const Molecule bare = remove_hydrogens(conformers->front());
  ASSERT_EQ(bare.positions().size(), 7u);
  const Molecule full = add_hydrogens(bare);
  ASSERT_EQ(full.positions().size(), full.atoms().size());
  for (const MoleculeBond& bond : full.bonds()) {
    if (full.atoms()[static_cast<std::size_t>(bond.b)].element != Element::kH) continue;
    const double d = distance(full.positions()[static_cast<std::size_t>(bond.a)],
                              full.positions()[static_cast<std::size_t>(bond.b)]);
    EXPECT_GT(d, 0.9);
    EXPECT_LT(d, 1.2);
  }
}

TEST(Fragments, LargestStaysAndTheRestIsNamed) {
  std::vector<std::string> notes;
  const Molecule drug = largest_fragment(smiles("[Na+].CC(=O)[O-].O"), &notes);
  EXPECT_EQ(drug.canonical_smiles(), "CC(=O)[O-]");
  EXPECT_EQ(notes, (std::vector<std::string>{"Fragment [Na+] removed.", "Fragment O removed."}));
  notes.clear();
  EXPECT_EQ(largest_fragment(smiles("CCO"), &notes).canonical_smiles(), "CCO");
  EXPECT_TRUE(notes.empty());
}

TEST(Stereo, CountsOnlyWhatAChemistWouldHaveToChoose) {
  struct Case {
    const char* smiles;
    int open;
  };
  for (const Case& c : {Case{"CC(O)F", 1}, {"C[C@H](O)F", 0}, {"CC=CC", 1}, {"C/C=C/C", 0}, {"CS(N)(=O)=O", 0},
                        {"COP(=O)(O)OCC", 0}, {"COP(=O)([O-])OCC", 0}, {"CS(=O)CC", 1}, {"NC(=N)c1ccccc1", 0},
                        {"OC1CCC(N)CC1", 2}, {"C1CCCC=CCC1", 1}, {"CC=NO", 1}, {"CN(C)CC", 0}}) {
    EXPECT_EQ(unspecified_stereo(smiles(c.smiles)), c.open) << c.smiles;
  }
}

TEST(Stereo, LabelsFollowTheCoordinates) {
  const Molecule right = smiles("C[C@H](O)/C=C/F");
  auto conformers = make_conformers(right, 1, 3, 1, 0, nullptr);
  ASSERT_TRUE(conformers);
  EXPECT_EQ(stereo_labels(conformers->front()), stereo_labels(right));
  std::vector<Position> mirrored = conformers->front().positions();
  for (Position& p : mirrored) p.x = -p.x;
  const auto labels = stereo_labels(conformers->front().with_positions(mirrored));
  EXPECT_EQ(labels.size(), stereo_labels(right).size());
  EXPECT_NE(labels, stereo_labels(right));
  EXPECT_EQ(labels.back(), stereo_labels(right).back());   // the double bond has no hand
}

TEST(Metals, AreFound) {
  EXPECT_EQ(first_metal(smiles("CCO")), -1);
  EXPECT_EQ(first_metal(smiles("CC(=O)[O-].[Na+]")), 4);
}

TEST(Conformers, KeepStereoLengthsAndAtomOrder) {
  const Molecule drug =
      smiles("CC(C)CN(C[C@@H](O)[C@H](Cc1ccccc1)NC(=O)O[C@H]1CCOC1)S(=O)(=O)c1ccc(N)cc1");  // amprenavir
  std::vector<std::string> notes;
  const auto conformers = make_conformers(drug, 3, 11, 2, 0, &notes);
  ASSERT_TRUE(conformers) << conformers.error().text();
  ASSERT_EQ(conformers->size(), 3u);
  EXPECT_TRUE(notes.empty());
  for (const Molecule& c : *conformers) {
    EXPECT_EQ(stereo_labels(remove_hydrogens(c)), stereo_labels(drug));
    ASSERT_EQ(c.atoms().size(), 70u);   // C25H35N3O6S
    for (std::size_t i = 0; i < drug.atoms().size(); ++i) EXPECT_EQ(c.atoms()[i].element, drug.atoms()[i].element);
    for (const MoleculeBond& bond : c.bonds()) {
      const auto a = static_cast<std::size_t>(bond.a), b = static_cast<std::size_t>(bond.b);
      const double sum = covalent_radius(c.atoms()[a].element) + covalent_radius(c.atoms()[b].element);
      EXPECT_NEAR(distance(c.positions()[a], c.positions()[b]) / sum, 1.0, 0.25);
    }
  }
}

TEST(Conformers, DependOnSeedAndIndexAlone) {
  const Molecule drug = smiles("CC(C)Cc1ccc(cc1)[C@@H](C)C(=O)[O-]");
  const auto four = make_conformers(drug, 4, 7, 1, 0, nullptr);
  const auto again = make_conformers(drug, 4, 7, 3, 0, nullptr);
  const auto two = make_conformers(drug, 2, 7, 2, 0, nullptr);
  const auto other = make_conformers(drug, 1, 8, 1, 0, nullptr);
  ASSERT_TRUE(four && again && two && other);
  for (std::size_t c = 0; c < 4; ++c) EXPECT_EQ((*four)[c].positions(), (*again)[c].positions()) << c;
  for (std::size_t c = 0; c < 2; ++c) EXPECT_EQ((*four)[c].positions(), (*two)[c].positions()) << c;
  EXPECT_NE((*four)[0].positions(), (*other)[0].positions());
}

TEST(Conformers, NeverUseTheInputCoordinates) {
  const auto once = make_conformers(smiles("CCCCO"), 1, 9, 1, 0, nullptr);
  ASSERT_TRUE(once);
  const auto twice = make_conformers(remove_hydrogens(once->front()), 1, 9, 1, 0, nullptr);
  std::vector<Position> zero(5);
  const auto third = make_conformers(smiles("CCCCO").with_positions(zero), 1, 9, 1, 0, nullptr);
  ASSERT_TRUE(twice && third);
  EXPECT_EQ(once->front().positions(), twice->front().positions());
  EXPECT_EQ(once->front().positions(), third->front().positions());
}

TEST(Conformers, NearOnesAreDroppedSymmetryIncluded) {
  const auto benzene = make_conformers(smiles("c1ccccc1"), 5, 1, 1, 0.3, nullptr);
  ASSERT_TRUE(benzene);
  EXPECT_EQ(benzene->size(), 1u);
  const auto hexane = make_conformers(smiles("CCCCCC"), 8, 1, 1, 0.3, nullptr);
  ASSERT_TRUE(hexane);
  EXPECT_GT(hexane->size(), 1u);
}

TEST(Conformers, SayWhatTheyCouldNotDo) {
  std::vector<std::string> notes;
  ASSERT_TRUE(make_conformers(smiles("CC(F)Cl"), 1, 1, 1, 0, &notes));
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_THAT(notes[0], HasSubstr("1 stereocentre"));
  notes.clear();
  ASSERT_TRUE(make_conformers(smiles("CB(O)O"), 1, 1, 1, 0, &notes));   // MMFF94 has no boron
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_THAT(notes[0], HasSubstr("UFF"));
  // Camphor's bridge ties its two centres together: of the two diastereomers that can be written one cannot be.
  const auto real = make_conformers(smiles("CC1(C)[C@@H]2CC[C@@]1(C)C(=O)C2"), 1, 1, 1, 0, nullptr);
  const auto impossible = make_conformers(smiles("CC1(C)[C@@H]2CC[C@]1(C)C(=O)C2"), 1, 1, 1, 0, nullptr);
  EXPECT_TRUE(real);
  ASSERT_FALSE(impossible);
  EXPECT_THAT(impossible.error().text(), HasSubstr("no 3-D conformer"));
  Cancellation stop;
  stop.request();
  const auto stopped = make_conformers(smiles("CCCCO"), 1000, 1, 2, 0.3, nullptr, &stop);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::kCancelled);
  for (const int count : {0, -1, 10001}) EXPECT_FALSE(make_conformers(smiles("CC"), count, 1, 1, 0, nullptr)) << count;
}

}  // namespace
}  // namespace maek::mol
