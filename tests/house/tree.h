// SPDX-License-Identifier: Apache-2.0
// Tree: the text files of the project in memory, real or made up, for the rules of the house (source tree, includes).
#pragma once

#include <filesystem>     // for std::filesystem::path
#include <string>         // for std::string
#include <string_view>    // for std::string_view
#include <vector>         // for std::vector

namespace maek::house {

struct File {
  std::string path;   // relative to the root, with '/': "src/mol/element.h"
  std::string text;
};

/// Sorted by path.
using Tree = std::vector<File>;

/// A rule that is broken: where ("src/mol/a.h:12"), and what to do about it.
struct Breach {
  std::string where;
  std::string what;
};
using Breaches = std::vector<Breach>;

/// One line of a file that includes another.
struct Include {
  int line = 0;            // from 1
  bool quoted = false;     // "mol/element.h" rather than <GraphMol/GraphMol.h>
  std::string target;      // what stands between the quotes or brackets
};

/// The project's own text files below `root`: src, tests, docs, cmake, bench, .ci and the files of the root itself.
/// Left out: fuzz corpora. Files above kMaxFileBytes and files with a zero byte (pictures) are there without their text.
Tree read_tree(const std::filesystem::path& root);
constexpr std::size_t kMaxFileBytes = std::size_t{8} << 20;   // the largest generated table stays below it

const File* find_file(const Tree& tree, std::string_view path);

/// Lines without their end; a last line without '\n' counts.
std::vector<std::string_view> lines_of(std::string_view text);

std::vector<Include> includes_of(std::string_view text);

/// "src/mol/internal/x.cc" -> "mol"; "" outside src.
std::string_view module_of(std::string_view path);

/// "src/fold/atlas/x.h" -> "fold/atlas"; the rooms that nobody outside enters (internal/) count as their parent.
std::string_view folder_of(std::string_view path);

bool is_header(std::string_view path);
bool is_cpp(std::string_view path);        // .h or .cc
bool is_markdown(std::string_view path);

}  // namespace maek::house
