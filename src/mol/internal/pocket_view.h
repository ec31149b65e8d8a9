// SPDX-License-Identifier: Apache-2.0
// From where to look at a pocket: the direction that shows the ligand widest and hides it least (camera, projection).
#pragma once

#include <span>   // for std::span

#include "mol/position.h"   // for Position

namespace maek::mol::internal {

/// A right-handed frame (never a mirror image): x to the right, y up, z towards the viewer.
struct View {
  Position origin;
  Position right{1, 0, 0}, up{0, 1, 0}, toward{0, 0, 1};
  /// A point in view coordinates.
  Position look(Position p) const { return turn(p - origin); }
  /// A direction in view coordinates.
  Position turn(Position v) const { return {dot(v, right), dot(v, up), dot(v, toward)}; }
};

/// The longest principal axis of the ligand lies across the page; of the rotations about it (10 degree steps) the one is
/// taken in which pocket atoms cover least of the ligand while it keeps its width. `ligand` must not be empty.
View choose_view(std::span<const Position> ligand, std::span<const Position> pocket);

}  // namespace maek::mol::internal
