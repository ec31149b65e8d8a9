// SPDX-License-Identifier: Apache-2.0
// Blind docking: the same ligand into several pockets, and its poses ranked together
#pragma once

#include <vector>    // for std::vector

#include "dock/pockets.h"    // for Pocket
#include "dock/search.h"     // for search, SearchOptions

namespace maek::dock::internal {

struct BlindResult {
  SearchResult found;                       // of all pockets: ascending energy
  std::vector<std::size_t> pocket;          // of each pose: index into `boxes`
  std::vector<Box> boxes;
};

/// The boxes in which the best `count` of `pockets` are searched, for a ligand with such start conformers.
std::vector<Box> blind_boxes(const std::vector<Pocket>& pockets, std::size_t count, const Ligand& ligand,
                             const std::vector<std::vector<Position>>& conformers);

/// Searches each box with `options` (its own box is not looked at). Poses that two boxes share are given once. A box in which
/// no pose fits is passed over; that none has any is an error.
Expected<BlindResult> search_boxes(const System& system, const std::vector<std::vector<Position>>& conformers,
                                   const std::vector<Box>& boxes, const SearchOptions& options,
                                   const Progress& progress, const Cancellation* cancellation);

}  // namespace maek::dock::internal
