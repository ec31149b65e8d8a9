// SPDX-License-Identifier: Apache-2.0
// Explanation of a score: which residues and which terms make it (per-residue decomposition, energy contributions).
#pragma once

#include <string>  // for std::string
#include <vector>  // for std::vector

#include "dock/affinity.h"  // for MeasuredPose, AffinityModel

namespace maek::dock {

/// What one residue adds. Vina's terms [kcal/mol] sum to its energy between ligand and receptor (before the division by the
/// torsions' factor). `affinity` is what the residue's share of the model's features is worth between ligands of one receptor.
struct ResidueContribution {
  mol::ResidueIndex residue;
  double gauss = 0, repulsion = 0, hydrophobic = 0, hydrogen_bond = 0;
  double vina = 0;  // sum of the four
  double affinity = 0;  // pK: positive binds
};

/// What one feature adds to the model's score, against the mean of the fitted poses [pK].
struct FeatureContribution {
  AffinityFeature feature;
  double value = 0;
  double affinity = 0;
};

struct Explanation {
  std::vector<ResidueContribution> residues;  // largest |vina| first; those that add nothing are left out
  std::vector<FeatureContribution> features;  // largest |affinity| first
};
Explanation explain(const AffinityModel& model, const MeasuredPose& pose);

/// The same as text for people (`most` rows of each) and as CSV (all residues).
std::string explanation_table(const Explanation& explanation, const mol::Structure& receptor, std::size_t most);
std::string explanation_csv(const Explanation& explanation, const mol::Structure& receptor);

}  // namespace maek::dock
