// SPDX-License-Identifier: Apache-2.0
#include "mol/pdbqt.h"

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>   // for TEST

namespace maek::mol {
namespace {

using ::testing::HasSubstr;

/// An atom line with everything in its columns.
std::string atom(int serial, const std::string& name, const std::string& xyz, const std::string& type) {
  std::string line = "ATOM  " + std::string(5 - std::to_string(serial).size(), ' ') + std::to_string(serial) + " ";
  line += (name + "    ").substr(0, 4) + " LIG A   7    " + xyz + "  1.00  0.00    -0.123 " + type + "\n";
  return line;
}
const std::string kAt0 = "   0.000   0.000   0.000", kAt1 = "   1.500   0.000   0.000",
                  kAt2 = "   2.000   1.400   0.000", kAt3 = "   3.500   1.400  -0.250",
                  kAt4 = "   4.000   2.750  -0.250";

const std::string kLigand =
    "REMARK SMILES CCOCO\nREMARK SMILES IDX 1 1 2 2\nREMARK SMILES IDX 3 3\nREMARK H PARENT 5 6\n"
    "ROOT\n" + atom(1, "C1", kAt0, "C") + atom(2, "C2", kAt1, "A ") + "ENDROOT\n"
    "BRANCH   2   3\n" + atom(3, "O3", kAt2, "OA") + atom(4, "C4", kAt3, "C") +
    "BRANCH   4   5\n" + atom(5, "O5", kAt4, "OA") + "ENDBRANCH   4   5\n"
    "ENDBRANCH   2   3\nTORSDOF 2\n";

TEST(Pdbqt, ReadsTheTreeOfALigand) {
  const auto models = read_pdbqt_ligand(kLigand, "l.pdbqt");
  ASSERT_TRUE(models) << models.error().text();
  ASSERT_EQ(models->size(), 1u);
  const PdbqtTree& tree = models->front();
  ASSERT_EQ(tree.atoms.size(), 5u);
  EXPECT_EQ(tree.group, (std::vector<std::int32_t>{0, 0, 1, 1, 2}));
  ASSERT_EQ(tree.branches.size(), 2u);
  EXPECT_EQ(tree.branches[0].parent_group, 0);
  EXPECT_EQ(tree.branches[0].from, 1);
  EXPECT_EQ(tree.branches[0].to, 2);
  EXPECT_EQ(tree.branches[1].parent_group, 1);
  EXPECT_EQ(tree.branches[1].from, 3);
  EXPECT_EQ(tree.branches[1].to, 4);
  EXPECT_EQ(tree.torsdof, 2);
  EXPECT_EQ(tree.smiles, "CCOCO");
  EXPECT_EQ(tree.smiles_index, (std::vector<std::pair<std::int32_t, std::int32_t>>{{1, 1}, {2, 2}, {3, 3}}));
  EXPECT_EQ(tree.h_parent, (std::vector<std::pair<std::int32_t, std::int32_t>>{{5, 6}}));
  EXPECT_EQ(tree.atoms[1].type, AutodockType::A);
  EXPECT_EQ(tree.atoms[3].position, (Position{3.5, 1.4, -0.25}));
  EXPECT_DOUBLE_EQ(tree.atoms[3].charge, -0.123);
  EXPECT_EQ(tree.atoms[3].name, "C4");
  EXPECT_EQ(tree.atoms[3].residue, "LIG");
  EXPECT_EQ(tree.atoms[3].chain, "A");
  EXPECT_EQ(tree.atoms[3].number, 7);
}

TEST(Pdbqt, WritesWhatItReads) {
  const auto models = read_pdbqt_ligand(kLigand, "l.pdbqt");
  ASSERT_TRUE(models);
  const std::string written = to_pdbqt(models->front());
  const auto again = read_pdbqt_ligand(written, "again.pdbqt");
  ASSERT_TRUE(again) << again.error().text() << '\n' << written;
  EXPECT_EQ(to_pdbqt(again->front()), written);
  EXPECT_EQ(again->front().group, models->front().group);
  EXPECT_EQ(again->front().smiles_index, models->front().smiles_index);
  EXPECT_EQ(again->front().h_parent, models->front().h_parent);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(again->front().atoms[i].position, models->front().atoms[i].position);
    EXPECT_EQ(again->front().atoms[i].type, models->front().atoms[i].type);
  }
  std::vector<Position> moved(5, Position{-999.999, 9999.999, 123456.7});
  const auto far = read_pdbqt_ligand(to_pdbqt(models->front(), &moved), "far.pdbqt");
  ASSERT_TRUE(far) << far.error().text();
  EXPECT_EQ(far->front().atoms[2].position, (Position{-999.999, 9999.999, 123456.7}));
}

TEST(Pdbqt, ReadsSeveralModelsAndSkipsTheirFlexibleResidues) {
  const std::string flex = "BEGIN_RES SER A   7\nROOT\n" + atom(1, "CA", kAt0, "C") + "ENDROOT\nEND_RES SER A   7\n";
  const auto models = read_pdbqt_ligand("MODEL 1\nREMARK VINA RESULT:  -7.1  0.000  0.000\n" + kLigand + flex +
                                        "ENDMDL\nMODEL 2\n" + kLigand + "ENDMDL\n", "out.pdbqt");
  ASSERT_TRUE(models) << models.error().text();
  EXPECT_EQ(models->size(), 2u);
  EXPECT_EQ(models->at(0).atoms.size(), 5u);
}

TEST(Pdbqt, ReadsFlexibleResidues) {
  const std::string residue = "ROOT\n" + atom(1, "CA", kAt0, "C") + "ENDROOT\nBRANCH 1 2\n" + atom(2, "CB", kAt1, "C") +
                              atom(3, "OG", kAt2, "OA") + "ENDBRANCH 1 2\n";
  const auto residues = read_pdbqt_flex("REMARK x\nBEGIN_RES SER A   7\n" + residue +
                                            "END_RES SER A   7\nBEGIN_RES THR B 9\n" + residue + "END_RES THR B 9\n",
                                        "flex.pdbqt");
  ASSERT_TRUE(residues) << residues.error().text();
  ASSERT_EQ(residues->size(), 2u);
  EXPECT_EQ(residues->at(0).residue, "SER A 7");
  EXPECT_EQ(residues->at(1).residue, "THR B 9");
  EXPECT_EQ(residues->at(1).branches.at(0).to, 1);
  const auto again = read_pdbqt_flex(to_pdbqt(residues->at(0)), "again.pdbqt");
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(again->at(0).residue, "SER A 7");
}

TEST(Pdbqt, ReadsAReceptorAndWritesItBack) {
  std::string text =
      "REMARK  4 x\r\n" + atom(1, "N", kAt0, "NA") + "HETATM" + atom(2, "ZN", kAt1, "Zn").substr(6) + "TER\n";
  text += atom(3, "SE", kAt2, "Se") + "END\n";
  const auto receptor = read_pdbqt_receptor(text, "r.pdbqt");
  ASSERT_TRUE(receptor) << receptor.error().text();
  ASSERT_EQ(receptor->atoms.size(), 3u);
  EXPECT_EQ(receptor->atoms[0].type, AutodockType::NA);
  EXPECT_TRUE(receptor->atoms[1].hetero);
  EXPECT_EQ(receptor->atoms[1].type, AutodockType::Zn);
  EXPECT_EQ(receptor->atoms[2].type, AutodockType::S);
  const auto again = read_pdbqt_receptor(to_pdbqt(*receptor), "again.pdbqt");
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(to_pdbqt(*again), to_pdbqt(*receptor));
}

TEST(Pdbqt, SaysWhatIsWrongWithAReceptorAndWhere) {
  const std::string good = atom(1, "N", kAt0, "NA");
  struct Case {
    std::string text, where, message;
  };
  const Case cases[] = {
      {"", "r.pdbqt", "no atom"},
      {"REMARK only\n", "r.pdbqt", "no atom"},
      {good + "ROOT\n", "r.pdbqt:2", "this is a ligand"},
      {"MODEL 1\n" + good, "r.pdbqt:1", "one model"},
      {"BEGIN_RES SER A 1\n", "r.pdbqt:1", "flexible residues"},
      {good + "CONECT 1 2\n", "r.pdbqt:2", "'CONECT' does not belong"},
      {good + good.substr(0, 66) + "\n", "r.pdbqt:2", "no AutoDock type in columns 78-79 (the line has 66 columns)"},
      {good + good.substr(0, 5) + "\n", "r.pdbqt:2", "'ATOM' does not belong"},
      {good + "ATOM  \n", "r.pdbqt:2", "the line has 6 columns"},
      {good.substr(0, 77) + "   \n", "r.pdbqt:1", "no AutoDock type"},
      {atom(12, "B1", kAt0, "B"), "r.pdbqt:1", "atom B1 (12) has the unknown AutoDock type 'B'"},
      {atom(1, "CL", kAt0, "CL"), "r.pdbqt:1", "did you mean Cl?"},
      {atom(1, "\xc3\xa9", kAt0, "C"), "r.pdbqt:1", "no plain text"},
      {atom(1, "N", "     nan   0.000   0.000", "N"), "r.pdbqt:1", "'nan' in columns 31-38 is no x coordinate"},
      {atom(1, "N", "   0.000     inf   0.000", "N"), "r.pdbqt:1", "'inf' in columns 39-46 is no y coordinate"},
      {atom(1, "N", "   0.000   0.000   1e300", "N"), "r.pdbqt:1", "'1e300' in columns 47-54 is no z coordinate"},
      {atom(1, "N", "   0.000           1.000", "N"), "r.pdbqt:1", "'' in columns 39-46"},
      {std::string("\x00\xff\x7f" "ELF\x01", 7), "r.pdbqt:1", "does not belong"},
  };
  for (const Case& c : cases) {
    const auto read = read_pdbqt_receptor(c.text, "r.pdbqt");
    ASSERT_FALSE(read) << c.text;
    EXPECT_EQ(read.error().where, c.where) << c.text;
    EXPECT_THAT(read.error().text(), HasSubstr(c.message)) << c.text;
  }
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  return text.replace(text.find(what), what.size(), with);
}

TEST(Pdbqt, SaysWhatIsWrongWithALigandAndWhere) {
  struct Case {
    std::string text, where, message;
  };
  const Case cases[] = {
      {"", "l.pdbqt", "no ligand"},
      {atom(1, "N", kAt0, "NA"), "l.pdbqt:1", "receptor given as ligand"},
      {"BEGIN_RES SER A 1\n", "l.pdbqt:1", "flexible residues"},
      {replaced(kLigand, "ENDROOT\n", ""), "l.pdbqt:8", "BRANCH before ENDROOT"},
      {replaced(kLigand, "BRANCH   2   3", "BRANCH   9   3"), "l.pdbqt:9",
       "no atom has serial 9 in the enclosing group"},
      {replaced(replaced(kLigand, "BRANCH   4   5", "BRANCH   4   7"), "ENDBRANCH   4   5", "ENDBRANCH   4   7"),
       "l.pdbqt:12", "no atom has serial 7 inside the branch"},
      {replaced(kLigand, "ENDBRANCH   4   5\n", ""), "l.pdbqt:14", "ENDBRANCH 2 3 closes BRANCH 4 5 of line 12"},
      {replaced(kLigand, "ENDBRANCH   2   3\n", ""), "l.pdbqt:9", "BRANCH 2 3 has no ENDBRANCH"},
      {replaced(kLigand, "TORSDOF 2\n", ""), "l.pdbqt:15", "no TORSDOF"},
      {kLigand + "TORSDOF 2\n", "l.pdbqt:17", "a second TORSDOF"},
      {replaced(kLigand, "TORSDOF 2", "TORSDOF"), "l.pdbqt:16", "TORSDOF needs one number"},
      {kLigand + "ENDBRANCH 2 3\n", "l.pdbqt:17", "without an open BRANCH"},
      {kLigand + "ROOT\n", "l.pdbqt:17", "a second ROOT"},
      {kLigand + atom(6, "C", kAt0, "C"), "l.pdbqt:17", "outside ROOT and BRANCH"},
      {"ROOT\nENDROOT\nTORSDOF 0\n", "l.pdbqt:2", "ROOT holds no atom"},
      {"MODEL 1\n" + kLigand, "l.pdbqt:1", "no ENDMDL"},
      {"MODEL 1\nMODEL 2\n", "l.pdbqt:2", "MODEL within the MODEL of line 1"},
      {kLigand + "ENDMDL\n", "l.pdbqt:17", "ENDMDL without MODEL"},
      {"MODEL 1\nENDMDL\n", "l.pdbqt:2", "no ROOT"},
      {replaced(kLigand, "IDX 1 1 2 2", "IDX 1 1 2"), "l.pdbqt:2", "pairs of atom numbers"},
      {replaced(kLigand, "BRANCH   2   3", "BRANCH   2"), "l.pdbqt:9", "BRANCH needs two atom serials"},
  };
  for (const Case& c : cases) {
    const auto read = read_pdbqt_ligand(c.text, "l.pdbqt");
    ASSERT_FALSE(read) << c.text;
    EXPECT_EQ(read.error().where, c.where) << c.text << read.error().text();
    EXPECT_THAT(read.error().text(), HasSubstr(c.message)) << c.text;
  }
}

TEST(Pdbqt, RefusesALigandCutAtAnyByteBeforeItsTorsdof) {
  const std::size_t whole = kLigand.find("TORSDOF 2") + 9;
  for (std::size_t n = 0; n < whole; ++n) {
    EXPECT_FALSE(read_pdbqt_ligand(kLigand.substr(0, n), "cut.pdbqt")) << n;
  }
  EXPECT_TRUE(read_pdbqt_ligand(kLigand.substr(0, whole), "whole.pdbqt"));
}

TEST(Pdbqt, SurvivesThousandsOfNestedBranches) {
  std::string text = "ROOT\n" + atom(1, "C", kAt0, "C") + "ENDROOT\n", end;
  for (int i = 2; i < 9000; ++i) {
    const std::string pair = " " + std::to_string(i - 1) + " " + std::to_string(i) + "\n";
    text += "BRANCH" + pair + atom(i, "C", kAt0, "C");
    end.insert(0, "ENDBRANCH" + pair);
  }
  const auto models = read_pdbqt_ligand(text + end + "TORSDOF 0\n", "deep.pdbqt");
  ASSERT_TRUE(models) << models.error().text();
  const auto again = read_pdbqt_ligand(to_pdbqt(models->front()), "again.pdbqt");
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(again->front().branches.size(), 8998u);
}

}  // namespace
}  // namespace maek::mol
