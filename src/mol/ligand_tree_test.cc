// SPDX-License-Identifier: Apache-2.0
#include "mol/ligand_tree.h"

#include <cmath>       // for std::cos
#include <map>         // for std::map
#include <set>         // for std::set

#include <gmock/gmock.h>       // for HasSubstr
#include <gtest/gtest.h>       // for TEST

#include "mol/chemistry.h"     // for make_conformers
namespace maek::mol {
namespace {

using ::testing::HasSubstr;

Molecule conformer(const std::string& smiles) {
  const auto read = read_smiles(smiles);
  EXPECT_TRUE(read) << smiles;
  auto made = make_conformers(*read, 1, 1, 1, 0, nullptr);
  EXPECT_TRUE(made) << smiles;
  return made->front();
}

LigandTree tree_of(const Molecule& molecule) {
  auto tree = make_ligand_tree(molecule);
  EXPECT_TRUE(tree) << tree.error().text();
  return *std::move(tree);
}

TEST(LigandTree, CountsRotatableBondsAsTheTableOfRulesSays) {
  struct Case {
    const char* what;
    const char* smiles;
    std::size_t rotors;
  };
  const Case cases[] = {
      {"methyls do not turn", "CC", 0},          {"ethanol: C-OH has a polar hydrogen", "CCO", 1},
      {"butane's middle", "CCCC", 1},            {"ammonium turns", "CC[NH3+]", 1},
      {"methanol's far end has none", "CO", 0},  {"CF3 turns: both ends have kept atoms", "FC(F)(F)c1ccccc1", 1},
      {"amide no", "CC(=O)NC", 0},               {"primary amide no", "NC(=O)c1ccccc1", 1},
      {"urea no", "CNC(=O)NC", 0},               {"thioamide no", "CC(=S)NC", 0},
      {"amidine no", "CC(=N)N", 0},              {"guanidinium no", "CCNC(=[NH2+])N", 1},
      {"ester C-O yes", "CC(=O)OC", 1},          {"sulphonamide S-N yes", "CS(=O)(=O)NC", 1},
      {"carboxylate", "CC(=O)[O-]", 0},          {"carboxylic acid's OH turns", "CC(=O)O", 1},
      {"biphenyl", "c1ccccc1-c1ccccc1", 1},      {"ring bonds no", "C1CCCCC1", 0},
      {"aminopyridine: aromatic bonds make no amidine", "Nc1ccccn1", 1},
      {"double bonds no", "CC=CC", 0},           {"hydrazone N-N yes", "CC=NNC", 1},
      {"nitrile: both ends have kept atoms", "CC#N", 0},
      {"thiol", "CCS", 1},                       {"phosphate", "COP(=O)([O-])[O-]", 1},
  };
  for (const Case& c : cases) EXPECT_EQ(rotatable_bonds(conformer(c.smiles)).size(), c.rotors) << c.what;
}

TEST(LigandTree, TypesAtomsAsAutodockDoes) {
  struct Case {
    const char* smiles;
    std::map<std::string, int> types;
  };
  const Case cases[] = {
      {"Cc1ccccc1", {{"A", 6}, {"C", 1}}},
      {"CCO", {{"C", 2}, {"OA", 1}, {"HD", 1}}},
      {"c1cc[nH]c1", {{"A", 4}, {"N", 1}, {"HD", 1}}},          // pyrrole
      {"c1ccncc1", {{"A", 5}, {"NA", 1}}},                      // pyridine
      {"c1c[nH]cn1", {{"A", 3}, {"N", 1}, {"NA", 1}, {"HD", 1}}},
      {"Nc1ccccc1", {{"A", 6}, {"N", 1}, {"HD", 2}}},           // aniline
      {"CC(=O)NC", {{"C", 3}, {"OA", 1}, {"N", 1}, {"HD", 1}}}, // amide
      {"CN(C)C", {{"C", 3}, {"NA", 1}}},                        // tertiary amine
      {"C[NH+](C)C", {{"C", 3}, {"N", 1}, {"HD", 1}}},
      {"CS(=O)(=O)NC", {{"C", 2}, {"S", 1}, {"OA", 2}, {"NA", 1}, {"HD", 1}}},
      {"CSC", {{"C", 2}, {"SA", 1}}},                           {"CCS", {{"C", 2}, {"SA", 1}, {"HD", 1}}},
      {"c1ccsc1", {{"A", 4}, {"SA", 1}}},                       {"CC#N", {{"C", 2}, {"NA", 1}}},
      {"C[N+](=O)[O-]", {{"C", 1}, {"N", 1}, {"OA", 2}}},       {"COP(=O)([O-])[O-]", {{"C", 1}, {"OA", 4}, {"P", 1}}},
      {"FC(Cl)(Br)I", {{"C", 1}, {"F", 1}, {"Cl", 1}, {"Br", 1}, {"I", 1}}},
      {"C[Si](C)(C)C", {{"C", 4}, {"Si", 1}}},                  {"C[Se]C", {{"C", 2}, {"S", 1}}},
  };
  for (const Case& c : cases) {
    std::map<std::string, int> types;
    for (const PdbqtAtom& atom : tree_of(conformer(c.smiles)).tree.atoms) ++types[std::string(to_string(atom.type))];
    EXPECT_EQ(types, c.types) << c.smiles;
  }
}

TEST(LigandTree, RootLeavesTheSmallestLargestFragment) {
  // Two phenyls on a chain of three: the middle CH2 leaves 7 and 7 heavy atoms.
  const LigandTree t = tree_of(conformer("c1ccccc1CCCc1ccccc1"));
  std::vector<std::int32_t> root;
  for (std::size_t i = 0; i < t.tree.atoms.size(); ++i) {
    if (t.tree.group[i] == 0) root.push_back(t.molecule_atom[i]);
  }
  EXPECT_EQ(root, std::vector<std::int32_t>{7});
  EXPECT_EQ(t.tree.branches.size(), 4u);
  EXPECT_EQ(t.tree.torsdof, 4);
}

TEST(LigandTree, IsNestedAndComplete) {
  for (const char* smiles : {"CC(C)CN(C[C@@H](O)[C@H](Cc1ccccc1)NC(=O)O[C@H]1CCOC1)S(=O)(=O)c1ccc(N)cc1",
                             "COP(=O)([O-])OP(=O)([O-])OCC", "C", "O", "c1ccccc1", "OCC(O)C(O)C(O)CO"}) {
    const Molecule molecule = conformer(smiles);
    const LigandTree t = tree_of(molecule);
    ASSERT_EQ(t.tree.atoms.size(), t.molecule_atom.size());
    std::set<std::int32_t> seen(t.molecule_atom.begin(), t.molecule_atom.end());
    EXPECT_EQ(seen.size(), t.molecule_atom.size());
    for (std::size_t i = 0; i < molecule.atoms().size(); ++i) {
      EXPECT_TRUE(molecule.atoms()[i].element == Element::kH || seen.contains(static_cast<std::int32_t>(i))) << i;
    }
    std::int32_t last_group = 0;
    for (std::size_t i = 0; i < t.tree.atoms.size(); ++i) {
      EXPECT_TRUE(t.tree.group[i] == last_group || t.tree.group[i] == last_group + 1);
      if (t.tree.group[i] == last_group + 1) {   // the first atom of a group lies on its axis
        EXPECT_EQ(t.tree.branches[static_cast<std::size_t>(last_group)].to, static_cast<std::int32_t>(i));
      }
      last_group = t.tree.group[i];
    }
    for (std::size_t b = 0; b < t.tree.branches.size(); ++b) {
      const PdbqtBranch& branch = t.tree.branches[b];
      EXPECT_EQ(t.tree.group[static_cast<std::size_t>(branch.from)], branch.parent_group);
      EXPECT_EQ(t.tree.group[static_cast<std::size_t>(branch.to)], static_cast<std::int32_t>(b + 1));
    }
    const auto again = read_pdbqt_ligand(to_pdbqt(t.tree), "again");
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(again->front().group, t.tree.group);
    EXPECT_EQ(again->front().smiles, t.tree.smiles);
  }
}

TEST(LigandTree, SmilesRemarksNameEveryAtom) {
  const Molecule molecule = conformer("OC(=O)c1ccccc1N");
  const LigandTree t = tree_of(molecule);
  const auto smiles = read_smiles(t.tree.smiles);
  ASSERT_TRUE(smiles);
  EXPECT_EQ(smiles->canonical_smiles(), "Nc1ccccc1C(=O)O");
  ASSERT_EQ(t.tree.smiles_index.size(), 10u);
  for (const auto& [atom, serial] : t.tree.smiles_index) {
    EXPECT_EQ(smiles->atoms()[static_cast<std::size_t>(atom - 1)].element,
              element_of(t.tree.atoms[static_cast<std::size_t>(serial - 1)].type));
  }
  ASSERT_EQ(t.tree.h_parent.size(), 3u);
  for (const auto& [parent, serial] : t.tree.h_parent) {
    EXPECT_EQ(t.tree.atoms[static_cast<std::size_t>(serial - 1)].type, AutodockType::HD);
    const Element e = smiles->atoms()[static_cast<std::size_t>(parent - 1)].element;
    EXPECT_TRUE(e == Element::kN || e == Element::kO);
  }
}

TEST(LigandTree, ConformersDifferInCoordinatesAlone) {
  const auto drug = read_smiles("CC(C)Cc1ccc(cc1)[C@@H](C)C(=O)NCCO");
  const auto conformers = make_conformers(*drug, 3, 1, 1, 0, nullptr);
  ASSERT_TRUE(conformers);
  const LigandTree first = tree_of(conformers->front());
  for (const Molecule& c : *conformers) {
    const LigandTree t = tree_of(c);
    EXPECT_EQ(t.molecule_atom, first.molecule_atom);
    EXPECT_EQ(t.tree.group, first.tree.group);
    EXPECT_EQ(t.tree.smiles_index, first.tree.smiles_index);
  }
}

Position turned(Position p, Position origin, Position axis, double angle) {   // Rodrigues
  const Position v = p - origin;
  return origin + std::cos(angle) * v + std::sin(angle) * cross(axis, v) + (1 - std::cos(angle)) * dot(axis, v) * axis;
}

TEST(LigandTree, PutsMergedHydrogensBackOntoPoses) {
  const Molecule molecule = conformer("CC(C)CN(CC(O)C)S(=O)(=O)c1ccc(NC)cc1");
  const LigandTree t = tree_of(molecule);
  std::vector<Position> pose, start;
  for (const PdbqtAtom& atom : t.tree.atoms) start.push_back(atom.position);
  // Untouched: every atom where it was.
  const auto same = molecule_positions(molecule, t, start);
  for (std::size_t i = 0; i < same.size(); ++i) EXPECT_LT(distance(same[i], molecule.positions()[i]), 1e-9) << i;
  // Every torsion turned, then the whole moved: bond lengths and angles of all atoms stay.
  pose = start;
  for (std::size_t b = 0; b < t.tree.branches.size(); ++b) {
    const PdbqtBranch& branch = t.tree.branches[b];
    const Position origin = pose[static_cast<std::size_t>(branch.from)];
    const Position axis = normalized(pose[static_cast<std::size_t>(branch.to)] - origin);
    std::set<std::int32_t> moved{static_cast<std::int32_t>(b + 1)};
    for (std::size_t c = b + 1; c < t.tree.branches.size(); ++c) {
      if (moved.contains(t.tree.branches[c].parent_group)) moved.insert(static_cast<std::int32_t>(c + 1));
    }
    for (std::size_t i = 0; i < pose.size(); ++i) {
      if (moved.contains(t.tree.group[i])) pose[i] = turned(pose[i], origin, axis, 0.7 + 0.4 * static_cast<double>(b));
    }
  }
  for (Position& p : pose) p = turned(p, {1, 2, 3}, normalized({1, -1, 0.5}), 2.0) + Position{10, -5, 3};
  const auto out = molecule_positions(molecule, t, pose);
  const auto& before = molecule.positions();
  const auto n = molecule.atoms().size();
  std::vector<std::vector<std::size_t>> neighbours(n);
  for (const MoleculeBond& bond : molecule.bonds()) {
    const auto a = static_cast<std::size_t>(bond.a), b = static_cast<std::size_t>(bond.b);
    EXPECT_NEAR(distance(out[a], out[b]), distance(before[a], before[b]), 1e-6);
    neighbours[a].push_back(b);
    neighbours[b].push_back(a);
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (const std::size_t a : neighbours[i]) {
      for (const std::size_t b : neighbours[i]) {
        EXPECT_NEAR(distance(out[a], out[b]), distance(before[a], before[b]), 1e-6) << a << ' ' << i << ' ' << b;
      }
    }
  }
  EXPECT_EQ(stereo_labels(molecule.with_positions(out)), stereo_labels(molecule));
}

TEST(LigandTree, SaysWhatItCannotTake) {
  const auto boron = make_ligand_tree(conformer("CB(O)O"));
  ASSERT_FALSE(boron);
  EXPECT_THAT(boron.error().text(), HasSubstr("atom B2 is of an element that docking has no parameters for"));
  const auto bare = make_ligand_tree(*read_smiles("CCO"));
  ASSERT_FALSE(bare);
  EXPECT_THAT(bare.error().text(), HasSubstr("coordinates"));
  const Molecule salt = *read_smiles("CC(=O)[O-].[Na+]");
  const auto two = make_ligand_tree(salt.with_positions(std::vector<Position>(5)));
  ASSERT_FALSE(two);
  EXPECT_THAT(two.error().text(), HasSubstr("unconnected parts"));
  std::vector<Position> nan(3);
  nan[1].y = std::nan("");
  const auto lost = make_ligand_tree(read_smiles("CCO")->with_positions(nan));
  ASSERT_FALSE(lost);
  EXPECT_THAT(lost.error().text(), HasSubstr("atom C2 has no finite position"));
}

}  // namespace
}  // namespace maek::mol
