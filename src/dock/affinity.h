// SPDX-License-Identifier: Apache-2.0
// Binding affinity of a pose: what is measured of it.
#pragma once

#include <span>         // for std::span
#include <string_view>  // for std::string_view
#include <vector>       // for std::vector

#include "dock/prepare.h"       // for DockReceptor
#include "dock/system.h"        // for System
#include "mol/descriptors.h"    // for Descriptors
#include "mol/molecule.h"       // for Molecule

namespace maek::dock {

std::span<const std::string_view> affinity_feature_names();
std::vector<double> affinity_features(const DockReceptor& receptor, const System& system, std::span<const Position> x,
                                      const mol::Molecule& pose, const mol::Descriptors& descriptors);

}  // namespace maek::dock
