// SPDX-License-Identifier: Apache-2.0
// A system from typed receptor and torsion tree: groups, types from geometry, pairs, rotors, limits.
#include "dock/system.h"

#include <algorithm>   // for std::sort
#include <set>         // for std::set

#include <gtest/gtest.h>

#include "dock/internal/toy_fixture.h"   // for make_tree, make_cage
#include "tests/archive.h"               // for read_archive
#include "tests/test_data.h"             // for test_data

namespace maek::dock {
namespace {

using namespace fixture;
using enum mol::AutodockType;

mol::PdbqtTree read(const std::string& text) {
  auto models = mol::read_pdbqt_ligand(text, "ligand.pdbqt");
  EXPECT_TRUE(models) << models.error().text();
  return models->front();
}

/// One line of a PDBQT file.
std::string line(int serial, double x, double y, double z, const char* type) {
  char text[100];
  std::snprintf(text, sizeof text, "ATOM  %5d  X%-2d LIG L   1    %8.3f%8.3f%8.3f  1.00  0.00     0.000 %-2s\n", serial,
                serial, x, y, z, type);
  return text;
}

/// Serials of each group's own atoms, in memory order.
std::vector<std::vector<int>> groups_of(const System& system, const mol::PdbqtTree& tree) {
  std::vector<std::vector<int>> out;
  for (const Group& g : system.ligand.groups) {
    auto& members = out.emplace_back();
    for (auto a = g.first_atom; a < g.end_atom; ++a) {
      members.push_back(
          tree.atoms[static_cast<std::size_t>(system.ligand.atoms[static_cast<std::size_t>(a)].tree_atom)].serial);
    }
  }
  return out;
}

using Members = std::vector<std::vector<int>>;

TEST(System, GroupsFollowTheTreeOfTheFile) {
  const std::string root = "ROOT\n" + line(1, 0, 0, 0, "C") + line(2, 1.5, 0, 0, "C") + "ENDROOT\n";
  struct Case {
    const char* what;
    std::string text;
    Members members;
  };
  const Case cases[] = {
      {"no branch", root + "TORSDOF 0\n", {{1, 2}}},
      {"a branch of its own atom alone turns nothing",
       root + "BRANCH   2   3\n" + line(3, 2, 1.4, 0, "C") + "ENDBRANCH   2   3\nTORSDOF 1\n",
       {{1, 2, 3}}},
      {"the axis' atom belongs to the parent",
       root + "BRANCH   2   3\n" + line(3, 2, 1.4, 0, "C") + line(4, 3.5, 1.4, 0, "OA") +
           "ENDBRANCH   2   3\nTORSDOF 1\n",
       {{1, 2, 3}, {4}}},
      {"the axis' atom is not the first of the branch",
       root + "BRANCH   2   4\n" + line(3, 3.5, 1.4, 0, "OA") + line(4, 2, 1.4, 0, "C") +
           "ENDBRANCH   2   4\nTORSDOF 1\n",
       {{1, 2, 4}, {3}}},
      {"a branch in a branch",
       root + "BRANCH   2   3\n" + line(3, 2, 1.4, 0, "C") + "BRANCH   3   4\n" + line(4, 3.5, 1.4, 0, "C") +
           line(5, 4, 2.8, 0, "OA") + "ENDBRANCH   3   4\nENDBRANCH   2   3\nTORSDOF 2\n",
       {{1, 2, 3}, {4}, {5}}},
      {"two branches from one atom; the second is placed at once",
       root + "BRANCH   2   3\n" + line(3, 2, 1.4, 0, "C") + line(4, 3.5, 1.4, 0, "OA") + "ENDBRANCH   2   3\n" +
           "BRANCH   1   5\n" + line(5, -0.5, 1.4, 0, "C") + line(6, -2, 1.4, 0, "F") +
           "ENDBRANCH   1   5\nTORSDOF 2\n",
       {{1, 5, 2, 3}, {6}, {4}}},
      {"an empty branch under a branch, whose parent then moves it",
       root + "BRANCH   2   3\n" + line(3, 2, 1.4, 0, "C") + "BRANCH   3   4\n" + line(4, 3.5, 1.4, 0, "C") +
           "ENDBRANCH   3   4\nENDBRANCH   2   3\nTORSDOF 2\n",
       {{1, 2, 3}, {4}}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.what);
    const auto tree = read(c.text);
    const System system = make_toy(tree);
    EXPECT_EQ(groups_of(system, tree), c.members);
    EXPECT_EQ(system.ligand.torsions(), static_cast<int>(c.members.size()) - 1);
    for (std::size_t g = 1; g < system.ligand.groups.size(); ++g) {
      const Group& group = system.ligand.groups[g];
      EXPECT_LT(group.parent, static_cast<std::int32_t>(g));
      EXPECT_LT(group.to, group.first_atom) << "an axis must be placed before what turns about it";
      EXPECT_EQ(system.ligand.atoms[static_cast<std::size_t>(group.to)].group, group.parent);
    }
  }
}

TEST(System, TypesComeFromNeighbours) {
  // Serine's side chain and a metal: what each atom is bonded to decides its type.
  mol::PdbqtReceptor receptor;
  const auto add = [&receptor](mol::AutodockType type, Position p) {
    mol::PdbqtAtom atom;
    atom.type = type;
    atom.position = p;
    receptor.atoms.push_back(atom);
  };
  add(C, {0, 0, 0});          // beside carbon only
  add(C, {1.5, 0, 0});        // beside oxygen
  add(OA, {2, 1.35, 0});      // with a hydrogen
  add(HD, {2.96, 1.35, 0});
  add(OA, {8, 0, 0});
  add(NA, {12, 0, 0});
  add(HD, {13, 0, 0});
  add(N, {16, 0, 0});
  add(HD, {17, 0, 0});
  add(Zn, {20, 0, 0});
  add(SA, {24, 0, 0});
  const System system = make_toy(ligands().front().tree, receptor);
  using T = XsType;
  const std::vector<T> want = {T::C_H, T::C_P, T::O_DA, T::O_A, T::N_DA, T::N_D, T::Met_D, T::S_P};
  EXPECT_EQ(system.receptor.types, want);
  EXPECT_EQ(system.receptor.source, (std::vector<std::int32_t>{0, 1, 2, 4, 5, 7, 9, 10})) << "hydrogens are left out";
}

/// Bonds from start to every atom, breadth first, over the tree's own parents.
std::vector<int> bonds_between(const std::vector<Row>& rows, std::size_t start) {
  std::vector<int> far(rows.size(), -1);
  far[start] = 0;
  for (int step = 0; step < static_cast<int>(rows.size()); ++step) {
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const auto p = static_cast<std::size_t>(rows[i].parent);
      if (far[i] == step && far[p] < 0) far[p] = step + 1;
      if (far[p] == step && far[i] < 0) far[i] = step + 1;
    }
  }
  return far;
}

TEST(System, PairsAreThoseBeyondThreeBondsWhoseDistanceVaries) {
  const std::vector<Row> rows = {{C},
                                 {C, 0},
                                 {OA, 1, 180, true},
                                 {C, 2, 175, true},
                                 {C, 3, 170, true},
                                 {N, 4, 185, true},
                                 {HD, 5, 60},
                                 {C, 5, 180, true},
                                 {OA, 7, 180}};
  const System system = make_toy(make_tree(rows));
  std::set<std::pair<int, int>> want, got;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto far = bonds_between(rows, i);
    for (std::size_t j = i + 1; j < rows.size(); ++j) {
      // In a chain every distance over more than three bonds varies; hydrogens interact with nothing.
      if (far[j] > 3 && rows[i].type != HD && rows[j].type != HD)
        want.insert({static_cast<int>(i), static_cast<int>(j)});
    }
  }
  for (const InternalPair& p : system.ligand.pairs) {
    got.insert(std::minmax(system.ligand.atoms[static_cast<std::size_t>(p.a)].tree_atom,
                           system.ligand.atoms[static_cast<std::size_t>(p.b)].tree_atom));
  }
  EXPECT_EQ(got, want);
  EXPECT_EQ(got.size(), system.ligand.pairs.size()) << "a pair is there twice";
  EXPECT_GT(want.size(), 5u);
}

TEST(System, ARigidLigandHasNoPairs) {
  EXPECT_TRUE(make_toy(ligands()[1].tree).ligand.pairs.empty());
  EXPECT_EQ(make_toy(ligands()[1].tree).ligand.rotors, 0);
}

TEST(System, RotorsCountHalfWhereOnlyAHydrogenTurns) {
  // Ends of C-C-C-OH: the bond to the hydroxyl has a terminal heavy atom on one side.
  EXPECT_EQ(make_toy(ligands()[3].tree).ligand.rotors, 0.5);
  // C-A(-NA)-C(-OA)-C: both ends of the turning bond have another heavy neighbour.
  EXPECT_EQ(make_toy(ligands()[2].tree).ligand.rotors, 1);
}

TEST(System, VinasWalkKeepsFourPairsMoreInAFourMemberedRing) {
  const auto folder = test_data("golden/docking");
  MAEK_SKIP_WITHOUT_DATA(folder, "golden/docking");
  const auto files = read_archive(*folder / "cases.tar.zst");
  const auto receptor = mol::read_pdbqt_receptor(files.at("docking/rec/5SD5_HWI.pdbqt"), "receptor");
  const auto ligand = mol::read_pdbqt_ligand(files.at("docking/lig/5SD5_HWI_crystal.pdbqt"), "ligand");
  ASSERT_TRUE(receptor);
  ASSERT_TRUE(ligand);
  const auto pairs = [&](PairRule rule) {
    const auto system = make_system(*receptor, ligand->front(), {}, rule);
    std::set<std::pair<int, int>> out;
    for (const InternalPair& p : system->ligand.pairs) out.insert(std::minmax(p.a, p.b));
    return out;
  };
  const auto vina = pairs(PairRule::kVina), breadth_first = pairs(PairRule::kBreadthFirst);
  EXPECT_EQ(vina.size(), 281u);
  EXPECT_EQ(breadth_first.size(), 277u);
  for (const auto& pair : breadth_first) EXPECT_TRUE(vina.contains(pair)) << pair.first << " " << pair.second;
}

/// A chain with so many torsions that move something.
mol::PdbqtTree chain_of(int torsions) {
  std::vector<Row> rows = {{C}, {C, 0}};
  for (int i = 0; i < torsions + 1; ++i) rows.push_back({C, i + 1, i % 2 ? 170.0 : 200.0, true});
  return make_tree(rows);
}

TEST(System, RefusesMoreTorsionsThanItsLimit) {
  const auto cage = make_cage();
  const auto most = make_system(cage, chain_of(kMaxTorsions), {}, PairRule::kBreadthFirst);
  ASSERT_TRUE(most) << most.error().text();
  EXPECT_EQ(most->ligand.torsions(), kMaxTorsions);
  const auto more = make_system(cage, chain_of(kMaxTorsions + 1), {}, PairRule::kBreadthFirst);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, ErrorCode::kTooLarge);
  EXPECT_NE(more.error().message.find("61"), std::string::npos) << more.error().text();
  EXPECT_NE(more.error().message.find("60"), std::string::npos) << more.error().text();
  EXPECT_FALSE(more.error().hint.empty());
}

TEST(System, RefusesWhatHasNoHeavyAtom) {
  const auto no_ligand = make_system(make_cage(), make_tree({{HD}}), {}, PairRule::kBreadthFirst);
  ASSERT_FALSE(no_ligand);
  EXPECT_EQ(no_ligand.error().code, ErrorCode::kMalformed);
  EXPECT_EQ(no_ligand.error().where, "ligand");
  mol::PdbqtReceptor hydrogen;
  hydrogen.atoms.push_back({});
  hydrogen.atoms.back().type = HD;
  for (const auto& receptor : {mol::PdbqtReceptor{}, hydrogen}) {
    const auto no_receptor = make_system(receptor, make_tree({{C}}), {}, PairRule::kBreadthFirst);
    ASSERT_FALSE(no_receptor);
    EXPECT_EQ(no_receptor.error().code, ErrorCode::kMalformed);
    EXPECT_EQ(no_receptor.error().where, "receptor");
  }
}

}  // namespace
}  // namespace maek::dock
