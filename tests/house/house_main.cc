// SPDX-License-Identifier: Apache-2.0
// maek_house ROOT map: prints docs/map.md as it should be. maek_house ROOT check: prints every breach of the rules.
#include <cstdio>          // for std::fputs, std::fprintf
#include <filesystem>      // for std::filesystem
#include <string_view>     // for std::string_view

#include "tests/house/floors.h"   // for check_floors, check_mutual_folders, check_heavy_headers
#include "tests/house/map.h"      // for write_map, check_map
#include "tests/house/pages.h"    // for check_capability_table, check_page_links
#include "tests/house/rules.h"    // for check_licence_lines and its neighbours

int main(int argc, char** argv) {
  using namespace maek::house;
  const std::string_view verb = argc == 3 ? argv[2] : "";
  if ((verb != "map" && verb != "check") || !std::filesystem::is_directory(argv[1])) {
    std::fputs("use: maek_house ROOT map|check\n", stderr);
    return 2;
  }
  const Tree tree = read_tree(argv[1]);
  if (verb == "map") return std::fputs(write_map(tree).c_str(), stdout) < 0 ? 1 : 0;

  int count = 0;
  for (const auto& check : {check_floors, check_mutual_folders, check_heavy_headers, check_licence_lines,
                            check_head_comments, check_lengths, check_forbidden_words, check_map,
                            check_capability_table, check_page_links}) {
    for (const Breach& breach : check(tree)) {
      std::printf("%s: %s\n", breach.where.c_str(), breach.what.c_str());
      ++count;
    }
  }
  return count == 0 ? 0 : 1;
}
