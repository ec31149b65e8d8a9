// SPDX-License-Identifier: Apache-2.0
// The operation `check`: are poses and structures physically possible (validity, PoseBusters, protein geometry).
#pragma once

#include "base/operation.h"    // for Operation

namespace maek::mol {

Operation check_operation();

}  // namespace maek::mol
