// SPDX-License-Identifier: Apache-2.0
// Binding affinity of a pose: the declared features, a linear model over them, its interval and its domain (rescoring,
// free energy of binding, pKd, calibration).
#pragma once

#include <array>        // for std::array
#include <cstdint>      // for std::uint8_t
#include <span>         // for std::span
#include <string>       // for std::string
#include <string_view>  // for std::string_view
#include <vector>       // for std::vector

#include "base/expected.h"     // for Expected
#include "base/units.h"        // for Pkd, KcalPerMol
#include "dock/energy.h"       // for Terms
#include "dock/prepare.h"      // for DockReceptor
#include "mol/interactions.h"  // for Interaction
#include "mol/molecule.h"      // for Molecule

namespace maek::dock {

/// What is measured of a pose. docs/calibration.md lists each; the facts are in affinity_feature_table().
enum class AffinityFeature : std::uint8_t {
  // Scores of the whole pose.
  kVina,
  kVinardo,
  kInter,
  kInterVinardo,
  kIntra,
  kIntraVinardo,
  kRotors,
  // Sums over pairs of a ligand and a receptor atom.
  kGauss,
  kGaussAt1,
  kGaussWide,
  kGaussAt3,
  kRepulsion,
  kRepulsionDeep,
  kRepulsionPolar,
  kHydrophobic,
  kHydrophobicFar,
  kNonHydrophobic,
  kHydrogenBond,
  kHydrogenBondFar,
  kPolarMismatch,
  kApolarOnPolar,
  kPolarOnApolar,
  kAromaticCarbons,
  kHalogenContacts,
  kNear4,
  kNear6,
  kNear8,
  kNear12,
  // Surfaces.
  kBuriedCarbon,
  kBuriedPolar,
  kBuriedOther,
  kExposedCarbon,
  kExposedPolar,
  kPocketCarbon,
  kPocketPolar,
  kBuriedShare,
  // Counted interactions, and what lacks one.
  kHydrogenBonds,
  kSaltBridges,
  kHydrophobicContacts,
  kStackings,
  kCationPi,
  kHalogenBonds,
  kUnsatisfied,
  kUnsatisfiedCharges,
  kEnclosedAtoms,
  // The ligand's graph.
  kHeavyAtoms,
  kWeight,
  kLogP,
  kRefractivity,
  kPolarSurface,
  kDonors,
  kAcceptors,
  kRotatable,
  kRings,
  kAromaticRings,
  kFractionSp3,
  kCharge,
  kAbsoluteCharge,
  kHalogens,
  // The pocket.
  kPocketCharge,
  kCount,
};
constexpr std::size_t kAffinityFeatures = static_cast<std::size_t>(AffinityFeature::kCount);

struct AffinityFeatureFacts {
  AffinityFeature feature;
  std::string_view name;     // in tables and files: "gauss_at_1"
  std::string_view unit;     // "" for a count or a share
  std::string_view meaning;  // one line
  bool by_residue;           // a sum to which each residue of the pocket adds its share
};
/// In the order of the enumeration.
std::span<const AffinityFeatureFacts> affinity_feature_table();

/// One number for each feature.
struct AffinityFeatures {
  std::array<double, kAffinityFeatures> values{};
  double& operator[](AffinityFeature f) { return values[static_cast<std::size_t>(f)]; }
  double operator[](AffinityFeature f) const { return values[static_cast<std::size_t>(f)]; }
};

/// What one residue of the pocket adds to the features that are sums over residues; 0 elsewhere.
struct ResidueShare {
  mol::ResidueIndex residue;
  AffinityFeatures share;
};

/// A pose with everything that is measured of it.
struct MeasuredPose {
  mol::Molecule molecule;  // as measured: after relaxing
  Terms terms;             // Vina, continuous
  double moved = 0;        // Å, root mean square over the heavy atoms, by relaxing
  int heavy_atoms = 0;
  AffinityFeatures features;
  std::vector<ResidueShare> residues;  // within 12 Å, ascending
  std::vector<mol::Interaction> interactions;
};

/// Measures a pose (`pose`: hydrogens as atoms, coordinates in the receptor's frame). `relax`: to the next minimum of the
/// Vina score first, as all poses were that the model was fitted on. Errors: what make_ligand_tree and make_system refuse.
Expected<MeasuredPose> measure_pose(const DockReceptor& receptor, const mol::Molecule& pose, bool relax);

/// A fitted model: score = sum of weight * clamp(feature, low, high), in pK units on a zero of its own; then
/// pKd = intercept + slope * score. Half widths [pK] are quantiles of errors on proteins that were left out of the fit.
struct AffinityModel {
  struct Row {
    AffinityFeature feature;
    double weight;  // pK per unit of the feature
    double low, high;  // fitted range: 0.5 and 99.5 % of the fitted poses
    double mean;  // over the fitted poses
  };
  std::array<Row, kAffinityFeatures> rows{};
  double intercept = 0, slope = 1;
  double half_width = 0;  // pK: of one ligand
  double relative_slope =
      1;  // between ligands of one receptor: difference in pK = relative_slope * difference in score
  double relative_half_width = 0;  // pK: of a ligand's difference to the mean of the ligands
  double level = 0.9;  // share of cases within the half widths
  int ligands = 0, systems = 0, proteins = 0;
  int fewest_heavy_atoms = 0, most_heavy_atoms = 0;
  int lowest_charge = 0, highest_charge = 0;
  std::string_view elements;  // of the ligands, " C N O F "
  std::string_view source;  // what it was fitted on, for records
  std::string_view date;  // of the fit
};
/// The one that the project ships (dock/internal/affinity_table.cc).
const AffinityModel& affinity_model();

/// The model's score [pK units, arbitrary zero]: for ranking ligands of one receptor.
double affinity_score(const AffinityModel& model, const AffinityFeatures& features);

/// What the score is made of: weight * clamped feature, less the same for the mean of the fitted poses [pK units].
double affinity_contribution(const AffinityModel& model, const AffinityFeatures& features, AffinityFeature feature);

struct Affinity {
  Pkd pkd, low, high;  // interval at `level`
  double level = 0;
  double score = 0;  // affinity_score
  std::vector<std::string> warnings;  // why the interval may not hold here; empty within the domain

  KcalPerMol free_energy() const { return to_free_energy(pkd); }
  KcalPerMol free_energy_low() const { return to_free_energy(high); }  // the more favourable end
  KcalPerMol free_energy_high() const { return to_free_energy(low); }
};
/// `given`: the pose before relaxing, where bonds to the receptor are looked for.
Affinity predict_affinity(const AffinityModel& model, const DockReceptor& receptor, const mol::Molecule& given,
                          const MeasuredPose& pose);

/// Differences in pKd of several ligands of one receptor to their mean; each within ± model.relative_half_width.
std::vector<Pkd> relative_affinities(const AffinityModel& model, std::span<const Affinity> ligands);

/// What the numbers rest on, for attestations: the fit, and each warning.
std::vector<std::string> affinity_rests_on(const AffinityModel& model, const Affinity& affinity);

/// Written with results: {kcal_mol, low, high, pKd, pKd_low, pKd_high, coverage, warnings} as a JSON object.
std::string affinity_json(const Affinity& affinity);

}  // namespace maek::dock
