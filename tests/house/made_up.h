// SPDX-License-Identifier: Apache-2.0
// Made-up trees: small projects that keep or break one rule each, for the tests of the rules (fixtures).
#pragma once

#include <algorithm>            // for std::sort
#include <initializer_list>     // for std::initializer_list
#include <string>               // for std::string
#include <utility>              // for std::move

#include "tests/house/tree.h"   // for Tree, Breaches

namespace maek::house {

inline Tree made_up(std::initializer_list<File> files) {
  Tree tree(files);
  std::sort(tree.begin(), tree.end(), [](const File& a, const File& b) { return a.path < b.path; });
  return tree;
}

/// A C++ file that keeps the rules of single files, with `body` below its head.
inline File file(std::string path, const std::string& body = "",
                 const std::string& head = "Thing: what the thing is for (word, other word).") {
  return {std::move(path), "// SPDX-License-Identifier: Apache-2.0\n// " + head + "\n" + body};
}

inline std::string includes(const std::string& target) { return "#include \"" + target + "\"\n"; }

/// One line a breach, for messages and for looking into.
inline std::string text_of(const Breaches& breaches) {
  std::string text;
  for (const Breach& breach : breaches) text += breach.where + ": " + breach.what + "\n";
  return text;
}

}  // namespace maek::house
