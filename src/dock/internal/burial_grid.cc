// SPDX-License-Identifier: Apache-2.0
// After LIGSITE (Hendlich, Rippmann, Barnickel 1997, J. Mol. Graph. Model. 15, 359), which asks for each point of a grid in
// how many of seven lines it lies between two parts of the protein. Here single rays are counted, in 74 directions.
#include "dock/internal/burial_grid.h"

#include <algorithm>  // for std::lower_bound
#include <cmath>  // for std::ceil

#include <fmt/format.h>

#include "dock/pockets.h"  // for kRayLength, kMostPocketPoints

namespace maek::dock::internal {
namespace {

using mol::Position;

constexpr double kReach = 6.0;  // Å from an atom: farther away no point is looked at

struct Step {
  int x, y, z;
};

/// All lattice vectors of the kinds (1,0,0), (1,1,0), (1,1,1) and (1,1,2), (0,1,2): even enough, and no trigonometry.
std::vector<Step> directions() {
  std::vector<Step> out;
  for (int z = -2; z <= 2; ++z) {
    for (int y = -2; y <= 2; ++y) {
      for (int x = -2; x <= 2; ++x) {
        const int largest = std::max({std::abs(x), std::abs(y), std::abs(z)});
        const int sum = std::abs(x) + std::abs(y) + std::abs(z);
        if (largest == 1 || (largest == 2 && (sum == 3 || (sum == 4 && x != 0 && y != 0 && z != 0)))) {
          out.push_back({x, y, z});
        }
      }
    }
  }
  return out;
}

}  // namespace

Expected<BurialGrid> BurialGrid::make(std::span<const Position> positions, std::span<const double> radii,
                                      double spacing, const Cancellation* cancellation) {
  BurialGrid grid;
  grid.spacing_ = spacing;
  Position low = positions.front(), high = low;
  for (const Position p : positions) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
  // Rays from any point that is looked at stay inside.
  const double margin = kReach + kRayLength + 4 * spacing;
  const Position span = high - low + Position{2 * margin, 2 * margin, 2 * margin};
  const double points = (span.x / spacing + 1) * (span.y / spacing + 1) * (span.z / spacing + 1);
  if (!(points < static_cast<double>(kMostPocketPoints))) {
    return Error{ErrorCode::kTooLarge,
                 fmt::format("the receptor spans {:.0f} x {:.0f} x {:.0f} Å: a grid of {:.1e} points", high.x - low.x,
                             high.y - low.y, high.z - low.z, points),
                 "receptor", "Give one chain or one assembly, without atoms far away from it."};
  }
  grid.origin_ = low - Position{margin, margin, margin};
  grid.n_ = {static_cast<std::int64_t>(span.x / spacing) + 1, static_cast<std::int64_t>(span.y / spacing) + 1,
             static_cast<std::int64_t>(span.z / spacing) + 1};
  grid.state_.assign(static_cast<std::size_t>(grid.n_[0] * grid.n_[1] * grid.n_[2]), kOpen);
  const auto stopped = [cancellation] { return cancellation != nullptr && cancellation->requested(); };
  const Error cancelled{ErrorCode::kCancelled, "stopped while looking for pockets", "pockets", ""};
  grid.mark(positions, radii);
  if (stopped()) return cancelled;
  grid.measure_enclosure();
  if (stopped()) return cancelled;
  grid.measure_room();
  return grid;
}

Position BurialGrid::position(std::int64_t cell) const {
  const std::int64_t x = cell % n_[0], y = cell / n_[0] % n_[1], z = cell / (n_[0] * n_[1]);
  return origin_ + spacing_ * Position{static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)};
}

std::int32_t BurialGrid::point_at(std::int64_t cell) const {
  const auto found = std::lower_bound(points_.begin(), points_.end(), cell,
                                      [](const BuriedPoint& p, std::int64_t c) { return p.cell < c; });
  if (found == points_.end() || found->cell != cell) return -1;
  return static_cast<std::int32_t>(found - points_.begin());
}

void BurialGrid::mark(std::span<const Position> positions, std::span<const double> radii) {
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const Position p = positions[i] - origin_;
    const double blocked = radii[i] * radii[i], skin = (radii[i] + kAtomGap) * (radii[i] + kAtomGap);
    const auto first = [this](double x) { return static_cast<std::int64_t>(std::ceil((x - kReach) / spacing_)); };
    const auto last = [this](double x) { return static_cast<std::int64_t>((x + kReach) / spacing_); };
    for (std::int64_t z = first(p.z); z <= last(p.z); ++z) {
      for (std::int64_t y = first(p.y); y <= last(p.y); ++y) {
        std::uint8_t* row = state_.data() + (z * n_[1] + y) * n_[0];
        for (std::int64_t x = first(p.x); x <= last(p.x); ++x) {
          const double d2 = squared_distance(
              p, spacing_ * Position{static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)});
          if (d2 > kReach * kReach) continue;
          const std::uint8_t state = d2 < blocked ? kBlocked : d2 < skin ? kSkin : kNear;
          row[x] = std::max(row[x], state);
        }
      }
    }
  }
}

void BurialGrid::measure_enclosure() {
  struct Ray {
    std::int64_t offset;
    int steps;
  };
  std::vector<Ray> rays;
  for (const Step d : directions()) {
    const double length = spacing_ * std::sqrt(double(d.x * d.x + d.y * d.y + d.z * d.z));
    rays.push_back({offset(d.x, d.y, d.z), static_cast<int>(kRayLength / length)});
  }
  for (std::int64_t cell = 0; cell < static_cast<std::int64_t>(state_.size()); ++cell) {
    if (state_[static_cast<std::size_t>(cell)] != kNear) continue;
    int hits = 0;
    for (const Ray ray : rays) {
      const std::uint8_t* p = state_.data() + cell;
      for (int s = 0; s < ray.steps; ++s) {
        p += ray.offset;
        if (*p != kBlocked) continue;
        ++hits;
        break;
      }
    }
    const float enclosure = static_cast<float>(hits) / static_cast<float>(rays.size());
    if (enclosure >= kLeastEnclosure) points_.push_back({cell, enclosure, 0, false});
  }
}

void BurialGrid::measure_room() {
  std::vector<std::int32_t> at(state_.size(), -1);
  for (std::size_t i = 0; i < points_.size(); ++i)
    at[static_cast<std::size_t>(points_[i].cell)] = static_cast<std::int32_t>(i);
  std::vector<std::int64_t> ball;
  const int r = static_cast<int>(kRoomRadius / spacing_);
  for (int z = -r; z <= r; ++z) {
    for (int y = -r; y <= r; ++y) {
      for (int x = -r; x <= r; ++x) {
        if (spacing_ * spacing_ * (x * x + y * y + z * z) <= kRoomRadius * kRoomRadius) ball.push_back(offset(x, y, z));
      }
    }
  }
  const float volume = static_cast<float>(spacing_ * spacing_ * spacing_);
  for (BuriedPoint& p : points_) {
    float room = 0;
    for (const std::int64_t step : ball) {
      const std::int32_t other = at[static_cast<std::size_t>(p.cell + step)];
      if (other >= 0) room += points_[static_cast<std::size_t>(other)].enclosure - kLeastEnclosure;
    }
    p.room = room * volume;
    for (int k = 0; k < 27 && !p.at_opening; ++k) {
      const std::size_t beside = static_cast<std::size_t>(p.cell + offset(k % 3 - 1, k / 3 % 3 - 1, k / 9 - 1));
      p.at_opening = at[beside] < 0 && state_[beside] <= kNear;
    }
  }
}

}  // namespace maek::dock::internal
