// SPDX-License-Identifier: Apache-2.0
#include "dock/energy.h"

#include <algorithm>   // for std::clamp
#include <cmath>       // for std::sqrt

namespace maek::dock {
namespace {

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

constexpr double kSmallestDistance = 1e-6;   // Å: keeps (1/r) dE/dr finite for atoms on one spot

/// Vina's grid covers whole cells: the box grows to a multiple of the spacing.
Box whole_cells(const Box& box, double spacing) {
  const auto grow = [spacing](double edge) { return std::ceil(edge / spacing) * spacing; };
  return {box.centre, {grow(box.size.x), grow(box.size.y), grow(box.size.z)}};
}

/// Vina's tables hold the glue term, too: the mean of two rows.
double glue_distance(double r, bool tabled) {
  if (r >= kGlueCutoff) return 0;
  if (!tabled) return r;
  const double k = std::floor(32 * r * r);
  return (std::sqrt(k / 32) + std::sqrt((k + 1) / 32)) / 2;
}

}  // namespace

EnergyModel::EnergyModel(const System& system, const ScoringFunction& function, EnergyMode mode)
    : system_(system), function_(function), tables_(mode == EnergyMode::kTable ? &PairTables::of(function) : nullptr) {}

double EnergyModel::pair(XsType a, XsType b, double r_squared) const {
  if (r_squared >= kCutoffSquared) return 0;
  if (tables_) return tables_->energy(a, b, r_squared);
  return pair_energy(function_, a, b, std::sqrt(r_squared)).energy;
}

PairTables::Value EnergyModel::pair_with_slope(XsType a, XsType b, double r_squared) const {
  if (r_squared >= kCutoffSquared) return {0, 0};
  if (tables_) return tables_->energy_and_slope(a, b, r_squared);
  const double r = std::max(std::sqrt(r_squared), kSmallestDistance);
  const PairEnergy e = pair_energy(function_, a, b, r);
  return {e.energy, e.slope / r};
}

double EnergyModel::with_receptor(XsType type, Position p, double v) const {
  double sum = 0;
  system_.receptor.cells->within(p, kCutoff, [&](std::int32_t atom, double r_squared) {
    sum += pair(type, system_.receptor.types[index(atom)], r_squared);
  });
  return cap(sum, v);
}

Terms EnergyModel::terms(std::span<const Position> x, const std::optional<Box>& box) const {
  const Ligand& ligand = system_.ligand;
  const SideChains& side = system_.side_chains;
  Terms t;
  t.rotors = ligand.rotors;
  t.ligand_receptor = receptor_energy(x, {}, kScoringCap);
  t.ligand_internal = internal_energy(x, {}, kScoringCap);
  for (const InternalPair& p : ligand.glue_pairs) {
    const double r = distance(x[index(p.a)], x[index(p.b)]);
    double e = kGlueWeight * glue_distance(r, tables_ != nullptr);
    if (tables_) e += pair(ligand.atoms[index(p.a)].xs, ligand.atoms[index(p.b)].xs, r * r);
    t.glue += cap(e, kScoringCap);
  }
  std::vector<XsType> moving;
  for (std::size_t s = 0; s < side.positions.size(); ++s) {
    if (!side.movable[s] || side.types[s] == XsType::kNone) continue;
    moving.push_back(side.types[s]);
    for (std::size_t a = 0; a < ligand.atoms.size(); ++a) {
      if (ligand.atoms[a].xs == XsType::kNone) continue;
      const double e = pair(side.types[s], ligand.atoms[a].xs, squared_distance(side.positions[s], x[a]));
      t.ligand_side_chains += cap(e, kScoringCap);
    }
    t.side_chains_receptor += with_receptor(side.types[s], side.positions[s], kScoringCap);
  }
  for (const InternalPair& p : side.pairs) {
    const double e = pair(side.types[index(p.a)], side.types[index(p.b)],
                          squared_distance(side.positions[index(p.a)], side.positions[index(p.b)]));
    t.side_chains_internal += cap(e, kScoringCap);
  }
  t.unbound = t.intra();
  if (tables_) {
    t.unbound += t.glue;
    if (box && !moving.empty()) {
      const VinaGrid grid(system_.receptor, *tables_, moving, *box);
      t.unbound -= t.side_chains_receptor;
      for (std::size_t s = 0; s < side.positions.size(); ++s) {
        if (!side.movable[s] || side.types[s] == XsType::kNone) continue;
        t.unbound += grid.at(side.types[s], side.positions[s], kScoringCap).energy;
      }
    }
  }
  t.score = (t.inter() + t.intra() - t.unbound) / (1 + function_.rotor * t.rotors);
  return t;
}

double EnergyModel::receptor_energy(std::span<const Position> x, std::span<Position> slopes, double v,
                                    const std::optional<Box>& box, double slope) const {
  const Receptor& receptor = system_.receptor;
  const Box bounds = box ? whole_cells(*box, kVinaSpacing) : Box{};
  double total = 0;
  for (std::size_t a = 0; a < system_.ligand.atoms.size(); ++a) {
    const XsType type = system_.ligand.atoms[a].xs;
    if (!meets_receptor(type)) continue;
    Position place = x[a];
    Position outward;
    double penalty = 0;
    if (box) {
      const Position low = bounds.centre - bounds.size / 2, high = bounds.centre + bounds.size / 2;
      const auto clamp = [&](double& value, double& out, double lo, double hi) {
        const double inside = std::clamp(value, lo, hi);
        penalty += std::abs(value - inside);
        out = value < lo ? -1 : value > hi ? 1 : 0;
        value = inside;
      };
      clamp(place.x, outward.x, low.x, high.x);
      clamp(place.y, outward.y, low.y, high.y);
      clamp(place.z, outward.z, low.z, high.z);
    }
    if (slopes.empty()) {
      total += with_receptor(type, place, v) + slope * penalty;
      continue;
    }
    double energy = 0;
    Position gradient;
    receptor.cells->within(place, kCutoff, [&](std::int32_t atom, double r_squared) {
      const auto value = pair_with_slope(type, receptor.types[index(atom)], r_squared);
      energy += value.energy;
      gradient += value.slope_over_r * (place - receptor.positions[index(atom)]);
    });
    const double factor = cap_factor(energy, v);
    total += cap(energy, v) + slope * penalty;
    slopes[a] += Position{outward.x != 0 ? slope * outward.x : factor * gradient.x,
                          outward.y != 0 ? slope * outward.y : factor * gradient.y,
                          outward.z != 0 ? slope * outward.z : factor * gradient.z};
  }
  return total;
}

double EnergyModel::internal_energy(std::span<const Position> x, std::span<Position> slopes, double v) const {
  double total = 0;
  for (const InternalPair& p : system_.ligand.pairs) {
    const XsType ta = system_.ligand.atoms[index(p.a)].xs, tb = system_.ligand.atoms[index(p.b)].xs;
    // Vina gives a ring-closure point a contact energy with every atom; it has none.
    if (!tables_ && (is_closure_point(ta) || is_closure_point(tb))) continue;
    const Position d = x[index(p.b)] - x[index(p.a)];
    const double r_squared = squared_norm(d);
    if (slopes.empty()) {
      total += cap(pair(ta, tb, r_squared), v);
      continue;
    }
    const auto value = pair_with_slope(ta, tb, r_squared);
    total += cap(value.energy, v);
    const Position g = cap_factor(value.energy, v) * value.slope_over_r * d;
    slopes[index(p.b)] += g;
    slopes[index(p.a)] += -g;
  }
  return total;
}

}  // namespace maek::dock
