// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/bonds.h"

#include <algorithm>   // for std::any_of, std::sort
#include <array>       // for std::array
#include <cmath>       // for std::sqrt

namespace maek::dock::internal {
namespace {

using mol::AutodockType;

constexpr double kBondAllowance = 1.1;      // of the sum of covalent radii
constexpr double kLargestRadius = 1.74;     // Å: the largest tabled covalent radius (calcium)
constexpr double kClusterRadius = 15.0;     // Å: how Vina groups candidates of long ligands
constexpr int kExcludedBonds = 3;

enum class Relation { kFixed, kRotor, kVariable };

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

Relation relation(const std::vector<BondedAtom>& atoms, const std::vector<Axis>& axes, std::int32_t i, std::int32_t j) {
  const std::int32_t gi = atoms[index(i)].group, gj = atoms[index(j)].group;
  if (gi != 0 || gj != 0) {   // nothing turns inside the rigid receptor, and there are many pairs of it
    for (const Axis& axis : axes) {
      if ((axis.from == i && axis.to == j) || (axis.from == j && axis.to == i)) return Relation::kRotor;
    }
  }
  if (gi == gj) return Relation::kFixed;
  const Axis& ai = axes[index(gi)];
  const Axis& aj = axes[index(gj)];
  if (ai.from == j || ai.to == j || aj.from == i || aj.to == i) return Relation::kFixed;
  return Relation::kVariable;
}

/// Closure number k of Gk and CGk, -1 for all else.
int closure_of_point(XsType t) {
  using enum XsType;
  switch (t) {
    case G0:
      return 0;
    case G1:
      return 1;
    case G2:
      return 2;
    case G3:
      return 3;
    default:
      return -1;
  }
}
int closure_of_carbon(XsType t) {
  using enum XsType;
  switch (t) {
    case C_H_CG0:
    case C_P_CG0:
      return 0;
    case C_H_CG1:
    case C_P_CG1:
      return 1;
    case C_H_CG2:
    case C_P_CG2:
      return 2;
    case C_H_CG3:
    case C_P_CG3:
      return 3;
    default:
      return -1;
  }
}

/// Any bonded atom that is not carbon or hydrogen counts, ring-closure atoms by accident included.
bool is_hetero(AutodockType t) {
  return t != AutodockType::C && t != AutodockType::A && t != AutodockType::H && t != AutodockType::HD;
}

XsType xs_type(AutodockType t, bool donor, bool hetero) {
  using enum XsType;
  switch (t) {
    case AutodockType::C:
    case AutodockType::A:
      return hetero ? C_P : C_H;
    case AutodockType::N:
      return donor ? N_D : N_P;
    case AutodockType::NA:
      return donor ? N_DA : N_A;
    case AutodockType::O:
      return donor ? O_D : O_P;
    case AutodockType::OA:
      return donor ? O_DA : O_A;
    case AutodockType::S:
    case AutodockType::SA:
      return S_P;
    case AutodockType::P:
      return P_P;
    case AutodockType::F:
      return F_H;
    case AutodockType::Cl:
      return Cl_H;
    case AutodockType::Br:
      return Br_H;
    case AutodockType::I:
      return I_H;
    case AutodockType::Si:
      return Si;
    case AutodockType::At:
      return At;
    case AutodockType::CG0:
      return hetero ? C_P_CG0 : C_H_CG0;
    case AutodockType::CG1:
      return hetero ? C_P_CG1 : C_H_CG1;
    case AutodockType::CG2:
      return hetero ? C_P_CG2 : C_H_CG2;
    case AutodockType::CG3:
      return hetero ? C_P_CG3 : C_H_CG3;
    case AutodockType::G0:
      return G0;
    case AutodockType::G1:
      return G1;
    case AutodockType::G2:
      return G2;
    case AutodockType::G3:
      return G3;
    case AutodockType::H:
    case AutodockType::HD:
    case AutodockType::W:
      return kNone;
    default:
      return Met_D;
  }
}

/// Atoms within three bonds of `start` by breadth-first search.
void near_breadth_first(const std::vector<std::vector<Bond>>& bonds, std::int32_t start,
                        std::vector<std::int32_t>& near) {
  near.assign(1, start);
  std::size_t level_begin = 0;
  for (int depth = 0; depth < kExcludedBonds; ++depth) {
    const std::size_t level_end = near.size();
    for (std::size_t k = level_begin; k < level_end; ++k) {
      for (const Bond& b : bonds[index(near[k])]) {
        if (std::find(near.begin(), near.end(), b.other) == near.end()) near.push_back(b.other);
      }
    }
    level_begin = level_end;
  }
}

/// As Vina walks: an atom reached late on a long path is not expanded again when a shorter path meets it.
void near_vina(const std::vector<std::vector<Bond>>& bonds, std::int32_t atom, int left,
               std::vector<std::int32_t>& near) {
  if (std::find(near.begin(), near.end(), atom) != near.end()) return;
  near.push_back(atom);
  if (left > 0) {
    for (const Bond& b : bonds[index(atom)]) near_vina(bonds, b.other, left - 1, near);
  }
}

/// Vina looks at bond candidates cluster by cluster; only the order of the neighbour lists depends on it.
std::vector<std::int32_t> cluster_rank(const std::vector<BondedAtom>& atoms) {
  std::vector<Position> founders;
  std::vector<std::int32_t> rank(atoms.size(), 0);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (atoms[i].group == 0) continue;   // neighbours of receptor atoms are never walked in order
    std::size_t c = 0;
    while (c < founders.size() && squared_distance(founders[c], atoms[i].position) >= kClusterRadius * kClusterRadius) {
      ++c;
    }
    if (c == founders.size()) founders.push_back(atoms[i].position);
    rank[i] = static_cast<std::int32_t>(c);
  }
  return rank;
}

}  // namespace

bool is_glue(XsType a, XsType b) {
  return (closure_of_point(a) >= 0 && closure_of_point(a) == closure_of_carbon(b)) ||
         (closure_of_point(b) >= 0 && closure_of_point(b) == closure_of_carbon(a));
}

std::vector<std::vector<Bond>> find_bonds(const std::vector<BondedAtom>& atoms, const std::vector<Axis>& axes) {
  std::vector<Position> positions;
  positions.reserve(atoms.size());
  for (const BondedAtom& a : atoms) positions.push_back(a.position);
  const mol::CellList cells(positions, 4.0);
  const std::vector<std::int32_t> rank = cluster_rank(atoms);

  std::vector<std::vector<Bond>> bonds(atoms.size());
  struct Near {
    std::int32_t atom;
    double squared;
  };
  std::vector<Near> near;
  for (std::size_t n = 0; n < atoms.size(); ++n) {
    const auto i = static_cast<std::int32_t>(n);
    const double radius = mol::vina_covalent_radius(atoms[n].type);
    near.clear();
    cells.within(positions[n], kBondAllowance * (radius + kLargestRadius), [&](std::int32_t j, double squared) {
      if (j != i && relation(atoms, axes, i, j) != Relation::kVariable) near.push_back({j, squared});
    });
    std::stable_sort(near.begin(), near.end(),
                     [&rank](const Near& x, const Near& y) { return rank[index(x.atom)] < rank[index(y.atom)]; });
    for (const Near& candidate : near) {
      const std::int32_t j = candidate.atom;
      if (j <= i) continue;   // found from the other side
      const double reach = kBondAllowance * (radius + mol::vina_covalent_radius(atoms[index(j)].type));
      if (candidate.squared >= reach * reach) continue;
      const bool between = std::any_of(near.begin(), near.end(), [&](const Near& c) {
        return c.atom != j && c.squared < candidate.squared &&
               squared_distance(positions[index(c.atom)], positions[index(j)]) < candidate.squared &&
               relation(atoms, axes, c.atom, j) != Relation::kVariable;
      });
      if (between) continue;
      const bool rotatable = relation(atoms, axes, i, j) == Relation::kRotor;
      bonds[n].push_back({j, rotatable});
      bonds[index(j)].push_back({i, rotatable});
    }
  }
  return bonds;
}

std::vector<XsType> type_atoms(const std::vector<BondedAtom>& atoms, const std::vector<std::vector<Bond>>& bonds) {
  std::vector<XsType> types(atoms.size());
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const auto has = [&](auto&& what) {
      return std::any_of(bonds[i].begin(), bonds[i].end(),
                         [&](const Bond& b) { return what(atoms[index(b.other)].type); });
    };
    const bool donor = has([](AutodockType t) { return t == AutodockType::HD; });
    types[i] = xs_type(atoms[i].type, donor, has(is_hetero));
  }
  return types;
}

std::vector<InternalPair> internal_pairs(const std::vector<BondedAtom>& atoms, const std::vector<Axis>& axes,
                                         const std::vector<std::vector<Bond>>& bonds, const std::vector<XsType>& types,
                                         std::size_t first, std::size_t end, PairRule rule) {
  // Closure numbers at an atom or next to it: such atoms do not meet across the bond that was broken.
  std::vector<unsigned> closures(atoms.size(), 0);
  for (std::size_t i = first; i < end; ++i) {
    const auto note = [&](std::size_t j) {
      const int k = closure_of_carbon(types[j]);
      if (k >= 0) closures[i] |= 1u << k;
    };
    note(i);
    for (const Bond& b : bonds[i]) note(index(b.other));
  }
  std::vector<InternalPair> pairs;
  std::vector<std::int32_t> near;
  for (std::size_t a = first; a < end; ++a) {
    if (types[a] == XsType::kNone) continue;
    near.clear();
    if (rule == PairRule::kVina) {
      near_vina(bonds, static_cast<std::int32_t>(a), kExcludedBonds, near);
    } else {
      near_breadth_first(bonds, static_cast<std::int32_t>(a), near);
    }
    for (std::size_t b = a + 1; b < end; ++b) {
      if (types[b] == XsType::kNone) continue;
      const auto i = static_cast<std::int32_t>(a), j = static_cast<std::int32_t>(b);
      if (relation(atoms, axes, i, j) != Relation::kVariable) continue;
      if (std::find(near.begin(), near.end(), j) != near.end()) continue;
      if (!is_glue(types[a], types[b]) && (closures[a] & closures[b]) != 0) continue;
      pairs.push_back({i, j});
    }
  }
  return pairs;
}

}  // namespace maek::dock::internal
