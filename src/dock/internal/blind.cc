// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/blind.h"

#include <algorithm>   // for std::stable_sort
#include <cmath>       // for std::sqrt

#include <fmt/format.h>

namespace maek::dock::internal {
namespace {

double plain_distance(std::span<const Position> a, std::span<const Position> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += squared_distance(a[i], b[i]);
  return std::sqrt(sum / static_cast<double>(a.size()));
}

}  // namespace

std::vector<Box> blind_boxes(const std::vector<Pocket>& pockets, std::size_t count, const Ligand& ligand,
                             const std::vector<std::vector<Position>>& conformers) {
  double longest = 0;
  for (const std::vector<Position>& x : conformers) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (ligand.atoms[i].xs == XsType::kNone || ligand.atoms[j].xs == XsType::kNone) continue;
        longest = std::max(longest, squared_distance(x[i], x[j]));
      }
    }
  }
  std::vector<Box> boxes;
  for (const Pocket& pocket : pockets) {
    if (boxes.size() < count) boxes.push_back(box_for_ligand(pocket, std::sqrt(longest)));
  }
  return boxes;
}

Expected<BlindResult> search_boxes(const System& system, const std::vector<std::vector<Position>>& conformers,
                                   const std::vector<Box>& boxes, const SearchOptions& options,
                                   const Progress& progress, const Cancellation* cancellation) {
  struct Found {
    Pose pose;
    std::size_t pocket;
  };
  BlindResult out;
  out.boxes = boxes;
  std::vector<Found> all;
  Error last{ErrorCode::kInvalidArgument, "there is no pocket to dock into", "blind", "Give a --box."};
  const double boxes_count = static_cast<double>(boxes.size());
  for (std::size_t b = 0; b < boxes.size(); ++b) {
    if (cancellation != nullptr && cancellation->requested()) {
      out.found.statistics.cancelled = true;
      break;
    }
    SearchOptions here = options;
    here.box = boxes[b];
    Progress part;
    if (progress) {
      part = [&, b](double share, std::string_view what) {
        progress((static_cast<double>(b) + share) / boxes_count, what);
      };
    }
    auto found = search(system, conformers, here, part, cancellation);
    if (!found) {
      last = found.error();
      continue;
    }
    SearchStatistics& sum = out.found.statistics;
    sum.chains += found->statistics.chains;
    sum.evaluations += found->statistics.evaluations;
    sum.steps += found->statistics.steps;
    sum.grid_spacing = std::max(sum.grid_spacing, found->statistics.grid_spacing);
    sum.grid_bytes = std::max(sum.grid_bytes, found->statistics.grid_bytes);
    sum.cancelled = sum.cancelled || found->statistics.cancelled;
    for (Pose& pose : found->poses) all.push_back({std::move(pose), b});
  }
  if (all.empty()) return last;
  std::stable_sort(all.begin(), all.end(),
                   [](const Found& a, const Found& b) { return a.pose.energy() < b.pose.energy(); });
  const double best = all.front().pose.energy();
  for (Found& f : all) {
    if (out.found.poses.size() >= options.poses || f.pose.energy() > best + options.energy_range) break;
    const bool known = std::any_of(out.found.poses.begin(), out.found.poses.end(), [&](const Pose& other) {
      return (options.distance ? options.distance(f.pose.positions, other.positions)
                               : plain_distance(f.pose.positions, other.positions)) < options.min_rmsd;
    });
    if (known) continue;
    out.found.poses.push_back(std::move(f.pose));
    out.pocket.push_back(f.pocket);
  }
  return out;
}

}  // namespace maek::dock::internal
