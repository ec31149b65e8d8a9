// SPDX-License-Identifier: Apache-2.0
// Pairs of a ligand and a receptor that did not bind it in the crystal: another complex of the protein, or its free state.
#pragma once

#include <filesystem>  // for std::filesystem::path
#include <string>  // for std::string
#include <vector>  // for std::vector

#include "dock/vina_grid.h"  // for Box

namespace maek::bench {

struct Pair {
  std::string id;  // "6Z14_Q4Z__into__7WDT", "1FBH_FBP__into__apo_3FBP_1.B"
  std::string set;  // "crossdock", "apoholo"
  std::string protein;  // pairs of one protein are averaged first
  std::string smiles;
  int bumps = 0;  // atoms of the true pose nearer than 2.5 Å to the rigid receptor
  dock::Box box;  // as the set gives it
  std::string receptor_pdb, start_sdf, truth_sdf;  // file contents
};

/// All pairs of both sets below the folder `data`, sorted by set and id; a set that is not there gives none.
std::vector<Pair> read_pairs(const std::filesystem::path& data);

}  // namespace maek::bench
