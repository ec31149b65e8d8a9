// SPDX-License-Identifier: Apache-2.0
// Where to write labels so that they cover neither the drawing nor each other (map labelling, greedy).
#pragma once

#include <cstdint>    // for std::uint32_t
#include <optional>   // for std::optional
#include <span>       // for std::span
#include <utility>    // for std::move
#include <vector>     // for std::vector

#include "mol/internal/drawing.h"   // for Rectangle, Point

namespace maek::mol::internal {

/// Sums of a coverage map (0 free, 1 context, 2 subject) over any rectangle in constant time.
class CoverageSums {
 public:
  CoverageSums(std::span<const std::uint8_t> coverage, int width, int height, Point origin);
  /// Share of the rectangle's pixels that are `kind` (1 or 2) [0, 1].
  double share(const Rectangle& area, int kind) const;

 private:
  int width_, height_;
  Point origin_;                        // of the map on the page
  std::vector<std::uint32_t> sums_[2];   // [height + 1][width + 1]
};

/// Places labels one after another; what is placed stays.
class LabelPlacer {
 public:
  LabelPlacer(CoverageSums coverage, Rectangle page) : coverage_(std::move(coverage)), page_(page) {}

  /// A place of the given size near `anchor`, preferably on the side away from `shun`; nothing when all near places
  /// are taken or outside the page. `reach`: the farthest distance tried [pixels].
  std::optional<Rectangle> place(Point anchor, Point shun, double width, double height, double reach);
  /// Keeps labels off an area.
  void reserve(const Rectangle& area) { taken_.push_back(area); }

 private:
  CoverageSums coverage_;
  Rectangle page_;
  std::vector<Rectangle> taken_;
};

}  // namespace maek::mol::internal
