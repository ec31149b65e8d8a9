// SPDX-License-Identifier: Apache-2.0
// Hydrogen-bond angles from explicit hydrogens or from the ideal geometry of the donor.
#include "mol/internal/hydrogen_bond.h"

#include <algorithm>   // for std::clamp, std::max, std::min
#include <cmath>       // for std::acos, std::cos
#include <numbers>     // for std::numbers::pi

namespace maek::mol::internal {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
constexpr double kDonorHydrogen = 1.0;       // Å: O-H 0.97, N-H 1.01
constexpr double kTetrahedral = 109.5;       // degrees
constexpr double kTrigonal = 120.0;          // degrees

const SiteAtom& at(const Site& site, std::int32_t i) { return site.atoms[static_cast<std::size_t>(i)]; }

/// D-H...A when the hydrogen is `off` degrees away from the line donor-acceptor.
double angle_at_hydrogen(Position donor, Position acceptor, double off) {
  const double d = distance(donor, acceptor);
  const Position hydrogen{kDonorHydrogen * std::cos(off * kDegree), kDonorHydrogen * std::sin(off * kDegree), 0};
  return angle_degrees({0, 0, 0}, hydrogen, {d, 0, 0});
}

/// Ideal directions of the hydrogens of a donor with two or three heavy neighbours.
std::vector<Position> ideal_directions(const Site& site, const SiteAtom& donor) {
  Position sum;
  for (const std::int32_t n : donor.neighbours) sum += normalized(at(site, n).position - donor.position);
  const Position away = normalized(-sum);
  if (donor.neighbours.size() != 2 || donor.planar) return {away};
  // Two hydrogens (or one of two places) on a tetrahedral nitrogen: out of the plane of its two bonds.
  const Position up = normalized(cross(at(site, donor.neighbours[0]).position - donor.position,
                                       at(site, donor.neighbours[1]).position - donor.position));
  const double half = kTetrahedral / 2 * kDegree;
  return {std::cos(half) * away + std::sin(half) * up, std::cos(half) * away - std::sin(half) * up};
}

}  // namespace

double angle_degrees(Position a, Position b, Position c) {
  const Position u = a - b, v = c - b;
  const double lengths = norm(u) * norm(v);
  if (!(lengths > 0)) return 0;
  return std::acos(std::clamp(dot(u, v) / lengths, -1.0, 1.0)) / kDegree;
}

double best_donor_angle(const Site& site, const SiteAtom& donor, Position acceptor) {
  if (donor.neighbours.empty()) return 180;   // water, ammonia: free to turn anywhere
  const bool one_bond = donor.neighbours.size() == 1;
  const bool turns = one_bond && !(donor.planar && donor.element == Element::kN);
  if (!donor.hydrogen_positions.empty() && !turns) {
    double best = 0;
    for (const Position& h : donor.hydrogen_positions)
      best = std::max(best, angle_degrees(donor.position, h, acceptor));
    return best;
  }
  if (one_bond) {
    const double cone = donor.planar && donor.element == Element::kN ? kTrigonal : kTetrahedral;
    const double off = std::abs(angle_degrees(at(site, donor.neighbours[0]).position, donor.position, acceptor) - cone);
    return angle_at_hydrogen(donor.position, acceptor, off);
  }
  double best = 0;
  for (const Position& direction : ideal_directions(site, donor)) {
    best = std::max(best, angle_degrees(donor.position, donor.position + kDonorHydrogen * direction, acceptor));
  }
  return best;
}

double acceptor_angle(const Site& site, const SiteAtom& acceptor, Position donor) {
  double smallest = 180;
  for (const std::int32_t n : acceptor.neighbours) {
    smallest = std::min(smallest, angle_degrees(donor, acceptor.position, at(site, n).position));
  }
  return smallest;
}

}  // namespace maek::mol::internal
