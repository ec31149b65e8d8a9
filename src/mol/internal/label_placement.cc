// SPDX-License-Identifier: Apache-2.0
// Greedy label placement on rings of candidates around each anchor, judged by summed-area tables.
#include "mol/internal/label_placement.h"

#include <algorithm>   // for std::clamp, std::any_of
#include <cmath>       // for std::cos, std::sin
#include <numbers>     // for std::numbers::pi

namespace maek::mol::internal {
namespace {

constexpr int kDirections = 24;
constexpr double kSubjectCost = 30, kContextCost = 2.5;   // of a label wholly over it
constexpr double kDistanceCost = 1.4;                     // of a label at the end of its reach
constexpr double kTowardsCost = 0.5;                      // of a label between anchor and ligand
constexpr double kWorst = 4.5;                            // a label that would cost more is left out

}  // namespace

CoverageSums::CoverageSums(std::span<const std::uint8_t> coverage, int width, int height, Point origin)
    : width_(width), height_(height), origin_(origin) {
  const auto w = static_cast<std::size_t>(width), h = static_cast<std::size_t>(height);
  for (int kind = 1; kind <= 2; ++kind) {
    std::vector<std::uint32_t>& sums = sums_[kind - 1];
    sums.assign((w + 1) * (h + 1), 0);
    for (std::size_t y = 0; y < h; ++y) {
      std::uint32_t row = 0;
      for (std::size_t x = 0; x < w; ++x) {
        row += coverage[y * w + x] == kind ? 1U : 0U;
        sums[(y + 1) * (w + 1) + x + 1] = sums[y * (w + 1) + x + 1] + row;
      }
    }
  }
}

double CoverageSums::share(const Rectangle& area, int kind) const {
  const auto column = [&](double v) {
    return static_cast<std::size_t>(std::clamp(v, 0.0, static_cast<double>(width_)));
  };
  const auto row = [&](double v) { return static_cast<std::size_t>(std::clamp(v, 0.0, static_cast<double>(height_))); };
  const double left = area.x - origin_.x, top = area.y - origin_.y;
  const std::size_t x0 = column(left), x1 = column(left + area.width), y0 = row(top), y1 = row(top + area.height);
  if (x1 <= x0 || y1 <= y0) return 0;
  const std::vector<std::uint32_t>& s = sums_[kind - 1];
  const std::size_t w = static_cast<std::size_t>(width_) + 1;
  const std::uint32_t inside = s[y1 * w + x1] - s[y0 * w + x1] - s[y1 * w + x0] + s[y0 * w + x0];
  return static_cast<double>(inside) / (static_cast<double>(x1 - x0) * static_cast<double>(y1 - y0));
}

std::optional<Rectangle> LabelPlacer::place(Point anchor, Point shun, double width, double height, double reach) {
  std::optional<Rectangle> best;
  double least = kWorst;
  const Point away = anchor - shun;
  const double away_length = length(away);
  constexpr int kRings = 6;
  for (int ring = 0; ring < kRings; ++ring) {
    const double gap = reach * ring / (kRings - 1);
    for (int k = 0; k < kDirections; ++k) {
      const double turn = 2 * std::numbers::pi * k / kDirections;
      const Point direction{std::cos(turn), std::sin(turn)};
      // The rectangle touches the circle of radius `gap` from outside, so long labels do not start farther off.
      const Point centre = anchor + Point{direction.x * (gap + width / 2 + 3), direction.y * (gap + height / 2 + 3)};
      const Rectangle area{centre.x - width / 2, centre.y - height / 2, width, height};
      if (area.x < page_.x || area.y < page_.y || area.x + width > page_.x + page_.width ||
          area.y + height > page_.y + page_.height) {
        continue;
      }
      if (std::any_of(taken_.begin(), taken_.end(), [&](const Rectangle& t) { return t.grown(2).overlaps(area); }))
        continue;
      const double cosine = away_length > 0 ? (direction.x * away.x + direction.y * away.y) / away_length : 0;
      const double cost = kSubjectCost * coverage_.share(area.grown(2), 2) + kContextCost * coverage_.share(area, 1) +
                          kDistanceCost * gap / reach + kTowardsCost * (1 - cosine) / 2;
      if (cost < least) {
        least = cost;
        best = area;
      }
    }
  }
  if (best) taken_.push_back(*best);
  return best;
}

}  // namespace maek::mol::internal
