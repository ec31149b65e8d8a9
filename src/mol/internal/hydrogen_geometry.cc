// SPDX-License-Identifier: Apache-2.0
// Standard geometry of hydrogens: opposite to the bonds there are, and turned about the one bond where there is one.
#include "mol/internal/hydrogen_geometry.h"

#include <algorithm>   // for std::min
#include <cmath>       // for std::cos
#include <cstddef>     // for std::size_t
#include <numbers>     // for std::numbers::pi

namespace maek::mol {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kTetrahedral = 109.47 * kDegree;
constexpr double kHydroxyl = 108.5 * kDegree;    // C-O-H of methanol
constexpr double kThiol = 96.5 * kDegree;        // C-S-H of methanethiol
constexpr double kWater = 104.5 * kDegree;
constexpr double kTrigonal = 120.0 * kDegree;
constexpr double kShortest = 1e-6;               // below this a direction means nothing

Position any_perpendicular(Position axis) {
  const Position candidate = std::abs(axis.x) < 0.8 ? cross(axis, {1, 0, 0}) : cross(axis, {0, 1, 0});
  return normalized(candidate);
}

/// The part of `direction` across `axis`, or any across where they are parallel.
Position across(Position direction, Position axis) {
  const Position part = direction - dot(direction, axis) * axis;
  return norm(part) < kShortest ? any_perpendicular(axis) : normalized(part);
}

/// Unit vector at `angle` from `axis`, turned by `turn` about it from the half-plane of `zero`.
Position at_angle(Position axis, Position zero, double angle, double turn) {
  const Position side = std::cos(turn) * zero + std::sin(turn) * cross(axis, zero);
  return std::cos(angle) * axis + std::sin(angle) * side;
}

/// `count` hydrogens about a single bond; 0 degrees is anti to `beyond` (the middle of the staggered positions).
std::vector<HydrogenChoice> about_bond(const HydrogenSite& site) {
  const Position axis = normalized(site.neighbours[0] - site.centre);   // towards the bonded atom
  const bool known = site.beyond.has_value();
  // Seen from the centre, anti means opposite to the side on which `beyond` lies.
  const Position zero = known ? -across(*site.beyond - site.neighbours[0], axis) : any_perpendicular(axis);
  std::vector<HydrogenChoice> choices;
  const auto add = [&](double angle, double turn, double spread, double strain) {
    HydrogenChoice choice{{}, strain};
    for (int k = 0; k < site.count; ++k) {
      choice.hydrogens.push_back(site.centre + site.length * at_angle(axis, zero, angle, turn + k * spread));
    }
    choices.push_back(std::move(choice));
  };
  if (site.planar) {
    const int turns = known ? 2 : 12;   // in the plane, or where no plane is known all round
    if (site.count >= 2) {
      for (int t = 0; t < (known ? 1 : 6); ++t) add(kTrigonal, t * 30 * kDegree, std::numbers::pi, 0);
    } else {
      for (int t = 0; t < turns; ++t) add(kTrigonal, t * (known ? 180 : 30) * kDegree, 0, 0);
    }
    return choices;
  }
  const double angle = site.length > 1.2 ? kThiol : site.length < 0.99 ? kHydroxyl : kTetrahedral;
  // Barrier of a threefold rotor: smaller for one hydrogen (methanol about 1 kcal/mol) than for three (ammonium 2-3).
  const double barrier = known ? (site.count == 1 ? 0.1 : 0.3) : 0.0;
  const int steps = site.count >= 3 ? 12 : 36;
  for (int t = 0; t < steps; ++t) {
    const double turn = t * 10 * kDegree;
    add(angle, turn, kTrigonal, barrier * (1 - std::cos(3 * turn)) / 2);
  }
  return choices;
}

std::vector<HydrogenChoice> beside_two(const HydrogenSite& site) {
  const Position a = normalized(site.neighbours[0] - site.centre), b = normalized(site.neighbours[1] - site.centre);
  Position away = -(a + b);
  away = norm(away) < kShortest ? any_perpendicular(a) : normalized(away);
  if (site.planar && site.count == 1) return {{{site.centre + site.length * away}, 0}};
  Position normal = cross(a, b);
  normal = norm(normal) < kShortest ? any_perpendicular(away) : normalized(normal);
  const double half = kTetrahedral / 2;
  const Position up = site.centre + site.length * (std::cos(half) * away + std::sin(half) * normal);
  const Position down = site.centre + site.length * (std::cos(half) * away - std::sin(half) * normal);
  if (site.count >= 2) return {{{up, down}, 0}};
  return {{{up}, 0}, {{down}, 0}};
}

/// A molecule of one heavy atom: its first hydrogen towards each point in turn, the others all round.
std::vector<HydrogenChoice> free_molecule(const HydrogenSite& site, std::span<const Position> towards) {
  std::vector<Position> axes;
  for (const Position point : towards) {
    if (distance(point, site.centre) > kShortest) axes.push_back(normalized(point - site.centre));
  }
  // Other directions, too: an acceptor that gives a hydrogen itself is no place for this one's.
  for (const double x : {-1.0, 0.0, 1.0}) {
    for (const double y : {-1.0, 0.0, 1.0}) {
      for (const double z : {-1.0, 0.0, 1.0}) {
        if (std::abs(x) + std::abs(y) + std::abs(z) != 2) axes.push_back(normalized({x, y, z}));   // faces and corners
      }
    }
  }
  std::erase_if(axes, [](Position axis) { return norm(axis) < kShortest; });
  const double angle = site.count == 2 ? kWater : kTetrahedral;
  std::vector<HydrogenChoice> choices;
  for (const Position axis : axes) {
    const Position zero = any_perpendicular(axis);
    for (int t = 0; t < (site.count == 1 ? 1 : 12); ++t) {
      HydrogenChoice choice{{site.centre + site.length * axis}, 0};
      for (int k = 1; k < site.count; ++k) {
        const double turn = ((site.count == 2 ? 30.0 : 10.0) * t + 120.0 * (k - 1)) * kDegree;
        choice.hydrogens.push_back(site.centre + site.length * at_angle(axis, zero, angle, turn));
      }
      choices.push_back(std::move(choice));
    }
  }
  return choices;
}

}  // namespace

double hydrogen_bond_length(Element parent) {
  switch (parent) {
    case Element::kO: return 0.96;
    case Element::kS: return 1.34;
    case Element::kSe: return 1.46;
    default: return 1.01;
  }
}

std::vector<HydrogenChoice> hydrogen_choices(const HydrogenSite& site, std::span<const Position> towards) {
  switch (site.neighbours.size()) {
    case 0: return free_molecule(site, towards);
    case 1: return about_bond(site);
    case 2: return beside_two(site);
    default: break;
  }
  Position sum;
  for (const Position neighbour : site.neighbours) sum += normalized(neighbour - site.centre);
  if (norm(sum) < kShortest) sum = cross(site.neighbours[0] - site.centre, site.neighbours[1] - site.centre);
  if (norm(sum) < kShortest) sum = {0, 0, 1};
  return {{{site.centre - site.length * normalized(sum)}, 0}};
}

}  // namespace maek::mol
