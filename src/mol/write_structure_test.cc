// SPDX-License-Identifier: Apache-2.0
// Writing: what is read back equals what was written; quoting; what PDB refuses.
#include "mol/write_structure.h"

#include <set>   // for std::set

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mol/internal/cif_value.h"         // for cif_value, cif_number
#include "mol/internal/structure_texts.h"   // for summary, glycine
#include "mol/read_structure.h"             // for read_pdb, read_mmcif
#include "tests/test_data.h"                // for file_bytes

namespace maek::mol {
namespace {

using testing::HasSubstr;

constexpr const char* kPymolFiles[] = {"tut/1hpv.pdb", "demo/1tii.pdb", "demo/il2.pdb", "demo/pept.pdb",
                                       "chempy/water.pdb"};

Structure read_back(const Expected<std::string>& text, bool as_pdb) {
  EXPECT_TRUE(text) << (text ? "" : text.error().text());
  if (!text) return {};
  auto s = as_pdb ? read_pdb(*text, "back.pdb") : read_mmcif(*text, "back.cif");
  EXPECT_TRUE(s) << (s ? "" : s.error().text());
  if (!s) return {};
  texts::expect_consistent(*s);
  return *std::move(s);
}

std::set<std::pair<std::string, std::string>> bond_labels(const Structure& s, bool between_residues_only) {
  std::set<std::pair<std::string, std::string>> labels;
  for (const StructureBond& bond : s.bonds) {
    const Atom& a = s.atoms[static_cast<std::size_t>(bond.a)];
    const Atom& b = s.atoms[static_cast<std::size_t>(bond.b)];
    if (between_residues_only && a.residue == b.residue) continue;
    labels.emplace(residue_label(s, a.residue) + a.name + a.altloc, residue_label(s, b.residue) + b.name + b.altloc);
  }
  return labels;
}

void expect_round_trips(const Structure& original) {
  const Expected<std::string> cif = to_mmcif(original);
  const Structure from_cif = read_back(cif, false);
  EXPECT_EQ(texts::summary(from_cif), texts::summary(original));
  EXPECT_EQ(from_cif.id, original.id);
  EXPECT_EQ(from_cif.title, original.title);
  EXPECT_EQ(from_cif.method, original.method);
  EXPECT_EQ(from_cif.resolution, original.resolution);
  EXPECT_EQ(from_cif.cell, original.cell);
  EXPECT_EQ(from_cif.space_group, original.space_group);
  EXPECT_EQ(bond_labels(from_cif, true), bond_labels(original, true));
  // From mmCIF on nothing changes any more, labels and serials included.
  EXPECT_EQ(*to_mmcif(from_cif), *cif);
  EXPECT_EQ(texts::summary(read_back(to_mmcif(from_cif), false), texts::With::kSequenceAndLabels),
            texts::summary(from_cif, texts::With::kSequenceAndLabels));
  const Structure from_pdb = read_back(to_pdb(original), true);
  // PDB holds no place in the sequence (SEQRES is not written: what was not observed is not known).
  EXPECT_EQ(texts::summary(from_pdb, texts::With::kNothingElse), texts::summary(original, texts::With::kNothingElse));
  EXPECT_EQ(bond_labels(from_pdb, false), bond_labels(original, false));
}

TEST(WriteStructure, RoundTripsRealFiles) {
  int read = 0;
  for (const char* file : kPymolFiles) {
    const std::filesystem::path path = std::filesystem::path("/usr/share/pymol/data") / file;
    if (!std::filesystem::exists(path)) continue;
    SCOPED_TRACE(file);
    auto s = read_pdb(file_bytes(path), file);
    ASSERT_TRUE(s) << s.error().text();
    expect_round_trips(*s);
    ++read;
  }
  if (read == 0) GTEST_SKIP() << "/usr/share/pymol/data is not here: install pymol-data";
}

std::string odd_pdb() {
  std::string text = "TITLE     A TITLE WITH 'QUOTES' AND \"DOUBLE\" ONES\n";
  text += texts::glycine(1, 'A', -1, -0.0) + texts::glycine(5, 'A', 2, 4) + "TER\n";
  int serial = 10;
  const struct {
    const char* name;
    const char* residue;
    int number;
    char altloc;
    const char* element;
    const char* charge;
  } het[] = {{" O5'", "LIG", 101, ' ', " O", "1-"}, {"C\"1 ", "LIG", 101, ' ', " C", "  "},
             {"CL1 ", "LIG", 101, 'A', "CL", "  "}, {"CL1 ", "LIG", 101, 'B', "CL", "  "},
             {"ZN  ", " ZN", 102, ' ', "ZN", "2+"}, {" O  ", "HOH", 201, ' ', " O", "  "},
             {" O  ", "HOH", 202, ' ', " O", "  "}, {" C1 ", "ACT", 103, ' ', " C", "  "},
             {" C1 ", "ACT", 104, ' ', " C", "  "}};
  for (const auto& h : het) {
    texts::Line line{"HETATM",     serial, h.name, h.altloc, h.residue, 'A',       h.number, ' ',
                     serial * 1.5, 5,      -7.125, 0.5,      33.25,     h.element, h.charge};
    text += texts::pdb_line(line);
    ++serial;
  }
  text += "CONECT   10   11   11   12   13\nCONECT   10   14\n";
  return text;
}

TEST(WriteStructure, RoundTripsOddNamesChargesAndAlternates) {
  auto s = read_pdb(odd_pdb(), "odd.pdb");
  ASSERT_TRUE(s) << s.error().text();
  EXPECT_EQ(s->bonds.size(), 4U);
  expect_round_trips(*s);
}

TEST(WriteMmcif, GivesEachInstanceItsOwnLabelAndEachThingItsEntity) {
  auto s = read_pdb(odd_pdb(), "odd.pdb");
  ASSERT_TRUE(s) << s.error().text();
  const Structure back = read_back(to_mmcif(*s), false);
  std::vector<std::string> chains;
  for (const Chain& c : back.chains) {
    chains.push_back(fmt::format("{}:{}:{}:{}", c.label, c.entity, c.name,
                                 back.residues[static_cast<std::size_t>(c.first_residue)].name));
  }
  // The polymer keeps its author's letter; the two acetates are one entity.
  EXPECT_THAT(chains,
              testing::ElementsAre("A:1:A:GLY", "B:2:A:LIG", "C:3:A:ZN", "D:4:A:HOH", "E:5:A:ACT", "F:5:A:ACT"));
}

TEST(WriteMmcif, UsesTheSameLabelsInEveryModel) {
  const std::string model = texts::glycine(1, 'A', 1, 0) + "TER\n" +
                            texts::pdb_line({"HETATM", 9, "ZN  ", ' ', " ZN", 'A', 7, ' ', 1, 1, 1, 1, 1, "ZN", "  "});
  auto s = read_pdb("MODEL        1\n" + model + "ENDMDL\nMODEL        2\n" + model + "ENDMDL\n", "x.pdb");
  ASSERT_TRUE(s) << s.error().text();
  const Structure back = read_back(to_mmcif(*s), false);
  ASSERT_EQ(back.chains.size(), 4U);
  for (std::size_t c = 0; c < 2; ++c) {
    EXPECT_EQ(back.chains[c].label, back.chains[c + 2].label);
    EXPECT_EQ(back.chains[c].entity, back.chains[c + 2].entity);
  }
  EXPECT_NE(back.chains[0].label, back.chains[1].label);
}

TEST(WriteMmcif, NamesChainsThatHaveNoName) {
  Structure s;
  s.chains.push_back({"", "", 0, 1, 0, 1});
  s.residues.push_back({"LIG", 1, 0, 0, ResidueKind::kLigand, true, 0, 0, 1});
  Atom atom;
  atom.name = "C1";
  atom.element = Element::kC;
  atom.residue = 0;
  s.atoms.push_back(atom);
  const Structure back = read_back(to_mmcif(s), false);
  ASSERT_EQ(back.chains.size(), 1U);
  EXPECT_EQ(back.chains[0].name, "A");
}

TEST(WriteMmcif, KeepsComponentBondsAndOrders) {
  Structure s = *read_pdb(odd_pdb(), "odd.pdb");
  s.component_bonds = {{"LIG", "O5'", "C\"1", BondOrder::kDouble}, {"ACT", "C1", "C 2", BondOrder::kAromatic}};
  const Structure back = read_back(to_mmcif(s), false);
  ASSERT_EQ(back.component_bonds.size(), 2U);
  EXPECT_EQ(back.component_bonds[0].atom_2, "C\"1");
  EXPECT_EQ(back.component_bonds[0].order, BondOrder::kDouble);
  EXPECT_EQ(back.component_bonds[1].atom_2, "C 2");
  EXPECT_EQ(back.component_bonds[1].order, BondOrder::kAromatic);
}

TEST(WriteStructure, RefusesNumbersThatAreNone) {
  Structure s = *read_pdb(texts::glycine(1, 'A', 1, 0), "x.pdb");
  s.atoms[2].position.x = std::nan("");
  EXPECT_EQ(to_mmcif(s).error().where, "GLY A 1 C");
  EXPECT_FALSE(to_pdb(s));
  EXPECT_FALSE(to_mmcif(Structure{}));
  EXPECT_FALSE(to_pdb(Structure{}));
}

TEST(WritePdb, RefusesWhatItsColumnsCannotHold) {
  const Structure good = *read_pdb(texts::glycine(1, 'A', 1, 0), "x.pdb");
  const struct { void (*change)(Structure&); const char* words; } cases[] = {
      {[](Structure& s) { s.chains[0].name = "AA"; }, "chain name 'AA'"},
      {[](Structure& s) { s.residues[0].name = "A1LU6"; }, "residue name 'A1LU6'"},
      {[](Structure& s) { s.residues[0].number = 10000; }, "residue number 10000"},
      {[](Structure& s) { s.residues[0].number = -1000; }, "residue number -1000"},
      {[](Structure& s) { s.atoms[0].name = "C1234"; }, "atom name 'C1234'"},
      {[](Structure& s) { s.atoms[0].position.x = 10000; }, "coordinate 10000"},
      {[](Structure& s) { s.atoms[0].position.y = -1000; }, "coordinate -1000"},
  };
  for (const auto& c : cases) {
    Structure s = good;
    c.change(s);
    const auto text = to_pdb(s);
    ASSERT_FALSE(text) << c.words;
    EXPECT_THAT(text.error().message, HasSubstr(c.words));
    EXPECT_THAT(text.error().hint, HasSubstr("mmCIF"));
    EXPECT_TRUE(to_mmcif(s).has_value()) << c.words;
  }
  Structure large;
  large.chains.push_back({"A", "", 0, 1, 0, 100'000});
  for (int i = 0; i < 100'000; ++i) {
    large.residues.push_back({"HOH", i % 10'000, 0, 0, ResidueKind::kWater, true, 0, i, i + 1});
    Atom atom;
    atom.name = "O";
    atom.element = Element::kO;
    atom.residue = i;
    large.atoms.push_back(atom);
  }
  EXPECT_THAT(to_pdb(large).error().message, HasSubstr("99999"));
}

TEST(WritePdb, FoldsLongTitles) {
  Structure s = *read_pdb(texts::glycine(1, 'A', 1, 0), "x.pdb");
  s.title = "CRYSTAL STRUCTURE OF A PROTEIN WITH A NAME THAT IS LONGER THAN ONE LINE OF THE OLD FORMAT CAN HOLD BY FAR";
  EXPECT_EQ(read_back(to_pdb(s), true).title, s.title);
}

TEST(CifValue, QuotesOnlyWhatNeedsIt) {
  const struct { const char* text; const char* written;
  } cases[] = {{"CA", "CA"},
               {"O5'", "O5'"},
               {"", "?"},
               {"?", "'?'"},
               {".", "'.'"},
               {"two words", "'two words'"},
               {"'x", "''x'"},
               {"\"x", "'\"x'"},
               {"_tag", "'_tag'"},
               {"#1", "'#1'"},
               {"data_x", "'data_x'"},
               {"LOOP_", "'LOOP_'"},
               {";x", "';x'"},
               {"x;y", "x;y"},
               {"it's a", "'it's a'"},
               {"a' b", "\"a' b\""},
               {"a' b\" c", "\n;a' b\" c\n;\n"},
               {"a\nb", "\n;a\nb\n;\n"},
               {"a\n;b", "\n;a\n,b\n;\n"},
               {"\xC3\xA9", "??"},
               {"[x]", "'[x]'"},
               {"$x", "'$x'"}};
  for (const auto& c : cases) EXPECT_EQ(cif_value(c.text), c.written) << c.text;
}

TEST(CifNumber, WritesNoMoreDigitsThanMatter) {
  const struct {
    double value;
    const char* written;
  } cases[] = {{1, "1.000"},          {-1.25, "-1.250"},   {0.123456, "0.123456"},      {1.0000004, "1.000"},
               {-0.0000001, "0.000"}, {12.3450, "12.345"}, {999999.9999, "999999.9999"}};
  for (const auto& c : cases) EXPECT_EQ(cif_number(c.value, 3, 6), c.written);
}

}  // namespace
}  // namespace maek::mol
