// SPDX-License-Identifier: Apache-2.0
// mmCIF reading: tables, nulls, quotes, models, bonds, and faults with their lines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mol/internal/structure_texts.h"   // for expect_consistent
#include "mol/read_structure.h"             // for read_mmcif

namespace maek::mol {
namespace {

using testing::HasSubstr;

constexpr const char* kTags =
    "loop_\n_atom_site.group_PDB\n_atom_site.id\n_atom_site.type_symbol\n_atom_site.label_atom_id\n"
    "_atom_site.label_alt_id\n_atom_site.label_comp_id\n_atom_site.label_asym_id\n_atom_site.label_entity_id\n"
    "_atom_site.label_seq_id\n_atom_site.pdbx_PDB_ins_code\n_atom_site.Cartn_x\n_atom_site.Cartn_y\n_atom_site.Cartn_"
    "z\n"
    "_atom_site.occupancy\n_atom_site.B_iso_or_equiv\n_atom_site.pdbx_formal_charge\n_atom_site.auth_seq_id\n"
    "_atom_site.auth_comp_id\n_atom_site.auth_asym_id\n_atom_site.auth_atom_id\n_atom_site.pdbx_PDB_model_num\n";

constexpr const char* kRows =
    "ATOM 1 N N . CYS A 1 1 ? 1.000 2.000 3.000 1.00 11.50 ? 10 CYS X N 1\n"
    "ATOM 2 S SG A CYS A 1 1 ? 2.000 2.000 3.000 0.60 12.50 ? 10 CYS X SG 1\n"
    "ATOM 3 S SG B CYS A 1 1 ? 2.500 2.000 3.000 0.40 12.50 ? 10 CYS X SG 1\n"
    "ATOM 4 C CA . GLY A 1 2 A 3.000 2.000 3.000 1.00 11.50 ? 10 GLY X CA 1\n"
    "HETATM 5 ZN ZN . ZN B 2 . ? 4.000 2.000 3.000 1.00 11.50 2 201 ZN X ZN 1\n"
    "HETATM 6 O \"O5'\" . LIG C 3 . ? 5.000 2.000 3.000 1.00 11.50 -1 202 LIG X \"O5'\" 1\n"
    "HETATM 7 O O . HOH D 4 . ? 6.000 2.000 3.000 1.00 11.50 ? 301 HOH X O 1\n"
    "HETATM 8 O O . HOH D 4 . ? 7.000 2.000 3.000 1.00 11.50 ? 302 HOH X O 1\n";

std::string whole_file() {
  return std::string(
             "data_9XYZ\n#\n_entry.id 9XYZ\n_struct.title\n;A title\nof two lines\n;\n_exptl.method 'X-RAY "
             "DIFFRACTION'\n"
             "_refine.ls_d_res_high 1.75\n"
             "_cell.length_a 50\n_cell.length_b 60\n_cell.length_c 70\n_cell.angle_alpha 90\n_cell.angle_beta 90\n"
             "_cell.angle_gamma 120\n_symmetry.space_group_name_H-M 'P 65'\n"
             "loop_\n_chem_comp_bond.comp_id\n_chem_comp_bond.atom_id_1\n_chem_comp_bond.atom_id_2\n"
             "_chem_comp_bond.value_order\nLIG \"O5'\" C5 SING\nLIG C5 C4 arom\nLIG C4 C3 ?\n"
             "loop_\n_struct_conn.id\n_struct_conn.conn_type_id\n_struct_conn.ptnr1_label_asym_id\n"
             "_struct_conn.ptnr1_label_comp_id\n_struct_conn.ptnr1_label_seq_id\n_struct_conn.ptnr1_label_atom_id\n"
             "_struct_conn.ptnr2_label_asym_id\n_struct_conn.ptnr2_label_comp_id\n_struct_conn.ptnr2_label_seq_id\n"
             "_struct_conn.ptnr2_label_atom_id\n_struct_conn.ptnr2_symmetry\n_struct_conn.ptnr1_symmetry\n"
             "m1 metalc A CYS 1 SG B ZN . ZN 1_555 1_555\n"
             "m2 metalc A CYS 1 SG B ZN . ZN 2_555 1_555\n"
             "h1 hydrog A CYS 1 N A GLY 2 CA 1_555 1_555\n"
             "c1 covale A CYS 1 N C LIG . NOPE 1_555 1_555\n#\n") +
         kTags + kRows + "#\n";
}

TEST(MmcifReader, ReadsChainsResiduesAtomsAndWords) {
  auto read = read_mmcif(whole_file(), "x.cif");
  ASSERT_TRUE(read) << read.error().text();
  const Structure& s = *read;
  texts::expect_consistent(s);
  EXPECT_EQ(s.id, "9XYZ");
  EXPECT_EQ(s.title, "A title of two lines");
  EXPECT_EQ(s.method, "X-RAY DIFFRACTION");
  EXPECT_EQ(s.resolution, 1.75);
  EXPECT_EQ(s.cell[5], 120);
  EXPECT_EQ(s.space_group, "P 65");
  ASSERT_EQ(s.chains.size(), 4U);
  EXPECT_EQ(s.chains[1].label, "B");
  EXPECT_EQ(s.chains[1].name, "X");
  EXPECT_EQ(s.chains[3].entity, 4);
  ASSERT_EQ(s.residues.size(), 6U);
  EXPECT_EQ(residue_label(s, 1), "GLY X 10A");
  EXPECT_EQ(s.residues[1].label_number, 2);
  EXPECT_EQ(s.residues[2].label_number, 0);
  EXPECT_TRUE(s.residues[3].hetero);
  EXPECT_EQ(s.atoms[1].altloc, 'A');
  EXPECT_EQ(s.atoms[4].element, Element::kZn);
  EXPECT_EQ(s.atoms[4].formal_charge, 2);
  EXPECT_EQ(s.atoms[5].name, "O5'");
  EXPECT_EQ(s.atoms[5].formal_charge, -1);
}

TEST(MmcifReader, ReadsBondsOfComponentsAndConnections) {
  auto read = read_mmcif(whole_file(), "x.cif");
  ASSERT_TRUE(read) << read.error().text();
  ASSERT_EQ(read->component_bonds.size(), 3U);
  EXPECT_EQ(read->component_bonds[0].atom_1, "O5'");
  EXPECT_EQ(read->component_bonds[0].order, BondOrder::kSingle);
  EXPECT_EQ(read->component_bonds[1].order, BondOrder::kAromatic);
  EXPECT_EQ(read->component_bonds[2].order, BondOrder::kUnknown);
  ASSERT_EQ(read->bonds.size(), 2U);   // both locations of SG
  for (const StructureBond& bond : read->bonds) {
    EXPECT_EQ(bond.order, BondOrder::kMetal);
    EXPECT_EQ(bond.b, 4);
  }
  EXPECT_THAT(read->notes,
              testing::ElementsAre(HasSubstr("1 _struct_conn record of atoms"), HasSubstr("1 bond to symmetry mates")));
}

TEST(MmcifReader, GroupsInterleavedModels) {
  std::string rows;
  for (const char* row :
       {"ATOM 1 C CA . GLY A 1 1 ? 1 2 3 1 1 ? 1 GLY A CA 1\n", "ATOM 2 C CA . GLY A 1 1 ? 9 2 3 1 1 ? 1 GLY A CA 2\n",
        "ATOM 3 C CA . GLY A 1 2 ? 1 2 3 1 1 ? 2 GLY A CA 1\n",
        "ATOM 4 C CA . GLY A 1 2 ? 9 2 3 1 1 ? 2 GLY A CA 2\n"}) {
    rows += row;
  }
  auto read = read_mmcif("data_x\n" + std::string(kTags) + rows, "x.cif");
  ASSERT_TRUE(read) << read.error().text();
  texts::expect_consistent(*read);
  const std::int32_t models[] = {1, 1, 2, 2};
  ASSERT_EQ(read->chains.size(), 4U);
  for (std::size_t c = 0; c < 4; ++c) EXPECT_EQ(read->chains[c].model, models[c]);
  EXPECT_EQ(read->atoms[1].position.x, 1);
  EXPECT_EQ(read->atoms[2].position.x, 9);
}

TEST(MmcifReader, ManagesWithFewColumnsAndSingleItems) {
  auto few = read_mmcif("data_x\nloop_\n_atom_site.label_atom_id\n_atom_site.label_comp_id\n_atom_site.Cartn_x\n"
                        "_atom_site.Cartn_y\n_atom_site.Cartn_z\nCA CA 1.5 2(3) -.5\n\"O5'\" LIG 1e1 +2 3\n", "x.cif");
  ASSERT_TRUE(few) << few.error().text();
  EXPECT_EQ(few->atoms[0].element, Element::kCa);
  EXPECT_EQ(few->atoms[0].position.y, 2);
  EXPECT_EQ(few->atoms[0].position.z, -0.5);
  EXPECT_EQ(few->atoms[1].element, Element::kO);
  EXPECT_EQ(few->atoms[1].position.x, 10);
  auto single = read_mmcif("data_x\n_atom_site.label_atom_id C1\n_atom_site.label_comp_id LIG\n_atom_site.Cartn_x 1\n"
                           "_atom_site.Cartn_y 2\n_atom_site.Cartn_z 3\n", "x.cif");
  ASSERT_TRUE(single) << single.error().text();
  EXPECT_EQ(single->atoms.size(), 1U);
}

TEST(MmcifReader, NamesFileLineAndFault) {
  const std::string start = "data_x\n" + std::string(kTags);   // 22 lines of loop_ and tags after the first
  const std::string row = "ATOM 1 C CA . GLY A 1 1 ? 1 2 3 1 1 ? 1 GLY A CA 1\n";
  const struct { std::string text; const char* where; const char* words; } cases[] = {
      {start + row + "ATOM 2 C CA . GLY A 1 2 ? nan 2 3 1 1 ? 2 GLY A CA 1\n", "x.cif:25", "'nan'"},
      {start + row + "# a remark\n\nATOM 2 C CA . GLY A 1 2 ? 1 inf 3 1 1 ? 2 GLY A CA 1\n", "x.cif:27", "'inf'"},
      {start + "ATOM 2 C CA . GLY A 1 2 ? 1 2 2e6 1 1 ? 2 GLY A CA 1\n", "x.cif:24", "'2e6'"},
      {start + "ATOM 2 C CA . GLY A 1 2 ? 1 ? 2 1 1 ? 2 GLY A CA 1\n", "x.cif:24", "coordinate"},
      {start + "ATOM 2 C CA . GLY A 1 2 ? 1 x 2 1 1 ? 2 GLY A CA 1\n", "x.cif:24", "'x'"},
      {start + "ATOM 2 C CA . GLY A 1 2 ? 1 2 3 1 1 ? 2.5 GLY A CA 1\n", "x.cif:24", "'2.5'"},
      {start + "ATOM 2 C CA . GLY A 1 2 ? 1 2 3 1 1 ? 2 GLY A CA one\n", "x.cif:24", "'one'"},
      {start + "ATOM 2 C CA . GLY A 1 2 ? 1 2 3 q 1 ? 2 GLY A CA 1\n", "x.cif:24", "occupancy"},
      {start + "ATOM 2 C ? . GLY A 1 2 ? 1 2 3 1 1 ? 2 GLY A ? 1\n", "x.cif:24", "name"},
      {start + row + "ATOM 2 C CA . GLY A 1 2", "x.cif:2", "in the middle of a row"},
      {start + row + "ATOM 2 C 'CA", "x.cif:25", "not the syntax"},
  };
  for (const auto& c : cases) {
    auto read = read_mmcif(c.text, "x.cif");
    ASSERT_FALSE(read) << c.text;
    EXPECT_EQ(read.error().where, c.where) << read.error().text();
    EXPECT_THAT(read.error().message, HasSubstr(c.words));
    EXPECT_EQ(read.error().code, ErrorCode::kMalformed);
  }
}

TEST(MmcifReader, SaysWhatACifWithoutAtomsIs) {
  const struct { const char* text; const char* words; } cases[] = {
      {"data_x\nsave_frame\n_item.name a\nsave_\n", "dictionary"},
      {"data_x\nloop_\n_atom_site_label\n_atom_site_fract_x\nC1 0.5\n", "small molecule"},
      {"data_ALA\nloop_\n_chem_comp_atom.comp_id\n_chem_comp_atom.atom_id\nALA N\n", "chemical component"},
      {"data_x\nloop_\n_refln.index_h\n_refln.index_k\n1 2\n", "structure factors"},
      {"data_x\n_entry.id x\n", "no atoms"},
      {"data_x\nloop_\n_atom_site.id\n_atom_site.fract_x\n1 0.5\n", "Cartn_x"},
      {"", "empty"},
      {"just words\n", "syntax"},
  };
  for (const auto& c : cases) {
    auto read = read_mmcif(c.text, "x.cif");
    ASSERT_FALSE(read) << c.text;
    EXPECT_THAT(read.error().message, HasSubstr(c.words)) << read.error().text();
  }
  EXPECT_FALSE(read_mmcif(std::string("data_x\0y", 8), "x.cif"));
}

TEST(MmcifReader, SurvivesTruncationAtEveryByte) {
  const std::string text = whole_file();
  std::size_t accepted = 0;
  for (std::size_t n = 0; n < text.size(); ++n) {
    auto read = read_mmcif(std::string_view(text).substr(0, n), "x.cif");
    if (read) {
      ++accepted;
      texts::expect_consistent(*read);
      EXPECT_LE(read->atoms.size(), 8U);
      // Only a cut behind a whole row goes unseen by the syntax.
      EXPECT_TRUE(text[n] == '\n' || text[n - 1] == '\n' || text[n] == '#') << n;
    } else {
      EXPECT_FALSE(read.error().message.empty());
    }
  }
  EXPECT_LT(accepted, 20U);
}

}  // namespace
}  // namespace maek::mol
