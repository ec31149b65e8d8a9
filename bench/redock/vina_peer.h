// SPDX-License-Identifier: Apache-2.0
// The peer: AutoDock Vina as installed, run on the same prepared files, with its CPU and wall time.
#pragma once

#include <filesystem>    // for std::filesystem::path
#include <string>        // for std::string
#include <vector>        // for std::vector

#include "base/expected.h"     // for Expected
#include "dock/vina_grid.h"    // for Box
#include "mol/pdbqt.h"         // for PdbqtReceptor, PdbqtTree

namespace maek::bench {

struct PeerRun {
  std::vector<std::vector<mol::Position>> poses;   // in the order of the tree's atoms
  std::vector<double> affinity;                    // kcal/mol, as printed
  std::vector<double> inter_intra;                 // kcal/mol: INTER + INTRA of each pose
  double cpu_seconds = 0;
  double wall_seconds = 0;
};

/// `scratch` is an existing folder. Needs `vina` on the PATH.
Expected<PeerRun> run_vina(const mol::PdbqtReceptor& receptor, const mol::PdbqtTree& ligand, const dock::Box& box,
                           int exhaustiveness, int poses, int seed, const std::filesystem::path& scratch);

}  // namespace maek::bench
