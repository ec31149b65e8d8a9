// SPDX-License-Identifier: Apache-2.0
// Rules for single files: licence line, head comment, length, no paths of somebody's machine (lint of the house).
#pragma once

#include "tests/house/tree.h"   // for Tree, Breaches

namespace maek::house {

constexpr int kMaxLines = 600;   // above that a file is split by ownership; *_table and *_gen may be longer

/// C++, CMake, and shell files carry the SPDX line at their top.
Breaches check_licence_lines(const Tree& tree);

/// The second line of a header says what is in it, with the words someone would search for.
Breaches check_head_comments(const Tree& tree);

Breaches check_lengths(const Tree& tree);

/// No file names a folder of one particular machine or the home of its administrator.
Breaches check_forbidden_words(const Tree& tree);

}  // namespace maek::house
