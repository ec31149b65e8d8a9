// SPDX-License-Identifier: Apache-2.0
// The project's own tree, read once for all tests of the house.
#pragma once

#include "tests/house/tree.h"   // for Tree, read_tree

namespace maek::house {

inline const Tree& real_tree() {
  static const Tree tree = read_tree(MAEK_SOURCE_DIR);
  return tree;
}

}  // namespace maek::house
