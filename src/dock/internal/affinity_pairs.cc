// SPDX-License-Identifier: Apache-2.0
// Features that are sums over pairs of a ligand and a receptor atom: one neighbour loop for all of them.
#include <algorithm>  // for std::clamp
#include <cmath>      // for std::sqrt

#include "dock/energy.h"                 // for EnergyModel
#include "dock/internal/feature_book.h"  // for FeatureBook
#include "dock/pair_energy.h"            // for pair_energy

namespace maek::dock::internal {
namespace {

using enum AffinityFeature;

constexpr double kReach = 12;  // Å, of the widest count

/// 1 up to `good`, 0 from `bad` on, linear between.
double step(double x, double good, double bad) { return std::clamp((bad - x) / (bad - good), 0.0, 1.0); }
double gauss(double x, double centre, double width) {
  const double t = (x - centre) / width;
  return std::exp(-t * t);
}
bool is_halogen(XsType t) { return t == XsType::F_H || t == XsType::Cl_H || t == XsType::Br_H || t == XsType::I_H; }
bool is_polar(XsType t) { return is_donor(t) || is_acceptor(t); }

/// The terms of one pair at distance r [Å] below the cutoff.
void add_pair(XsType a, XsType b, bool aromatic, double r, AffinityFeatures& f) {
  const auto& radius = ScoringFunction::vina().radius;
  const double x = r - radius[static_cast<std::size_t>(a)] - radius[static_cast<std::size_t>(b)];
  const bool apolar_a = is_hydrophobic(a), apolar_b = is_hydrophobic(b), bond = can_hydrogen_bond(a, b);
  f[kInter] += pair_energy(ScoringFunction::vina(), a, b, r).energy;
  f[kInterVinardo] += pair_energy(ScoringFunction::vinardo(), a, b, r).energy;
  f[kGauss] += gauss(x, 0, 0.5);
  f[kGaussAt1] += gauss(x, 1, 0.5);
  f[kGaussWide] += gauss(x, 0, 1.5);
  f[kGaussAt3] += gauss(x, 3, 2);
  if (x < 0) f[kRepulsion] += x * x;
  if (x < -0.4) f[kRepulsionDeep] += (x + 0.4) * (x + 0.4);
  const double touch = step(x, 0.5, 1.5);
  if (apolar_a && apolar_b) {
    f[kHydrophobic] += touch;
    f[kHydrophobicFar] += step(x, 0.5, 3);
  } else if (apolar_a) {
    f[kApolarOnPolar] += touch;
  } else if (apolar_b) {
    f[kPolarOnApolar] += touch;
  } else {
    f[kNonHydrophobic] += touch;
    if (!bond && x < 0) f[kRepulsionPolar] += x * x;
  }
  if (bond) {
    f[kHydrogenBond] += step(x, -0.7, 0);
    f[kHydrogenBondFar] += step(x, -0.7, 0.4);
  } else if (!apolar_a && !apolar_b && is_polar(a) && is_polar(b)) {
    f[kPolarMismatch] += step(x, -0.7, 0.4);
  }
  if (aromatic) f[kAromaticCarbons] += touch;
  if (is_halogen(a)) f[kHalogenContacts] += touch;
}

}  // namespace

void measure_pairs(const DockReceptor& receptor, const System& system, std::span<const Position> x, FeatureBook& book) {
  const Receptor& rigid = system.receptor;
  for (std::size_t i = 0; i < system.ligand.atoms.size(); ++i) {
    const LigandAtom& atom = system.ligand.atoms[i];
    if (!meets_receptor(atom.xs)) continue;
    rigid.cells->within(x[i], kReach, [&](std::int32_t j, double squared) {
      const auto k = static_cast<std::size_t>(j);
      const auto source = static_cast<std::size_t>(rigid.source[k]);
      AffinityFeatures& share = book.of(receptor.structure.atoms[source].residue);
      const double r = std::sqrt(squared);
      share[kNear12] += 1;
      if (r >= kCutoff) return;
      share[kNear8] += 1;
      if (r < 6) share[kNear6] += 1;
      if (r < 4) share[kNear4] += 1;
      const bool aromatic =
          atom.type == mol::AutodockType::A && receptor.typed.atoms[source].type == mol::AutodockType::A;
      add_pair(atom.xs, rigid.types[k], aromatic, r, share);
    });
  }
  for (const AffinityFeatureFacts& row : affinity_feature_table()) {
    for (const ResidueShare& r : book.shares()) book.total[row.feature] += r.share[row.feature];
  }

  // The scores themselves come from the engine: with capping, and with the ligand's own energy.
  const auto score = [&](const ScoringFunction& function, AffinityFeature whole, AffinityFeature inter,
                         AffinityFeature intra) {
    const Terms terms = EnergyModel(system, function, EnergyMode::kContinuous).terms(x);
    book.total[whole] = terms.score;
    book.total[inter] = terms.inter();
    book.total[intra] = terms.intra();
    for (ResidueShare& r : book.shares()) r.share[whole] = r.share[inter] / (1 + function.rotor * terms.rotors);
    return terms.rotors;
  };
  book.total[kRotors] = score(ScoringFunction::vina(), kVina, kInter, kIntra);
  score(ScoringFunction::vinardo(), kVinardo, kInterVinardo, kIntraVinardo);
}

}  // namespace maek::dock::internal
