// SPDX-License-Identifier: Apache-2.0
#include <set>        // for std::set
#include <string>     // for std::string

#include <GraphMol/SmilesParse/SmilesParse.h>   // for SmilesToMol, the independent judge
#include <GraphMol/SmilesParse/SmilesWrite.h>   // for MolToSmiles
#include <gmock/gmock.h>                        // for HasSubstr
#include <gtest/gtest.h>                        // for TEST

#include "mol/internal/molecule_rdkit.h"        // for silence_rdkit
#include "mol/internal/smiles_scan.h"           // for scan_smiles
#include "mol/molecule.h"                       // for read_smiles

namespace maek::mol {
namespace {

using ::testing::HasSubstr;

TEST(Smiles, ReadsAtomsBondsChargesAndName) {
  const auto m = read_smiles("  C[C@H]([NH3+])C(=O)[O-]  L-alanine \n");
  ASSERT_TRUE(m) << m.error().text();
  EXPECT_EQ(m->name(), "L-alanine ");
  ASSERT_EQ(m->atoms().size(), 6u);
  EXPECT_EQ(m->heavy_atoms(), 6);
  EXPECT_EQ(m->atoms()[2].element, Element::kN);
  EXPECT_EQ(m->atoms()[2].formal_charge, 1);
  EXPECT_EQ(m->atoms()[2].hydrogens, 3);
  EXPECT_EQ(m->atoms()[1].hydrogens, 1);
  EXPECT_EQ(m->bonds()[3].order, BondOrder::kDouble);
  EXPECT_EQ(m->formal_charge(), 0);
  EXPECT_NEAR(m->molecular_weight(), 89.094, 0.002);   // CRC Handbook, alanine
  EXPECT_FALSE(m->has_positions());
}

TEST(Smiles, TellsAromaticBondsAndTheirKekuleOrders) {
  const auto m = read_smiles("c1ccccc1O");
  ASSERT_TRUE(m);
  int doubles = 0;
  for (const MoleculeBond& bond : m->bonds()) {
    EXPECT_EQ(bond.order == BondOrder::kAromatic, bond.in_ring);
    doubles += bond.kekulised == BondOrder::kDouble;
  }
  EXPECT_EQ(doubles, 3);
  EXPECT_TRUE(m->atoms()[0].aromatic);
  EXPECT_TRUE(m->atoms()[0].in_ring);
  EXPECT_FALSE(m->atoms()[6].in_ring);
}

TEST(Smiles, KeepsTheCanonicalFormOfRdkit) {
  silence_rdkit();
  for (const char* smiles :
       {"OC(=O)[C@@H](N)C", "F/C=C/F", "[H]/N=C(/N)c1ccccc1", "[2H]C([2H])([2H])O", "O=[N+]([O-])c1ccncc1",
        "C[N+](C)(C)C.[Cl-]", "[H]C([H])([H])C", "N[C@@]1([H])CCC1F", "[O-][n+]1ccccc1", "C1CC[C@@]2(C1)CCO2"}) {
    const auto mine = read_smiles(smiles);
    ASSERT_TRUE(mine) << mine.error().text();
    const std::unique_ptr<RDKit::RWMol> theirs(RDKit::SmilesToMol(smiles));
    EXPECT_EQ(mine->canonical_smiles(), RDKit::MolToSmiles(*theirs)) << smiles;
  }
}

TEST(Smiles, NamesTheColumnOfASyntaxError) {
  struct Case {
    const char* smiles;
    const char* where;
    const char* message;
  };
  const Case cases[] = {
      {"", "SMILES", "empty"},
      {"  \n", "SMILES", "empty"},
      {"c1ccccX1", "SMILES:7", "'X' is no element symbol in c1ccccX1"},
      {"CC(C", "SMILES:3", "'(' is not closed"},
      {"CC)C", "SMILES:3", "')' closes no branch"},
      {"C1CCC", "SMILES:2", "ring 1 is opened here and never closed"},
      {"C2C1CC1CC%12", "SMILES:2", "ring 2"},
      {"C[NH4", "SMILES:2", "'[' is not closed"},
      {"C[Xx]C", "SMILES:3", "'X' is no element"},
      {"C[CH3++-]C", "SMILES:8", "'-' does not belong here"},
      {"C[]C", "SMILES:3", "without an element"},
      {"CC=", "SMILES:3", "a bond without an atom after it"},
      {"C==C", "SMILES:3", "two bonds"},
      {"=CC", "SMILES:1", "a bond without an atom before"},
      {"C(=)C", "SMILES:3", "a bond without an atom after it"},
      {"C()C", "SMILES:2", "empty branch"},
      {"(C)C", "SMILES:1", "hangs on no atom"},
      {"C..C", "SMILES:3", "two '.'"},
      {".C", "SMILES:1", "'.' without an atom before"},
      {"C.", "SMILES:2", "'.' without an atom after"},
      {"C11", "SMILES:3", "to itself"},
      {"C1C1", "SMILES:4", "bonded already"},
      {"1CC1", "SMILES:1", "follows no atom"},
      {"C%1C", "SMILES:2", "two digits"},
      {"CNaC", "SMILES:3", "'a' is no element symbol"},
      {"C*C", "SMILES:2", "any atom"},
      {"CC>>CC", "SMILES:3", "reactions"},
      {"C~C", "SMILES:2", "search patterns"},
      {"CC\xf0\x9f\x98\x80", "SMILES:3", "byte 0xf0"},
      {"  CX", "SMILES:4", "'X'"},
      {"CFeC", "SMILES:3", "'e'"},
      {"CZnC", "SMILES:2", "Write [Zn]"},
  };
  for (const Case& c : cases) {
    const auto read = read_smiles(c.smiles);
    ASSERT_FALSE(read) << c.smiles;
    EXPECT_EQ(read.error().where, c.where) << c.smiles << ": " << read.error().text();
    EXPECT_THAT(read.error().text(), HasSubstr(c.message)) << c.smiles;
    EXPECT_FALSE(read.error().hint.empty()) << c.smiles;
  }
}

TEST(Smiles, NamesTheAtomOfAChemistryError) {
  struct Case {
    const char* smiles;
    const char* where;
    const char* message;
  };
  const Case cases[] = {
      {"CCN(C)(C)(C)C", "SMILES:3", "atom N3 has more bonds"},
      {"C(C)(C)(C)(C)C", "SMILES:1", "atom C1 has more bonds than its element and charge allow (bond orders sum to 5)"},
      {"CCF(C)", "SMILES:3", "atom F3"},
      {"Cc", "SMILES:2", "atom C2 is written as aromatic"},
      {"c1cccc1", "SMILES:1", "no alternating double bonds fit the aromatic atoms C1, C2"},
      {"Cc1nccc1", "SMILES:2", "no alternating double bonds"},
      {"[H][H].C(C)(C)(C)(C)C", "SMILES:8", "atom C3"},
  };
  for (const Case& c : cases) {
    const auto read = read_smiles(c.smiles);
    ASSERT_FALSE(read) << c.smiles;
    EXPECT_EQ(read.error().where, c.where) << read.error().text();
    EXPECT_THAT(read.error().message, HasSubstr(c.message));
  }
}

TEST(Smiles, RefusesWhatIsTooLargeBeforeItCosts) {
  const auto atoms = read_smiles(std::string(1001, 'C'));
  ASSERT_FALSE(atoms);
  EXPECT_EQ(atoms.error().code, ErrorCode::kTooLarge);
  const auto hydrogens = read_smiles(std::string(400, 'C'));   // 802 hydrogens
  ASSERT_FALSE(hydrogens);
  EXPECT_EQ(hydrogens.error().code, ErrorCode::kTooLarge);
  const auto text = read_smiles(std::string(20001, '('));
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::kTooLarge);
  std::string deep = "C";
  for (int i = 0; i < 300; ++i) deep += "(F";
  EXPECT_FALSE(read_smiles(deep));
}

TEST(Smiles, ScannerAndRdkitAgreeOnSyntax) {
  silence_rdkit();
  const std::string alphabet = "CNcn()[]=#+12%.@H/B";
  std::set<std::string> texts;
  for (const std::string seed :
       {"CC(=O)Oc1ccccc1", "C[C@@H](N)C.[Na+]", "C%12CC%12", "F/C=C\\F", "[13CH4]", "C12CC1C2"}) {
    for (std::size_t i = 0; i < seed.size(); ++i) {
      texts.insert(seed.substr(0, i));
      texts.insert(std::string(seed).erase(i, 1));
      for (const char c : alphabet) {
        std::string changed = seed;
        changed[i] = c;
        texts.insert(changed);
        texts.insert(std::string(seed).insert(i, 1, c));
      }
    }
  }
  texts.erase("");
  int refused = 0;
  for (const std::string& text : texts) {
    bool theirs = false;
    try {
      RDKit::SmilesParserParams parameters;
      parameters.sanitize = parameters.removeHs = parameters.allowCXSMILES = parameters.parseName = false;
      const std::unique_ptr<RDKit::RWMol> mol(RDKit::SmilesToMol(text, parameters));
      theirs = mol != nullptr;
    } catch (const std::exception&) {
    }
    const bool mine = scan_smiles(text, 1000).ok;
    refused += !mine;
    if (text.find("[H@") != std::string::npos) continue;   // RDKit knows no chiral hydrogen
    EXPECT_EQ(mine, theirs) << text;
  }
  EXPECT_GT(refused, 300);
  EXPECT_LT(refused, static_cast<int>(texts.size()) - 300);
}

}  // namespace
}  // namespace maek::mol
