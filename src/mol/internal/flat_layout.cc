// SPDX-License-Identifier: Apache-2.0
// Greedy placement on a grid of candidates with rounds of improvement.
#include "mol/internal/flat_layout.h"

#include <algorithm>   // for std::min, std::max
#include <limits>      // for std::numeric_limits

namespace maek::mol::internal {
namespace {

constexpr int kRounds = 5;
constexpr int kColumns = 72, kRows = 52;            // candidates over the page
constexpr double kOverlap = 4000;                   // cost of two boxes on each other
constexpr double kOnLigand = 3000;                  // of a box on the ligand
constexpr double kBondCrossing = 380;               // of a line across a ligand bond, in pixels of line length
constexpr double kLineCrossing = 260;               // of two lines that cross
constexpr double kThroughBox = 400;                 // of a line through another box
constexpr double kCrowding = 60;                    // of two boxes nearer than the gap
constexpr double kGap = 14;                         // pixels liked between boxes
constexpr double kNearAtom = 14;                    // pixels: a line this near to an atom seems to end there

bool line_meets(const Rectangle& box, Point a, Point b) {
  if (box.contains(a) || box.contains(b)) return true;
  const Point p{box.x, box.y}, q{box.x + box.width, box.y}, r{box.x + box.width, box.y + box.height},
      s{box.x, box.y + box.height};
  return segments_cross(a, b, p, q) || segments_cross(a, b, q, r) || segments_cross(a, b, r, s) ||
         segments_cross(a, b, s, p);
}

/// Distance from a rectangle to a point, 0 inside.
double gap_to(const Rectangle& box, Point p) {
  const double dx = std::max({box.x - p.x, 0.0, p.x - box.x - box.width});
  const double dy = std::max({box.y - p.y, 0.0, p.y - box.y - box.height});
  return length({dx, dy});
}

/// Cost that depends on the ligand alone; computed once for each box and candidate.
double own_cost(const FlatObstacles& obstacles, const FlatBox& box, const Rectangle& area) {
  double nearest = std::numeric_limits<double>::max();
  for (const Point& atom : obstacles.atoms) nearest = std::min(nearest, gap_to(area, atom));
  for (const auto& [a, b] : obstacles.bonds) nearest = std::min(nearest, gap_to(area, 0.5 * (a + b)));
  double cost =
      nearest < obstacles.clearance ? kOnLigand * (1 + obstacles.clearance - nearest) / obstacles.clearance : 0;
  for (const Point& target : box.targets) {
    const Point edge = edge_towards(area, target);
    cost += box.pull * length(edge - target);
    for (const auto& [a, b] : obstacles.bonds) {
      // Bonds at the target itself do not count: the line ends there.
      if (length(a - target) < 1 || length(b - target) < 1) continue;
      if (segments_cross(edge, target, a, b)) cost += kBondCrossing;
    }
    for (const Point& atom : obstacles.atoms) {
      if (length(atom - target) > 2 * kNearAtom && distance_to_segment(atom, edge, target) < kNearAtom)
        cost += kBondCrossing / 2;
    }
  }
  return cost;
}

double pair_cost(const FlatBox& box, const Rectangle& area, const FlatBox& other) {
  double cost = 0;
  if (area.overlaps(other.area)) {
    cost += kOverlap;
  } else if (area.grown(kGap).overlaps(other.area)) {
    cost += kCrowding;
  }
  for (const Point& t : box.targets) {
    const Point edge = edge_towards(area, t);
    if (line_meets(other.area.grown(4), edge, t)) cost += kThroughBox;
    for (const Point& o : other.targets) {
      if (segments_cross(edge, t, edge_towards(other.area, o), o)) cost += kLineCrossing;
    }
  }
  for (const Point& o : other.targets) {
    if (line_meets(area.grown(4), edge_towards(other.area, o), o)) cost += kThroughBox;
  }
  return cost;
}

}  // namespace

void place_boxes(const FlatObstacles& obstacles, std::vector<FlatBox>& boxes) {
  const auto candidate = [&](const FlatBox& box, int k) {
    const double x = static_cast<double>(k % kColumns) / (kColumns - 1),
                 y = static_cast<double>(k / kColumns) / (kRows - 1);
    return Rectangle{obstacles.page.x + x * std::max(0.0, obstacles.page.width - box.width),
                     obstacles.page.y + y * std::max(0.0, obstacles.page.height - box.height), box.width, box.height};
  };
  constexpr int kCandidates = kColumns * kRows;
  std::vector<std::vector<float>> own(boxes.size(), std::vector<float>(kCandidates));
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    for (int k = 0; k < kCandidates; ++k) {
      own[i][static_cast<std::size_t>(k)] = static_cast<float>(own_cost(obstacles, boxes[i], candidate(boxes[i], k)));
    }
  }
  std::vector<int> chosen(boxes.size(), -1);
  for (int round = 0; round < kRounds; ++round) {
    bool moved = false;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      double least = std::numeric_limits<double>::max();
      int best = 0;
      for (int k = 0; k < kCandidates; ++k) {
        double cost = static_cast<double>(own[i][static_cast<std::size_t>(k)]);
        if (cost >= least) continue;
        const Rectangle area = candidate(boxes[i], k);
        for (std::size_t j = 0; j < boxes.size() && cost < least; ++j) {
          if (j != i && chosen[j] >= 0) cost += pair_cost(boxes[i], area, boxes[j]);
        }
        if (cost < least) {
          least = cost;
          best = k;
        }
      }
      moved = moved || best != chosen[i];
      chosen[i] = best;
      boxes[i].area = candidate(boxes[i], best);
    }
    if (!moved) break;
  }
}

}  // namespace maek::mol::internal
