// SPDX-License-Identifier: Apache-2.0
// The floors as data, and the rules that follow from them.
#include "tests/house/floors.h"

#include <algorithm>    // for std::find_if, std::any_of
#include <array>        // for std::array
#include <map>          // for std::map
#include <regex>        // for std::regex
#include <utility>      // for std::pair

namespace maek::house {
namespace {

// From the ground up, one line a floor, as docs/architecture.md draws them.
// clang-format off
constexpr std::array kFloors{
    Floor{"base", 0},
    Floor{"http", 1},
    Floor{"mol", 2}, Floor{"engine", 2}, Floor{"evidence", 2},
    Floor{"dock", 3}, Floor{"lm", 3},
    Floor{"fold", 4}, Floor{"knowledge", 4},
    Floor{"agent", 5}, Floor{"train", 5},
    Floor{"serve", 6}, Floor{"clinical", 6}, Floor{"scientist", 6}, Floor{"chat", 6},
    Floor{"workbench", 7},
    Floor{"cli", 8}, Floor{"tools", 8},
};
// clang-format on

constexpr std::array kHeavyHeaders{
    HeavyHeader{"GraphMol/", "mol"}, HeavyHeader{"rdkit/", "mol"}, HeavyHeader{"RDGeneral/", "mol"},
    HeavyHeader{"ForceField/", "mol"}, HeavyHeader{"DistGeom/", "mol"}, HeavyHeader{"Numerics/", "mol"},
    HeavyHeader{"gemmi/", "mol"}, HeavyHeader{"cairo", "mol"},
    HeavyHeader{"boost/beast", "http"}, HeavyHeader{"boost/asio", "http"},
    HeavyHeader{"torch/", "train"},
};

constexpr int kUnknownFloor = -1;

int floor_of(std::string_view module) {
  const auto at = std::find_if(kFloors.begin(), kFloors.end(), [&](const Floor& f) { return f.module == module; });
  return at == kFloors.end() ? kUnknownFloor : at->floor;
}

std::string at_line(const File& file, int line) { return file.path + ":" + std::to_string(line); }

bool is_test(std::string_view path) {
  for (std::string_view ending : {"_test.cc", "_fuzz.cc", "_test.h"}) {
    if (path.size() > ending.size() && path.substr(path.size() - ending.size()) == ending) return true;
  }
  return false;
}

/// A header of that name stands somewhere in the tree; others without a folder are written by the build.
bool stands_in_tree(const Tree& tree, const std::string& name) {
  const std::string ending = "/" + name;
  return std::any_of(tree.begin(), tree.end(), [&](const File& file) {
    return file.path.size() > ending.size() && file.path.compare(file.path.size() - ending.size(), ending.size(), ending) == 0;
  });
}

void check_include(const Tree& tree, const File& file, const Include& include, Breaches& breaches) {
  const std::string_view from = module_of(file.path);
  const std::size_t slash = include.target.find('/');
  if (slash == std::string::npos) {
    if (!stands_in_tree(tree, include.target)) return;
    breaches.push_back({at_line(file, include.line),
                        "include \"" + include.target + "\" does not start at src: write \"" + std::string(from) + "/" +
                            include.target + "\""});
    return;
  }
  const std::string to = include.target.substr(0, slash);
  if (to == "tests") {
    if (!is_test(file.path)) {
      breaches.push_back({at_line(file, include.line), "only a test may include from tests/: " + include.target});
    }
    return;
  }
  if (to == from) return;
  const int floor = floor_of(to);
  if (floor == kUnknownFloor) {
    breaches.push_back({at_line(file, include.line), "include \"" + include.target + "\": '" + to +
                            "' is no module; a library's header stands in <brackets>"});
  } else if (floor >= floor_of(from)) {
    breaches.push_back({at_line(file, include.line),
                        std::string(from) + " stands on floor " + std::to_string(floor_of(from)) + " and may not include " +
                            to + " of floor " + std::to_string(floor) + ": move what both need down, or pass it in"});
  } else if (include.target.find("/internal/") != std::string::npos && !is_test(file.path)) {
    breaches.push_back({at_line(file, include.line),
                        include.target + " is internal to " + to + ": use or add a public header"});
  }
}

void check_links(const File& file, Breaches& breaches) {
  static const std::regex kTarget("\\bmaek_([a-z]+)\\b");
  const std::string_view from = module_of(file.path);
  int number = 0;
  for (const std::string_view line : lines_of(file.text)) {
    ++number;
    if (line.substr(0, 1) == "#") continue;
    for (std::cregex_iterator at(line.data(), line.data() + line.size(), kTarget), end; at != end; ++at) {
      const std::string to = (*at)[1];
      if (to == from || floor_of(to) == kUnknownFloor || floor_of(to) < floor_of(from)) continue;
      breaches.push_back({at_line(file, number), std::string(from) + " may not link maek_" + to +
                              ": that module does not stand on a lower floor"});
    }
  }
}

}  // namespace

std::span<const Floor> floors() { return kFloors; }
std::span<const HeavyHeader> heavy_headers() { return kHeavyHeaders; }

Breaches check_floors(const Tree& tree) {
  Breaches breaches;
  for (const File& file : tree) {
    const std::string_view module = module_of(file.path);
    if (module.empty()) continue;
    if (floor_of(module) == kUnknownFloor) {
      breaches.push_back({file.path, "module '" + std::string(module) +
                              "' has no floor: give it one in tests/house/floors.cc and docs/architecture.md"});
      continue;
    }
    if (is_cpp(file.path)) {
      for (const Include& include : includes_of(file.text)) {
        if (include.quoted) check_include(tree, file, include, breaches);
      }
    } else if (file.path.find("CMakeLists.txt") != std::string::npos) {
      check_links(file, breaches);
    }
  }
  return breaches;
}

Breaches check_mutual_folders(const Tree& tree) {
  std::map<std::pair<std::string, std::string>, std::string> first_include;   // (from, to) -> where
  for (const File& file : tree) {
    const std::string from(folder_of(file.path));
    if (from.empty() || !is_cpp(file.path)) continue;
    for (const Include& include : includes_of(file.text)) {
      if (!include.quoted || include.target.find('/') == std::string::npos) continue;
      const std::string to(folder_of("src/" + include.target));
      if (to != from) first_include.emplace(std::pair{from, to}, at_line(file, include.line));
    }
  }
  Breaches breaches;
  for (const auto& [pair, where] : first_include) {
    const auto back = first_include.find({pair.second, pair.first});
    if (pair.first < pair.second && back != first_include.end()) {
      breaches.push_back({where, "folders " + pair.first + " and " + pair.second + " include each other (back at " +
                                     back->second + "): one of them must not know the other"});
    }
  }
  return breaches;
}

Breaches check_heavy_headers(const Tree& tree) {
  Breaches breaches;
  for (const File& file : tree) {
    if (!is_cpp(file.path)) continue;
    const bool open_to_all = is_header(file.path) && file.path.find("/internal/") == std::string::npos;
    for (const Include& include : includes_of(file.text)) {
      for (const HeavyHeader& heavy : kHeavyHeaders) {
        if (include.target.compare(0, heavy.prefix.size(), heavy.prefix) != 0) continue;
        if (module_of(file.path) != heavy.module) {
          breaches.push_back({at_line(file, include.line), "<" + include.target + "> may be included in src/" +
                                  std::string(heavy.module) + " only: call that module instead"});
        } else if (open_to_all) {
          breaches.push_back({at_line(file, include.line), "<" + include.target +
                                  "> in a public header reaches everyone: move it to a .cc file or to internal/"});
        }
        break;
      }
    }
  }
  return breaches;
}

}  // namespace maek::house
