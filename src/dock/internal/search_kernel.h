// SPDX-License-Identifier: Apache-2.0
// The search kernel of an instruction set.
#pragma once

#include "base/cpu.h"                      // for Isa
#include "dock/internal/search_model.h"    // for SearchKernel

namespace maek::dock::internal {

/// The kernel for `isa`; the portable one where this build has no other. Ask is_available() first.
const SearchKernel& search_kernel(Isa isa);

}  // namespace maek::dock::internal
