// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/refine.h"

#include <algorithm>   // for std::max
#include <cmath>       // for std::sqrt

namespace maek::dock::internal {
namespace {

constexpr double kSkin = 1.5;             // Å: neighbour lists reach this much beyond the cutoff
constexpr double kRefineSlope = 100;      // kcal/mol/Å outside the box
constexpr double kTolerance = 1e-4;       // kcal/mol: a step that gains less ends it
constexpr int kIterations = 60;

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

/// Energy with neighbour lists that are renewed when an atom has left the skin.
class NeighbourEnergy {
 public:
  NeighbourEnergy(const System& system, const ScoringFunction& function, const Box& box)
      : system_(system), function_(function), box_(box), lists_(system.ligand.atoms.size()) {}

  double operator()(std::span<const Position> x, std::span<Position> slopes) {
    renew(x);
    const Ligand& ligand = system_.ligand;
    double total = 0;
    for (std::size_t a = 0; a < ligand.atoms.size(); ++a) {
      const XsType type = ligand.atoms[a].xs;
      if (!meets_receptor(type)) continue;
      double energy = 0;
      Position gradient;
      for (const std::int32_t atom : lists_[a]) {
        const Position d = x[a] - system_.receptor.positions[index(atom)];
        const double r_squared = squared_norm(d);
        if (r_squared >= kCutoffSquared) continue;
        const double r = std::max(std::sqrt(r_squared), 1e-6);
        const PairEnergy e = pair_energy(function_, type, system_.receptor.types[index(atom)], r);
        energy += e.energy;
        gradient += e.slope / r * d;
      }
      total += cap(energy, kScoringCap);
      slopes[a] += cap_factor(energy, kScoringCap) * gradient;
      total += outside(x[a], slopes[a]);
    }
    for (const InternalPair& p : ligand.pairs) {
      const XsType ta = ligand.atoms[index(p.a)].xs, tb = ligand.atoms[index(p.b)].xs;
      if (!meets_receptor(ta) || !meets_receptor(tb)) continue;
      const Position d = x[index(p.b)] - x[index(p.a)];
      const double r_squared = squared_norm(d);
      if (r_squared >= kCutoffSquared) continue;
      const double r = std::max(std::sqrt(r_squared), 1e-6);
      const PairEnergy e = pair_energy(function_, ta, tb, r);
      total += cap(e.energy, kScoringCap);
      const Position g = cap_factor(e.energy, kScoringCap) * e.slope / r * d;
      slopes[index(p.b)] += g;
      slopes[index(p.a)] += -g;
    }
    return total;
  }

 private:
  void renew(std::span<const Position> x) {
    bool needed = built_at_.empty();
    for (std::size_t a = 0; a < built_at_.size() && !needed; ++a) {
      needed = squared_distance(x[a], built_at_[a]) > kSkin * kSkin;
    }
    if (!needed) return;
    built_at_.assign(x.begin(), x.end());
    for (std::size_t a = 0; a < lists_.size(); ++a) {
      lists_[a].clear();
      if (!meets_receptor(system_.ligand.atoms[a].xs)) continue;
      system_.receptor.cells->within(x[a], kCutoff + kSkin,
                                     [&](std::int32_t atom, double) { lists_[a].push_back(atom); });
    }
  }

  double outside(Position p, Position& slope) const {
    const Position d = p - box_.centre;
    const auto axis = [](double offset, double half, double& out) {
      const double beyond = std::abs(offset) - half;
      if (beyond <= 0) return 0.0;
      out += offset > 0 ? kRefineSlope : -kRefineSlope;
      return kRefineSlope * beyond;
    };
    return axis(d.x, box_.size.x / 2, slope.x) + axis(d.y, box_.size.y / 2, slope.y) +
           axis(d.z, box_.size.z / 2, slope.z);
  }

  const System& system_;
  const ScoringFunction& function_;
  Box box_;
  std::vector<std::vector<std::int32_t>> lists_;   // receptor atoms near each ligand atom, ascending
  std::vector<Position> built_at_;
};

}  // namespace

Minimum refine(const System& system, const ScoringFunction& function, const Kinematics& kinematics,
               const Conformation& start, const Box& box) {
  NeighbourEnergy energy(system, function, box);
  return minimize(kinematics, [&energy](std::span<const Position> x, std::span<Position> s) { return energy(x, s); },
                  start, {kIterations, kTolerance});
}

}  // namespace maek::dock::internal
