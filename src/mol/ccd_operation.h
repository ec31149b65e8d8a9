// SPDX-License-Identifier: Apache-2.0
// The operations `ccd build` and `ccd show`: making the cache of the component dictionary, and looking into it.
#pragma once

#include <vector>   // for std::vector

#include "base/operation.h"   // for Operation, Parameter

namespace maek::mol {

std::vector<Operation> ccd_operations();

/// --ccd, as every operation that looks components up takes it: hand its text to find_dictionary.
Parameter dictionary_parameter();

}  // namespace maek::mol
