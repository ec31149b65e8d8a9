// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/search_model.h"

#include <algorithm>   // for std::sort
#include <cmath>       // for std::sqrt
#include <utility>     // for std::pair

namespace maek::dock::internal {
namespace {

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

/// Groups that hold a heavy atom themselves or in a descendant; the others turn hydrogens alone.
std::vector<bool> moves_heavy(const Ligand& ligand) {
  std::vector<bool> moves(ligand.groups.size(), false);
  for (std::size_t g = ligand.groups.size(); g-- > 0;) {
    for (auto a = index(ligand.groups[g].first_atom); a < index(ligand.groups[g].end_atom); ++a) {
      if (ligand.atoms[a].xs != XsType::kNone) moves[g] = true;
    }
    if (moves[g] && g > 0) moves[index(ligand.groups[g].parent)] = true;
  }
  moves[0] = true;
  return moves;
}

PairKind kind_of(XsType a, XsType b) {
  if (is_hydrophobic(a) && is_hydrophobic(b)) return kHydrophobic;
  return can_hydrogen_bond(a, b) ? kHydrogenBond : kPlain;
}

SearchModel::Shape make_shape(const SearchModel& model, const Ligand& ligand, const std::vector<Position>& x) {
  SearchModel::Shape shape;
  Position centroid;
  for (const std::int32_t a : model.ligand_atom) centroid += x[index(a)];
  centroid = centroid / static_cast<double>(model.atoms);
  shape.centroid = {static_cast<float>(centroid.x), static_cast<float>(centroid.y), static_cast<float>(centroid.z)};
  double spread = 0;
  for (const std::int32_t a : model.ligand_atom) spread += squared_distance(x[index(a)], centroid);
  shape.gyration = std::max(1.0F, static_cast<float>(std::sqrt(spread / model.atoms)));

  const auto put = [](std::vector<float>& out, Position p) {
    out.insert(out.end(), {static_cast<float>(p.x), static_cast<float>(p.y), static_cast<float>(p.z)});
  };
  // 1 / curvature. A heavy atom in contact feels some 10 kcal/mol/Å²; a rotation moves atoms by their distance to the axis.
  constexpr double kCurvature = 10;
  const auto soft = [](double sum) { return static_cast<float>(1 / (kCurvature * std::max(sum, 1.0))); };
  shape.stiffness = {soft(model.atoms), soft(model.atoms), soft(model.atoms), soft(spread), soft(spread), soft(spread)};
  for (std::int32_t g = 0; g < model.groups; ++g) {
    Position origin = centroid, axis;
    if (g > 0) {
      const Group& group = ligand.groups[index(model.ligand_group[index(g)])];
      origin = x[index(group.to)];
      axis = normalized(origin - x[index(group.from)]);
    }
    put(shape.axis, axis);
    for (std::int32_t a = model.first[index(g)]; a < model.end[index(g)]; ++a) {
      put(shape.local, x[index(model.ligand_atom[index(a)])] - origin);
    }
    if (g == 0) continue;
    // Everything beyond the torsion turns with it: this group and all whose chain of parents meets it.
    double lever = 0;
    for (std::int32_t h = g; h < model.groups; ++h) {
      std::int32_t up = h;
      while (up > g) up = model.parent[index(up)];
      if (up != g) continue;
      for (std::int32_t a = model.first[index(h)]; a < model.end[index(h)]; ++a) {
        lever += squared_norm(cross(x[index(model.ligand_atom[index(a)])] - origin, axis));
      }
    }
    shape.stiffness.push_back(soft(lever));
  }
  return shape;
}

}  // namespace

SearchModel make_search_model(const System& system, const ScoringFunction& function,
                              const std::vector<std::vector<Position>>& conformers,
                              const std::array<int, kXsTypes>& map_of_type) {
  const Ligand& ligand = system.ligand;
  SearchModel model;
  model.function = &function;
  std::vector<std::int32_t> heavy(ligand.atoms.size(), -1), group_of(ligand.groups.size(), -1);
  const std::vector<bool> kept = moves_heavy(ligand);
  for (std::size_t g = 0; g < ligand.groups.size(); ++g) {
    if (!kept[g]) continue;
    const Group& group = ligand.groups[g];
    group_of[g] = model.groups++;
    model.ligand_group.push_back(static_cast<std::int32_t>(g));
    model.parent.push_back(group.parent < 0 ? -1 : group_of[index(group.parent)]);
    model.to.push_back(group.parent < 0 ? -1 : heavy[index(group.to)]);
    model.first.push_back(model.atoms);
    for (std::int32_t a = group.first_atom; a < group.end_atom; ++a) {
      if (!meets_receptor(ligand.atoms[index(a)].xs)) continue;
      heavy[index(a)] = model.atoms++;
      model.ligand_atom.push_back(a);
      model.map.push_back(map_of_type[static_cast<std::size_t>(ligand.atoms[index(a)].xs)]);
    }
    model.end.push_back(model.atoms);
  }

  std::vector<std::vector<std::pair<PairKind, std::int32_t>>> partners(index(model.atoms));
  for (const InternalPair& p : ligand.pairs) {
    const std::int32_t a = heavy[index(p.a)], b = heavy[index(p.b)];
    if (a < 0 || b < 0) continue;
    partners[index(a)].push_back({kind_of(ligand.atoms[index(p.a)].xs, ligand.atoms[index(p.b)].xs), b});
  }
  const auto radius = [&](std::int32_t a) {
    return function.radius[static_cast<std::size_t>(ligand.atoms[index(model.ligand_atom[index(a)])].xs)];
  };
  for (std::int32_t a = 0; a < model.atoms; ++a) {
    auto& row = partners[index(a)];
    if (row.empty()) continue;
    std::sort(row.begin(), row.end());
    PairRow out;
    out.atom = a;
    out.begin[0] = static_cast<std::int32_t>(model.partners.size());
    int kind = 0;
    for (const auto& [k, b] : row) {
      while (kind < k) out.begin[static_cast<std::size_t>(++kind)] = static_cast<std::int32_t>(model.partners.size());
      model.partners.push_back(b);
      model.partner_radius.push_back(static_cast<float>(radius(a) + radius(b)));
    }
    while (kind < kPairKinds)
      out.begin[static_cast<std::size_t>(++kind)] = static_cast<std::int32_t>(model.partners.size());
    model.rows.push_back(out);
  }
  for (const auto& x : conformers) model.shapes.push_back(make_shape(model, ligand, x));
  return model;
}

}  // namespace maek::dock::internal
