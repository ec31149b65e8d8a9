// SPDX-License-Identifier: Apache-2.0
// FeatureBook: features of a pose while they are summed, in total and for each residue of the pocket.
#pragma once

#include <vector>  // for std::vector

#include "dock/affinity.h"  // for AffinityFeatures
#include "dock/system.h"    // for System

namespace maek::dock::internal {

/// Keeps the total, and what each residue adds.
class FeatureBook {
 public:
  explicit FeatureBook(std::size_t residues) : place_(residues, -1) {}

  AffinityFeatures total;

  /// The shares of one residue.
  AffinityFeatures& of(mol::ResidueIndex residue) {
    std::int32_t& place = place_[static_cast<std::size_t>(residue)];
    if (place < 0) {
      place = static_cast<std::int32_t>(shares_.size());
      shares_.push_back({residue, {}});
    }
    return shares_[static_cast<std::size_t>(place)].share;
  }
  void add(AffinityFeature f, mol::ResidueIndex residue, double value) {
    total[f] += value;
    of(residue)[f] += value;
  }
  std::vector<ResidueShare>& shares() { return shares_; }

 private:
  std::vector<std::int32_t> place_;  // of each residue in shares_; -1: not yet
  std::vector<ResidueShare> shares_;
};

/// The sums over pairs of atoms within 12 Å, and both scores.
void measure_pairs(const DockReceptor& receptor, const System& system, std::span<const Position> x, FeatureBook& book);

/// Accessible surfaces and interactions; `pose` is the whole molecule.
void measure_surfaces(const DockReceptor& receptor, const mol::Molecule& pose,
                      const std::vector<mol::Interaction>& interactions, FeatureBook& book);

}  // namespace maek::dock::internal
