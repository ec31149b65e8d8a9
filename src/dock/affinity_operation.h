// SPDX-License-Identifier: Apache-2.0
// The operation `affinity`: free energy of binding of given poses with a calibrated interval; parameters, files, summary.
#pragma once

#include "base/operation.h"  // for Operation

namespace maek::dock {

Operation affinity_operation();

}  // namespace maek::dock
