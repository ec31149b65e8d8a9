// SPDX-License-Identifier: Apache-2.0
// The verifying files: what maek-verify is made of, and what they may include (small trusted code, decision 5).
#pragma once

#include <span>          // for std::span
#include <string_view>   // for std::string_view

#include "tests/house/tree.h"   // for Tree, Breaches

namespace maek::house {

/// Files of src/evidence that maek-verify compiles again, without their ending: "bundle", "internal/bundle_items".
std::span<const std::string_view> verifying_files();

/// The verifying files include, of src, themselves and a few headers of base alone; of libraries, JSON, text, libsodium
/// and zstd; and nothing that reads or writes. src/tools/CMakeLists.txt compiles those of them that have a source file.
Breaches check_verifying_files(const Tree& tree);

}  // namespace maek::house
