// SPDX-License-Identifier: Apache-2.0
// From opened inputs to what docking works on: boxes, references, ligands, receptors, and what is refused.
#include "dock/prepare.h"

#include <cstdio>   // for std::snprintf

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>

#include "dock/internal/pdb_fixture.h"   // for hollow_pdb, phenol_hetatms
#include "dock/internal/toy_fixture.h"   // for make_tree, make_cage
#include "mol/chemistry.h"               // for make_conformers
#include "mol/read_structure.h"          // for read_structure

namespace maek::dock {
namespace {

using namespace fixture;
using ::testing::HasSubstr;

mol::Structure structure_of(const std::string& pdb) {
  auto structure = mol::read_structure(pdb, "receptor.pdb");
  EXPECT_TRUE(structure) << structure.error().text();
  return *structure;
}

TEST(ParseBox, ReadsSixNumbers) {
  struct Case {
    const char* text;
    Box want;
  };
  for (const Case& c : {Case{"1,2,3,4,5,6", {{1, 2, 3}, {4, 5, 6}}},
                        Case{" -1.5, 2e1 ,0,20, 20.25,60", {{-1.5, 20, 0}, {20, 20.25, 60}}}}) {
    const auto box = parse_box(c.text);
    ASSERT_TRUE(box) << box.error().text();
    EXPECT_EQ(box->centre, c.want.centre);
    EXPECT_EQ(box->size, c.want.size);
  }
}

TEST(ParseBox, RefusesEverythingElseAndSaysWhy) {
  struct Case {
    const char* text;
    const char* says;
    ErrorCode code;
  };
  for (const Case& c : {
           Case{"", "six numbers", ErrorCode::kInvalidArgument},
           {"1,2,3", "six numbers", ErrorCode::kInvalidArgument},
           {"1,2,3,4,5", "six numbers", ErrorCode::kInvalidArgument},
           {"1,2,3,4,5,6,7", "six numbers", ErrorCode::kInvalidArgument},
           {"1,2,3,4,5,", "six numbers", ErrorCode::kInvalidArgument},
           {"1 2 3 4 5 6", "six numbers", ErrorCode::kInvalidArgument},
           {"1;2;3;4;5;6", "six numbers", ErrorCode::kInvalidArgument},
           {"a,2,3,4,5,6", "six numbers", ErrorCode::kInvalidArgument},
           {"1,2,3,4,5,6x", "six numbers", ErrorCode::kInvalidArgument},
           {"nan,2,3,4,5,6", "six numbers", ErrorCode::kInvalidArgument},
           {"1,2,3,inf,5,6", "six numbers", ErrorCode::kInvalidArgument},
           {"1,2,3,1e999,5,6", "six numbers", ErrorCode::kInvalidArgument},
           {"1,2,3,0,5,6", "not positive", ErrorCode::kInvalidArgument},
           {"1,2,3,4,-5,6", "not positive", ErrorCode::kInvalidArgument},
           {"1,2,3,4,5,60.5", "limit of 60", ErrorCode::kTooLarge},
       }) {
    const auto box = parse_box(c.text);
    ASSERT_FALSE(box) << c.text;
    EXPECT_EQ(box.error().code, c.code) << c.text;
    EXPECT_THAT(box.error().text(), HasSubstr(c.says));
    EXPECT_EQ(box.error().where, "box");
  }
}

TEST(BoxAround, ALigandHasAMarginAndIsTakenOut) {
  const auto structure = structure_of(hollow_pdb() + phenol_hetatms({1, 2, 3}) + "END\n");
  std::optional<mol::ResidueIndex> residue;
  const auto box = box_around({"B:1", "B:1", false}, structure, residue);
  ASSERT_TRUE(box) << box.error().text();
  ASSERT_TRUE(residue);
  EXPECT_EQ(structure.residues[static_cast<std::size_t>(*residue)].name, "IPH");
  // Ring from -1.39 to +1.39, oxygen at 2.75: extent 4.14 in x; flat in z, so the smallest edge.
  EXPECT_NEAR(box->centre.x, 1 + (2.75 - 1.39) / 2, 1e-3);
  EXPECT_NEAR(box->size.x, 2.75 + 1.39 + 2 * kBoxMargin, 1e-3);
  EXPECT_NEAR(box->centre.z, 3, 1e-9);
  EXPECT_EQ(box->size.z, kSmallestEdge);
}

TEST(BoxAround, AResidueOfTheProteinStays) {
  const auto structure = structure_of(hollow_pdb());
  std::optional<mol::ResidueIndex> residue = 7;
  const auto box = box_around({"A:12", "A:12", false}, structure, residue);
  ASSERT_TRUE(box) << box.error().text();
  EXPECT_FALSE(residue) << "a residue of the protein must not be taken out";
  EXPECT_EQ(box->size, (Position{kResidueEdge, kResidueEdge, kResidueEdge}));
  for (const mol::Atom& a : structure.atoms) {
    if (structure.residues[static_cast<std::size_t>(a.residue)].number == 12) {
      EXPECT_TRUE(box->contains(a.position));
    }
  }
}

TEST(BoxAround, AFileOfAnyFormatHoldsTheMolecule) {
  const auto structure = structure_of(hollow_pdb());
  auto phenol = mol::make_conformers(*mol::read_smiles("Oc1ccccc1"), 1, 1, 1, 0, nullptr);
  ASSERT_TRUE(phenol);
  std::optional<mol::ResidueIndex> residue;
  const auto tree = ligands()[4].tree;
  for (const Input& input :
       {Input{"pocket.pdb", phenol_hetatms({1, 2, 3})}, Input{"pocket.sdf", mol::to_sdf({{phenol->front(), {}}})},
        Input{"pocket.pdbqt", mol::to_pdbqt(tree)}}) {
    const auto box = box_around(input, structure, residue);
    ASSERT_TRUE(box) << box.error().text();
    EXPECT_GE(box->size.x, kSmallestEdge);
    EXPECT_FALSE(residue);
  }
}

TEST(BoxAround, RefusesWhatIsNotThereOrNotOne) {
  const auto structure = structure_of(hollow_pdb() + phenol_hetatms() + "END\n");
  struct Case {
    Input input;
    const char* says;
  };
  for (const Case& c :
       {Case{{"Z:9", "Z:9", false}, "neither a file nor a residue"}, Case{{"SER", "SER", false}, "fits 40 residues"},
        Case{{"x.pdb", "", true}, "x.pdb"}, Case{{"x.sdf", "garbage\n", true}, "x.sdf"},
        Case{{"x.pdbqt", "ROOT\nENDROOT\nTORSDOF 0\n", true}, "x.pdbqt"}}) {
    std::optional<mol::ResidueIndex> residue;
    const auto box = box_around(c.input, structure, residue);
    ASSERT_FALSE(box) << c.input.name;
    EXPECT_THAT(box.error().text(), HasSubstr(c.says));
  }
  std::optional<mol::ResidueIndex> residue;
  const auto lost = box_around({"Z:9", "Z:9", false}, structure, residue);
  EXPECT_THAT(lost.error().hint, HasSubstr("IPH")) << "the ligand that is there should be named";
}

TEST(BoxAround, RefusesACovalentLigandByRecordAndByDistance) {
  const std::string pdb = hollow_pdb();
  // Serine 20's oxygen, from the text itself.
  const auto bare = structure_of(pdb);
  Position oxygen;
  for (const mol::Atom& a : bare.atoms) {
    if (a.name == "OG" && bare.residues[static_cast<std::size_t>(a.residue)].number == 20) oxygen = a.position;
  }
  const Position inward = -1.0 * normalized(oxygen);
  char link[100];
  std::snprintf(link, sizeof link, "LINK         OG  SER A  20                 C1  IPH B   1     1555   1555  2.10\n");
  struct Case {
    const char* what;
    std::string text;
    bool covalent;
  };
  // Phenol's C1 is at centre + 1.39 x; put it 2.1 Å (recorded) or 1.45 Å (found) from the oxygen, or 3 Å (neither).
  const auto ligand = [&](double apart) { return phenol_hetatms(oxygen + apart * inward - Position{1.39, 0, 0}); };
  const Case cases[] = {{"by record", link + pdb + ligand(2.1), true},
                        {"by distance", pdb + ligand(1.45), true},
                        {"a contact", pdb + ligand(3.0), false}};
  for (const Case& c : cases) {
    std::optional<mol::ResidueIndex> residue;
    const auto box = box_around({"B:1", "B:1", false}, structure_of(c.text + "END\n"), residue);
    EXPECT_EQ(!box, c.covalent) << c.what << (box ? "" : ": " + box.error().text());
    if (!box) {
      EXPECT_EQ(box.error().code, ErrorCode::kUnsupported);
      EXPECT_THAT(box.error().text(), HasSubstr("SER A 20")) << c.what;
    }
  }
}

TEST(CheckBox, RefusesABoxFarFromTheReceptor) {
  const auto cage = make_cage();
  EXPECT_TRUE(check_box({{0, 0, 0}, {10, 10, 10}}, cage));
  const auto far = check_box({{100, 0, 0}, {20, 20, 20}}, cage);
  ASSERT_FALSE(far);
  EXPECT_EQ(far.error().where, "box");
}

TEST(ReadReference, TakesBondOrdersOfAResidueFromTheLigand) {
  const auto structure = structure_of(hollow_pdb() + phenol_hetatms() + "END\n");
  const auto ligand = mol::read_smiles("Oc1ccccc1");
  const auto reference = read_reference({"B:1", "B:1", false}, structure, *ligand);
  ASSERT_TRUE(reference) << reference.error().text();
  EXPECT_EQ(reference->canonical_smiles(), ligand->canonical_smiles());
  EXPECT_EQ(reference->positions().size(), 7u);
  const auto wrong = read_reference({"B:1", "B:1", false}, structure, *mol::read_smiles("CCO"));
  EXPECT_FALSE(wrong) << "ethanol is not phenol";
}

LigandOptions two_conformers() {
  LigandOptions options;
  options.conformers = 2;
  return options;
}

TEST(PrepareLigand, TreesOfAllConformersAgree) {
  std::vector<std::string> notes;
  const auto ligand = prepare_ligand_input({"", "CC(=O)OCCc1ccccc1 some name", false}, {.conformers = 8}, notes);
  ASSERT_TRUE(ligand) << ligand.error().text();
  EXPECT_EQ(ligand->name, "some name");
  ASSERT_GE(ligand->trees.size(), 2u);
  ASSERT_EQ(ligand->trees.size(), ligand->conformers.size());
  for (const mol::LigandTree& tree : ligand->trees) {
    EXPECT_EQ(tree.molecule_atom, ligand->trees.front().molecule_atom);
    EXPECT_EQ(tree.tree.group, ligand->trees.front().tree.group);
  }
}

TEST(PrepareLigand, ProtonatesUnlessToldNotTo) {
  std::vector<std::string> notes;
  LigandOptions options = two_conformers();
  const auto charged = prepare_ligand_input({"", "CC(=O)O", false}, options, notes);
  options.keep_protonation = true;
  const auto kept = prepare_ligand_input({"", "CC(=O)O", false}, options, notes);
  ASSERT_TRUE(charged);
  ASSERT_TRUE(kept);
  EXPECT_EQ(charged->input->formal_charge(), -1);
  EXPECT_EQ(kept->input->formal_charge(), 0);
  EXPECT_FALSE(notes.empty());
}

TEST(PrepareLigand, DropsSaltsAndSaysSo) {
  std::vector<std::string> notes;
  const auto ligand = prepare_ligand_input({"", "[Na+].CC(=O)[O-]", false}, two_conformers(), notes);
  ASSERT_TRUE(ligand) << ligand.error().text();
  EXPECT_EQ(ligand->input->heavy_atoms(), 4);
  EXPECT_THAT(notes, ::testing::Contains(HasSubstr("Na")));
}

TEST(PrepareLigand, RefusesAndSaysWhere) {
  std::string long_chain(64, 'C'), sdf_cut;
  auto phenol = mol::make_conformers(*mol::read_smiles("Oc1ccccc1"), 1, 1, 1, 0, nullptr);
  ASSERT_TRUE(phenol);
  const std::string sdf = mol::to_sdf({{phenol->front(), {}}});
  sdf_cut = sdf.substr(0, sdf.size() / 2);
  struct Case {
    const char* what;
    Input input;
    const char* says;
  };
  const Case cases[] = {
      {"no closing bracket", {"", "CC(C", false}, "SMILES:"},
      {"no such element", {"", "CCXC", false}, "SMILES:3"},
      {"empty", {"", "", false}, "SMILES"},
      {"a metal", {"", "C[Hg]C", false}, "metal"},
      {"too many torsions", {"", long_chain, false}, "61 rotatable bonds, the limit is 60"},
      {"a cut SDF", {"cut.sdf", sdf_cut, true}, "cut.sdf"},
      {"an empty SDF", {"empty.sdf", "", true}, "empty.sdf"},
      {"binary", {"noise.sdf", std::string("\0\xff\x80\x7f\n\n\n", 7), true}, "noise.sdf"},
      {"no ligand in it", {"protein.pdb", hollow_pdb(), true}, "no small molecule"},
      {"a receptor as PDBQT", {"r.pdbqt", mol::to_pdbqt(make_cage()), true}, "r.pdbqt"},
      {"a cut PDBQT", {"l.pdbqt", mol::to_pdbqt(ligands()[4].tree).substr(0, 300), true}, "l.pdbqt"},
      {"boron", {"", "CB(O)O", false}, "B"},
  };
  for (const Case& c : cases) {
    std::vector<std::string> notes;
    const auto ligand = prepare_ligand_input(c.input, two_conformers(), notes);
    ASSERT_FALSE(ligand) << c.what;
    EXPECT_THAT(ligand.error().text(), HasSubstr(c.says)) << c.what;
    EXPECT_EQ(exit_code(ligand.error().code), 2) << c.what << ": it is the input that is wrong";
  }
}

TEST(PrepareLigand, TruncatedAnywhereIsReadOrRefused) {
  auto phenol = mol::make_conformers(*mol::read_smiles("Oc1ccccc1"), 1, 1, 1, 0, nullptr);
  ASSERT_TRUE(phenol);
  for (const Input& whole :
       {Input{"l.sdf", mol::to_sdf({{phenol->front(), {}}})}, Input{"l.pdbqt", mol::to_pdbqt(ligands()[5].tree)}}) {
    for (std::size_t n = 0; n < whole.bytes.size(); n += 7) {
      std::vector<std::string> notes;
      LigandOptions options;
      options.conformers = 0;
      const auto ligand = prepare_ligand_input({whole.name, whole.bytes.substr(0, n)}, options, notes);
      if (!ligand) {
        EXPECT_FALSE(ligand.error().message.empty());
      }
    }
  }
}

TEST(PrepareLigand, FromTheFilesOwnCoordinates) {
  auto phenol = mol::make_conformers(*mol::read_smiles("Oc1ccccc1"), 1, 1, 1, 0, nullptr);
  ASSERT_TRUE(phenol);
  std::vector<std::string> notes;
  LigandOptions options;
  options.conformers = 0;
  const auto ligand = prepare_ligand_input({"l.sdf", mol::to_sdf({{phenol->front(), {}}})}, options, notes);
  ASSERT_TRUE(ligand) << ligand.error().text();
  ASSERT_EQ(ligand->conformers.size(), 1u);
  for (std::size_t a = 0; a < 7; ++a)
    EXPECT_LT(distance(ligand->conformers[0].positions()[a], phenol->front().positions()[a]), 1e-3);
  const auto flat = prepare_ligand_input({"", "Oc1ccccc1", false}, options, notes);
  ASSERT_FALSE(flat);
  EXPECT_THAT(flat.error().text(), HasSubstr("--conformers 0"));
}

TEST(PrepareReceptor, TypedAtomsStandInTheStructuresOrder) {
  std::vector<std::string> notes;
  const auto receptor = prepare_receptor_input({"r.pdb", hollow_pdb()}, {}, notes);
  ASSERT_TRUE(receptor) << receptor.error().text();
  ASSERT_EQ(receptor->structure.atoms.size(), receptor->typed.atoms.size());
  EXPECT_GT(receptor->typed.atoms.size(), receptor->input.atoms.size()) << "polar hydrogens were to be added";
  for (std::size_t a = 0; a < receptor->typed.atoms.size(); ++a) {
    EXPECT_LT(distance(receptor->typed.atoms[a].position, receptor->structure.atoms[a].position), 1e-9);
  }
}

TEST(PrepareReceptor, TakesPdbqtAsItIs) {
  std::vector<std::string> notes;
  const auto cage = make_cage();
  const auto receptor = prepare_receptor_input({"r.pdbqt", mol::to_pdbqt(cage)}, {}, notes);
  ASSERT_TRUE(receptor) << receptor.error().text();
  EXPECT_EQ(receptor->typed.atoms.size(), cage.atoms.size());
  EXPECT_THAT(notes, ::testing::Contains(HasSubstr("PDBQT")));
}

TEST(PrepareReceptor, RefusesWhatIsNoReceptor) {
  auto dry = make_cage();
  std::erase_if(dry.atoms, [](const mol::PdbqtAtom& a) { return a.type == mol::AutodockType::HD; });
  const std::string pdb = hollow_pdb();
  struct Case {
    const char* what;
    Input input;
    const char* says;
  };
  const Case cases[] = {
      {"empty", {"r.pdb", ""}, "r.pdb"},
      {"one cut line", {"r.pdb", pdb.substr(0, 120)}, "r.pdb"},
      {"binary", {"r.pdb", std::string("\x7f\x45\x4c\x46\0\0\xff\xfe", 8)}, "r.pdb"},
      {"a cut gzip", {"r.pdb.gz", std::string("\x1f\x8b\x08\0\0\0", 6)}, "r.pdb.gz"},
      {"a ligand",
       {"r.sdf",
        "\n  x\n\n  1  0  0  0  0  0  0  0  0  0999 V2000\n    0.0000    0.0000    0.0000 C   0  0\nM  END\n$$$$\n"},
       "r.sdf"},
      {"a ligand's tree", {"r.pdbqt", mol::to_pdbqt(ligands()[4].tree)}, "r.pdbqt"},
      {"PDBQT without polar hydrogens", {"r.pdbqt", mol::to_pdbqt(dry)}, "no polar hydrogen"},
      {"no protein", {"r.pdb", phenol_hetatms() + "END\n"}, "r.pdb"},
      {"a web page", {"r.pdb", "<!DOCTYPE html><html><body>Not found</body></html>"}, "r.pdb"},
  };
  for (const Case& c : cases) {
    std::vector<std::string> notes;
    const auto receptor = prepare_receptor_input(c.input, {}, notes);
    ASSERT_FALSE(receptor) << c.what;
    EXPECT_THAT(receptor.error().text(), HasSubstr(c.says)) << c.what;
    EXPECT_EQ(exit_code(receptor.error().code), 2) << c.what << ": " << receptor.error().text();
  }
}

TEST(ReadGivenPoses, TakesEveryRecordAtItsOwnCoordinates) {
  auto made = mol::make_conformers(*mol::read_smiles("OCCc1ccccc1"), 3, 1, 1, 0, nullptr);
  ASSERT_TRUE(made);
  std::vector<mol::SdfRecord> records;
  for (const mol::Molecule& m : *made) records.push_back({m, {}});
  std::vector<std::string> notes;
  const auto poses = read_given_poses({"p.sdf", mol::to_sdf(records)}, {}, notes);
  ASSERT_TRUE(poses) << poses.error().text();
  ASSERT_EQ(poses->trees.size(), made->size());
  for (std::size_t i = 0; i < made->size(); ++i) {
    const auto& tree = *poses->ligand_trees[i];
    for (std::size_t a = 0; a < tree.tree.atoms.size(); ++a) {
      const auto m = static_cast<std::size_t>(tree.molecule_atom[a]);
      EXPECT_LT(distance(tree.tree.atoms[a].position, poses->molecules[i]->positions()[m]), 1e-9);
    }
    for (std::size_t a = 0; a < 9; ++a)
      EXPECT_LT(distance(poses->molecules[i]->positions()[a], (*made)[i].positions()[a]), 1e-3);
  }
  const auto flat = read_given_poses({"x.smi", "CCO\n"}, {}, notes);
  ASSERT_FALSE(flat);
  EXPECT_THAT(flat.error().text(), HasSubstr("3-D"));
}

}  // namespace
}  // namespace maek::dock
