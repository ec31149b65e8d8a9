// SPDX-License-Identifier: Apache-2.0
#include "dock/explain.h"

#include <algorithm>  // for std::sort
#include <cmath>      // for std::abs
#include <utility>    // for std::pair

#include <fmt/format.h>

#include "dock/pair_energy.h"  // for ScoringFunction

namespace maek::dock {
namespace {

using enum AffinityFeature;

constexpr double kNothing = 0.005;   // kcal/mol: below it a residue is not listed

/// What a residue's share of a feature is worth. Outside the fitted range the feature counts with its clamped value, and so
/// does each share, in proportion.
double worth(const AffinityModel& model, const AffinityModel::Row& row, double total, double share) {
  if (share == 0 || total == 0) return 0;
  return model.relative_slope * row.weight * share * std::clamp(total, row.low, row.high) / total;
}

/// As printed: what rounds to nothing has no sign.
double cents(double value) {
  const double rounded = std::round(100 * value) / 100;
  return rounded == 0 ? 0 : rounded;
}

}  // namespace

Explanation explain(const AffinityModel& model, const MeasuredPose& pose) {
  const ScoringFunction& vina = ScoringFunction::vina();
  Explanation out;
  for (const ResidueShare& r : pose.residues) {
    ResidueContribution c;
    c.residue = r.residue;
    c.gauss = vina.gauss1 * r.share[kGauss] + vina.gauss2 * r.share[kGaussAt3];
    c.repulsion = vina.repulsion * r.share[kRepulsion];
    c.hydrophobic = vina.hydrophobic * r.share[kHydrophobic];
    c.hydrogen_bond = vina.hydrogen_bond * r.share[kHydrogenBond];
    c.vina = c.gauss + c.repulsion + c.hydrophobic + c.hydrogen_bond;
    for (const AffinityModel::Row& row : model.rows)
      c.affinity += worth(model, row, pose.features[row.feature], r.share[row.feature]);
    if (std::abs(c.vina) > kNothing) out.residues.push_back(c);
  }
  std::sort(out.residues.begin(), out.residues.end(), [](const auto& a, const auto& b) {
    return std::pair(-std::abs(a.vina), a.residue) < std::pair(-std::abs(b.vina), b.residue);
  });
  for (const AffinityFeatureFacts& facts : affinity_feature_table()) {
    out.features.push_back({facts.feature, pose.features[facts.feature],
                            model.relative_slope * affinity_contribution(model, pose.features, facts.feature)});
  }
  std::sort(out.features.begin(), out.features.end(), [](const auto& a, const auto& b) {
    return std::pair(-std::abs(a.affinity), a.feature) < std::pair(-std::abs(b.affinity), b.feature);
  });
  return out;
}

std::string explanation_table(const Explanation& e, const mol::Structure& receptor, std::size_t most) {
  std::string text =
      fmt::format("{:<16} {:>8} {:>8} {:>8} {:>8} {:>8} {:>9}\n{:<16} {:>8} {:>8} {:>8} {:>8} {:>8} {:>9}\n", "residue",
                  "Vina", "gauss", "repuls.", "hydroph.", "H bond", "affinity", "", "kcal/mol", "", "", "", "", "pK");
  for (std::size_t i = 0; i < std::min(most, e.residues.size()); ++i) {
    const ResidueContribution& r = e.residues[i];
    text += fmt::format("{:<16} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.2f} {:>+9.2f}\n",
                        mol::residue_label(receptor, r.residue), cents(r.vina), cents(r.gauss), cents(r.repulsion),
                        cents(r.hydrophobic), cents(r.hydrogen_bond), cents(r.affinity));
  }
  text += fmt::format("\n{:<22} {:>10} {:>9}\n{:<22} {:>10} {:>9}\n", "feature", "value", "affinity", "", "", "pK");
  for (std::size_t i = 0; i < std::min(most, e.features.size()); ++i) {
    const FeatureContribution& f = e.features[i];
    const AffinityFeatureFacts& facts = affinity_feature_table()[static_cast<std::size_t>(f.feature)];
    text += fmt::format("{:<22} {:>10.4g} {:>+9.2f}  {}{}{}\n", facts.name, f.value, cents(f.affinity), facts.meaning,
                        facts.unit.empty() ? "" : ", ", facts.unit);
  }
  return text;
}

std::string explanation_csv(const Explanation& e, const mol::Structure& receptor) {
  std::string text =
      "residue,vina_kcal_mol,gauss_kcal_mol,repulsion_kcal_mol,hydrophobic_kcal_mol,hydrogen_bond_kcal_mol,affinity_"
      "pk\n";
  for (const ResidueContribution& r : e.residues) {
    text += fmt::format("{},{:.4f},{:.4f},{:.4f},{:.4f},{:.4f},{:.4f}\n", mol::residue_label(receptor, r.residue),
                        r.vina, r.gauss, r.repulsion, r.hydrophobic, r.hydrogen_bond, r.affinity);
  }
  return text;
}

}  // namespace maek::dock
