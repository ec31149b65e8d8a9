// SPDX-License-Identifier: Apache-2.0
// What an earlier run left in an output folder (stale files, leftovers, rerun into the same folder).
#pragma once

#include <string>   // for std::string
#include <vector>   // for std::vector

#include "base/atomic_file.h"   // for OutputFolder

namespace maek::cli {

/// Names of the files that the summary of an earlier run in `folder` lists and that still have the bytes it lists
/// (SHA-256): nobody has touched them since, and beside the files of another run they would mislead. Empty when there is
/// no summary, or none of ours.
std::vector<std::string> untouched_outputs(const OutputFolder& folder, const std::string& summary_name);

}  // namespace maek::cli
