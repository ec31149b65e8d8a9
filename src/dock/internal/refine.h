// SPDX-License-Identifier: Apache-2.0
// Exact refinement of found poses: every receptor atom in reach, double precision, no grid.
#pragma once

#include "dock/energy.h"        // for Box
#include "dock/minimize.h"      // for Minimum

namespace maek::dock::internal {

/// Downhill from `start` on the continuous energy (ligand with all receptor atoms plus internal). Atoms outside `box` are
/// drawn back by kRefineSlope.
Minimum refine(const System& system, const ScoringFunction& function, const Kinematics& kinematics,
               const Conformation& start, const Box& box);

}  // namespace maek::dock::internal
