// SPDX-License-Identifier: Apache-2.0
#include "mol/surface.h"

#include <algorithm>  // for std::max
#include <cmath>      // for std::sqrt
#include <numbers>    // for std::numbers::pi

namespace maek::mol {
namespace {

std::vector<Position> golden_spiral(int count) {
  std::vector<Position> out;
  const double turn = std::numbers::pi * (3 - std::sqrt(5.0));
  for (int i = 0; i < count; ++i) {
    const double z = 1 - (2 * i + 1.0) / count, r = std::sqrt(std::max(0.0, 1 - z * z));
    out.push_back({r * std::cos(turn * i), r * std::sin(turn * i), z});
  }
  return out;
}

}  // namespace

std::vector<double> accessible_surface(std::span<const Sphere> atoms, std::span<const Sphere> around,
                                       double probe_angstrom, int points) {
  const std::vector<Position> unit = golden_spiral(points);
  std::vector<Sphere> all(atoms.begin(), atoms.end());
  all.insert(all.end(), around.begin(), around.end());
  std::vector<Position> centres;
  double largest = 0;
  for (const Sphere& s : all) {
    centres.push_back(s.centre);
    largest = std::max(largest, s.radius);
  }
  const CellList cells(centres, 6.0);
  std::vector<double> out(atoms.size(), 0);
  std::vector<Sphere> near;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const double radius = atoms[i].radius + probe_angstrom;
    near.clear();
    cells.within(atoms[i].centre, radius + largest + probe_angstrom, [&](std::int32_t j, double d2) {
      const double other = all[static_cast<std::size_t>(j)].radius + probe_angstrom;
      if (static_cast<std::size_t>(j) != i && d2 < (radius + other) * (radius + other))
        near.push_back({all[static_cast<std::size_t>(j)].centre, other});
    });
    int open = 0;
    std::size_t last = 0;  // the sphere that hid the point before often hides this one
    for (const Position& u : unit) {
      const Position p{atoms[i].centre.x + radius * u.x, atoms[i].centre.y + radius * u.y,
                       atoms[i].centre.z + radius * u.z};
      bool hidden = false;
      for (std::size_t k = 0; k < near.size() && !hidden; ++k) {
        const Sphere& s = near[(last + k) % near.size()];
        if (squared_distance(p, s.centre) < s.radius * s.radius) {
          hidden = true;
          last = (last + k) % near.size();
        }
      }
      open += hidden ? 0 : 1;
    }
    out[i] = 4 * std::numbers::pi * radius * radius * open / points;
  }
  return out;
}

}  // namespace maek::mol
