// SPDX-License-Identifier: Apache-2.0
// Variants: known numbers of stereoisomers, protomers and tautomers; order, names and limits.
#include "mol/variants.h"

#include <algorithm>   // for std::sort
#include <set>         // for std::set

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>

namespace maek::mol {
namespace {

using ::testing::HasSubstr;

VariantSet variants(const std::string& smiles, const VariantOptions& options) {
  const auto molecule = read_smiles(smiles);
  EXPECT_TRUE(molecule) << smiles;
  auto out = enumerate_variants(*molecule, options);
  EXPECT_TRUE(out) << out.error().text();
  return *std::move(out);
}

struct Known {
  const char* smiles;
  std::size_t count;
  const char* why;
};

TEST(Variants, StereoisomersAreAsManyAsTheyAre) {
  for (const Known& k :
       {Known{"CCO", 1, "nothing is open"}, Known{"C[C@H](O)Cl", 1, "the centre is given"},
        Known{"CC(O)Cl", 2, "one centre"}, Known{"OC(=O)C(O)C(O)C(=O)O", 3, "tartaric acid: meso"},
        Known{"OCC(O)C(O)C(O)C=O", 8, "pentoses: ribose and its seven"}, Known{"CC=CC", 2, "E and Z"},
        Known{"C/C=C/C", 1, "E is given"}, Known{"CC=CC(O)Cl", 4, "a centre and a double bond"},
        Known{"C1CCCC=C1", 1, "a small ring has no choice"}, Known{"C[C@H](O)C(Cl)Br", 2, "the given centre stays"}}) {
    const VariantSet set = variants(k.smiles, {.stereo = true});
    EXPECT_EQ(set.variants.size(), k.count) << k.smiles << ": " << k.why;
    std::set<std::string> different;
    for (const Variant& v : set.variants) different.insert(v.molecule.canonical_smiles());
    EXPECT_EQ(different.size(), set.variants.size()) << k.smiles;
  }
  EXPECT_EQ(variants("CCO", {.stereo = true}).variants[0].name, "as given");
  const VariantSet two = variants("CC(O)Cl", {.stereo = true});
  std::vector<std::string> names = {two.variants[0].name, two.variants[1].name};
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"C2 R", "C2 S"}));
}

TEST(Variants, ProtomersAreThoseNearThePh) {
  // Imidazole's pKa is 7: both forms within one unit of 7.4; acetic acid's is 4.8: one form.
  EXPECT_EQ(variants("Cc1c[nH]cn1", {.protomers = true}).variants.size(), 2u);
  EXPECT_EQ(variants("CC(=O)O", {.protomers = true}).variants.size(), 1u);
  EXPECT_EQ(variants("CC(=O)O", {.protomers = true, .ph = 4.8}).variants.size(), 2u);
  // The first is the form at the pH itself.
  EXPECT_EQ(variants("CC(=O)O", {.protomers = true}).variants[0].molecule.formal_charge(), -1);
  EXPECT_EQ(variants("CC(=O)O", {.protomers = true, .ph_window = 0}).variants.size(), 1u);
}

TEST(Variants, TautomersBeginWithTheGivenForm) {
  const VariantSet set = variants("O=c1cccc[nH]1", {.tautomers = true});   // 2-pyridone and 2-hydroxypyridine
  ASSERT_GE(set.variants.size(), 2u);
  EXPECT_EQ(set.variants[0].molecule.canonical_smiles(), "O=c1cccc[nH]1");
  EXPECT_TRUE(std::any_of(set.variants.begin(), set.variants.end(),
                          [](const Variant& v) { return v.molecule.canonical_smiles() == "Oc1ccccn1"; }));
  EXPECT_EQ(set.variants[1].name, "tautomer 2");
  EXPECT_EQ(variants("Oc1ccccn1", {.tautomers = true}).variants[0].molecule.canonical_smiles(), "Oc1ccccn1");
}

TEST(Variants, WhatIsLeftOutIsSaid) {
  const VariantSet set = variants("OCC(O)C(O)C(O)C=O", {.stereo = true, .most = 3});
  EXPECT_EQ(set.variants.size(), 3u);
  EXPECT_EQ(set.left_out, 5u);
  ASSERT_FALSE(set.notes.empty());
  EXPECT_THAT(set.notes.back(), HasSubstr("5 of 8"));
  const VariantSet many = variants("OC(F)C(F)C(F)C(F)C(F)C(F)C(F)C(F)C(F)C(F)C(F)C(F)Cl", {.stereo = true, .most = 4});
  EXPECT_EQ(many.variants.size(), 4u);
  EXPECT_THAT(many.notes.front(), HasSubstr("the first 10 are varied"));
}

TEST(Variants, TheSameEveryTime) {
  const VariantOptions all{.stereo = true, .protomers = true, .tautomers = true};
  const VariantSet a = variants("CC(N)c1c[nH]cn1", all), b = variants("CC(N)c1c[nH]cn1", all);
  ASSERT_EQ(a.variants.size(), b.variants.size());
  EXPECT_GE(a.variants.size(), 4u);
  for (std::size_t i = 0; i < a.variants.size(); ++i) {
    EXPECT_EQ(a.variants[i].name, b.variants[i].name);
    EXPECT_EQ(a.variants[i].molecule.canonical_smiles(), b.variants[i].molecule.canonical_smiles());
  }
}

}  // namespace
}  // namespace maek::mol
