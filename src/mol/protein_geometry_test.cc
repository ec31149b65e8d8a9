// SPDX-License-Identifier: Apache-2.0
// Geometry of proteins: a deposited structure, its mirror image, and faults made on purpose.
#include "mol/protein_geometry.h"

#include <algorithm>   // for std::find_if
#include <filesystem>  // for std::filesystem::exists

#include <gtest/gtest.h>

#include "mol/internal/ramachandran.h"        // for ramachandran_region
#include "mol/internal/structure_contacts.h"  // for metal_sites
#include "mol/read_structure.h"               // for read_structure
#include "tests/archive.h"                    // for read_archive
#include "tests/test_data.h"                  // for file_bytes

namespace maek::mol {
namespace {

constexpr const char* kProtease = "/usr/share/pymol/data/tut/1hpv.pdb";

Structure protease() { return *read_structure(file_bytes(kProtease), "1hpv.pdb"); }

const GeometryCheck& check(const ProteinGeometry& g, const std::string& key) {
  return *std::find_if(g.checks.begin(), g.checks.end(), [&](const GeometryCheck& c) { return c.key == key; });
}

AtomIndex atom_of(const Structure& s, const char* residue, const char* name) {
  const Residue& r = s.residues[static_cast<std::size_t>(find_residues(s, residue).front())];
  for (AtomIndex a = r.first_atom; a < r.end_atom; ++a) {
    if (s.atoms[static_cast<std::size_t>(a)].name == name) return a;
  }
  return -1;
}

TEST(CheckProtein, FindsADepositedStructureInOrder) {
  if (!std::filesystem::exists(kProtease)) GTEST_SKIP() << kProtease << " is not here (pymol-data)";
  const ProteinGeometry g = check_protein(protease());
  EXPECT_EQ(g.residues, 198);
  EXPECT_EQ(g.torsions, 194);
  EXPECT_GT(g.favoured, 185);
  EXPECT_LE(g.outliers, 1);
  for (const char* key : {"bond_lengths", "ca_chirality", "cis_peptides", "cis_prolines", "twisted_peptides",
                          "missing_atoms", "clashes"}) {
    EXPECT_EQ(check(g, key).found, 0) << key;
    EXPECT_GT(check(g, key).looked_at, 0) << key;
  }
  EXPECT_NE(geometry_table(g).find("198 residues"), std::string::npos);
}

TEST(CheckProtein, SeesEveryHandInAMirror) {
  if (!std::filesystem::exists(kProtease)) GTEST_SKIP() << kProtease << " is not here (pymol-data)";
  Structure s = protease();
  for (Atom& a : s.atoms) a.position.z = -a.position.z;
  const ProteinGeometry g = check_protein(s);
  EXPECT_EQ(check(g, "ca_chirality").found, check(g, "ca_chirality").looked_at);
  EXPECT_EQ(check(g, "bond_lengths").found, 0);
  EXPECT_GT(g.outliers, 100);
  EXPECT_EQ(check(g, "ca_chirality").lines.size(), static_cast<std::size_t>(kMaxGeometryLines));
}

TEST(CheckProtein, NamesFaultsMadeOnPurpose) {
  if (!std::filesystem::exists(kProtease)) GTEST_SKIP() << kProtease << " is not here (pymol-data)";
  Structure s = protease();
  s.atoms[static_cast<std::size_t>(atom_of(s, "A:50", "O"))].position += {0.3, 0.3, 0.3};
  s.atoms[static_cast<std::size_t>(atom_of(s, "A:10", "CB"))].position =
      s.atoms[static_cast<std::size_t>(atom_of(s, "A:66", "CB"))].position + Position{0.5, 0.5, 0.5};
  std::vector<bool> keep(s.atoms.size(), true);
  keep[static_cast<std::size_t>(atom_of(s, "B:23", "CD1"))] = false;
  const ProteinGeometry g = check_protein(subset(s, keep));
  const auto told = [&](const char* key, const char* words) {
    for (const std::string& line : check(g, key).lines) {
      if (line.find(words) != std::string::npos) return true;
    }
    return false;
  };
  EXPECT_TRUE(told("bond_lengths", "ILE A 50 C-O"));
  EXPECT_TRUE(told("clashes", "LEU A 10 CB"));
  EXPECT_TRUE(told("missing_atoms", "LEU B 23 lacks CD1"));
  EXPECT_EQ(check(g, "missing_atoms").found, 1);
}

TEST(Ramachandran, KnowsTheCommonFolds) {
  using namespace internal;
  using enum RamachandranClass;
  using enum RamachandranRegion;
  struct Case {
    RamachandranClass kind;
    double phi, psi;
    RamachandranRegion region;
  };
  for (const Case& c :
       {Case{kGeneral, -60, -45, kFavoured},      // alpha helix
        Case{kGeneral, -120, 130, kFavoured},     // beta sheet
        Case{kGeneral, -75, 145, kFavoured},      // polyproline
        Case{kGeneral, 57, 40, kFavoured},        // left-handed helix
        Case{kGeneral, 120, -60, kOutlier}, Case{kGlycine, 60, -120, kFavoured}, Case{kGlycine, 85, 0, kFavoured},
        Case{kProline, -65, 145, kFavoured}, Case{kProline, 60, 30, kOutlier},
        Case{kBeforeProline, -60, 140, kFavoured}, Case{kGeneral, 180, 180, ramachandran_region(kGeneral, -180, -180)}})
    EXPECT_EQ(ramachandran_region(c.kind, c.phi, c.psi), c.region) << c.phi << " " << c.psi;
}

TEST(CheckProtein, LooksAtOneHundredAndTwentyReceptors) {
  const auto data = test_data("data/redock/redock.tar.zst");
  MAEK_SKIP_WITHOUT_DATA(data, "data/redock");
  int torsions = 0, favoured = 0, outliers = 0, hands = 0, metals = 0, odd = 0;
  for (const auto& [path, bytes] : read_archive(*data)) {
    if (!path.ends_with("/receptor.pdb")) continue;
    const auto s = read_structure(bytes, path);
    ASSERT_TRUE(s) << path;
    const ProteinGeometry g = check_protein(*s);
    torsions += g.torsions;
    favoured += g.favoured;
    outliers += g.outliers;
    hands += check(g, "ca_chirality").found;
    metals += check(g, "metal_sites").looked_at;
    odd += check(g, "metal_sites").found;
  }
  EXPECT_GT(torsions, 40000);
  EXPECT_GT(favoured, 0.96 * torsions);
  EXPECT_LT(outliers, 0.003 * torsions);
  EXPECT_EQ(hands, 0);
  EXPECT_GT(metals, 50);
  EXPECT_LT(odd, metals / 2);
}

TEST(CheckProtein, TakesNothing) {
  const ProteinGeometry g = check_protein(Structure{});
  EXPECT_EQ(g.residues, 0);
  EXPECT_EQ(geometry_table(g), "");
}

}  // namespace
}  // namespace maek::mol
