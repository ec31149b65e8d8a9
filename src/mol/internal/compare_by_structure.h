// SPDX-License-Identifier: Apache-2.0
// `compare --align`: one chain of each, aligned by structure; table, JSON, aligned pairs as CSV
#pragma once

#include <string>    // for std::string
#include <utility>   // for std::pair
#include <vector>    // for std::vector

#include "base/expected.h"      // for Expected
#include "base/operation.h"     // for OperationResult
#include "mol/structure.h"      // for Structure
#include "mol/superpose.h"      // for Superposition

namespace maek::mol {

struct ByStructure {
  OperationResult result;
  Superposition superposition;   // model onto reference
};

/// `chains`: at most one pair of names, else the first protein chain of either. `pairs_csv`: also aligned.csv.
Expected<ByStructure> compare_by_structure(const Structure& model, const std::string& model_name,
                                           const Structure& reference, const std::string& reference_name,
                                           const std::vector<std::pair<std::string, std::string>>& chains,
                                           bool pairs_csv);

}  // namespace maek::mol
