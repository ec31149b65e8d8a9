// SPDX-License-Identifier: Apache-2.0
// Pockets of a receptor: where a ligand may bind, ranked (cavity detection, binding site prediction, druggability).
#pragma once

#include <optional>    // for std::optional
#include <vector>      // for std::vector

#include "base/expected.h"       // for Expected
#include "base/progress.h"       // for Progress, Cancellation
#include "dock/vina_grid.h"      // for Box
#include "mol/structure.h"       // for Structure, ResidueIndex

namespace maek::dock {

/// A ball that touches the receptor's surface and lies in the pocket.
struct PocketSphere {
  mol::Position centre;   // Å
  double radius = 0;      // Å
};

struct Pocket {
  mol::Position centre;  // Å: mean of the pocket's points, each weighted by how much buried room lies about it
  Box box;  // ready to dock into
  double volume = 0;  // Å³: room within 1.4 Å of where the centre of a ligand's atom can be
  double enclosure = 0;  // 0..1: share of directions in which the receptor is met within kRayLength
  std::optional<double> depth;  // Å from the farthest point through the pocket to the open; nothing: closed all round
  double polar_share = 0;  // 0..1: N, O and metals among the atoms that line it
  double aromatic_share = 0;  // 0..1: atoms of PHE, TYR, TRP and HIS side chains among them
  double room = 0;  // Å³: enclosed room about its best point, as if shared by the largest ligand's reach
  double total_room = 0;  // Å³: enclosed room of all of it
  double score = 0;  // 0..1, what pockets are ranked by (docs/pocket-detection.md has features and calibration)
  std::vector<mol::ResidueIndex> residues;  // that line it, in the order of the structure
  std::vector<mol::Position> points;  // Å: where the centre of a ligand's atom can be
  std::vector<PocketSphere> spheres;  // the same room as few balls, largest first
};

struct PocketOptions {
  double spacing = 1.0;  // Å of the grid
  std::size_t most = 20;  // pockets to give, at most
};

constexpr double kRayLength = 10;  // Å: a wall farther away does not enclose
constexpr double kSmallestPocket = 80;  // Å³: room for about five heavy atoms

/// The pockets of all atoms of `structure` but hydrogens and waters, the best first; none is no error. Equal input gives
/// equal output. Errors: no atoms, or so much space that its grid would take more than kMostPocketPoints.
Expected<std::vector<Pocket>> find_pockets(const mol::Structure& structure, const PocketOptions& options,
                                           const Cancellation* cancellation = nullptr);

constexpr std::size_t kMostPocketPoints = std::size_t{1} << 27;

/// The box for docking a ligand into the pocket: the pocket's own, no edge shorter than the ligand is long plus kBoxMargin.
Box box_for_ligand(const Pocket& pocket, double ligand_length);

}  // namespace maek::dock
