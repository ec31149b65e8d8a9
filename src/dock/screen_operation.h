// SPDX-License-Identifier: Apache-2.0
// The operation `screen`: a library of ligands docked into one receptor
#pragma once

#include "base/operation.h"   // for Operation

namespace maek::dock {

Operation screen_operation();

}  // namespace maek::dock
