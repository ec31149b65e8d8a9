// SPDX-License-Identifier: Apache-2.0
// BurialGrid: how enclosed each free point near a receptor is (buriedness, rays, LIGSITE), and how much buried room lies about it
#pragma once

#include <array>  // for std::array
#include <cstdint>  // for std::int32_t
#include <span>  // for std::span
#include <vector>  // for std::vector

#include "base/expected.h"  // for Expected
#include "base/progress.h"  // for Cancellation
#include "mol/position.h"  // for Position

namespace maek::dock::internal {

/// A point where the centre of a ligand's atom can be.
struct BuriedPoint {
  std::int64_t cell = 0;  // in the grid
  float enclosure = 0;  // share of directions in which the receptor is met within kRayLength
  float room = 0;  // sum of (enclosure - kLeastEnclosure) over the buried points within kRoomRadius
  bool at_opening = false;  // beside a free point that is not buried
};

constexpr float kLeastEnclosure = 0.57f;  // above an even surface (0.5); chosen, as kRoomRadius, with bench/pockets
constexpr double kRoomRadius = 5.5;  // Å: about that of a drug-like ligand
constexpr double kAtomGap = 1.2;  // Å between the surface of the receptor and the centre of a ligand's atom

class BurialGrid {
 public:
  /// From heavy atoms at `positions` [Å] with van der Waals `radii` [Å].
  static Expected<BurialGrid> make(std::span<const mol::Position> positions, std::span<const double> radii,
                                   double spacing, const Cancellation* cancellation);

  /// All buried points in ascending order of cell.
  const std::vector<BuriedPoint>& points() const { return points_; }
  mol::Position position(std::int64_t cell) const;
  double spacing() const { return spacing_; }
  /// The receptor's van der Waals body is there.
  bool blocked(std::int64_t cell) const { return state_[static_cast<std::size_t>(cell)] == kBlocked; }
  /// Index into points() or -1.
  std::int32_t point_at(std::int64_t cell) const;
  /// Offset of the cell that lies so many steps away.
  std::int64_t offset(int x, int y, int z) const { return (std::int64_t{z} * n_[1] + y) * n_[0] + x; }

 private:
  enum State : std::uint8_t { kOpen, kNear, kSkin, kBlocked };

  void mark(std::span<const mol::Position> positions, std::span<const double> radii);
  void measure_enclosure();
  void measure_room();

  double spacing_ = 1;
  mol::Position origin_;
  std::array<std::int64_t, 3> n_{};
  std::vector<std::uint8_t> state_;
  std::vector<BuriedPoint> points_;
};

}  // namespace maek::dock::internal
