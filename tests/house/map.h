// SPDX-License-Identifier: Apache-2.0
// Map: docs/map.md, every header with one line of what it holds, written from the headers themselves.
#pragma once

#include <string>    // for std::string

#include "tests/house/tree.h"   // for Tree, Breaches

namespace maek::house {

/// The first sentence of a header's head comment, made fit for Markdown; "" when there is none.
std::string summary_of(const File& header);

/// docs/map.md as it should be: modules from the ground up, in each its headers by name.
std::string write_map(const Tree& tree);

/// docs/map.md names each header that exists, with its present line, and none that is gone.
Breaches check_map(const Tree& tree);

}  // namespace maek::house
