// SPDX-License-Identifier: Apache-2.0
// The operations `evidence witness`, `evidence serve-tiles`, `evidence cosign`: what makes a log public and watched
#pragma once

#include <vector>   // for std::vector

#include "base/operation.h"   // for Operation

namespace maek::serve {

/// In the order of help; they follow those of evidence.
std::vector<Operation> evidence_service_operations();

}  // namespace maek::serve
