// SPDX-License-Identifier: Apache-2.0
// Built-in components: every row is sound, and known facts (formulas, charges, hydrogens) come out of it.
#include "mol/component.h"

#include <map>      // for std::map
#include <set>      // for std::set
#include <string>   // for std::string
#include <vector>   // for std::vector

#include <gtest/gtest.h>   // for TEST

namespace maek::mol {
namespace {

TEST(Component, EveryRowIsSound) {
  ASSERT_GT(all_components().size(), 250u);
  std::string_view before;
  for (const Component& c : all_components()) {
    EXPECT_LT(before, c.code) << "codes are unique and sorted";
    before = c.code;
    EXPECT_FALSE(c.name.empty()) << c.code;
    EXPECT_EQ(find_component(c.code), &c) << c.code;
    std::set<std::string_view> names;
    for (const ComponentAtom& a : c.atoms) {
      EXPECT_TRUE(names.insert(a.name).second) << c.code << " " << a.name;
      EXPECT_NE(a.element, Element::kUnknown) << c.code << " " << a.name;
      EXPECT_NE(a.element, Element::kH) << c.code << " " << a.name;
      EXPECT_LE(a.polar_hydrogens, 4) << c.code << " " << a.name;
    }
    // One piece: every atom is reached from the first (metal bonds included).
    std::vector<int> piece(c.atoms.size());
    for (std::size_t i = 0; i < piece.size(); ++i) piece[i] = static_cast<int>(i);
    std::set<std::pair<int, int>> seen;
    for (const ComponentBondFact& b : c.bonds) {
      ASSERT_LT(b.a, c.atoms.size()) << c.code;
      ASSERT_LT(b.b, c.atoms.size()) << c.code;
      EXPECT_NE(b.a, b.b) << c.code;
      EXPECT_TRUE(seen.insert(std::minmax<int>(b.a, b.b)).second) << c.code << ": a bond stands twice";
      const int from = piece[b.a], to = piece[b.b];
      for (int& p : piece) p = p == from ? to : p;
    }
    for (const int p : piece) EXPECT_EQ(p, piece.front()) << c.code << " falls apart";
  }
}

/// Sum of orders + hydrogens of N, O and S must be a valence that the element has at its charge.
TEST(Component, ValencesOfPolarAtomsAreClosed) {
  for (const Component& c : all_components()) {
    if (c.kind == ResidueKind::kIon) continue;   // oxo-anions of metals, azide: no ordinary valence
    std::vector<int> orders(c.atoms.size(), 0), metals(c.atoms.size(), 0);
    for (const ComponentBondFact& b : c.bonds) {
      const int order = static_cast<int>(b.order);
      for (const std::uint8_t i : {b.a, b.b}) (b.order == BondOrder::kMetal ? metals[i] : orders[i]) += order;
    }
    for (std::size_t i = 0; i < c.atoms.size(); ++i) {
      const ComponentAtom& a = c.atoms[i];
      if (metals[i] > 0) continue;
      // Inside a polymer one link closes the valence; where the table says one hydrogen for an amide N, the other
      // two bonds are CA and the link.
      const int link = a.links && (a.element == Element::kN || a.element == Element::kO) ? 1 : 0;
      const int sum = orders[i] + a.polar_hydrogens + link;
      if (a.element == Element::kN) {
        EXPECT_EQ(sum, 3 + a.charge) << c.code << " " << a.name;
      }
      if (a.element == Element::kO) {
        EXPECT_EQ(sum, 2 + a.charge) << c.code << " " << a.name;
      }
      if (a.element == Element::kS) {
        EXPECT_TRUE(sum == 2 + a.charge || sum == 4 || sum == 6) << c.code << " " << a.name << " " << sum;
      }
    }
  }
}

TEST(Component, KnownFactsComeOut) {
  struct Case { const char* code; int heavy, bonds, hydrogens, charge; };
  // Heavy atoms without leaving ones, all bonds, polar hydrogens, net charge inside a polymer at pH 7.
  for (const Case& k : {Case{"GLY", 4, 4, 1, 0}, {"ALA", 5, 5, 1, 0}, {"ARG", 11, 11, 6, 1}, {"ASN", 8, 8, 3, 0},
                        {"ASP", 8, 8, 1, -1}, {"CYS", 6, 6, 2, 0}, {"GLN", 9, 9, 3, 0}, {"GLU", 9, 9, 1, -1},
                        {"HIS", 10, 11, 2, 0}, {"ILE", 8, 8, 1, 0}, {"LEU", 8, 8, 1, 0}, {"LYS", 9, 9, 4, 1},
                        {"MET", 8, 8, 1, 0}, {"PHE", 11, 12, 1, 0}, {"PRO", 7, 8, 0, 0}, {"SER", 6, 6, 2, 0},
                        {"THR", 7, 7, 2, 0}, {"TRP", 14, 16, 2, 0}, {"TYR", 12, 13, 2, 0}, {"VAL", 7, 7, 1, 0},
                        {"A", 22, 25, 3, -1}, {"DG", 22, 25, 3, -1}, {"DT", 20, 22, 1, -1}, {"SEP", 10, 10, 1, -2},
                        {"MSE", 8, 8, 1, 0}, {"MLY", 11, 11, 2, 1}, {"KCX", 12, 12, 2, -1}, {"HOH", 1, 0, 2, 0},
                        {"ZN", 1, 0, 0, 2}, {"NAG", 14, 15, 4, 0}, {"ATP", 31, 33, 4, -4}, {"SAH", 26, 28, 7, 0},
                        {"GSH", 20, 19, 6, -1}, {"FMN", 31, 33, 4, -2}}) {
    const Component* c = find_component(k.code);
    ASSERT_NE(c, nullptr) << k.code;
    int heavy = 0, hydrogens = 0, charge = 0;
    for (const ComponentAtom& a : c->atoms) {
      if (a.leaving) continue;
      ++heavy;
      hydrogens += a.polar_hydrogens;
      charge += a.charge;
    }
    EXPECT_EQ(heavy, k.heavy) << k.code;
    EXPECT_EQ(static_cast<int>(c->bonds.size()), k.bonds) << k.code;
    EXPECT_EQ(hydrogens, k.hydrogens) << k.code;
    EXPECT_EQ(charge, k.charge) << k.code;
  }
}

TEST(Component, KindsLettersAndParents) {
  struct Case { const char* code; ResidueKind kind; char letter; const char* parent; };
  for (const Case& k : {Case{"MSE", ResidueKind::kAminoAcid, 'M', "MET"}, {"TRP", ResidueKind::kAminoAcid, 'W', ""},
                        {"DA", ResidueKind::kNucleotide, 'A', ""}, {"PSU", ResidueKind::kNucleotide, 'U', "U"},
                        {"NAG", ResidueKind::kSugar, 'X', ""}, {"HOH", ResidueKind::kWater, 'X', ""},
                        {"WAT", ResidueKind::kWater, 'X', ""}, {"MG", ResidueKind::kIon, 'X', ""},
                        {"HEM", ResidueKind::kCofactor, 'X', ""}, {"GOL", ResidueKind::kLigand, 'X', ""},
                        {"HIE", ResidueKind::kAminoAcid, 'H', ""}}) {
    const Component* c = find_component(k.code);
    ASSERT_NE(c, nullptr) << k.code;
    EXPECT_EQ(c->kind, k.kind) << k.code;
    EXPECT_EQ(residue_kind(k.code), k.kind) << k.code;
    EXPECT_EQ(c->letter, k.letter) << k.code;
    EXPECT_EQ(c->parent, k.parent) << k.code;
  }
  EXPECT_EQ(find_component("QQQ"), nullptr);
  EXPECT_EQ(find_component(""), nullptr);
  EXPECT_EQ(residue_kind("478"), ResidueKind::kLigand);
}

TEST(Component, MetalsOfCofactorsAreMarked) {
  const Component* heme = find_component("HEM");
  ASSERT_NE(heme, nullptr);
  int metal_bonds = 0;
  for (const ComponentBondFact& b : heme->bonds) metal_bonds += b.order == BondOrder::kMetal ? 1 : 0;
  EXPECT_EQ(metal_bonds, 4);
}

}  // namespace
}  // namespace maek::mol
