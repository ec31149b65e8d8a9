// SPDX-License-Identifier: Apache-2.0
// Follows the words of the pages to the files that must stand behind them.
#include "tests/house/pages.h"

#include <algorithm>     // for std::find
#include <filesystem>    // for std::filesystem::path
#include <regex>         // for std::regex

namespace maek::house {
namespace {

/// A file of that path, or a folder with files in it.
bool exists(const Tree& tree, const std::string& path) {
  if (find_file(tree, path) != nullptr) return true;
  const std::string folder = path.empty() || path.back() == '/' ? path : path + "/";
  return std::any_of(tree.begin(), tree.end(),
                     [&](const File& file) { return file.path.compare(0, folder.size(), folder) == 0; });
}

bool is_code_fence(std::string_view line) { return line.find("```") < 4; }   // indented by at most three blanks

}  // namespace

std::vector<std::string> verbs_in_tables(const std::string& markdown) {
  static const std::regex kVerb("`maek ([a-z][a-z-]*)");
  std::vector<std::string> verbs;
  for (const std::string_view line : lines_of(markdown)) {
    if (line.substr(0, 1) != "|") continue;
    for (std::cregex_iterator at(line.data(), line.data() + line.size(), kVerb), end; at != end; ++at) {
      const std::string verb = (*at)[1];
      if (std::find(verbs.begin(), verbs.end(), verb) == verbs.end()) verbs.push_back(verb);
    }
  }
  return verbs;
}

Breaches check_capability_table(const Tree& tree) {
  const File* readme = find_file(tree, "README.md");
  if (readme == nullptr) return {{"README.md", "is missing"}};
  Breaches breaches;
  for (const std::string& verb : verbs_in_tables(readme->text)) {
    const std::string page = "docs/" + verb + ".md";
    if (find_file(tree, page) == nullptr) {
      breaches.push_back({"README.md", "the table names `maek " + verb + "`, but " + page + " does not exist"});
    }
  }
  return breaches;
}

Breaches check_page_links(const Tree& tree) {
  static const std::regex kLink("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
  Breaches breaches;
  for (const File& file : tree) {
    if (!is_markdown(file.path)) continue;
    const std::filesystem::path folder = std::filesystem::path(file.path).parent_path();
    int number = 0;
    bool in_code = false;
    for (const std::string_view line : lines_of(file.text)) {
      ++number;
      if (is_code_fence(line)) in_code = !in_code;
      if (in_code) continue;
      for (std::cregex_iterator at(line.data(), line.data() + line.size(), kLink), end; at != end; ++at) {
        const std::string target = (*at)[1];
        if (target.find("://") != std::string::npos || target.compare(0, 7, "mailto:") == 0) continue;
        const std::string path = (folder / target).lexically_normal().generic_string();
        if (!exists(tree, path)) {
          breaches.push_back({file.path + ":" + std::to_string(number), "links to " + target + ", which does not exist"});
        }
      }
    }
  }
  return breaches;
}

}  // namespace maek::house
