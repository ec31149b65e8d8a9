// SPDX-License-Identifier: Apache-2.0
// Cell list: which atoms are within r of a point (neighbour search, spatial hash, grid search).
#pragma once

#include <cstdint>   // for std::int32_t, std::uint64_t
#include <span>      // for std::span
#include <vector>    // for std::vector

#include "mol/position.h"   // for Position

namespace maek::mol {

/// Atoms within a radius, found in time proportional to their number. Memory is proportional to the number of
/// positions and not to the space that they span: cells are hashed, so that one stray atom far away costs nothing.
/// Positions that are not finite are never found. Build once from `positions` [Å]; queries are const and safe from
/// many threads.
class CellList {
 public:
  /// `cell`: edge of a cell [Å]; close to the usual query radius is best. Held within 0.5 and 1000 Å.
  explicit CellList(std::span<const Position> positions, double cell_angstrom = 4.0);

  /// Calls `visit(index, squared distance [Å²])` for each position with distance <= radius from `centre`, in
  /// ascending order of index.
  template <class Visit>
  void within(Position centre, double radius_angstrom, Visit&& visit) const {
    std::vector<std::int32_t> found = candidates(centre, radius_angstrom);
    for (const std::int32_t i : found) {
      const double d2 = squared_distance(positions_[static_cast<std::size_t>(i)], centre);
      if (d2 <= radius_angstrom * radius_angstrom) visit(i, d2);
    }
  }

 private:
  /// Indices in the cells that the sphere touches, ascending.
  std::vector<std::int32_t> candidates(Position centre, double radius) const;

  std::vector<Position> positions_;
  double cell_ = 4.0;
  std::uint64_t mask_ = 0;              // number of buckets - 1, a power of two less one
  std::vector<std::int32_t> start_;     // [buckets + 1] offsets into order_
  std::vector<std::int32_t> order_;     // position indices, by bucket
  std::vector<std::uint64_t> keys_;     // cell of order_[i]: several cells may share a bucket
};

}  // namespace maek::mol
