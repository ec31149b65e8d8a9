// SPDX-License-Identifier: Apache-2.0
// Affinity of made-up and real complexes: the features add up, the interval is one, and the domain is guarded.
#include "dock/affinity.h"

#include <cmath>    // for std::cos
#include <filesystem>  // for std::filesystem::path
#include <set>      // for std::set

#include <gmock/gmock.h>  // for HasSubstr
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "dock/explain.h"               // for explain
#include "dock/internal/pdb_fixture.h"  // for hollow_pdb
#include "mol/chemistry.h"              // for make_conformers
#include "tests/test_data.h"            // for file_bytes

namespace maek::dock {
namespace {

using namespace fixture;
using enum AffinityFeature;
using ::testing::Contains;
using ::testing::HasSubstr;

DockReceptor receptor_of(const std::string& pdb) {
  std::vector<std::string> notes;
  auto receptor = prepare_receptor_input({"receptor.pdb", pdb, true}, {}, notes);
  EXPECT_TRUE(receptor) << (receptor ? "" : receptor.error().text());
  return std::move(*receptor);
}

const DockReceptor& hollow() {
  static const DockReceptor receptor = receptor_of(hollow_pdb() + "END\n");
  return receptor;
}

/// A conformer of the molecule with its middle at `at`.
mol::Molecule placed(const char* smiles, mol::Position at = {}) {
  auto conformers = mol::make_conformers(*mol::read_smiles(smiles), 1, 1, 1, 0, nullptr);
  EXPECT_TRUE(conformers) << smiles;
  mol::Molecule m = conformers->front();
  auto x = m.positions();
  mol::Position middle;
  for (const auto& p : x) middle = middle + (1.0 / static_cast<double>(x.size())) * p;
  for (auto& p : x) p = p - middle + at;
  return m.with_positions(std::move(x));
}

MeasuredPose measured(const mol::Molecule& pose, bool relax = true, const DockReceptor& receptor = hollow()) {
  auto out = measure_pose(receptor, pose, relax);
  EXPECT_TRUE(out) << (out ? "" : out.error().text());
  return std::move(*out);
}

constexpr const char* kLigands[] = {"Oc1ccccc1", "CC(=O)Nc1ccc(O)cc1", "[NH3+]CCc1ccc(Cl)cc1", "O=C([O-])CCC1CCCCC1"};

TEST(AffinityFeatures, HaveNamesOfTheirOwnAndMeanings) {
  std::set<std::string_view> names;
  for (const AffinityFeatureFacts& f : affinity_feature_table()) {
    EXPECT_TRUE(names.insert(f.name).second) << f.name;
    EXPECT_FALSE(f.meaning.empty()) << f.name;
  }
  EXPECT_EQ(names.size(), kAffinityFeatures);
}

TEST(AffinityFeatures, AreAllListedOnTheirPage) {
  const std::string page = file_bytes(std::filesystem::path(MAEK_SOURCE_DIR) / "docs/calibration.md");
  for (const AffinityFeatureFacts& f : affinity_feature_table()) {
    EXPECT_THAT(page, HasSubstr("| `" + std::string(f.name) + "` | " + std::string(f.unit) + " | " +
                                std::string(f.meaning) + " |"));
  }
}

TEST(AffinityFeatures, AreTheSumsOfTheirShares) {
  for (const char* smiles : kLigands) {
    const MeasuredPose pose = measured(placed(smiles));
    for (const AffinityFeatureFacts& f : affinity_feature_table()) {
      double sum = 0;
      for (const ResidueShare& r : pose.residues) sum += r.share[f.feature];
      if (!f.by_residue) {
        EXPECT_EQ(sum, 0) << f.name;
        continue;
      }
      // The scores also hold what the ligand has with itself.
      double own = 0;
      if (f.feature == kVina) own = pose.features[kIntra];
      if (f.feature == kVinardo) own = pose.features[kIntraVinardo];
      if (own != 0) continue;
      EXPECT_NEAR(sum, pose.features[f.feature], 1e-6 * std::max(1.0, std::abs(sum))) << smiles << ' ' << f.name;
    }
  }
}

TEST(AffinityFeatures, HoldVinasOwnTerms) {
  const ScoringFunction& v = ScoringFunction::vina();
  for (const char* smiles : kLigands) {
    const MeasuredPose pose = measured(placed(smiles));
    const AffinityFeatures& f = pose.features;
    EXPECT_NEAR(v.gauss1 * f[kGauss] + v.gauss2 * f[kGaussAt3] + v.repulsion * f[kRepulsion] +
                    v.hydrophobic * f[kHydrophobic] + v.hydrogen_bond * f[kHydrogenBond],
                pose.terms.inter(), 1e-2)
        << smiles << ": but for the cap on each atom's energy";
    EXPECT_DOUBLE_EQ(f[kVina], pose.terms.score);
    EXPECT_LE(f[kNear4], f[kNear6]);
    EXPECT_LE(f[kNear6], f[kNear8]);
    EXPECT_LE(f[kNear8], f[kNear12]);
    EXPECT_GE(f[kBuriedShare], 0);
    EXPECT_LE(f[kBuriedShare], 1);
    EXPECT_GE(f[kHydrophobicFar], f[kHydrophobic]);
    EXPECT_GE(f[kHydrogenBondFar], f[kHydrogenBond]);
  }
}

TEST(AffinityFeatures, RelaxingNeverRaisesTheEnergy) {
  for (const char* smiles : kLigands) {
    const mol::Molecule pose = placed(smiles, {1.5, 0.5, -0.5});
    const MeasuredPose before = measured(pose, false), after = measured(pose, true);
    EXPECT_EQ(before.moved, 0);
    EXPECT_LE(after.terms.inter() + after.terms.intra(), before.terms.inter() + before.terms.intra() + 1e-6) << smiles;
    EXPECT_EQ(before.molecule.positions().front().x, pose.positions().front().x);
  }
}

TEST(AffinityFeatures, TurnWithTheComplex) {
  const auto turned = [](mol::Position p) {
    const double c = std::cos(0.7), s = std::sin(0.7);
    return mol::Position{c * p.x - s * p.y + 5, s * p.x + c * p.y - 3, p.z + 2};
  };
  DockReceptor moved = hollow();
  for (mol::Atom& a : moved.structure.atoms) a.position = turned(a.position);
  for (mol::PdbqtAtom& a : moved.typed.atoms) a.position = turned(a.position);
  const mol::Molecule pose = placed(kLigands[1]);
  auto x = pose.positions();
  for (auto& p : x) p = turned(p);
  const AffinityFeatures a = measured(pose, false).features,
                         b = measured(pose.with_positions(x), false, moved).features;
  for (const AffinityFeatureFacts& f : affinity_feature_table()) {
    // Surfaces are sampled by points: 2 % of an atom, and what hangs on a threshold of area may tip.
    const bool surface = f.unit == "Å²" && f.feature != kPolarSurface && f.feature != kRepulsion;
    if (f.feature == kUnsatisfied || f.feature == kEnclosedAtoms) continue;
    const double tolerance = surface                     ? 8
                             : f.feature == kBuriedShare ? 0.02
                                                         : 1e-6 * std::max(1.0, std::abs(a[f.feature]));
    EXPECT_NEAR(a[f.feature], b[f.feature], tolerance) << f.name;
  }
}

TEST(Affinity, IntervalHoldsTheValueInBothUnits) {
  for (const char* smiles : kLigands) {
    const mol::Molecule pose = placed(smiles);
    const MeasuredPose m = measured(pose);
    const Affinity a = predict_affinity(affinity_model(), hollow(), pose, m);
    EXPECT_LT(a.low, a.pkd);
    EXPECT_LT(a.pkd, a.high);
    EXPECT_LT(a.free_energy_low(), a.free_energy());
    EXPECT_LT(a.free_energy(), a.free_energy_high());
    EXPECT_NEAR(to_pkd(a.free_energy()).value(), a.pkd.value(), 1e-12);
    EXPECT_NEAR(a.score, affinity_score(affinity_model(), m.features), 1e-12);
    const auto json = nlohmann::json::parse(affinity_json(a));
    for (const char* key : {"kcal_mol", "pKd", "low", "high", "coverage", "warnings"})
      EXPECT_TRUE(json.contains(key)) << key;
    EXPECT_LT(json["low"], json["kcal_mol"]);
  }
}

TEST(Affinity, ContributionsAddUpToTheScore) {
  const AffinityModel& model = affinity_model();
  const MeasuredPose m = measured(placed(kLigands[2]));
  double sum = 0;
  for (const AffinityModel::Row& row : model.rows)
    sum += affinity_contribution(model, m.features, row.feature) + row.weight * row.mean;
  EXPECT_NEAR(sum, affinity_score(model, m.features), 1e-9);
}

TEST(Affinity, ShippedModelIsWhole) {
  const AffinityModel& model = affinity_model();
  int used = 0;
  for (std::size_t i = 0; i < model.rows.size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(model.rows[i].feature), i);
    EXPECT_LE(model.rows[i].low, model.rows[i].mean);
    EXPECT_LE(model.rows[i].mean, model.rows[i].high);
    used += model.rows[i].weight != 0 ? 1 : 0;
  }
  EXPECT_GT(used, 50);
  EXPECT_GT(model.half_width, model.relative_half_width);
  EXPECT_GT(model.slope, 0);
  EXPECT_GT(model.relative_slope, model.slope) << "absolute values shrink to the mean more than differences do";
  EXPECT_FALSE(model.source.empty());
}

TEST(Affinity, RelativeValuesSumToNothingAndKeepTheOrderOfScores) {
  std::vector<Affinity> all(3);
  all[0].score = 1.5;
  all[1].score = -0.5;
  all[2].score = 0.2;
  const auto relative = relative_affinities(affinity_model(), all);
  EXPECT_NEAR((relative[0] + relative[1] + relative[2]).value(), 0, 1e-12);
  EXPECT_LT(relative[1], relative[2]);
  EXPECT_LT(relative[2], relative[0]);
  EXPECT_TRUE(relative_affinities(affinity_model(), {}).empty());
}

TEST(Affinity, WarnsOutsideItsDomain) {
  struct Case {
    const char* why;
    const char* smiles;
    mol::Position at;
    const char* warning;
  };
  const Case cases[] = {
      {"far away", "Oc1ccccc1", {90, 0, 0}, "touches no atom"},
      {"an element that no fitted ligand has", "OP(=O)(O)c1ccccc1", {}, "elements that the fit does not have: P"},
      {"too small", "CO", {}, "2 heavy atoms"},
      {"charge", "[O-]C(=O)C(C(=O)[O-])C(C(=O)[O-])C(=O)[O-]", {}, "formal charge -4"},
      {"through the wall", "c1ccccc1", {9.0, 2.5, 0.5}, "within a bond's length"},
  };
  for (const Case& c : cases) {
    const mol::Molecule pose = placed(c.smiles, c.at);
    const Affinity a = predict_affinity(affinity_model(), hollow(), pose, measured(pose, false));
    EXPECT_THAT(a.warnings, Contains(HasSubstr(c.warning))) << c.why;
  }
}

TEST(Affinity, WarnsOfAMetalThatTheLigandBinds) {
  const std::string zinc = pdb_atom("HETATM", 990, "ZN", " ZN", 'C', 1, {2.0, 0, 0}, "ZN");
  const DockReceptor receptor = receptor_of(hollow_pdb() + zinc + "END\n");
  const mol::Molecule pose = placed("Oc1ccccc1");
  const Affinity a = predict_affinity(affinity_model(), receptor, pose, measured(pose, false, receptor));
  EXPECT_THAT(a.warnings, Contains(HasSubstr("binds a metal (ZN of ZN C 1)")));
}

TEST(Affinity, RefusesWhatCannotBeTyped) {
  const auto boron = mol::make_conformers(*mol::read_smiles("OB(O)c1ccccc1"), 1, 1, 1, 0, nullptr);
  if (!boron) GTEST_SKIP() << "no conformer of a boronic acid here";
  const auto out = measure_pose(hollow(), boron->front(), true);
  ASSERT_FALSE(out);
  EXPECT_THAT(out.error().text(), HasSubstr("B"));
}

TEST(Explanation, ResiduesSumToVinasEnergyAndAreSorted) {
  const MeasuredPose m = measured(placed(kLigands[1]));
  const Explanation e = explain(affinity_model(), m);
  double sum = 0;
  for (const ResidueContribution& r : e.residues) {
    sum += r.vina;
    EXPECT_NEAR(r.vina, r.gauss + r.repulsion + r.hydrophobic + r.hydrogen_bond, 1e-12);
  }
  // Residues below the listed least are left out: there are 40 of them at most.
  EXPECT_NEAR(sum, m.terms.inter(), 40 * 0.005 + 0.01);
  for (std::size_t i = 1; i < e.residues.size(); ++i)
    EXPECT_GE(std::abs(e.residues[i - 1].vina), std::abs(e.residues[i].vina));
  EXPECT_EQ(e.features.size(), kAffinityFeatures);
  const std::string table = explanation_table(e, hollow().structure, 5), csv = explanation_csv(e, hollow().structure);
  EXPECT_THAT(table, HasSubstr("SER A"));
  EXPECT_THAT(table, ::testing::Not(HasSubstr("-0.00")));
  EXPECT_EQ(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')), e.residues.size() + 1);
}

TEST(Explanation, AMutationShowsInTheFeatures) {
  // The causal test in small: a serine taken away loses exactly its own share of the pair terms.
  const mol::Molecule pose = placed(kLigands[0], {3, 1, 0});
  const MeasuredPose with = measured(pose, false);
  const ResidueShare* most = nullptr;
  for (const ResidueShare& r : with.residues) {
    if (most == nullptr || r.share[kGauss] > most->share[kGauss]) most = &r;
  }
  ASSERT_NE(most, nullptr);
  DockReceptor without = hollow();
  std::vector<bool> keep;
  mol::PdbqtReceptor typed;
  for (std::size_t a = 0; a < without.structure.atoms.size(); ++a) {
    keep.push_back(without.structure.atoms[a].residue != most->residue);
    if (keep.back()) typed.atoms.push_back(without.typed.atoms[a]);
  }
  without.structure = mol::subset(without.structure, keep);
  without.typed = typed;
  const MeasuredPose less = measured(pose, false, without);
  for (const AffinityFeature f : {kGauss, kGaussAt3, kRepulsion, kHydrophobic, kHydrogenBond, kNear6, kNear12})
    EXPECT_NEAR(less.features[f], with.features[f] - most->share[f], 1e-9);
}

}  // namespace
}  // namespace maek::dock
