// SPDX-License-Identifier: Apache-2.0
// `maek docs FOLDER` (hidden): writes the page of every verb, docs/VERB.md.
#pragma once

#include <vector>   // for std::vector

#include "base/operation.h"   // for Operation, OutputFile

namespace maek::cli {

/// "VERB.md" and its text for each operation that is not hidden.
std::vector<OutputFile> docs_pages(const std::vector<Operation>& operations);

/// Adds the verb; its pages are those of all operations so far.
void add_docs_operation(std::vector<Operation>& operations);

}  // namespace maek::cli
