// SPDX-License-Identifier: Apache-2.0
// `maek completion SHELL`: the script that completes verbs, options, choices and files (bash, zsh, fish, tab).
#pragma once

#include <string>   // for std::string
#include <vector>   // for std::vector

#include "base/operation.h"   // for Operation

namespace maek::cli {

std::string bash_completion(const std::vector<Operation>& operations);
std::string zsh_completion(const std::vector<Operation>& operations);
std::string fish_completion(const std::vector<Operation>& operations);

/// Adds the verb; it completes all operations so far, and itself.
void add_completion_operation(std::vector<Operation>& operations);

}  // namespace maek::cli
