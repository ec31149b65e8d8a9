// SPDX-License-Identifier: Apache-2.0
// Identity: known InChIs, equal names from graph and coordinates, what differs between relatives.
#include "mol/identity.h"

#include <gtest/gtest.h>

#include "mol/chemistry.h"   // for make_conformers, protonate

namespace maek::mol {
namespace {

Molecule from(const char* smiles) {
  auto molecule = read_smiles(smiles);
  EXPECT_TRUE(molecule) << smiles;
  return *molecule;
}

TEST(Identity, MakesTheInchiOfReferenceCompounds) {
  // InChI and InChIKey as PubChem and the InChI Trust print them.
  struct Case {
    const char* smiles;
    const char* inchi;
    const char* key;
  };
  for (const Case& c : {
           Case{"CCO", "InChI=1S/C2H6O/c1-2-3/h3H,2H2,1H3", "LFQSCWFLJHTTHZ-UHFFFAOYSA-N"},
           Case{"C[C@H](N)C(=O)O", "InChI=1S/C3H7NO2/c1-2(4)3(5)6/h2H,4H2,1H3,(H,5,6)/t2-/m0/s1",
                "QNAYBMKLOCPYGJ-REOHCLBHSA-N"},
           Case{"CC(=O)Oc1ccccc1C(=O)O", "InChI=1S/C9H8O4/c1-6(10)13-8-5-3-2-4-7(8)9(11)12/h2-5H,1H3,(H,11,12)",
                "BSYNRYMUTXBXSQ-UHFFFAOYSA-N"},
           Case{"OC(=O)/C=C/C(=O)O", "InChI=1S/C4H4O4/c5-3(6)1-2-4(7)8/h1-2H,(H,5,6)(H,7,8)/b2-1+",
                "VZCYOOQTPOCHFL-OWOJBTEDSA-N"},
           Case{"OC(=O)/C=C\\C(=O)O", "InChI=1S/C4H4O4/c5-3(6)1-2-4(7)8/h1-2H,(H,5,6)(H,7,8)/b2-1-",
                "VZCYOOQTPOCHFL-UPHRSURJSA-N"},
       }) {
    const auto names = identity(from(c.smiles));
    ASSERT_TRUE(names) << c.smiles << ": " << names.error().text();
    EXPECT_EQ(names->inchi, c.inchi);
    EXPECT_EQ(names->inchi_key, c.key);
  }
}

constexpr const char* kStereo[] = {"C[C@H](N)C(=O)O",
                                   "C[C@@H](N)C(=O)O",
                                   "C[S@](=O)c1ccccc1",
                                   "C[S@@](=O)c1ccccc1",
                                   "CC(C)CN(C[C@@H](O)[C@H](Cc1ccccc1)NC(=O)O[C@H]1CCOC1)S(=O)(=O)c1ccc(N)cc1",
                                   "C/C=C/c1ccccc1",
                                   "C/C=C\\c1ccccc1",
                                   "F[C@](Cl)(Br)I",
                                   "O[C@H]1[C@H](O)[C@@H](O)[C@H](O)O[C@@H]1CO",
                                   "C[C@]12CC[C@H]3[C@@H](CCc4cc(O)ccc34)[C@@H]1CC[C@@H]2O",
                                   "N[C@@H](CO)C(=O)N[C@H](C)C(=O)[O-]",
                                   "C[P@](=O)(O)c1ccccc1",
                                   "C[C@H]1C[C@@H](O)C1"};

TEST(Identity, IsTheSameFromGraphAndFromCoordinates) {
  for (const char* smiles : kStereo) {
    const Molecule graph = from(smiles);
    std::vector<std::string> notes;
    const auto conformers = make_conformers(graph, 1, 7, 1, 0, &notes);
    ASSERT_TRUE(conformers) << smiles;
    const auto flat = identity(graph), solid = identity(conformers->front());
    ASSERT_TRUE(flat && solid) << smiles;
    EXPECT_EQ(flat->inchi, solid->inchi) << smiles;
    EXPECT_TRUE(compare_identity(*flat, *solid).same()) << smiles;
  }
}

TEST(CompareIdentity, SaysWhichLayersDiffer) {
  struct Case {
    const char* wanted;
    const char* got;
    const char* differs;   // letters: f c h b t q
  };
  for (const Case& c : {
           Case{"CCO", "OCC", ""},
           Case{"CC(=O)O", "CC(=O)[O-]", "q"},                      // protonation is told as charge alone
           Case{"CCN", "CC[NH3+]", "q"},
           Case{"CCO", "CCN", "fh"},
           Case{"CCCO", "CC(C)O", "ch"},
           Case{"CC(=O)CC", "CC(O)=CC", "h"},                      // a tautomer that InChI keeps apart
           Case{"C[C@H](N)C(=O)O", "C[C@@H](N)C(=O)O", "t"},
           Case{"C[C@H](N)C(=O)O", "CC(N)C(=O)O", "t"},
           Case{"C/C=C/C", "C/C=C\\C", "b"},
       }) {
    const auto wanted = identity(from(c.wanted)), got = identity(from(c.got));
    ASSERT_TRUE(wanted && got);
    const IdentityDifference d = compare_identity(*wanted, *got);
    const std::string letters = std::string(d.formula ? "f" : "") + (d.connectivity ? "c" : "") +
                                (d.hydrogens ? "h" : "") + (d.double_bond_stereo ? "b" : "") +
                                (d.tetrahedral_stereo ? "t" : "") + (d.charge ? "q" : "");
    EXPECT_EQ(letters, c.differs) << c.wanted << " and " << c.got << ": " << wanted->inchi << " " << got->inchi;
    EXPECT_EQ(d.words.empty(), letters.empty());
  }
}

TEST(CompareIdentity, LetsOpenStereoBeSettled) {
  struct Case {
    const char* wanted;
    const char* got;
    bool passes;
  };
  for (const Case& c : {
           Case{"CC(N)C(=O)O", "C[C@H](N)C(=O)O", true},
           Case{"C[C@H](N)C(=O)O", "CC(N)C(=O)O", false},           // what was settled must stay
           Case{"C[C@H](N)C(=O)O", "C[C@@H](N)C(=O)O", false},
           Case{"CC=CC", "C/C=C/C", true},
           Case{"C[C@H](O)C(F)CC", "C[C@H](O)[C@@H](F)CC", true},   // half settled
           Case{"C[C@H](O)C(F)CC", "C[C@@H](O)[C@@H](F)CC", false},
           Case{"OC1CCC(O)CC1", "O[C@H]1CC[C@@H](O)CC1", true},
       }) {
    const auto wanted = identity(from(c.wanted)), got = identity(from(c.got));
    ASSERT_TRUE(wanted && got);
    EXPECT_EQ(compare_identity(*wanted, *got, true).same_compound(), c.passes) << c.wanted << " and " << c.got;
  }
}

TEST(Identity, KeepsOneNameUnderProtonation) {
  for (const char* smiles : {"NCCc1ccccc1", "OC(=O)CCN", "CC(=N)N", "NC(=N)NCCCC(N)C(=O)O", "CP(=O)(O)O"}) {
    const Molecule neutral = from(smiles), charged = protonate(neutral, 7.4, nullptr);
    const auto a = identity(neutral), b = identity(charged);
    ASSERT_TRUE(a && b) << smiles;
    EXPECT_TRUE(compare_identity(*a, *b).same_compound()) << a->inchi << " " << b->inchi;
  }
}

TEST(InchiLayer, SplitsAtLetters) {
  const std::string inchi = "InChI=1S/C3H7NO2/c1-2(4)3(5)6/h2H,4H2,1H3,(H,5,6)/t2-/m0/s1";
  EXPECT_EQ(inchi_layer(inchi, 0), "C3H7NO2");
  EXPECT_EQ(inchi_layer(inchi, 'c'), "1-2(4)3(5)6");
  EXPECT_EQ(inchi_layer(inchi, 't'), "2-");
  EXPECT_EQ(inchi_layer(inchi, 'q'), "");
  EXPECT_EQ(inchi_layer("InChI=1S/p+1", 'p'), "+1");
  EXPECT_EQ(inchi_layer("InChI=1S/p+1", 0), "");
  for (std::size_t n = 0; n <= inchi.size(); ++n) (void)inchi_layer(std::string_view(inchi).substr(0, n), 's');
  EXPECT_EQ(inchi_layer("", 'c'), "");
}

}  // namespace
}  // namespace maek::mol
