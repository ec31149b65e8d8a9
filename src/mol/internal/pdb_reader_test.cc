// SPDX-License-Identifier: Apache-2.0
// PDB reading: columns, what programs make of them, and faults.
#include "mol/internal/pdb_reader.h"

#include <algorithm>   // for std::min
#include <map>         // for std::map

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mol/internal/atom_element.h"      // for element_from_columns
#include "mol/internal/structure_texts.h"   // for pdb_line, glycine, summary
#include "mol/read_structure.h"             // for read_pdb
#include "tests/test_data.h"                // for file_bytes

namespace maek::mol {
namespace {

using testing::HasSubstr;
using texts::glycine;
using texts::Line;
using texts::pdb_line;

Structure must_read(const std::string& text) {
  auto structure = read_pdb(text, "x.pdb");
  EXPECT_TRUE(structure) << (structure ? "" : structure.error().text());
  if (!structure) return {};
  texts::expect_consistent(*structure);
  return *std::move(structure);
}

Error must_fail(const std::string& text) {
  auto structure = read_pdb(text, "x.pdb");
  EXPECT_FALSE(structure) << text.substr(0, 300);
  return structure ? Error{} : structure.error();
}

Line line_with(void (*change)(Line&)) {
  Line line;
  change(line);
  return line;
}

TEST(ElementFromColumns, FollowsTheRuleOfColumnsAndTheResidue) {
  const struct { const char* field; const char* residue; const char* element; } cases[] = {
      {" CA ", "GLY", "C"},  {"CA  ", "CA", "Ca"},  {"CA  ", "GLY", "C"},  {"1HG1", "VAL", "H"}, {"HG11", "VAL", "H"},
      {" HG ", "SER", "H"},  {"HG  ", "HG", "Hg"},  {"HE21", "GLN", "H"},  {" OXT", "ALA", "O"}, {" SD ", "MET", "S"},
      {"SE  ", "MSE", "Se"}, {"ZN  ", "ZN", "Zn"},  {"CL1 ", "LIG", "Cl"}, {"BR  ", "LIG", "Br"}, {" C10", "LIG", "C"},
      {"C10A", "LIG", "C"},  {"CL12", "LIG", "Cl"}, {"HO5'", "A", "H"},    {"H5''", "DA", "H"},  {" P  ", "DA", "P"},
      {"FE  ", "HEM", "Fe"}, {"NA  ", "NA", "Na"},  {" NA ", "HEM", "N"},  {" N  ", "GLY", "N"}, {"MG  ", "MG", "Mg"},
      {" D  ", "GLY", "H"},  {" K  ", "K", "K"},    {"    ", "LIG", "X"},  {"1234", "LIG", "X"}, {"CAAB", "LIG", "C"},
      {" O  ", "HOH", "O"},  {"H1  ", "WAT", "H"},  {"OD1 ", "ASP", "O"}};
  for (const auto& c : cases)
    EXPECT_EQ(symbol(element_from_columns(c.field, c.residue, true)), c.element) << c.field << c.residue;
  // A file that begins all names in column 13 tells calcium from C-alpha only by the residue.
  EXPECT_EQ(element_from_columns("CA1 ", "LIG", false), Element::kC);
  EXPECT_EQ(element_from_columns("CL1 ", "LIG", false), Element::kCl);
  EXPECT_EQ(element_from_columns("CA  ", "CA", false), Element::kCa);
}

TEST(PdbReader, ReadsEveryColumn) {
  const std::string text = pdb_line(line_with([](Line& l) {
    l = {"HETATM", 77, "ZN  ", 'B', " ZN", 'Q', -12, 'C', -1.25, 20.5, 999.999, 0.25, 33.5, "ZN", "2+"};
  }));
  const Structure s = must_read(text);
  ASSERT_EQ(s.atoms.size(), 1U);
  const Atom& atom = s.atoms[0];
  EXPECT_EQ(atom.name, "ZN");
  EXPECT_EQ(atom.element, Element::kZn);
  EXPECT_EQ(atom.formal_charge, 2);
  EXPECT_EQ(atom.altloc, 'B');
  EXPECT_EQ(atom.occupancy, 0.25F);
  EXPECT_EQ(atom.b_factor, 33.5F);
  EXPECT_EQ(atom.serial, 77);
  EXPECT_TRUE((atom.position == Position{-1.25, 20.5, 999.999}));
  EXPECT_EQ(s.residues[0].name, "ZN");
  EXPECT_EQ(s.residues[0].number, -12);
  EXPECT_EQ(s.residues[0].insertion, 'C');
  EXPECT_TRUE(s.residues[0].hetero);
  EXPECT_EQ(s.residues[0].label_number, 0);
  EXPECT_EQ(s.chains[0].name, "Q");
}

TEST(PdbReader, ReadsTheHeader) {
  const std::string text =
      "HEADER    HYDROLASE                               01-JAN-00   9XYZ              \n"
      "TITLE     A LONG TITLE THAT                                                     \n"
      "TITLE    2 GOES ON                                                              \n"
      "EXPDTA    X-RAY DIFFRACTION                                                     \n"
      "REMARK   2                                                                      \n"
      "REMARK   2 RESOLUTION.    1.85 ANGSTROMS.                                       \n"
      "CRYST1   50.000   60.000   70.000  90.00  91.50  90.00 P 1 21 1      4          \n" +
      glycine(1, 'A', 1, 0) + "END\n";
  const Structure s = must_read(text);
  EXPECT_EQ(s.id, "9XYZ");
  EXPECT_EQ(s.title, "A LONG TITLE THAT GOES ON");
  EXPECT_EQ(s.method, "X-RAY DIFFRACTION");
  EXPECT_EQ(s.resolution, 1.85);
  EXPECT_EQ(s.cell[4], 91.5);
  EXPECT_EQ(s.space_group, "P 1 21 1");
  EXPECT_TRUE(s.notes.empty());
}

TEST(PdbReader, AcceptsMissingColumnsAndCarriageReturns) {
  std::string text = "ATOM      1  N   GLY A   1       1.000   2.000   3.000\r\n"
                     "ATOM      2  CA  GLY A   1       2.000   2.000   3.000      \r\n"
                     "ATOM  *****  C   GLY A   1       3.000   2.000   3.000  0.50\r\n";
  const Structure s = must_read(text);
  ASSERT_EQ(s.atoms.size(), 3U);
  EXPECT_EQ(s.atoms[0].occupancy, 1.0F);
  EXPECT_EQ(s.atoms[0].b_factor, 0.0F);
  EXPECT_EQ(s.atoms[1].element, Element::kC);
  EXPECT_EQ(s.atoms[2].occupancy, 0.5F);
  EXPECT_EQ(s.atoms[2].serial, 3);
  EXPECT_THAT(s.notes, testing::Contains(HasSubstr("serial numbers")));
}

TEST(PdbReader, KeepsInsertionCodesAndNegativeNumbersApart) {
  std::string text = glycine(1, 'A', -2, 0) + glycine(5, 'A', 60, 4);
  std::string inserted = glycine(9, 'A', 60, 8);
  for (std::size_t at = 26; at < inserted.size(); at += inserted.find('\n') + 1) inserted[at] = 'A';
  const Structure s = must_read(text + inserted);
  ASSERT_EQ(s.residues.size(), 3U);
  EXPECT_EQ(residue_label(s, 0), "GLY A -2");
  EXPECT_EQ(residue_label(s, 1), "GLY A 60");
  EXPECT_EQ(residue_label(s, 2), "GLY A 60A");
  EXPECT_EQ(s.residues[2].label_number, 3);   // counted, since insertion codes make author numbers useless
}

TEST(PdbReader, ReadsModelsOneAfterTheOther) {
  const std::string text = "MODEL        1\n" + glycine(1, 'A', 1, 0) + "TER\nENDMDL\nMODEL        5\n" +
                           glycine(1, 'A', 1, 9) + "TER\nENDMDL\nEND\n";
  const Structure s = must_read(text);
  ASSERT_EQ(s.chains.size(), 2U);
  EXPECT_EQ(s.chains[0].model, 1);
  EXPECT_EQ(s.chains[1].model, 5);
  EXPECT_EQ(s.atoms[4].position.z, 9);
}

TEST(PdbReader, RenumbersRepeatedModelsAndFramesBetweenEnds) {
  const std::string repeated =
      "MODEL        1\n" + glycine(1, 'A', 1, 0) + "ENDMDL\nMODEL        1\n" + glycine(1, 'A', 1, 9) + "ENDMDL\n";
  EXPECT_EQ(must_read(repeated).chains.back().model, 2);
  const Structure frames = must_read(glycine(1, 'A', 1, 0) + "END\n" + glycine(1, 'A', 1, 9) + "END\n");
  EXPECT_EQ(frames.chains.back().model, 2);
  EXPECT_THAT(frames.notes, testing::Contains(HasSubstr("further models")));
}

TEST(PdbReader, BringsMicroheterogeneityTogether) {
  std::string text;
  int serial = 1;
  for (const char* name : {" N  ", " CA ", " CB "}) {
    for (const char* residue : {"SER", "ALA"}) {
      Line line;
      line.serial = serial++;
      line.name = name;
      line.residue = residue;
      line.altloc = residue[0] == 'S' ? 'A' : 'B';
      line.number = 22;
      line.element = name[1] == 'N' ? " N" : " C";
      text += pdb_line(line);
    }
  }
  const Structure s = must_read(text + glycine(7, 'A', 23, 5));
  ASSERT_EQ(s.residues.size(), 3U);
  EXPECT_EQ(s.residues[0].name, "SER");
  EXPECT_EQ(s.residues[0].end_atom - s.residues[0].first_atom, 3);
  EXPECT_EQ(s.residues[1].name, "ALA");
  EXPECT_EQ(s.residues[0].label_number, 1);
  EXPECT_EQ(s.residues[1].label_number, 1);
  EXPECT_EQ(s.residues[2].label_number, 2);
}

TEST(PdbReader, NamesBlankChainsByFreeLetters) {
  std::string text = glycine(1, 'A', 1, 0) + glycine(5, 'B', 1, 4) + "TER\n" + glycine(9, ' ', 200, 8);
  const Structure s = must_read(text);
  EXPECT_EQ(s.chains.back().name, "C");
  EXPECT_THAT(s.notes, testing::Contains("a chain without a name was called C"));
  // Two copies without names, told apart by TER and by numbers that begin again.
  const Structure copies = must_read(glycine(1, ' ', 1, 0) + glycine(5, ' ', 2, 4) + "TER\n" + glycine(9, ' ', 1, 8) +
                                     "TER\n" + glycine(13, ' ', 300, 12));
  ASSERT_EQ(copies.chains.size(), 3U);
  EXPECT_EQ(copies.chains[0].name, "A");
  EXPECT_EQ(copies.chains[1].name, "B");
  EXPECT_EQ(copies.chains[2].name, "B");
}

TEST(PdbReader, CountsBeyondTheColumns) {
  // The third form: serial of six digits from column 7, residue number of five from column 23.
  std::string fixed;
  fixed += "ATOM  99999  N   GLY A9999       1.000   2.000   3.000  1.00  0.00\n";
  fixed += "ATOM  A0000  CA  GLY AA000       1.000   2.000   3.000  1.00  0.00\n";
  fixed += "ATOM  100001 C   GLY A10001      1.000   2.000   3.000  1.00  0.00\n";
  const Structure s = must_read(fixed);
  ASSERT_EQ(s.atoms.size(), 3U);
  EXPECT_EQ(s.atoms[0].serial, 99999);
  EXPECT_EQ(s.atoms[1].serial, 100000);
  EXPECT_EQ(s.atoms[2].serial, 100001);
  EXPECT_EQ(s.residues[0].number, 9999);
  EXPECT_EQ(s.residues[1].number, 10000);
  EXPECT_EQ(s.residues[2].number, 10001);
}

TEST(PdbReader, SeparatesWatersThatShareANumber) {
  std::string text;
  for (int i = 0; i < 3; ++i) {
    text += pdb_line(line_with([](Line& l) {
      l.name = " O  ";
      l.residue = "HOH";
      l.number = 0;
      l.element = " O";
    }));
  }
  EXPECT_EQ(must_read(text).residues.size(), 3U);
}

TEST(PdbReader, KnowsCalciumFromCarbonWhenTheElementColumnIsWrong) {
  std::string text = glycine(1, 'A', 1, 0);
  const std::size_t second = text.find('\n') + 1;
  text.replace(second + 76, 2, "CA");
  EXPECT_EQ(must_read(text).atoms[1].element, Element::kC);
}

TEST(PdbReader, IgnoresAnIdentifierInTheLastColumns) {
  const std::string text = "ATOM      1  CA  PRO A   1      29.296  39.169   7.283  1.00 30.91      1HPV 187\n"
                           "ATOM      2  CD  PRO A   1      29.296  39.169   8.283  1.00 30.91      1HPV 188\n";
  const Structure s = must_read(text);
  EXPECT_EQ(s.atoms[0].element, Element::kC);
  EXPECT_EQ(s.atoms[1].element, Element::kC);
  EXPECT_EQ(s.atoms[0].formal_charge, 0);
}

TEST(PdbReader, AlignsWithSeqresAcrossGaps) {
  const std::string seqres = "SEQRES   1 A    8  MET SER GLY GLY ALA MSE GLY GLY                              \n";
  const Structure s = must_read(seqres + glycine(1, 'A', 13, 0) + glycine(5, 'A', 14, 4) + glycine(9, 'A', 17, 8) +
                                glycine(13, 'A', 18, 12) + "TER\n");
  const std::int32_t expected[] = {3, 4, 7, 8};
  for (std::size_t r = 0; r < 4; ++r) EXPECT_EQ(s.residues[r].label_number, expected[r]) << r;
  // Author numbers that do not follow the sequence: only the order of names is left.
  const Structure odd =
      must_read(seqres + glycine(1, 'A', 50, 0) + glycine(5, 'A', 10, 4) + glycine(9, 'A', 90, 8) + "TER\n");
  std::int32_t before = 0;
  for (const Residue& residue : odd.residues) {
    EXPECT_GT(residue.label_number, before);
    EXPECT_LE(residue.label_number, 8);
    before = residue.label_number;
  }
}

TEST(PdbReader, CountsModifiedResiduesToTheChainAndLigandsNot) {
  std::string mse = glycine(5, 'A', 2, 4), ligand = glycine(13, 'A', 300, 12);
  for (std::string* text : {&mse, &ligand}) {
    for (std::size_t at = 0; at < text->size(); at += text->find('\n') + 1) {
      text->replace(at, 6, "HETATM");
      text->replace(at + 17, 3, text == &mse ? "MSE" : "LIG");
    }
  }
  const Structure s = must_read(glycine(1, 'A', 1, 0) + mse + glycine(9, 'A', 3, 8) + "TER\n" + ligand);
  ASSERT_EQ(s.residues.size(), 4U);
  EXPECT_EQ(s.residues[1].label_number, 2);
  EXPECT_TRUE(s.residues[1].hetero);
  EXPECT_EQ(s.residues[3].label_number, 0);
}

TEST(PdbReader, CountsAResidueToTheChainOfWhichOneAtomIsSeen) {
  Line first;
  first.name = " C  ";
  first.residue = "SER";
  const Structure s = must_read(pdb_line(first) + glycine(2, 'A', 2, 4) + "TER\n");
  EXPECT_EQ(s.residues[0].label_number, 1);
  EXPECT_EQ(s.residues[1].label_number, 2);
}

TEST(PdbReader, ReadsBondsOfConectLinkAndSsbond) {
  std::string text =
      "SSBOND   1 CYS A    1    CYS B    1                          1555   1555  2.03  \n"
      "SSBOND   2 CYS A    1    CYS A    1                          1555   2555  2.03  \n"
      "LINK        ZN    ZN A 100                 SG  CYS A   1     1555   1555  2.30  \n";
  int serial = 1;
  for (const char chain : {'A', 'B'}) {
    Line line;
    line.serial = serial++;
    line.name = " SG ";
    line.residue = "CYS";
    line.chain = chain;
    line.element = " S";
    text += pdb_line(line);
  }
  for (const char* name : {" C1 ", " O1 ", " N1 "}) {
    Line line{"HETATM", serial++, name, ' ', "LIG", 'A', 90, ' ', 5, 5, 5, 1, 1, name, "  "};
    line.element = name[1] == 'C' ? " C" : name[1] == 'O' ? " O" : " N";
    text += pdb_line(line);
  }
  text += pdb_line({"HETATM", serial, "ZN  ", ' ', " ZN", 'A', 100, ' ', 7, 7, 7, 1, 1, "ZN", "  "});
  text += "CONECT    3    4    4    5\nCONECT    4    3    3\nCONECT    5    3\nCONECT    5   99\n";
  const Structure s = must_read(text);
  const auto order_of = [&](AtomIndex a, AtomIndex b) {
    for (const StructureBond& bond : s.bonds) {
      if (bond.a == a && bond.b == b) return static_cast<int>(bond.order);
    }
    return -1;
  };
  EXPECT_EQ(s.bonds.size(), 4U);
  EXPECT_EQ(order_of(0, 1), static_cast<int>(BondOrder::kSingle));
  EXPECT_EQ(order_of(2, 3), static_cast<int>(BondOrder::kDouble));
  EXPECT_EQ(order_of(2, 4), static_cast<int>(BondOrder::kUnknown));
  EXPECT_EQ(order_of(0, 5), static_cast<int>(BondOrder::kMetal));
  EXPECT_THAT(s.notes, testing::Contains(HasSubstr("symmetry mates")));
  EXPECT_THAT(s.notes, testing::Contains(HasSubstr("CONECT bond of atoms that are not here")));
}

TEST(PdbReader, RefusesFaultsWithFileAndLine) {
  const std::string good = glycine(1, 'A', 1, 0);
  const auto with = [&](std::size_t at, const char* words) {
    std::string text = good;
    return text.replace(text.find('\n') + 1 + at, std::string(words).size(), words);
  };
  const struct { std::string text; const char* where; const char* words; } cases[] = {
      {with(30, "     nan"), "x.pdb:2", "x coordinate is nan"},
      {with(38, "     inf"), "x.pdb:2", "y coordinate is inf"},
      {with(46, " 1.0e+07"), "x.pdb:2", "z coordinate is"},
      {with(30, "********"), "x.pdb:2", "no x coordinate"},
      {with(30, "        "), "x.pdb:2", "no x coordinate"},
      {with(30, " 1.0 2.0"), "x.pdb:2", "no x coordinate"},
      {with(12, "    "), "x.pdb:2", "no name"},
      {with(22, "12x4"), "x.pdb:2", "no residue number"},
      {with(12, "\tCA "), "x.pdb:2", "a tab"},
      {with(12, "\x80" "CA "), "x.pdb:2", "byte 0x80"},
      {"MODEL      one\n" + good, "x.pdb:1", "no model number"},
      {good + "ATOM      5  N   GLY A   2       1.0", "x.pdb:5", "before its coordinates"},
      {good + good.substr(0, 62), "x.pdb:5", "stops at column 62"},
  };
  for (const auto& c : cases) {
    const Error error = must_fail(c.text);
    EXPECT_EQ(error.where, c.where) << c.text;
    EXPECT_THAT(error.message, HasSubstr(c.words));
    EXPECT_EQ(error.code, ErrorCode::kMalformed);
  }
}

TEST(PdbReader, GuessesWhatAFileWithoutAtomsIs) {
  const struct { std::string text; const char* guess; } cases[] = {
      {"data_1ABC\nloop_\n_atom_site.id\n1\n", "mmCIF"},
      {"\n  RDKit\n\n  1  0  0  0  0  0  0  0  0  0999 V2000\n", "SDF"},
      {"<!DOCTYPE html><html></html>", "HTML"},
      {">P1\nMKV\n", "FASTA"},
      {"@<TRIPOS>MOLECULE\n", "MOL2"},
      {std::string("\x1f\x8b\x08\x00\x00", 5), "gzip"},
      {"garbage", "ATOM or HETATM"},
  };
  for (const auto& c : cases) EXPECT_THAT(must_fail(c.text).hint, HasSubstr(c.guess)) << c.text;
  EXPECT_THAT(must_fail("").message, HasSubstr("empty"));
}

TEST(PdbReader, SurvivesTruncationAtEveryByte) {
  const std::string text =
      "HEADER    TEST                                    01-JAN-00   9XYZ              \n"
      "SEQRES   1 A    2  GLY GLY                                                      \n"
      "SSBOND   1 CYS A    1    CYS B    1                          1555   1555  2.03  \n" +
      glycine(1, 'A', 1, 0) + glycine(5, 'A', 2, 4) + "TER       9      GLY A   2\nCONECT    1    2    2\nEND\n";
  const std::size_t whole = must_read(text).atoms.size();
  for (std::size_t n = 0; n < text.size(); ++n) {
    const auto structure = read_pdb(std::string_view(text).substr(0, n), "x.pdb");
    if (structure) {
      EXPECT_LE(structure->atoms.size(), whole);
      EXPECT_GT(structure->atoms.size(), 0U);
      for (const Atom& atom : structure->atoms) EXPECT_TRUE(atom.position.y == -2.25) << "cut at " << n;
    } else {
      EXPECT_FALSE(structure.error().where.empty());
    }
  }
}

TEST(PdbReader, ReadsAnEntryOf1994WithItsLigand) {
  const std::filesystem::path path = "/usr/share/pymol/data/tut/1hpv.pdb";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not here: install pymol-data";
  const Structure s = must_read(file_bytes(path));
  EXPECT_EQ(s.id, "1HPV");
  EXPECT_EQ(s.resolution, 1.9);
  EXPECT_EQ(s.atoms.size(), 1631U);   // 1516 ATOM and 115 HETATM lines
  const auto ligand = find_residues(s, "478");
  ASSERT_EQ(ligand.size(), 1U);
  EXPECT_EQ(residue_label(s, ligand[0]), "478 C 200");
  const Residue& residue = s.residues[static_cast<std::size_t>(ligand[0])];
  // Amprenavir, C25H35N3O6S: 25 + 3 + 6 + 1 heavy atoms.
  std::map<std::string_view, int> formula;
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a)
    ++formula[symbol(s.atoms[static_cast<std::size_t>(a)].element)];
  EXPECT_EQ(formula, (std::map<std::string_view, int>{{"C", 25}, {"N", 3}, {"O", 6}, {"S", 1}}));
  // Two strands of 99 residues, all placed in the sequence.
  std::map<std::string, int> strands;
  for (const Residue& r : s.residues) {
    if (r.label_number > 0) ++strands[s.chains[static_cast<std::size_t>(r.chain)].name];
  }
  EXPECT_EQ(strands, (std::map<std::string, int>{{"A", 99}, {"B", 99}}));
  EXPECT_THAT(s.notes, testing::Contains("a chain without a name was called C"));
  std::size_t inside = 0;
  for (const StructureBond& bond : s.bonds) {
    if (s.atoms[static_cast<std::size_t>(bond.a)].residue == ligand[0]) ++inside;
  }
  EXPECT_EQ(inside, 37U);   // 35 atoms in one piece with three rings
}

TEST(PdbReader, RemembersNoElementThatAnEntryOf1998StatesDifferently) {
  const std::filesystem::path path = "/usr/share/pymol/data/demo/1tii.pdb";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not here: install pymol-data";
  // The entry states elements; the rule of atom names, asked without them, must come to the same.
  const std::string text = file_bytes(path);
  const Structure stated = must_read(text);
  std::string blanked;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    if (line.rfind("ATOM", 0) == 0 || line.rfind("HETATM", 0) == 0) line.resize(std::min<std::size_t>(line.size(), 66));
    blanked += line + "\n";
    at = end + 1;
  }
  const Structure ruled = must_read(blanked);
  ASSERT_EQ(ruled.atoms.size(), stated.atoms.size());
  EXPECT_EQ(ruled.atoms.size(), 5684U);
  for (std::size_t i = 0; i < ruled.atoms.size(); ++i) EXPECT_EQ(ruled.atoms[i].element, stated.atoms[i].element) << i;
  std::size_t disulfides = 0;
  for (const StructureBond& bond : stated.bonds)
    disulfides += stated.atoms[static_cast<std::size_t>(bond.a)].name == "SG" ? 1 : 0;
  EXPECT_EQ(disulfides, 6U);
}

}  // namespace
}  // namespace maek::mol
