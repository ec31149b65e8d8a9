// SPDX-License-Identifier: Apache-2.0
// Labels, conformations, subsets and residue words.
#include "mol/structure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mol/internal/structure_texts.h"   // for pdb_line, glycine
#include "mol/read_structure.h"             // for read_pdb

namespace maek::mol {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Structure read(const std::string& text) {
  auto s = read_pdb(text, "x.pdb");
  EXPECT_TRUE(s) << (s ? "" : s.error().text());
  return s ? *std::move(s) : Structure{};
}

std::string atom(int serial, const char* name, char altloc, const char* residue, int number, double occupancy,
                 double x) {
  texts::Line line;
  line.serial = serial;
  line.name = name;
  line.altloc = altloc;
  line.residue = residue;
  line.number = number;
  line.occupancy = occupancy;
  line.x = x;
  line.element = name[1] == 'N' ? " N" : name[1] == 'O' ? " O" : " C";
  return texts::pdb_line(line);
}

std::vector<double> xs(const Structure& s) {
  std::vector<double> values;
  for (const Atom& a : s.atoms) values.push_back(a.position.x);
  return values;
}

TEST(SingleConformation, KeepsTheHighestTotalOccupancyOfEachResidue) {
  const Structure s = read(atom(1, " CA ", ' ', "SER", 1, 1, 1) + atom(2, " CB ", 'A', "SER", 1, 0.4, 2) +
                           atom(3, " CB ", 'B', "SER", 1, 0.6, 3) + atom(4, " OG ", 'A', "SER", 1, 0.4, 4) +
                           atom(5, " OG ", 'B', "SER", 1, 0.6, 5) + atom(6, " CA ", 'A', "GLY", 2, 0.5, 6) +
                           atom(7, " CA ", 'B', "GLY", 2, 0.5, 7));
  const Structure one = single_conformation(s);
  texts::expect_consistent(one);
  EXPECT_THAT(xs(one), ElementsAre(1, 3, 5, 6));   // a tie goes to A
  for (const Atom& a : one.atoms) EXPECT_EQ(a.altloc, 0);
  EXPECT_THAT(one.notes, testing::Contains(HasSubstr("2 residues (3 atoms dropped)")));
}

TEST(SingleConformation, KeepsAtomsThatTheBestLetterLacks) {
  const Structure s = read(atom(1, " CA ", 'A', "SER", 1, 0.4, 1) + atom(2, " CA ", 'B', "SER", 1, 0.6, 2) +
                           atom(3, " CB ", 'A', "SER", 1, 0.1, 3));
  EXPECT_THAT(xs(single_conformation(s)), ElementsAre(2, 3));
}

TEST(SingleConformation, ChoosesOneOfTwoResiduesAtOnePlace) {
  const Structure s = read(atom(1, " N  ", 'A', "SER", 22, 0.4, 1) + atom(2, " N  ", 'B', "ALA", 22, 0.6, 2) +
                           atom(3, " CA ", 'A', "SER", 22, 0.4, 3) + atom(4, " CA ", 'B', "ALA", 22, 0.6, 4));
  const Structure one = single_conformation(s);
  ASSERT_EQ(one.residues.size(), 1U);
  EXPECT_EQ(one.residues[0].name, "ALA");
}

TEST(SingleConformation, KeepsTheFirstModelAndSaysSo) {
  const Structure s = read("MODEL        3\n" + texts::glycine(1, 'A', 1, 0) + "ENDMDL\nMODEL        4\n" +
                           texts::glycine(1, 'A', 1, 9) + "ENDMDL\n");
  const Structure one = single_conformation(s);
  EXPECT_EQ(one.atoms.size(), 4U);
  EXPECT_EQ(one.chains[0].model, 3);
  EXPECT_THAT(one.notes, testing::Contains(HasSubstr("model 3 of 2")));
}

TEST(Subset, DropsEmptyResiduesAndRenumbersBonds) {
  Structure s = read(texts::glycine(1, 'A', 1, 0) + texts::glycine(5, 'B', 1, 4) + texts::glycine(9, 'B', 2, 8));
  s.bonds = {{0, 1, BondOrder::kSingle}, {4, 8, BondOrder::kDouble}, {5, 6, BondOrder::kSingle}};
  s.component_bonds = {{"GLY", "N", "CA", BondOrder::kSingle}, {"LIG", "C1", "C2", BondOrder::kDouble}};
  std::vector<bool> keep(s.atoms.size(), false);
  keep[4] = keep[8] = keep[9] = true;
  const Structure part = subset(s, keep);
  texts::expect_consistent(part);
  ASSERT_EQ(part.chains.size(), 1U);
  EXPECT_EQ(part.chains[0].name, "B");
  EXPECT_EQ(part.residues.size(), 2U);
  ASSERT_EQ(part.bonds.size(), 1U);
  EXPECT_EQ(part.bonds[0].a, 0);
  EXPECT_EQ(part.bonds[0].b, 1);
  EXPECT_EQ(part.component_bonds.size(), 1U);
  EXPECT_TRUE(subset(s, std::vector<bool>(s.atoms.size(), false)).chains.empty());
}

TEST(FindResidues, UnderstandsTheWordsOfPeople) {
  std::string inserted = texts::glycine(5, 'A', 57, 4);
  for (std::size_t at = 26; at < inserted.size(); at += inserted.find('\n') + 1) inserted[at] = 'A';
  std::string ligand;
  for (const char chain : {'A', 'B'}) {
    texts::Line line;
    line.record = "HETATM";
    line.residue = "478";
    line.name = " C1 ";
    line.number = 57;
    line.chain = chain;
    if (chain == 'A') line.number = 478;
    ligand += texts::pdb_line(line);
  }
  const Structure s = read(texts::glycine(1, 'A', 57, 0) + inserted + texts::glycine(9, 'B', 57, 8) + "TER\n" + ligand);
  ASSERT_EQ(s.residues.size(), 5U);   // GLY A 57, GLY A 57A, GLY B 57, 478 A 478, 478 B 57
  const struct { const char* words; std::vector<ResidueIndex> found; } cases[] = {
      {"A:57", {0}},        {"A/57", {0}},          {"GLY57:A", {0}},  {"gly57:A", {0}},   {"A:57A", {1}},
      {"A:57a", {1}},       {"GLY57A:A", {1}},      {"57", {0, 2, 4}}, {"478", {3, 4}},    {"A:478", {3}},
      {"B:478", {4}},       {"GLY A 57", {0}},      {"GLY A 57A", {1}}, {"A:GLY:57", {0}}, {"GLY:57:B", {2}},
      {"B/GLY57", {2}},     {"GLY", {0, 1, 2}},     {"B:57", {2, 4}},  {"GLY 57", {0, 2}}, {"A GLY", {0, 1}},
      {"C:57", {}},         {"A:58", {}},           {"", {}},          {"A:B:C:D", {}},    {"A:57AB", {}},
      {"99999999999", {}},  {":::", {}}};
  for (const auto& c : cases) EXPECT_EQ(find_residues(s, c.words), c.found) << c.words;
  for (std::size_t r = 0; r < s.residues.size(); ++r) {
    EXPECT_THAT(find_residues(s, residue_label(s, static_cast<ResidueIndex>(r))),
                testing::Contains(static_cast<ResidueIndex>(r)));
  }
}

TEST(ResidueLabel, SurvivesAnIndexThatIsNone) {
  EXPECT_EQ(residue_label(Structure{}, 0), "no residue");
  EXPECT_EQ(residue_label(Structure{}, -1), "no residue");
}

}  // namespace
}  // namespace maek::mol
