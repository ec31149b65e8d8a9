// SPDX-License-Identifier: Apache-2.0
// Vina's own grid in double precision: one map per type, trilinear interpolation (affinity map). Reference and table mode;
// the search has its own (internal/search_model.h).
#pragma once

#include <array>  // for std::array
#include <vector>  // for std::vector

#include "dock/pair_energy.h"  // for PairTables
#include "dock/system.h"  // for Receptor, Position

namespace maek::dock {

/// Where to search: centre and edge lengths [Å].
struct Box {
  Position centre;
  Position size;
  bool contains(Position p) const;
};

constexpr double kVinaSpacing = 0.375;  // Å
constexpr double kOutOfBoxSlope = 1e6;  // kcal/mol/Å, per axis and atom

class VinaGrid {
 public:
  /// Maps of the types that occur in `types`; each point holds the sum over receptor atoms with r <= 8 Å.
  VinaGrid(const Receptor& receptor, const PairTables& tables, const std::vector<XsType>& types, const Box& box,
           double spacing = kVinaSpacing);

  struct Value {
    double energy;  // kcal/mol, capped by v, with the penalty outside the box
    Position slope;  // dE/dx [kcal/mol/Å]
  };
  Value at(XsType type, Position p, double v, double out_of_box_slope = kOutOfBoxSlope) const;

 private:
  double point(std::size_t map, std::array<int, 3> i) const;

  Position begin_, span_;
  double spacing_;
  std::array<int, 3> cells_{};
  std::array<int, kXsTypes> map_of_type_{};
  std::vector<std::vector<double>> maps_;  // [map][(z * (ny + 1) + y) * (nx + 1) + x]
};

}  // namespace maek::dock
