// SPDX-License-Identifier: Apache-2.0
// Fitting the affinity model: ridge regression within systems, calibration on proteins that were left out (cross-validation).
#pragma once

#include <functional>  // for std::function
#include <string>  // for std::string
#include <vector>  // for std::vector

#include "bench/affinity/poses.h"  // for Sample
#include "dock/affinity.h"  // for AffinityModel

namespace maek::bench {

constexpr double kRidge = 100;  // of features in units of their spread within systems; 30 to 300 give the same
constexpr double kClip = 4;  // spreads: no single ligand pulls harder
constexpr double kLevel = 0.9;  // of the intervals

/// What is left out together: a protein, or a family of proteins where there is one.
using Fold = std::function<std::string(const Sample&)>;
std::string protein_fold(const Sample& sample);
std::string family_fold(const Sample& sample);

/// Weights and fitted ranges. Features and pK are both centred within each system (the assay's offset, and what all ligands of a
/// protein share, stay out), divided by the spread of what is left, and clipped; then ridge regression over the whole table.
dock::AffinityModel fit(const std::vector<Sample>& samples);

/// fit(), and the calibration of its scores by leaving each fold out in turn: intercept and slope by least squares, each protein
/// counted once; half widths as quantiles of the absolute errors, each protein counted once and one more for the next
/// (split conformal: Lei et al. 2018, J. Am. Stat. Assoc. 113, 1094).
dock::AffinityModel fit_and_calibrate(const std::vector<Sample>& samples, const Fold& fold);

/// A ligand as a model says that never saw its fold.
struct LeftOut {
  double score = 0;  // pK units, arbitrary zero
  double pk = 0, half_width = 0;  // absolute
  double difference = 0, relative_half = 0;  // pK: to the mean of the system's ligands
};
/// The model of each fold's training part is fitted and calibrated without the fold; `scored` (the same ligands in the same
/// order, perhaps in other poses) is what it is applied to.
std::vector<LeftOut> leave_out(const std::vector<Sample>& fitted, const std::vector<Sample>& scored, const Fold& fold);

}  // namespace maek::bench
