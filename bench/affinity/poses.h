// SPDX-License-Identifier: Apache-2.0
// Poses to score: as given, relaxed, or docked by our default search; their features, kept in files between runs (cache).
#pragma once

#include <string>  // for std::string
#include <vector>  // for std::vector

#include "bench/affinity/ligands.h"  // for AffinitySystem
#include "dock/affinity.h"  // for AffinityFeatures

namespace maek::bench {

/// One ligand of one system, with what was measured of its pose.
struct Sample {
  std::size_t system = 0;  // index in the list of systems
  std::string ligand, smiles;
  double pk = 0;
  int protein = 0;
  std::string family;
  bool absolute = true;
  dock::AffinityFeatures features;
  double rmsd = 0;  // Å, docked poses: to the given one, symmetry-corrected
  std::string elements;  // " C N O "
};

enum class Poses { kGiven, kRelaxed, kDocked };

struct PoseOptions {
  std::string folder = "out";  // of the logs
  std::size_t part = 0, parts = 1;
  int every = 1;  // only every n-th system
};

/// Docks every ligand that the log lacks: box around the given pose and 4 Å more, the poses made from the graph alone.
void dock_all(const std::vector<AffinitySystem>& systems, const PoseOptions& options);

/// Features of every pose; what the cache has is not computed again. Of the states of one ligand the one with the best Vina
/// score. Docked poses are those in the log.
std::vector<Sample> measure_all(const std::vector<AffinitySystem>& systems, Poses poses, const PoseOptions& options);

}  // namespace maek::bench
