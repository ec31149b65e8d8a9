// SPDX-License-Identifier: Apache-2.0
// The operation `compare`: how far a model is from a reference; parameters, table, JSON, CSV, superposed model.
#pragma once

#include "base/operation.h"    // for Operation

namespace maek::mol {

Operation compare_operation();

}  // namespace maek::mol
