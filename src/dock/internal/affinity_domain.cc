// SPDX-License-Identifier: Apache-2.0
// From features to an affinity with its interval, and the warnings where the model was not fitted for such a case.
#include <algorithm>  // for std::max
#include <cmath>      // for std::sqrt

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dock/affinity.h"
#include "mol/cell_list.h"  // for CellList

namespace maek::dock {
namespace {

using mol::Element;

constexpr double kMetalReach = 3.0;      // Å: coordination (docs/interactions.md)
constexpr double kBondFactor = 1.15;     // of the sum of covalent radii: below it two atoms are bonded
constexpr double kLongestBond = 3.5;     // Å: what to look through
constexpr double kFarMove = 2.0;         // Å: the pose that was measured is another one
constexpr std::size_t kNamedFeatures = 4;

std::string atom_name(const mol::Structure& structure, std::int32_t atom) {
  const mol::Atom& a = structure.atoms[static_cast<std::size_t>(atom)];
  return fmt::format("{} of {}", a.name, mol::residue_label(structure, a.residue));
}

/// Metals at the relaxed pose, bonds to the receptor at the given one.
void warn_of_neighbours(const mol::Structure& structure, const mol::Molecule& given, const MeasuredPose& pose,
                        std::vector<std::string>& out) {
  std::vector<Position> all;
  for (const mol::Atom& a : structure.atoms) all.push_back(a.position);
  const mol::CellList cells(all, 4.0);
  std::int32_t metal = -1, bonded = -1;
  for (std::size_t i = 0; i < given.atoms().size(); ++i) {
    const Element element = given.atoms()[i].element;
    if (element == Element::kH) continue;
    cells.within(pose.molecule.positions()[i], kMetalReach, [&](std::int32_t j, double) {
      if (mol::is_metal(structure.atoms[static_cast<std::size_t>(j)].element)) metal = j;
    });
    cells.within(given.positions()[i], kLongestBond, [&](std::int32_t j, double squared) {
      const Element other = structure.atoms[static_cast<std::size_t>(j)].element;
      if (other == Element::kH || mol::is_metal(other)) return;
      if (std::sqrt(squared) < kBondFactor * (mol::covalent_radius(element) + mol::covalent_radius(other))) bonded = j;
    });
  }
  if (metal >= 0)
    out.push_back(fmt::format("binds a metal ({}): metals are not in the fit", atom_name(structure, metal)));
  if (bonded >= 0)
    out.push_back(fmt::format("lies within a bond's length of {}: covalent ligands and clashes are not in the fit",
                              atom_name(structure, bonded)));
}

void warn_of_ligand(const AffinityModel& model, const mol::Molecule& ligand, const MeasuredPose& pose,
                    std::vector<std::string>& out) {
  std::string strange;
  for (const mol::MoleculeAtom& a : ligand.atoms()) {
    const std::string symbol(mol::symbol(a.element));
    if (a.element == Element::kH || model.elements.find(" " + symbol + " ") != std::string_view::npos) continue;
    if ((strange + " ").find(" " + symbol + " ") == std::string::npos) strange += " " + symbol;
  }
  if (!strange.empty()) out.push_back("elements that the fit does not have:" + strange);
  if (pose.heavy_atoms < model.fewest_heavy_atoms || pose.heavy_atoms > model.most_heavy_atoms) {
    out.push_back(fmt::format("{} heavy atoms: the fit has {} to {}", pose.heavy_atoms, model.fewest_heavy_atoms,
                              model.most_heavy_atoms));
  }
  if (const int charge = ligand.formal_charge(); charge < model.lowest_charge || charge > model.highest_charge) {
    out.push_back(
        fmt::format("formal charge {:+}: the fit has {:+} to {:+}", charge, model.lowest_charge, model.highest_charge));
  }
}

void warn_of_features(const AffinityModel& model, const AffinityFeatures& features, std::vector<std::string>& out) {
  std::string named;
  std::size_t count = 0;
  for (const AffinityModel::Row& row : model.rows) {
    const double value = features[row.feature];
    if (value >= row.low && value <= row.high) continue;
    if (++count > kNamedFeatures) continue;
    const AffinityFeatureFacts& facts = affinity_feature_table()[static_cast<std::size_t>(row.feature)];
    named +=
        fmt::format("{}{} {:.4g} ({:.4g} to {:.4g})", named.empty() ? "" : ", ", facts.name, value, row.low, row.high);
  }
  // Of so many features one or the other lies in the outer half per cent of most ligands.
  if (count <= kNamedFeatures / 2) return;
  if (count > kNamedFeatures) named += fmt::format(" and {} more", count - kNamedFeatures);
  out.push_back(fmt::format("{} features outside the fitted range: {}", count, named));
}

double digits(double value) { return std::strtod(fmt::format("{:.2f}", value).c_str(), nullptr); }

}  // namespace

Affinity predict_affinity(const AffinityModel& model, const DockReceptor& receptor, const mol::Molecule& given,
                          const MeasuredPose& pose) {
  Affinity out;
  out.score = affinity_score(model, pose.features);
  out.level = model.level;
  const double pk = model.intercept + model.slope * out.score;
  out.pkd = Pkd(pk);
  out.low = Pkd(pk - model.half_width);
  out.high = Pkd(pk + model.half_width);
  const bool touching = pose.features[AffinityFeature::kNear4] >= 1;
  if (!touching)
    out.warnings.push_back("the ligand touches no atom of the receptor: is it in the receptor's own coordinates?");
  warn_of_ligand(model, given, pose, out.warnings);
  warn_of_neighbours(receptor.structure, given, pose, out.warnings);
  if (pose.moved > kFarMove) {
    out.warnings.push_back(
        fmt::format("relaxing moved the pose by {:.1f} Å: what was measured is another pose", pose.moved));
  }
  if (touching) warn_of_features(model, pose.features, out.warnings);
  return out;
}

std::vector<std::string> affinity_rests_on(const AffinityModel& model, const Affinity& affinity) {
  std::vector<std::string> out = {fmt::format("Maek's affinity model of {}: {}", model.date, model.source),
                                  "the interval holds on average over proteins that were left out of the fit"};
  for (const std::string& w : affinity.warnings) out.push_back("outside the domain: " + w);
  return out;
}

std::string affinity_json(const Affinity& affinity) {
  return nlohmann::json{{"kcal_mol", digits(affinity.free_energy().value())},
                        {"low", digits(affinity.free_energy_low().value())},
                        {"high", digits(affinity.free_energy_high().value())},
                        {"pKd", digits(affinity.pkd.value())},
                        {"pKd_low", digits(affinity.low.value())},
                        {"pKd_high", digits(affinity.high.value())},
                        {"coverage", affinity.level},
                        {"warnings", affinity.warnings}}
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace maek::dock
