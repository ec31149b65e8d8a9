// SPDX-License-Identifier: Apache-2.0
// What --help prints (usage, options, example), from the declarations.
#pragma once

#include <string>   // for std::string
#include <vector>   // for std::vector

#include "base/operation.h"   // for Operation

namespace maek::cli {

/// `maek help`: the verbs and the options of every verb.
std::string help_text(const std::vector<Operation>& operations);
/// `maek evidence --help`: the verbs of a group, which are two words each.
std::string help_text(const std::vector<Operation>& operations, const std::string& group);
/// `maek VERB --help`: usage, details, example, parameters.
std::string help_text(const Operation& operation);

/// The first word of a verb of two words, "" of a verb of one.
std::string group_of(const Operation& operation);

}  // namespace maek::cli
