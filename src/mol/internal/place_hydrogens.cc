// SPDX-License-Identifier: Apache-2.0
// Builds missing polar hydrogens: fixed ones first, then rotors turned to the best acceptor and away from everything
// else.
#include <cmath>      // for std::sqrt
#include <cstddef>    // for std::size_t
#include <optional>   // for std::optional
#include <vector>     // for std::vector

#include "mol/internal/hydrogen_geometry.h"   // for hydrogen_choices
#include "mol/internal/receptor_model.h"      // for ReceptorModel

namespace maek::mol {
namespace {

constexpr double kReach = 4.2;           // Å from the bearer: what its hydrogens can feel
constexpr double kRepulsion = 12;         // per Å²: 0.3 Å too near outweighs a hydrogen bond
constexpr double kPartner = 3.6;         // Å: what a free molecule turns to

/// An atom near a bearer of hydrogens, with what it does to them.
struct Near {
  Position position;
  double attraction = 0;   // depth of a good hydrogen bond
  double contact = 0;      // Å: nearer than this costs
};

double attraction_of(const ReceptorModel& model, AtomIndex i) {
  const ReceptorSite& site = model.site(i);
  if (!accepts(model, i)) return 0;
  switch (model.atom(i).element) {
    case Element::kO: return site.charge < 0 || site.acidic ? 1.5 : 1.0;
    case Element::kN: return 1.0;
    case Element::kS: case Element::kSe: return 0.3;
    default: return 0.8;   // halide ions
  }
}

std::vector<Near> surroundings(const ReceptorModel& model, AtomIndex bearer) {
  std::vector<Near> near;
  const ReceptorSite& site = model.site(bearer);
  model.cells.within(model.atom(bearer).position, kReach, [&](std::int32_t i, double) {
    if (i == bearer) return;
    for (const SiteBond& bond : site.bonds) {
      if (bond.atom == i) return;   // at a fixed angle: says nothing about the rotamer
    }
    const double attraction = attraction_of(model, i);
    near.push_back({model.atom(i).position, attraction,
                    is_metal(model.atom(i).element) ? 2.8
                    : attraction > 0                ? 1.7
                                                    : 2.4});
    for (const SiteHydrogen& hydrogen : model.site(i).placed) near.push_back({hydrogen.position, 0, 2.0});
  });
  return near;
}

/// Lower is better: about -1 for a good hydrogen bond.
double score(Position bearer, const HydrogenChoice& choice, const std::vector<Near>& near) {
  double sum = choice.strain;
  for (const Position hydrogen : choice.hydrogens) {
    for (const Near& other : near) {
      const Position apart = other.position - hydrogen;
      const double d = norm(apart);
      if (d < other.contact) sum += kRepulsion * (other.contact - d) * (other.contact - d);
      if (other.attraction > 0 && d < 2.8) {
        const double straight = d > 0 ? dot(normalized(hydrogen - bearer), apart / d) : 0;   // 1: D-H...A in line
        if (straight > 0) sum -= other.attraction * straight * straight * std::min(1.0, (2.8 - d) / 0.8);
      }
    }
  }
  return sum;
}

struct Geometry {
  std::vector<Position> neighbours;
  HydrogenSite site;
};

void fill_geometry(const ReceptorModel& model, AtomIndex bearer, Geometry& geometry) {
  const ReceptorSite& site = model.site(bearer);
  geometry.neighbours.clear();
  geometry.site = {};
  geometry.site.centre = model.atom(bearer).position;
  for (const SiteBond& bond : site.bonds) geometry.neighbours.push_back(model.atom(bond.atom).position);
  if (model.atom(bearer).element == Element::kN) {
    // A nitrogen gives its lone pair to the metal: hydrogens take the other places.
    for (const AtomIndex metal : site.metals) geometry.neighbours.push_back(model.atom(metal).position);
  }
  if (!site.bonds.empty()) {
    for (const SiteBond& second : model.site(site.bonds.front().atom).bonds) {
      if (second.atom == bearer) continue;
      geometry.site.beyond = model.atom(second.atom).position;
      break;
    }
  }
  for (const SiteHydrogen& hydrogen : site.placed) {
    if (hydrogen.from_file) geometry.neighbours.push_back(hydrogen.position);
  }
  geometry.site.neighbours = geometry.neighbours;
  geometry.site.planar = site.planar;
  geometry.site.length = hydrogen_bond_length(model.atom(bearer).element);
}

}  // namespace

void place_hydrogens(ReceptorModel& model) {
  struct Rotor { AtomIndex bearer; std::vector<HydrogenChoice> choices; };
  std::vector<Rotor> rotors;
  Geometry geometry;
  for (std::size_t k = 0; k < model.sites.size(); ++k) {
    const auto bearer = static_cast<AtomIndex>(k);
    ReceptorSite& site = model.sites[k];
    const int missing = site.hydrogens - static_cast<int>(site.placed.size());
    if (missing <= 0) continue;
    fill_geometry(model, bearer, geometry);
    geometry.site.count = missing;
    std::vector<Position> towards;
    if (geometry.neighbours.empty()) {
      model.cells.within(geometry.site.centre, kPartner, [&](std::int32_t i, double) {
        if (i != bearer && accepts(model, i)) towards.push_back(model.atom(i).position);
      });
    }
    std::vector<HydrogenChoice> choices = hydrogen_choices(geometry.site, towards);
    if (choices.size() == 1) {
      for (const Position p : choices.front().hydrogens) site.placed.push_back({p, {}, false});
    } else {
      rotors.push_back({bearer, std::move(choices)});
    }
  }
  // Two rounds: in the second each rotor also sees those that were turned after it in the first.
  for (int round = 0; round < 2; ++round) {
    for (const Rotor& rotor : rotors) {
      std::vector<SiteHydrogen>& placed = model.site(rotor.bearer).placed;
      std::erase_if(placed, [](const SiteHydrogen& hydrogen) { return !hydrogen.from_file; });
      const std::vector<Near> near = surroundings(model, rotor.bearer);
      const Position bearer = model.atom(rotor.bearer).position;
      const HydrogenChoice* best = nullptr;
      double lowest = 0;
      for (const HydrogenChoice& choice : rotor.choices) {
        const double value = score(bearer, choice, near);
        if (best != nullptr && value >= lowest - 1e-9) continue;
        best = &choice;
        lowest = value;
      }
      for (const Position p : best->hydrogens) placed.push_back({p, {}, false});
    }
  }
}

}  // namespace maek::mol
