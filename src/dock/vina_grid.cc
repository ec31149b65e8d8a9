// SPDX-License-Identifier: Apache-2.0
#include "dock/vina_grid.h"

#include <algorithm>   // for std::clamp
#include <cmath>       // for std::ceil, std::abs

namespace maek::dock {
namespace {

/// Ring-closure carbons use the maps of plain carbon.
XsType map_type(XsType t) {
  using enum XsType;
  switch (t) {
    case C_H_CG0:
    case C_H_CG1:
    case C_H_CG2:
    case C_H_CG3:
      return C_H;
    case C_P_CG0:
    case C_P_CG1:
    case C_P_CG2:
    case C_P_CG3:
      return C_P;
    default:
      return t;
  }
}

}  // namespace

bool Box::contains(Position p) const {
  const Position d = p - centre;
  return std::abs(d.x) <= size.x / 2 && std::abs(d.y) <= size.y / 2 && std::abs(d.z) <= size.z / 2;
}

VinaGrid::VinaGrid(const Receptor& receptor, const PairTables& tables, const std::vector<XsType>& types, const Box& box,
                   double spacing)
    : spacing_(spacing) {
  const std::array<double, 3> size = {box.size.x, box.size.y, box.size.z};
  for (std::size_t k = 0; k < 3; ++k) cells_[k] = static_cast<int>(std::ceil(size[k] / spacing));
  span_ = {cells_[0] * spacing, cells_[1] * spacing, cells_[2] * spacing};
  begin_ = box.centre - span_ / 2;

  std::vector<XsType> mapped;
  map_of_type_.fill(-1);
  for (const XsType t : types) {
    if (!meets_receptor(t)) continue;
    int& slot = map_of_type_[static_cast<std::size_t>(map_type(t))];
    if (slot < 0) {
      slot = static_cast<int>(mapped.size());
      mapped.push_back(map_type(t));
    }
    map_of_type_[static_cast<std::size_t>(t)] = slot;
  }
  const auto nx = static_cast<std::size_t>(cells_[0]) + 1, ny = static_cast<std::size_t>(cells_[1]) + 1,
             nz = static_cast<std::size_t>(cells_[2]) + 1;
  maps_.assign(mapped.size(), std::vector<double>(nx * ny * nz, 0.0));
  // Neighbours are looked up once a row: a sphere about its middle that holds all that any of its points can meet.
  std::vector<std::int32_t> near;
  for (std::size_t z = 0, k = 0; z < nz; ++z) {
    for (std::size_t y = 0; y < ny; ++y) {
      const Position row = begin_ + spacing * Position{0, double(y), double(z)};
      near.clear();
      receptor.cells->within(row + Position{span_.x / 2, 0, 0}, kCutoff + span_.x / 2,
                             [&near](std::int32_t atom, double) { near.push_back(atom); });
      for (std::size_t x = 0; x < nx; ++x, ++k) {
        const Position p = row + spacing * Position{double(x), 0, 0};
        for (const std::int32_t atom : near) {
          const double r_squared = squared_distance(p, receptor.positions[static_cast<std::size_t>(atom)]);
          if (r_squared > kCutoffSquared) continue;
          const XsType other = receptor.types[static_cast<std::size_t>(atom)];
          for (std::size_t m = 0; m < mapped.size(); ++m) maps_[m][k] += tables.energy(mapped[m], other, r_squared);
        }
      }
    }
  }
}

double VinaGrid::point(std::size_t map, std::array<int, 3> i) const {
  const auto nx = static_cast<std::size_t>(cells_[0]) + 1, ny = static_cast<std::size_t>(cells_[1]) + 1;
  return maps_[map][(static_cast<std::size_t>(i[2]) * ny + static_cast<std::size_t>(i[1])) * nx +
                    static_cast<std::size_t>(i[0])];
}

VinaGrid::Value VinaGrid::at(XsType type, Position p, double v, double out_of_box_slope) const {
  const std::array<double, 3> place = {p.x - begin_.x, p.y - begin_.y, p.z - begin_.z};
  std::array<int, 3> cell{};
  std::array<double, 3> t{}, outward{};
  double penalty = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    const double span = cells_[k] * spacing_;
    const double inside = std::clamp(place[k], 0.0, span);
    penalty += std::abs(place[k] - inside);
    outward[k] = place[k] < 0 ? -1 : place[k] > span ? 1 : 0;
    cell[k] = std::min(static_cast<int>(inside / spacing_), cells_[k] - 1);
    t[k] = inside / spacing_ - cell[k];
  }
  const auto map = static_cast<std::size_t>(map_of_type_[static_cast<std::size_t>(type)]);
  double energy = 0;
  std::array<double, 3> slope{};
  for (int corner = 0; corner < 8; ++corner) {
    const std::array<int, 3> d = {corner & 1, (corner >> 1) & 1, corner >> 2};
    const double value = point(map, {cell[0] + d[0], cell[1] + d[1], cell[2] + d[2]});
    std::array<double, 3> w{}, sign{};
    for (std::size_t k = 0; k < 3; ++k) {
      w[k] = d[k] != 0 ? t[k] : 1 - t[k];
      sign[k] = d[k] != 0 ? 1 : -1;
    }
    energy += value * w[0] * w[1] * w[2];
    slope[0] += value * sign[0] * w[1] * w[2];
    slope[1] += value * w[0] * sign[1] * w[2];
    slope[2] += value * w[0] * w[1] * sign[2];
  }
  const double factor = cap_factor(energy, v) / spacing_;
  std::array<double, 3> g{};
  for (std::size_t k = 0; k < 3; ++k) g[k] = outward[k] != 0 ? outward[k] * out_of_box_slope : slope[k] * factor;
  return {cap(energy, v) + out_of_box_slope * penalty, {g[0], g[1], g[2]}};
}

}  // namespace maek::dock
