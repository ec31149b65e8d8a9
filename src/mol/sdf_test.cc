// SPDX-License-Identifier: Apache-2.0
#include <string>     // for std::string
#include <vector>     // for std::vector

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>   // for TEST

#include "mol/chemistry.h"   // for make_conformers
#include "mol/molecule.h"    // for read_sdf

namespace maek::mol {
namespace {

using ::testing::HasSubstr;

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  return text.replace(text.find(what), what.size(), with);
}

/// CHFClBr with its hydrogen left out. Seen from the missing hydrogen (+z) Br, Cl, F run clockwise, hence from the
/// other side counter-clockwise: S.
const std::string kChiral =
    "chiral\n  maek              3D\n\n"
    "  4  3  0  0  0  0  0  0  0  0999 V2000\n"
    "    0.0000    0.0000    0.0000 C   0  0  0  0  0  0\n"
    "    1.2000    0.0000   -0.4000 F   0  0\n"
    "   -0.6000    1.5000   -0.5000 Cl  0  0  0  0  0  0\n"
    "   -0.7000   -1.6000   -0.6000 Br  0  0  0  0  0  0\n"
    "  1  2  1  0\n  1  3  1  0\n  1  4  1  0\nM  END\n";

const std::string kCharged =
    "zwitterion\n\n\n  5  4  0  0  0  0  0  0  0  0  0 V2000\n"
    "    1.0000    0.0000    0.5000 N   0  3  0  0  0  0\n"
    "    2.4000    0.1000    0.4000 C   0  0  0  0  0  0\n"
    "    3.0000    1.3000   -0.2000 C   0  0  0  0  0  0\n"
    "    4.2000    1.4000   -0.2000 O   0  0  0  0  0  0\n"
    "    2.2000    2.2000   -0.6000 O   0  0  0  0  0  0\n"
    "  1  2  1  0\n  2  3  1  0\n  3  4  2  0\n  3  5  1  0\nM  CHG  2   1   1   5  -1\nM  END\n";

const std::string kV3000 =
    "benzyl\n\n\n  0  0  0     0  0            999 V3000\nM  V30 BEGIN CTAB\nM  V30 COUNTS 3 2 0 0 0\nM  V30 BEGIN "
    "ATOM\n"
    "M  V30 11 C 0 0 0.5 0\nM  V30 12 N 1.4 0 -\nM  V30 0.1 0 CHG=1 MASS=15\nM  V30 7 C 2.0 1.3 0 0\nM  V30 END ATOM\n"
    "M  V30 BEGIN BOND\nM  V30 1 1 11 12\nM  V30 2 2 12 7\nM  V30 END BOND\nM  V30 BEGIN SGROUP\nM  V30 END SGROUP\n"
    "M  V30 END CTAB\nM  END\n";

TEST(Sdf, TakesStereoFromThreeDimensions) {
  const auto m = read_molecule(kChiral, "c.sdf");
  ASSERT_TRUE(m) << m.error().text();
  EXPECT_EQ(m->name(), "chiral");
  ASSERT_EQ(m->positions().size(), 4u);
  EXPECT_EQ(m->positions()[1], (Position{1.2, 0, -0.4}));
  ASSERT_EQ(stereo_labels(*m).size(), 1u);
  // Chlorine and bromine change places.
  std::string other = replaced(kChiral, "    1.5000   -0.5000 Cl", "   -1.6000   -0.6000 Cl");
  other = replaced(other, "   -1.6000   -0.6000 Br", "    1.5000   -0.5000 Br");
  const auto enantiomer = read_molecule(other, "e.sdf");
  ASSERT_TRUE(enantiomer) << enantiomer.error().text();
  EXPECT_EQ(stereo_labels(*m), std::vector<std::string>{"C1:S"});
  EXPECT_EQ(stereo_labels(*enantiomer), std::vector<std::string>{"C1:R"});
  EXPECT_NE(m->canonical_smiles(), enantiomer->canonical_smiles());
}

TEST(Sdf, ReadsChargesIsotopesAndV3000) {
  const auto charged = read_molecule(kCharged, "z.sdf");
  ASSERT_TRUE(charged) << charged.error().text();
  EXPECT_EQ(charged->canonical_smiles(), "[NH3+]CC(=O)[O-]");
  const auto v3 = read_molecule(kV3000, "v3.sdf");
  ASSERT_TRUE(v3) << v3.error().text();
  EXPECT_EQ(v3->canonical_smiles(), "C=[15NH+]C");
  ASSERT_EQ(v3->positions().size(), 3u);
  EXPECT_EQ(v3->positions()[1], (Position{1.4, 0, 0.1}));
}

TEST(Sdf, ReadsSeveralRecordsWithFieldsAndOtherLineEnds) {
  std::string text = kChiral + ">  <id>\n7\n\n$$$$\n" + kCharged + "$$$$\n\n\n";
  const auto both = read_sdf(text, "two.sdf");
  ASSERT_TRUE(both) << both.error().text();
  ASSERT_EQ(both->size(), 2u);
  EXPECT_EQ(both->at(1).name(), "zwitterion");
  std::string dos;
  for (const char c : text) dos += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const auto again = read_sdf(dos, "dos.sdf");
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(again->at(1).canonical_smiles(), both->at(1).canonical_smiles());
}

TEST(Sdf, NotesWhatIsDrawnFlat) {
  std::string flat = replaced(kCharged, "\n\n\n  5", "\n  maek              2D\n\n  5");
  for (const char* z : {"0.5000 N", "0.4000 C", "-0.2000 C", "-0.2000 O", "-0.6000 O"}) {
    const std::string old = z;
    flat = replaced(flat, std::string(old.front() == '-' ? "   " : "    ") + old,
                    "    0.0000 " + old.substr(old.size() - 1));
  }
  std::vector<std::string> notes;
  const auto m = read_molecule(flat, "flat.sdf", &notes);
  ASSERT_TRUE(m) << m.error().text();
  EXPECT_FALSE(m->has_positions());
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_THAT(notes[0], HasSubstr("zwitterion (line 1) is drawn flat"));
}

TEST(Sdf, SaysWhatIsWrongAndWhere) {
  struct Case {
    std::string text, where, message;
  };
  const Case cases[] = {
      {"", "x.sdf", "no molecule"},
      {"\n\n\n", "x.sdf", "no molecule"},
      {"only\n", "x.sdf:1", "ends before its counts line"},
      {"HEADER    PROTEIN\nATOM\nATOM\nATOM  1\n", "x.sdf:4", "is no counts line"},
      {replaced(kChiral, "  4  3", "999999"), "x.sdf:9", "is no x coordinate"},
      {replaced(kChiral, "  4  3", " -4  3"), "x.sdf:4", "is no counts line"},
      {replaced(kChiral, "  4  3", "  0  0"), "x.sdf:4", "without atoms"},
      {replaced(kChiral, "    1.2000", "       nan"), "x.sdf:6", "atom 2: 'nan' is no x coordinate"},
      {replaced(kChiral, "   -0.4000", "      1e99"), "x.sdf:6", "'1e99' is no z coordinate"},
      {replaced(kChiral, " F ", " R#"), "x.sdf:6", "'R#' is no element"},
      {replaced(kChiral, "  1  4  1", "  1  5  1"), "x.sdf:11", "bond 3 joins atoms 1 and 5 of 4"},
      {replaced(kChiral, "  1  4  1", "  1  4  8"), "x.sdf:11", "bond 3 has type 8"},
      {replaced(kChiral, "  1  4  1", "  2  1  1"), "x.sdf:11", "bond 3 joins atoms 2 and 1 again"},
      {replaced(kChiral, "M  END\n", ""), "x.sdf:11", "no 'M  END'"},
      {replaced(kChiral, "M  END\n", "$$$$\n"), "x.sdf:12", "no 'M  END'"},
      {replaced(kCharged, "M  CHG  2   1   1   5  -1", "M  CHG  2   1   1   9  -1"), "x.sdf:14", "'9 -1' is no atom"},
      {replaced(kCharged, "M  CHG  2", "M  CHG  8"), "x.sdf:14", "does not hold the pairs"},
      {replaced(kChiral, "  1  2  1", "  1  2  3"), "x.sdf:5", "atom C1 has more bonds"},
      {kChiral + "$$$$\n" + replaced(kChiral, " F ", " Q "), "x.sdf:19", "'Q' is no element"},
      {replaced(kV3000, "COUNTS 3 2", "COUNTS 1999999999 2"), "x.sdf:6", "the limit is 1000"},
      {replaced(kV3000, "COUNTS 3 2", "COUNTS 4 2"), "x.sdf:12", "is no atom 4 of 4"},
      {replaced(kV3000, "2 2 12 7", "2 1 12 11"), "x.sdf:15", "joins two atoms again"},
      {replaced(kV3000, "2 2 12 7", "2 2 12 9"), "x.sdf:15", "is no bond"},
      {replaced(kV3000, "M  V30 7 C", "M  V30 12 C"), "x.sdf:11", "is no atom 3 of 3"},
      {replaced(kV3000, "M  END\n", ""), "x.sdf:19", "no 'M  END'"},
  };
  for (const Case& c : cases) {
    const auto read = read_sdf(c.text, "x.sdf");
    ASSERT_FALSE(read) << c.text;
    EXPECT_EQ(read.error().where, c.where) << read.error().text() << '\n' << c.text;
    EXPECT_THAT(read.error().text(), HasSubstr(c.message)) << c.text;
  }
}

TEST(Sdf, RefusesARecordCutAtAnyByte) {
  for (const std::string& text : {kChiral, kCharged, kV3000}) {
    for (std::size_t n = 0; n + 1 < text.size(); ++n) EXPECT_FALSE(read_sdf(text.substr(0, n), "cut.sdf")) << n;
    EXPECT_TRUE(read_sdf(text.substr(0, text.size() - 1), "whole.sdf"));
  }
}

TEST(Sdf, WritesWhatItReads) {
  const auto drug = read_smiles("C[C@H](O)[C@@H](N)C(=O)Nc1ccc(/C=C/C#N)cc1");
  ASSERT_TRUE(drug);
  auto conformers = make_conformers(*drug, 1, 5, 1, 0, nullptr);
  ASSERT_TRUE(conformers) << conformers.error().text();
  const std::string text =
      to_sdf({{conformers->front().with_name("my drug"), {{"energy", "-7.5"}, {"a>b", "x\n\n$$$$\ny"}}}, {*drug, {}}});
  std::vector<std::string> notes;
  const auto again = read_sdf(text, "again.sdf", &notes);
  ASSERT_TRUE(again) << again.error().text() << text;
  ASSERT_EQ(again->size(), 2u);
  EXPECT_EQ(again->at(0).name(), "my drug");
  EXPECT_EQ(again->at(0).canonical_smiles(), drug->canonical_smiles());
  EXPECT_EQ(again->at(1).canonical_smiles(), drug->canonical_smiles());   // flat, by its wedges
  EXPECT_FALSE(again->at(1).has_positions());
  ASSERT_EQ(again->at(0).positions().size(), conformers->front().positions().size());
  for (std::size_t i = 0; i < again->at(0).positions().size(); ++i) {
    EXPECT_LT(distance(again->at(0).positions()[i], conformers->front().positions()[i]), 1e-4);
  }
  EXPECT_THAT(text, HasSubstr(">  <energy>\n-7.5\n\n"));
  EXPECT_THAT(text, HasSubstr(">  <a_b>\nx\n $$$$\ny\n\n"));
  EXPECT_EQ(text.find("  4  0"), std::string::npos);   // kekulised: no aromatic bonds
}

}  // namespace
}  // namespace maek::mol
