// SPDX-License-Identifier: Apache-2.0
#include "mol/tm_score.h"

#include <algorithm>   // for std::max
#include <cmath>       // for std::cbrt, std::sqrt

#include <fmt/format.h>

#include "mol/internal/tm_search.h"   // for search_tm

namespace maek::mol {
namespace {

TmPoints to_rows(std::span<const Position> points) {
  TmPoints rows;
  rows.resize(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    rows.x[i] = static_cast<float>(points[i].x);
    rows.y[i] = static_cast<float>(points[i].y);
    rows.z[i] = static_cast<float>(points[i].z);
  }
  return rows;
}

}  // namespace

double tm_d0(int length) {
  if (length <= 15) return 0.5;
  return std::max(0.5, 1.24 * std::cbrt(length - 15.0) - 1.8);
}

Expected<PairedScores> paired_scores(std::span<const Position> model, std::span<const Position> reference,
                                     int reference_length) {
  if (model.size() > kMaxPairedResidues) {
    return Error{ErrorCode::kTooLarge,
                 fmt::format("{} residue pairs are too many to search superpositions of: {} at most", model.size(),
                             kMaxPairedResidues),
                 "TM-score", "Compare fewer chains at once (--chains)"};
  }
  auto all = superpose(model, reference);   // also checks sizes and numbers
  if (!all) return all.error();
  if (static_cast<std::size_t>(std::max(reference_length, 0)) < model.size()) {
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("{} pairs cannot belong to {} reference residues", model.size(), reference_length),
                 "TM-score", "Give the number of residues of the reference"};
  }
  PairedScores scores;
  scores.rmsd = all->rmsd;
  scores.d0 = tm_d0(reference_length);
  TmSearchRules rules;
  rules.d0 = static_cast<float>(scores.d0);
  rules.count_near = true;
  const TmSearchResult found = search_tm(to_rows(model), to_rows(reference), rules);
  const double length = reference_length;
  scores.tm_score = found.sum / length;
  scores.maxsub = found.maxsub / length;
  for (std::size_t i = 0; i < scores.within.size(); ++i) scores.within[i] = found.near[i] / length;
  const auto& w = scores.within;
  scores.gdt_ts = (w[1] + w[2] + w[3] + w[4]) / 4;
  scores.gdt_ha = (w[0] + w[1] + w[2] + w[3]) / 4;
  for (std::size_t i = 0; i < 9; ++i) scores.superposition.rotation[i] = found.move.r[i];
  scores.superposition.translation = {found.move.t[0], found.move.t[1], found.move.t[2]};
  double sum = 0;
  for (std::size_t i = 0; i < model.size(); ++i)
    sum += squared_distance(scores.superposition.apply(model[i]), reference[i]);
  scores.superposition.rmsd = std::sqrt(sum / static_cast<double>(model.size()));
  return scores;
}

}  // namespace maek::mol
