// SPDX-License-Identifier: Apache-2.0
// Geometry of a hydrogen bond: where the hydrogens of a donor can be, and the angles that follow (D-H...A).
#pragma once

#include <vector>   // for std::vector

#include "mol/internal/interacting_groups.h"   // for Site, SiteAtom
#include "mol/position.h"                      // for Position

namespace maek::mol::internal {

/// Angle a-b-c [degrees]; 0 when two of the points coincide.
double angle_degrees(Position a, Position b, Position c);

/// The best D-H...A angle [degrees] that `donor` can offer to a point. Explicit hydrogens are taken as they stand, except
/// those that a rotation about one single bond moves (hydroxyl, thiol, ammonium): for them, and where hydrogens are not
/// in the file, the ideal place is used (109.5 degrees from the bond, 120 when planar; opposite to two or three bonds).
double best_donor_angle(const Site& site, const SiteAtom& donor, Position acceptor);

/// The smallest angle D...A-X over the atoms X bonded to the acceptor [degrees]; 180 when it has none (water).
double acceptor_angle(const Site& site, const SiteAtom& acceptor, Position donor);

}  // namespace maek::mol::internal
