// SPDX-License-Identifier: Apache-2.0
#include "dock/affinity.h"

#include <algorithm>  // for std::clamp
#include <cmath>      // for std::sqrt

#include "dock/internal/feature_book.h"  // for FeatureBook
#include "dock/internal/refine.h"        // for refine
#include "mol/descriptors.h"             // for describe
#include "mol/ligand_tree.h"             // for make_ligand_tree

namespace maek::dock {
namespace {

using enum AffinityFeature;

void add_ligand(const mol::Descriptors& d, AffinityFeatures& f) {
  f[kHeavyAtoms] = d.heavy_atoms;
  f[kWeight] = d.molecular_weight;
  f[kLogP] = d.log_p;
  f[kRefractivity] = d.molar_refractivity;
  f[kPolarSurface] = d.polar_surface;
  f[kDonors] = d.donors;
  f[kAcceptors] = d.acceptors;
  f[kRotatable] = d.rotatable_bonds;
  f[kRings] = d.rings;
  f[kAromaticRings] = d.aromatic_rings;
  f[kFractionSp3] = d.fraction_sp3;
  f[kCharge] = d.formal_charge;
  f[kAbsoluteCharge] = std::abs(d.formal_charge);
  f[kHalogens] = d.halogens;
}

/// Downhill on the Vina score, the pose free to go where it likes. Returns how far it went [Å].
double relax_in_place(const System& system, std::vector<Position>& x) {
  const std::vector<Position> before = x;
  const Kinematics kinematics(system.ligand);
  const Box everywhere{x.front(), {1e4, 1e4, 1e4}};
  const Minimum minimum = internal::refine(system, ScoringFunction::vina(), kinematics, kinematics.start(), everywhere);
  kinematics.coordinates(minimum.conformation, x);
  double sum = 0, heavy = 0;
  for (std::size_t a = 0; a < x.size(); ++a) {
    if (system.ligand.atoms[a].xs == XsType::kNone) continue;
    sum += mol::squared_distance(x[a], before[a]);
    heavy += 1;
  }
  return std::sqrt(sum / std::max(1.0, heavy));
}

}  // namespace

Expected<MeasuredPose> measure_pose(const DockReceptor& receptor, const mol::Molecule& pose, bool relax) {
  auto tree = mol::make_ligand_tree(pose);
  if (!tree) return tree.error();
  auto system = make_system(receptor.typed, tree->tree, {}, PairRule::kBreadthFirst);
  if (!system) return system.error();
  auto descriptors = mol::describe(pose);
  if (!descriptors) return descriptors.error();

  std::vector<Position> x;
  for (const LigandAtom& a : system->ligand.atoms)
    x.push_back(tree->tree.atoms[static_cast<std::size_t>(a.tree_atom)].position);
  MeasuredPose out{pose, {}, 0, system->ligand.heavy_atoms, {}, {}, {}};
  if (relax) {
    out.moved = relax_in_place(*system, x);
    std::vector<Position> placed(x.size());
    for (std::size_t a = 0; a < x.size(); ++a)
      placed[static_cast<std::size_t>(system->ligand.atoms[a].tree_atom)] = x[a];
    out.molecule = pose.with_positions(mol::molecule_positions(pose, *tree, placed));
  }
  out.terms = EnergyModel(*system, ScoringFunction::vina(), EnergyMode::kContinuous).terms(x);
  out.interactions = mol::find_interactions(receptor.structure, out.molecule);
  internal::FeatureBook book(receptor.structure.residues.size());
  internal::measure_pairs(receptor, *system, x, book);
  internal::measure_surfaces(receptor, out.molecule, out.interactions, book);
  add_ligand(*descriptors, book.total);
  out.features = book.total;
  out.residues = std::move(book.shares());
  std::sort(out.residues.begin(), out.residues.end(),
            [](const ResidueShare& a, const ResidueShare& b) { return a.residue < b.residue; });
  return out;
}

double affinity_score(const AffinityModel& model, const AffinityFeatures& features) {
  double score = 0;
  for (const AffinityModel::Row& row : model.rows)
    score += row.weight * std::clamp(features[row.feature], row.low, row.high);
  return score;
}

double affinity_contribution(const AffinityModel& model, const AffinityFeatures& features, AffinityFeature feature) {
  const AffinityModel::Row& row = model.rows[static_cast<std::size_t>(feature)];
  return row.weight * (std::clamp(features[feature], row.low, row.high) - row.mean);
}

std::vector<Pkd> relative_affinities(const AffinityModel& model, std::span<const Affinity> ligands) {
  double mean = 0;
  for (const Affinity& a : ligands) mean += a.score / static_cast<double>(ligands.size());
  std::vector<Pkd> out;
  for (const Affinity& a : ligands) out.emplace_back(model.relative_slope * (a.score - mean));
  return out;
}

}  // namespace maek::dock
