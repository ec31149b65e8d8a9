// SPDX-License-Identifier: Apache-2.0
// The redocking set: 120 complexes with crystal pose, start conformer and box (see its README for source and protocol).
#pragma once

#include <filesystem>  // for std::filesystem::path
#include <map>  // for std::map
#include <string>  // for std::string
#include <vector>  // for std::vector

#include "dock/vina_grid.h"  // for Box

namespace maek::bench {

struct Complex {
  std::string id;  // "5SB2_1K2"
  std::string smiles;
  int rotors = 0;
  dock::Box box;
  std::string receptor_pdb;  // file contents
  std::string start_sdf;
  std::string crystal_sdf;
  std::string copies_sdf;  // "" when there are no further copies
};

/// All complexes of the folder `data` (index.tsv, redock.tar.zst), sorted by id.
std::vector<Complex> read_complexes(const std::filesystem::path& data);

}  // namespace maek::bench
