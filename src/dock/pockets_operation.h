// SPDX-License-Identifier: Apache-2.0
// The operation `pockets`: ranked pockets of a receptor as table, JSON, CSV and balls in a PDB file.
#pragma once

#include "base/operation.h"    // for Operation

namespace maek::dock {

Operation pockets_operation();

}  // namespace maek::dock
