// SPDX-License-Identifier: Apache-2.0
// Minimize complexes: every ligand of stored complexes relaxed where it lies, its energy before and after (local optimisation)
#pragma once

#include "base/operation.h"  // for Arguments, OperationContext, OperationResult

namespace maek::dock::internal {

/// The files of the parameter `complex`. One that cannot be used is a row with its error and stops nothing; all of them: the
/// first error.
Expected<OperationResult> minimize_complexes(const Arguments& arguments, const OperationContext& context);

}  // namespace maek::dock::internal
