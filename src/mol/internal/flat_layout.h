// SPDX-License-Identifier: Apache-2.0
// Where residue boxes go around a flat ligand: near what they touch, no overlap, few crossings (graph layout, greedy).
#pragma once

#include <utility>   // for std::pair
#include <vector>    // for std::vector

#include "mol/internal/drawing.h"   // for Rectangle, Point

namespace maek::mol::internal {

/// A box to be placed and the ligand points that its lines go to.
struct FlatBox {
  double width = 0, height = 0;    // pixels
  std::vector<Point> targets;
  double pull = 1;                 // weight of short lines: hydrogen bonds above hydrophobic contacts
  Rectangle area;                  // the result
};

struct FlatObstacles {
  std::vector<Point> atoms;                          // of the ligand on the page
  std::vector<std::pair<Point, Point>> bonds;
  double clearance = 34;                             // pixels kept between a box and any bond
  Rectangle page;
};

/// Boxes are placed in order, then each again with the others in place, until nothing moves (at most a few rounds).
/// Every box gets a place, even where the page is too full to avoid overlap.
void place_boxes(const FlatObstacles& obstacles, std::vector<FlatBox>& boxes);

}  // namespace maek::mol::internal
