// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/affinity_report.h"

#include <algorithm>  // for std::any_of

#include <fmt/format.h>

#include "base/version.h"  // for version

namespace maek::dock::internal {

std::string affinity_table(const std::vector<ScoredPose>& rows, const AffinityModel& model) {
  const bool relative = std::any_of(rows.begin(), rows.end(), [](const ScoredPose& s) { return s.relative; });
  std::string text =
      fmt::format("{:>4}  {:<24} {:>8} {:>16} {:>6} {:>12} {:>8} {:>6}", "", "ligand", "affinity",
                  fmt::format("{:.0f} % interval", 100 * model.level), "pKd", "interval", "Vina", "moved");
  if (relative) text += fmt::format(" {:>14}", "to the mean");
  text += fmt::format("\n{:>4}  {:<24} {:>8} {:>16} {:>6} {:>12} {:>8} {:>6}", "", "", "kcal/mol", "kcal/mol", "", "",
                      "kcal/mol", "Å");
  if (relative) text += fmt::format(" {:>14}", "pK");
  text += '\n';
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ScoredPose& s = rows[i];
    const Affinity& a = s.affinity;
    text += fmt::format("{:>4}  {:<24} {:>8.1f} {:>16} {:>6.1f} {:>12} {:>8.2f} {:>6.2f}", i + 1, s.label.substr(0, 24),
                        a.free_energy().value(),
                        fmt::format("{:.1f} to {:.1f}", a.free_energy_low().value(), a.free_energy_high().value()),
                        a.pkd.value(), fmt::format("{:.1f} to {:.1f}", a.low.value(), a.high.value()),
                        s.pose.terms.score, s.pose.moved);
    if (s.relative) text += fmt::format("{:>+8.2f} ± {:.2f}", s.relative->value(), model.relative_half_width);
    text += '\n';
    for (const std::string& w : a.warnings) text += "      warning: " + w + '\n';
  }
  return text;
}

nlohmann::json affinity_row(const ScoredPose& s, const AffinityModel& model, const Explanation* e,
                            const mol::Structure& receptor) {
  nlohmann::json row = {{"ligand", s.label},
                        {"smiles", s.pose.molecule.canonical_smiles()},
                        {"heavy_atoms", s.pose.heavy_atoms},
                        {"affinity", nlohmann::json::parse(affinity_json(s.affinity))},
                        {"score", s.affinity.score},
                        {"vina", s.pose.terms.score},
                        {"moved", s.pose.moved}};
  if (s.relative) row["to_the_mean"] = {{"pK", s.relative->value()}, {"half_width", model.relative_half_width}};
  if (e == nullptr) return row;
  for (const FeatureContribution& f : e->features) {
    row["features"].push_back({{"name", affinity_feature_table()[static_cast<std::size_t>(f.feature)].name},
                               {"value", f.value},
                               {"affinity", f.affinity}});
  }
  for (const ResidueContribution& r : e->residues) {
    row["residues"].push_back({{"residue", mol::residue_label(receptor, r.residue)},
                               {"vina", r.vina},
                               {"gauss", r.gauss},
                               {"repulsion", r.repulsion},
                               {"hydrophobic", r.hydrophobic},
                               {"hydrogen_bond", r.hydrogen_bond},
                               {"affinity", r.affinity}});
  }
  return row;
}

std::string affinity_csv(const std::vector<ScoredPose>& rows) {
  std::string text =
      "ligand,kcal_mol,low_kcal_mol,high_kcal_mol,pkd,pkd_low,pkd_high,vina_kcal_mol,moved_angstrom,relative_pk,"
      "warnings\n";
  for (const ScoredPose& s : rows) {
    const Affinity& a = s.affinity;
    std::string label = s.label;
    std::replace(label.begin(), label.end(), '"', '\'');
    text += fmt::format("\"{}\",{:.2f},{:.2f},{:.2f},{:.2f},{:.2f},{:.2f},{:.4f},{:.3f},{},{}\n", label,
                        a.free_energy().value(), a.free_energy_low().value(), a.free_energy_high().value(),
                        a.pkd.value(), a.low.value(), a.high.value(), s.pose.terms.score, s.pose.moved,
                        s.relative ? fmt::format("{:.3f}", s.relative->value()) : "", a.warnings.size());
  }
  return text;
}

Claim affinity_claim(const ScoredPose& s, const AffinityModel& model) {
  const Affinity& a = s.affinity;
  const auto value = [](double v) { return std::strtod(fmt::format("{:.2f}", v).c_str(), nullptr); };
  const nlohmann::json json = {
      {"of", "free energy of binding of " + s.label + " in the given pose"},
      {"method", fmt::format("maek affinity {}", version())},
      {"values", {{"kcal_mol", value(a.free_energy().value())}, {"pKd", value(a.pkd.value())}}},
      {"units", {{"kcal_mol", "kcal/mol"}, {"pKd", "1"}}},
      {"calibrated", true},
      {"interval",
       {{"kcal_mol", {value(a.free_energy_low().value()), value(a.free_energy_high().value())}},
        {"pKd", {value(a.low.value()), value(a.high.value())}}}},
      {"level", a.level},
      {"rests_on", affinity_rests_on(model, a)}};
  return {json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), {"affinity.csv"}};
}

}  // namespace maek::dock::internal
