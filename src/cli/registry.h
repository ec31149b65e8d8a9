// SPDX-License-Identifier: Apache-2.0
// Which verbs this program has: the list of operations.
#pragma once

#include <vector>   // for std::vector

#include "base/operation.h"   // for Operation

namespace maek::cli {

/// Every operation, in the order in which help lists them.
std::vector<Operation> operations();

}  // namespace maek::cli
