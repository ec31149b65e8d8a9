// SPDX-License-Identifier: Apache-2.0
// The operation `dock`: dock a ligand into a receptor, score or relax given poses; parameters, files, summary.
#pragma once

#include "base/operation.h"    // for Operation

namespace maek::dock {

Operation dock_operation();

}  // namespace maek::dock
