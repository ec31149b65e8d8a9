// SPDX-License-Identifier: Apache-2.0
// Floors: which module may include which, and where heavy libraries may be named (layers, dependency rules).
#pragma once

#include <span>           // for std::span
#include <string_view>    // for std::string_view

#include "tests/house/tree.h"   // for Tree, Breaches

namespace maek::house {

/// A module and the floor it stands on; it may include itself and what stands on a lower floor.
struct Floor {
  std::string_view module;
  int floor;
};
std::span<const Floor> floors();

/// Headers of libraries that only one module may see, because they are slow to compile or leak their types.
struct HeavyHeader {
  std::string_view prefix;    // of what stands between the brackets
  std::string_view module;
};
std::span<const HeavyHeader> heavy_headers();

/// Includes and CMake links go down only; every module of src stands in floors(); internal/ is entered by its own
/// module and by tests only (fault injection lives there); nothing but a test includes from tests/; includes start at
/// src ("mol/element.h"), except of headers that the build writes.
Breaches check_floors(const Tree& tree);

/// No two folders include each other.
Breaches check_mutual_folders(const Tree& tree);

/// Heavy headers stand in .cc files and internal headers of their module, and nowhere else.
Breaches check_heavy_headers(const Tree& tree);

}  // namespace maek::house
