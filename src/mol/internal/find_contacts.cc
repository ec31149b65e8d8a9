// SPDX-License-Identifier: Apache-2.0
// One function for each kind of interaction; each judges every pair of atoms or groups on its own.
#include "mol/internal/find_contacts.h"

#include <algorithm>   // for std::sort, std::find
#include <cmath>       // for std::abs
#include <limits>      // for std::numeric_limits
#include <map>         // for std::map
#include <set>         // for std::set
#include <tuple>       // for std::tie
#include <utility>     // for std::pair

#include "mol/internal/hydrogen_bond.h"   // for best_donor_angle, angle_degrees

namespace maek::mol::internal {
namespace {

const SiteAtom& at(const Site& site, std::int32_t i) { return site.atoms[static_cast<std::size_t>(i)]; }
using AtomPair = std::pair<std::int32_t, std::int32_t>;   // ligand, receptor; indices into the sites

/// Everything found so far, and which atom pairs attract each other (they are no clash, and no second kind).
struct Findings {
  std::vector<Interaction> list;
  std::set<AtomPair> attracted;
  std::set<AtomPair> stacked;     // atom pairs of stacked rings

  /// Remembers a pair, as long as memory for pairs is in proportion.
  void attract(AtomPair pair) {
    if (attracted.size() < kMostInteractions) attracted.insert(pair);
  }

  void add(InteractionKind kind, const SiteAtom& ligand, const SiteAtom& receptor, double distance_angstrom,
           bool ligand_is_donor = false) {
    if (list.size() < kMostInteractions)
      list.push_back({kind, ligand.index, receptor.index, distance_angstrom, ligand_is_donor});
  }
};

/// Calls `visit(i, j, distance)` for every ligand atom i and receptor atom j within `reach`.
template <class Visit>
void atom_pairs(const Site& ligand, const Site& receptor, double reach, Visit&& visit) {
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(ligand.atoms.size()); ++i) {
    for (std::int32_t j = 0; j < static_cast<std::int32_t>(receptor.atoms.size()); ++j) {
      const double d2 = squared_distance(at(ligand, i).position, at(receptor, j).position);
      if (d2 <= reach * reach) visit(i, j, std::sqrt(d2));
    }
  }
}

void salt_bridges(const Site& ligand, const Site& receptor, Findings& found) {
  for (const ChargedGroup& a : ligand.charges) {
    for (const ChargedGroup& b : receptor.charges) {
      if (a.sign * b.sign >= 0) continue;
      double best = std::numeric_limits<double>::max();
      AtomPair nearest{-1, -1};
      for (const std::int32_t i : a.atoms) {
        for (const std::int32_t j : b.atoms) {
          const double d = distance(at(ligand, i).position, at(receptor, j).position);
          if (d < best) {
            best = d;
            nearest = {i, j};
          }
        }
      }
      if (nearest.first < 0 || best > kSaltBridgeDistance) continue;
      found.add(InteractionKind::kSaltBridge, at(ligand, nearest.first), at(receptor, nearest.second), best);
      for (const std::int32_t i : a.atoms) {
        for (const std::int32_t j : b.atoms) found.attract({i, j});
      }
    }
  }
}

void metal_contacts(const Site& ligand, const Site& receptor, Findings& found) {
  const auto binds = [](const SiteAtom& atom) {
    return atom.element == Element::kN || atom.element == Element::kO || atom.element == Element::kS;
  };
  atom_pairs(ligand, receptor, kMetalDistance, [&](std::int32_t i, std::int32_t j, double d) {
    const SiteAtom& a = at(ligand, i);
    const SiteAtom& b = at(receptor, j);
    const bool metal = (is_metal(b.element) && binds(a)) || (is_metal(a.element) && binds(b));
    if (!metal) return;
    found.add(InteractionKind::kMetal, a, b, d);
    found.attract({i, j});
  });
}

bool hydrogen_bonded(const Site& donors, const SiteAtom& donor, const Site& acceptors, const SiteAtom& acceptor) {
  return donor.donor && acceptor.acceptor &&
         best_donor_angle(donors, donor, acceptor.position) >= kHydrogenBondDonorAngle &&
         acceptor_angle(acceptors, acceptor, donor.position) >= kHydrogenBondAcceptorAngle;
}

void hydrogen_bonds(const Site& ligand, const Site& receptor, Findings& found) {
  atom_pairs(ligand, receptor, kHydrogenBondDistance, [&](std::int32_t i, std::int32_t j, double d) {
    if (found.attracted.contains({i, j})) return;   // part of a salt bridge or bound to a metal: one pair, one kind
    const SiteAtom& a = at(ligand, i);
    const SiteAtom& b = at(receptor, j);
    const bool gives = hydrogen_bonded(ligand, a, receptor, b);
    if (!gives && !hydrogen_bonded(receptor, b, ligand, a)) return;
    found.add(InteractionKind::kHydrogenBond, a, b, d, gives);
    found.attract({i, j});
  });
}

/// How far `point` is from the axis of the ring [Å].
double offset_from_axis(const SiteRing& ring, Position point) {
  const Position v = point - ring.centre;
  return norm(v - dot(v, ring.normal) * ring.normal);
}

void pi_stacking(const Site& ligand, const Site& receptor, Findings& found) {
  for (const SiteRing& a : ligand.rings) {
    for (const SiteRing& b : receptor.rings) {
      const double d = distance(a.centre, b.centre);
      if (d > kStackingDistance) continue;
      const double between = angle_degrees(a.normal, {}, b.normal);
      const double tilt = std::min(between, 180 - between);
      if (tilt > kStackingAngle && tilt < 90 - kStackingAngle) continue;
      if (std::min(offset_from_axis(a, b.centre), offset_from_axis(b, a.centre)) > kRingOffset) continue;
      found.add(InteractionKind::kPiStacking, at(ligand, a.atoms[0]), at(receptor, b.atoms[0]), d);
      for (const std::int32_t i : a.atoms) {
        for (const std::int32_t j : b.atoms) found.stacked.insert({i, j});
      }
    }
  }
}

void cation_pi(const Site& ligand, const Site& receptor, Findings& found) {
  const auto near = [](const ChargedGroup& cation, const SiteRing& ring) {
    return cation.sign > 0 && distance(cation.centre, ring.centre) <= kCationPiDistance &&
           offset_from_axis(ring, cation.centre) <= kRingOffset;
  };
  for (const ChargedGroup& cation : ligand.charges) {
    for (const SiteRing& ring : receptor.rings) {
      if (near(cation, ring)) {
        found.add(InteractionKind::kCationPi, at(ligand, cation.atoms[0]), at(receptor, ring.atoms[0]),
                  distance(cation.centre, ring.centre));
      }
    }
  }
  for (const ChargedGroup& cation : receptor.charges) {
    for (const SiteRing& ring : ligand.rings) {
      if (near(cation, ring)) {
        found.add(InteractionKind::kCationPi, at(ligand, ring.atoms[0]), at(receptor, cation.atoms[0]),
                  distance(cation.centre, ring.centre));
      }
    }
  }
}

/// C-X...A near a straight line, A-Y near its lone pair. Fluorine has no sigma hole and does not count.
bool halogen_bonded(const Site& halogens, const SiteAtom& halogen, const Site& acceptors, const SiteAtom& acceptor) {
  const Element e = halogen.element;
  if (e != Element::kCl && e != Element::kBr && e != Element::kI) return false;
  const bool accepts = acceptor.acceptor || acceptor.element == Element::kS;
  if (halogen.neighbours.size() != 1 || !accepts || acceptor.neighbours.empty()) return false;
  const SiteAtom& carbon = at(halogens, halogen.neighbours[0]);
  const double straight = angle_degrees(carbon.position, halogen.position, acceptor.position);
  if (std::abs(straight - kHalogenDonorAngle) > kHalogenAngleDeviation) return false;
  return std::any_of(acceptor.neighbours.begin(), acceptor.neighbours.end(), [&](std::int32_t y) {
    const double bent = angle_degrees(halogen.position, acceptor.position, at(acceptors, y).position);
    return std::abs(bent - kHalogenAcceptorAngle) <= kHalogenAngleDeviation;
  });
}

void halogen_bonds(const Site& ligand, const Site& receptor, Findings& found) {
  atom_pairs(ligand, receptor, kHalogenDistance, [&](std::int32_t i, std::int32_t j, double d) {
    const SiteAtom& a = at(ligand, i);
    const SiteAtom& b = at(receptor, j);
    if (!halogen_bonded(ligand, a, receptor, b) && !halogen_bonded(receptor, b, ligand, a)) return;
    found.add(InteractionKind::kHalogenBond, a, b, d);
    found.attract({i, j});
  });
}

/// Of each ligand atom and residue only the nearest pair; none between rings that are stacked already.
void hydrophobic_contacts(const Site& ligand, const Site& receptor, Findings& found) {
  std::map<AtomPair, std::pair<double, std::int32_t>> nearest;  // (ligand atom, residue) -> (distance, receptor atom)
  atom_pairs(ligand, receptor, kHydrophobicDistance, [&](std::int32_t i, std::int32_t j, double d) {
    if (!at(ligand, i).hydrophobic || !at(receptor, j).hydrophobic || found.stacked.contains({i, j})) return;
    const auto [it, added] = nearest.try_emplace({i, at(receptor, j).residue}, d, j);
    if (!added && d < it->second.first) it->second = {d, j};
  });
  for (const auto& [key, value] : nearest) {
    found.add(InteractionKind::kHydrophobic, at(ligand, key.first), at(receptor, value.second), value.first);
  }
}

void clashes(const Site& ligand, const Site& receptor, Findings& found) {
  constexpr double kLargestSum = 6.0;  // Å: no two van der Waals radii add up to more
  atom_pairs(ligand, receptor, kLargestSum, [&](std::int32_t i, std::int32_t j, double d) {
    const SiteAtom& a = at(ligand, i);
    const SiteAtom& b = at(receptor, j);
    if (found.attracted.contains({i, j})) return;
    if (vdw_radius(a.element) + vdw_radius(b.element) - d < kClashOverlap) return;
    found.add(InteractionKind::kClash, a, b, d);
  });
}

}  // namespace

std::vector<Interaction> find_contacts(const Site& receptor, const Site& ligand) {
  Findings found;
  salt_bridges(ligand, receptor, found);
  metal_contacts(ligand, receptor, found);
  hydrogen_bonds(ligand, receptor, found);
  pi_stacking(ligand, receptor, found);
  cation_pi(ligand, receptor, found);
  halogen_bonds(ligand, receptor, found);
  hydrophobic_contacts(ligand, receptor, found);
  clashes(ligand, receptor, found);
  std::sort(found.list.begin(), found.list.end(), [](const Interaction& a, const Interaction& b) {
    return std::tie(a.kind, a.ligand_atom, a.receptor_atom, a.distance) <
           std::tie(b.kind, b.ligand_atom, b.receptor_atom, b.distance);
  });
  return std::move(found.list);
}

}  // namespace maek::mol::internal
