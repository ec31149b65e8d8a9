// SPDX-License-Identifier: Apache-2.0
// Cell list: cubic cells hashed into as many buckets as there are positions (neighbour search).
#include "mol/cell_list.h"

#include <algorithm>   // for std::sort, std::clamp
#include <cmath>       // for std::floor
#include <cstddef>     // for std::size_t

namespace maek::mol {
namespace {

// 21 bits an axis in a 64-bit key. Cells beyond are drawn to the outermost one: far atoms share it, none is lost.
constexpr std::int64_t kOutermost = (std::int64_t{1} << 20) - 1;

std::int64_t cell_index(double x, double cell) {
  const double i = std::floor(x / cell);
  return static_cast<std::int64_t>(std::clamp(i, -static_cast<double>(kOutermost), static_cast<double>(kOutermost)));
}

std::uint64_t cell_key(std::int64_t x, std::int64_t y, std::int64_t z) {
  const auto bits = [](std::int64_t i) { return static_cast<std::uint64_t>(i + kOutermost + 1); };
  return bits(x) << 42 | bits(y) << 21 | bits(z);
}

// The finaliser of splitmix64 (Steele, Lea, Flood 2014): neighbouring cells end in unrelated buckets.
std::uint64_t scatter(std::uint64_t key) {
  key = (key ^ (key >> 30)) * 0xbf58476d1ce4e5b9ULL;
  key = (key ^ (key >> 27)) * 0x94d049bb133111ebULL;
  return key ^ (key >> 31);
}

}  // namespace

CellList::CellList(std::span<const Position> positions, double cell_angstrom)
    : positions_(positions.begin(), positions.end()),
      cell_(cell_angstrom >= 0.5 ? std::min(cell_angstrom, 1000.0) : 0.5) {
  std::size_t buckets = 1;
  while (buckets < positions_.size()) buckets *= 2;
  mask_ = buckets - 1;

  std::vector<std::uint64_t> key_of(positions_.size());
  start_.assign(buckets + 1, 0);
  for (std::size_t i = 0; i < positions_.size(); ++i) {
    const Position p = positions_[i];
    if (!is_finite(p)) continue;
    key_of[i] = cell_key(cell_index(p.x, cell_), cell_index(p.y, cell_), cell_index(p.z, cell_));
    ++start_[(scatter(key_of[i]) & mask_) + 1];
  }
  for (std::size_t b = 0; b < buckets; ++b) start_[b + 1] += start_[b];
  order_.resize(static_cast<std::size_t>(start_[buckets]));
  keys_.resize(order_.size());
  std::vector<std::int32_t> next(start_.begin(), start_.end() - 1);
  for (std::size_t i = 0; i < positions_.size(); ++i) {
    if (!is_finite(positions_[i])) continue;
    const auto slot = static_cast<std::size_t>(next[scatter(key_of[i]) & mask_]++);
    order_[slot] = static_cast<std::int32_t>(i);
    keys_[slot] = key_of[i];
  }
}

std::vector<std::int32_t> CellList::candidates(Position centre, double radius) const {
  std::vector<std::int32_t> found;
  if (!is_finite(centre) || !(radius >= 0)) return found;
  const std::int64_t x0 = cell_index(centre.x - radius, cell_), x1 = cell_index(centre.x + radius, cell_);
  const std::int64_t y0 = cell_index(centre.y - radius, cell_), y1 = cell_index(centre.y + radius, cell_);
  const std::int64_t z0 = cell_index(centre.z - radius, cell_), z1 = cell_index(centre.z + radius, cell_);

  const double cells = static_cast<double>(x1 - x0 + 1) * static_cast<double>(y1 - y0 + 1) *
                       static_cast<double>(z1 - z0 + 1);
  if (cells > static_cast<double>(order_.size())) {   // a sphere of more cells than positions: look at each position
    found = order_;
  } else {
    for (std::int64_t x = x0; x <= x1; ++x) {
      for (std::int64_t y = y0; y <= y1; ++y) {
        for (std::int64_t z = z0; z <= z1; ++z) {
          const std::uint64_t key = cell_key(x, y, z);
          const std::size_t bucket = scatter(key) & mask_;
          for (std::int32_t slot = start_[bucket]; slot < start_[bucket + 1]; ++slot) {
            if (keys_[static_cast<std::size_t>(slot)] == key) found.push_back(order_[static_cast<std::size_t>(slot)]);
          }
        }
      }
    }
  }
  // Sorting is the larger part of a query: only what is near enough takes part.
  const double limit = radius * radius;
  std::erase_if(found, [&](std::int32_t i) {
    return squared_distance(positions_[static_cast<std::size_t>(i)], centre) > limit;
  });
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace maek::mol
