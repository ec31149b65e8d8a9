// SPDX-License-Identifier: Apache-2.0
// The verifying set as data, and the rules that follow from it.
#include "tests/house/verifying.h"

#include <algorithm>   // for std::find
#include <array>       // for std::array
#include <set>         // for std::set
#include <string>      // for std::string

namespace maek::house {
namespace {

constexpr std::string_view kRoom = "src/evidence/";
constexpr std::string_view kBuildFile = "src/tools/CMakeLists.txt";

// clang-format off
constexpr std::array<std::string_view, 23> kVerifying{
    "bundle", "canonical_json", "checkpoint", "citations", "dsse", "ed25519", "entry", "merkle", "note", "policy", "predicates",
    "proof_file", "statement", "tile", "verdict", "verdict_text",
    "internal/bundle_authors", "internal/bundle_claim", "internal/bundle_items", "internal/display_text",
    "internal/predicate_values",
    // of base, compiled again too:
    "../base/expected", "../base/ids",
};
// Of libraries: what follows the bracket. The standard library's headers have no '/' and no ".h".
constexpr std::array<std::string_view, 5> kLibraries{"fmt/format.h", "nlohmann/json.hpp", "nlohmann/json_fwd.hpp",
                                                     "sodium.h", "zstd.h"};
// Of the standard library: what would let a verdict depend on anything but its input.
constexpr std::array<std::string_view, 8> kRefused{"filesystem", "fstream", "iostream", "cstdio", "thread", "future",
                                                   "random", "regex"};
// clang-format on

template <class List>
bool holds(const List& list, std::string_view what) {
  return std::find(list.begin(), list.end(), what) != list.end();
}

std::string_view without_ending(std::string_view path) { return path.substr(0, path.rfind('.')); }

/// "evidence/x.h" -> "x", "base/ids.h" -> "../base/ids", as they stand in the list.
std::string listed_as(std::string_view target) {
  const std::string stem(without_ending(target));
  return stem.starts_with("evidence/") ? stem.substr(9) : "../" + stem;
}

bool is_verifying(std::string_view path) {
  return path.starts_with(kRoom) && is_cpp(path) && holds(kVerifying, without_ending(path.substr(kRoom.size())));
}

bool may_include(const Include& include) {
  if (include.quoted) return holds(kVerifying, listed_as(include.target));
  if (holds(kLibraries, include.target)) return true;
  return include.target.find_first_of("/.") == std::string::npos && !holds(kRefused, include.target);
}

/// The words of the build file that name verifying sources.
std::set<std::string> compiled(const File& build) {
  std::set<std::string> words;
  const auto begin = build.text.find("set(verifying");
  const auto end = build.text.find(')', begin);
  if (begin == std::string::npos || end == std::string::npos) return words;
  std::string word;
  for (const char c : build.text.substr(begin + 13, end - begin - 13) + " ") {
    if (c != ' ' && c != '\n') {
      word += c;
    } else if (!word.empty()) {
      words.insert(word);
      word.clear();
    }
  }
  return words;
}

}  // namespace

std::span<const std::string_view> verifying_files() { return kVerifying; }

Breaches check_verifying_files(const Tree& tree) {
  Breaches breaches;
  std::set<std::string> sources;
  for (const File& file : tree) {
    if (!is_verifying(file.path)) continue;
    if (!is_header(file.path)) sources.emplace(without_ending(std::string_view(file.path).substr(kRoom.size())));
    for (const Include& include : includes_of(file.text)) {
      if (may_include(include)) continue;
      breaches.push_back({file.path + ":" + std::to_string(include.line),
                          "a verifying file may not include " + include.target +
                              ": maek-verify is small because it holds the verifying files alone "
                              "(docs/decisions/0005-one-verifier.md); the list is in tests/house/verifying.cc"});
    }
  }
  const File* build = find_file(tree, kBuildFile);
  if (build != nullptr && compiled(*build) != sources) {
    breaches.push_back({std::string(kBuildFile),
                        "its list 'verifying' must name the sources of tests/house/verifying.cc, each and no other"});
  }
  return breaches;
}

}  // namespace maek::house
