// SPDX-License-Identifier: Apache-2.0
#include <algorithm>   // for std::shuffle
#include <random>      // for std::mt19937

#include <fmt/format.h>                          // for fmt::format
#include <GraphMol/MolOps.h>                     // for renumberAtoms
#include <GraphMol/SmilesParse/SmilesParse.h>    // for SmartsToMol
#include <gmock/gmock.h>                         // for HasSubstr
#include <gtest/gtest.h>                         // for TEST

#include "mol/chemistry.h"                       // for protonate
#include "mol/internal/molecule_rdkit.h"         // for MoleculeGraph
#include "mol/internal/protonation_table.h"      // for protonation_rules
#include "tests/test_data.h"                     // for file_bytes

namespace maek::mol {
namespace {

using ::testing::HasSubstr;

std::string at_ph(const std::string& smiles, double ph) {
  const auto read = read_smiles(smiles);
  EXPECT_TRUE(read) << smiles;
  return read ? protonate(*read, ph, nullptr).canonical_smiles() : "";
}

std::string canonical(const std::string& smiles) {
  const auto read = read_smiles(smiles);
  EXPECT_TRUE(read) << smiles;
  return read ? read->canonical_smiles() : "";
}

struct Case {
  const char* name;
  const char* input;
  const char* expected;   // at pH 7.4
};

const Case kCases[] = {
    {"acetic acid", "CC(=O)O", "CC(=O)[O-]"},
    {"glycine", "NCC(=O)O", "[NH3+]CC(=O)[O-]"},
    {"proline", "OC(=O)[C@@H]1CCCN1", "[O-]C(=O)[C@@H]1CCC[NH2+]1"},
    {"arginine", "NC(=N)NCCC[C@H](N)C(=O)O", "NC(=[NH2+])NCCC[C@H]([NH3+])C(=O)[O-]"},
    {"histidine", "N[C@@H](Cc1c[nH]cn1)C(=O)O", "[NH3+][C@@H](Cc1c[nH]cn1)C(=O)[O-]"},
    {"cysteine", "N[C@@H](CS)C(=O)O", "[NH3+][C@@H](CS)C(=O)[O-]"},
    {"benzamidine", "NC(=N)c1ccccc1", "NC(=[NH2+])c1ccccc1"},
    {"AMP", "Nc1ncnc2c1ncn2[C@@H]1O[C@H](COP(=O)(O)O)[C@@H](O)[C@H]1O",
     "Nc1ncnc2c1ncn2[C@@H]1O[C@H](COP(=O)([O-])[O-])[C@@H](O)[C@H]1O"},
    {"ATP tail", "COP(=O)(O)OP(=O)(O)OP(=O)(O)O", "COP(=O)([O-])OP(=O)([O-])OP(=O)([O-])[O-]"},
    {"losartan's tetrazole", "c1ccccc1-c1nn[nH]n1", "c1ccccc1-c1nn[n-]n1"},
    {"N-acylsulfonamide", "CC(=O)NS(=O)(=O)c1ccccc1", "CC(=O)[N-]S(=O)(=O)c1ccccc1"},
    {"sulfonamide stays", "NS(=O)(=O)c1ccccc1", "NS(=O)(=O)c1ccccc1"},
    {"amide stays", "CC(=O)NC", "CC(=O)NC"},
    {"aniline stays", "Nc1ccccc1", "Nc1ccccc1"},
    {"pyridine stays", "c1ccncc1", "c1ccncc1"},
    {"phenol stays", "Oc1ccccc1", "Oc1ccccc1"},
    {"thiophenol", "Sc1ccccc1", "[S-]c1ccccc1"},
    {"N-arylpiperazine", "c1ccccc1N1CCN(C)CC1", "c1ccccc1N1CC[NH+](C)CC1"},
    {"piperazine, one proton", "CN1CCN(C)CC1", "CN1CC[NH+](C)CC1"},
    {"ethylenediamine, one proton", "NCCN", "NCC[NH3+]"},
    {"putrescine, two protons", "NCCCCN", "[NH3+]CCCC[NH3+]"},
    {"acylpiperazine stays", "CN1CCN(C(C)=O)CC1", "CN1CCN(C(C)=O)CC1"},
    {"morpholine", "C1COCCN1", "C1COCC[NH2+]1"},
    {"trifluoroethylamine stays", "NCC(F)(F)F", "NCC(F)(F)F"},
    {"metformin", "CN(C)C(=N)NC(N)=N", nullptr},
    {"lidocaine", "CCN(CC)CC(=O)Nc1c(C)cccc1C", "CC[NH+](CC)CC(=O)Nc1c(C)cccc1C"},
    {"quaternary stays", "C[N+](C)(C)CCO", "C[N+](C)(C)CCO"},
    {"nitro stays", "C[N+](=O)[O-]", "C[N+](=O)[O-]"},
    {"N-oxide stays", "[O-][n+]1ccccc1", "[O-][n+]1ccccc1"},
    {"pyridinium olate stays", "C[n+]1cccc([O-])c1", "C[n+]1cccc([O-])c1"},
    {"azide stays", "CN=[N+]=[N-]", "CN=[N+]=[N-]"},
    {"sodium stays", "[Na+].CC(=O)[O-]", "[Na+].CC(=O)[O-]"},
    {"4-aminopyridine", "Nc1ccncc1", "Nc1cc[nH+]cc1"},
    {"trimethoprim stays", "COc1cc(Cc2cnc(N)nc2N)cc(OC)c1OC", "COc1cc(Cc2cnc(N)nc2N)cc(OC)c1OC"},
    {"warfarin", "CC(=O)CC(c1ccccc1)c1c(O)c2ccccc2oc1=O", "CC(=O)CC(c1ccccc1)c1c([O-])c2ccccc2oc1=O"},
    {"hydroxamic acid stays", "CC(=O)NO", "CC(=O)NO"},
    {"methylphosphonic acid", "CP(=O)(O)O", "CP(=O)([O-])[O-]"},
    {"methanesulfonic acid", "CS(=O)(=O)O", "CS(=O)(=O)[O-]"},
    {"acetamidoxime stays", "CC(N)=NO", "CC(N)=NO"},
    {"hydrazide stays", "NNC(=O)c1ccncc1", "NNC(=O)c1ccncc1"},
    {"cimetidine's cyanoguanidine stays", "CNC(=NC#N)NC", "CNC(=NC#N)NC"},
    {"alkane", "CCC", "CCC"},
};

TEST(Protonation, GivesKnownFormsAtPhysiologicalPh) {
  for (const Case& c : kCases) {
    if (c.expected == nullptr) {   // several drawings of one cation: its charge counts
      const auto read = read_smiles(c.input);
      EXPECT_EQ(protonate(*read, 7.4, nullptr).formal_charge(), 1) << c.name;
      continue;
    }
    EXPECT_EQ(at_ph(c.input, 7.4), canonical(c.expected)) << c.name;
  }
}

TEST(Protonation, DoesNotDependOnHowTheInputWasCharged) {
  for (const Case& c : kCases) {
    const std::string once = at_ph(c.input, 7.4);
    EXPECT_EQ(at_ph(once, 7.4), once) << c.name;
    EXPECT_EQ(at_ph(at_ph(c.input, 1.0), 7.4), once) << c.name;
    EXPECT_EQ(at_ph(at_ph(c.input, 13.5), 7.4), once) << c.name;
  }
}

TEST(Protonation, DoesNotDependOnTheOrderOfAtoms) {
  std::mt19937 random(1);
  for (const Case& c : kCases) {
    const auto read = read_smiles(c.input);
    ASSERT_TRUE(read);
    const std::string expected = protonate(*read, 7.4, nullptr).canonical_smiles();
    std::vector<unsigned> order(read->atoms().size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<unsigned>(i);
    for (int trial = 0; trial < 3; ++trial) {
      std::shuffle(order.begin(), order.end(), random);
      const std::unique_ptr<RDKit::ROMol> shuffled(RDKit::MolOps::renumberAtoms(read->graph().mol, order));
      EXPECT_EQ(protonate(from_rdkit(*shuffled, ""), 7.4, nullptr).canonical_smiles(), expected) << c.name;
    }
  }
}

TEST(Protonation, FollowsThePh) {
  struct Step {
    double ph;
    const char* expected;
  };
  for (const Step& s : {Step{1.0, "[NH3+]CC(=O)O"}, {7.4, "[NH3+]CC(=O)[O-]"}, {12.0, "NCC(=O)[O-]"}}) {
    EXPECT_EQ(at_ph("NCC(=O)O", s.ph), canonical(s.expected)) << s.ph;
  }
  for (const Step& s : {Step{1.0, "COP(=O)(O)O"}, {4.0, "COP(=O)([O-])O"}, {7.4, "COP(=O)([O-])[O-]"}}) {
    EXPECT_EQ(at_ph("COP(=O)(O)O", s.ph), canonical(s.expected)) << s.ph;
  }
  EXPECT_EQ(at_ph("c1c[nH]cn1", 6.0), canonical("c1c[nH]c[nH+]1"));
  EXPECT_EQ(at_ph("NCCN", 5.0), canonical("[NH3+]CC[NH3+]"));
}

TEST(Protonation, SaysWhatItDidAndKeepsOrderAndCoordinates) {
  std::vector<std::string> notes;
  const auto read = read_smiles("NCCC(=O)O");
  ASSERT_TRUE(read);
  std::vector<Position> positions;
  for (int i = 0; i < 6; ++i) positions.push_back({1.5 * i, 0.1 * i, 0});
  const Molecule done = protonate(read->with_positions(positions), 7.4, &notes);
  EXPECT_EQ(notes, (std::vector<std::string>{"primary amine N1 protonated, pKa 10.5.",
                                             "carboxylic acid O6 deprotonated, pKa 4."}));
  EXPECT_EQ(done.positions(), positions);
  EXPECT_EQ(done.atoms()[5].formal_charge, -1);
  notes.clear();
  protonate(done, 7.4, &notes);
  EXPECT_TRUE(notes.empty());
  const auto drawn = read_smiles("[NH3+]c1ccccc1");
  protonate(*drawn, 7.4, &notes);
  EXPECT_EQ(notes, std::vector<std::string>{"aniline N1 deprotonated, pKa 4.6."});
}

TEST(ProtonationRules, AreAllReadableSourcedAndDocumented) {
  const std::string page = file_bytes(std::filesystem::path(MAEK_SOURCE_DIR) / "docs/protonation.md");
  ASSERT_FALSE(page.empty()) << "docs/protonation.md is not here";
  for (const ProtonationRule& rule : protonation_rules()) {
    const std::unique_ptr<RDKit::ROMol> pattern(RDKit::SmartsToMol(std::string(rule.pattern)));
    ASSERT_TRUE(pattern) << rule.name;
    EXPECT_FALSE(rule.evidence.empty()) << rule.name;
    EXPECT_THAT(page,
                HasSubstr(fmt::format("| {} | {} | {:g} | {} |", rule.name,
                                      rule.kind == Ionisation::kAcid ? "acid" : "base", rule.pka, rule.evidence)));
  }
}

}  // namespace
}  // namespace maek::mol
