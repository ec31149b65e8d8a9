// SPDX-License-Identifier: Apache-2.0
// Radii that the clash and overlap checks use: those behind the published results of the checks, not our own.
#pragma once

#include "mol/element.h"    // for Element

namespace maek::mol::internal {

/// Van der Waals and covalent radius [Å]: the toolkit's tables of 2022 (Blue Obelisk), as Buttenschoen et al. 2024
/// used them; thresholds were set with them.
struct CheckRadii {
  double vdw = 2.0, covalent = 1.5;
};
CheckRadii check_radii(Element element);

}  // namespace maek::mol::internal
