// SPDX-License-Identifier: Apache-2.0
// The periodic table against RDKit's.
#include "mol/element.h"

#include <cctype>   // for std::toupper
#include <string>   // for std::string

#include <GraphMol/PeriodicTable.h>   // for RDKit::PeriodicTable
#include <gtest/gtest.h>

namespace maek::mol {
namespace {

// RDKit 202209 gives weights of an older IUPAC table: within a few parts in 1e4 for all that have a standard weight.
constexpr double kWeightTolerance = 5e-4;   // relative

TEST(Element, SymbolsAgreeWithRdkitAndReadBackInAnyCase) {
  const RDKit::PeriodicTable* table = RDKit::PeriodicTable::getTable();
  for (int z = 1; z <= 118; ++z) {
    const auto element = static_cast<Element>(z);
    std::string text(symbol(element));
    EXPECT_EQ(text, table->getElementSymbol(static_cast<unsigned>(z)));
    EXPECT_EQ(element_from_symbol(text), element);
    for (char& c : text) c = static_cast<char>(std::toupper(c));
    EXPECT_EQ(element_from_symbol(text), element);
    for (char& c : text) c = static_cast<char>(std::tolower(c));
    EXPECT_EQ(element_from_symbol(text), element);
  }
}

TEST(Element, KnowsHydrogenIsotopesAndRefusesNonsense) {
  EXPECT_EQ(element_from_symbol("D"), Element::kH);
  EXPECT_EQ(element_from_symbol("t"), Element::kH);
  for (const char* wrong : {"", "X", "Xx", "CA1", "C ", " C", "1", "Q"}) {
    EXPECT_EQ(element_from_symbol(wrong), Element::kUnknown) << wrong;
  }
  EXPECT_EQ(symbol(Element::kUnknown), "X");
  EXPECT_EQ(symbol(static_cast<Element>(255)), "X");
}

TEST(Element, WeightsAgreeWithRdkit) {
  const RDKit::PeriodicTable* table = RDKit::PeriodicTable::getTable();
  for (int z = 1; z <= 92; ++z) {
    if (z == 43 || z == 61 || (z >= 84 && z <= 89)) continue;   // no stable isotope, no standard weight
    const double theirs = table->getAtomicWeight(z);
    EXPECT_NEAR(atomic_weight(static_cast<Element>(z)), theirs, kWeightTolerance * theirs)
        << symbol(static_cast<Element>(z));
  }
}

TEST(Element, CovalentRadiiWithoutAPublishedValueFallBack) {
  EXPECT_EQ(covalent_radius(Element::kC), 0.76);   // the whole table is held against gemmi's in gemmi_peer_test.cc
  EXPECT_EQ(covalent_radius(Element::kUnknown), 1.5);
  EXPECT_EQ(covalent_radius(static_cast<Element>(110)), 1.5);
}

TEST(Element, VanDerWaalsRadiiAreThoseOfBondi) {
  const struct { Element element; double radius; } cases[] = {
      {Element::kH, 1.20}, {Element::kC, 1.70}, {Element::kN, 1.55}, {Element::kO, 1.52}, {Element::kF, 1.47},
      {Element::kP, 1.80}, {Element::kS, 1.80}, {Element::kCl, 1.75}, {Element::kBr, 1.85}, {Element::kI, 1.98},
      {Element::kSe, 1.90}, {Element::kZn, 1.39}, {Element::kB, 1.92}, {Element::kFe, 2.0}, {Element::kUnknown, 2.0}};
  for (const auto& c : cases) EXPECT_EQ(vdw_radius(c.element), c.radius) << symbol(c.element);
}

TEST(Element, TellsMetalsFromHalogensAndTheRest) {
  for (const char* metal : {"Li", "Na", "Mg", "Al", "K", "Ca", "Mn", "Fe", "Co", "Ni",
                            "Cu", "Zn", "Mo", "Cd", "W", "Pt", "Hg", "Pb", "U",  "Gd"}) {
    EXPECT_TRUE(is_metal(element_from_symbol(metal))) << metal;
    EXPECT_FALSE(is_halogen(element_from_symbol(metal))) << metal;
  }
  for (const char* other : {"H", "He", "B",  "C",  "N",  "O",  "F",  "Ne", "Si", "P",
                            "S", "Cl", "Ar", "As", "Se", "Br", "Kr", "Te", "I",  "Xe"}) {
    EXPECT_FALSE(is_metal(element_from_symbol(other))) << other;
  }
  for (const char* halogen : {"F", "Cl", "Br", "I", "At"})
    EXPECT_TRUE(is_halogen(element_from_symbol(halogen))) << halogen;
  EXPECT_FALSE(is_metal(Element::kUnknown));
}

}  // namespace
}  // namespace maek::mol
