// SPDX-License-Identifier: Apache-2.0
// Validity of ligand poses: chemistry, geometry, energy, clashes, volume overlap, accuracy (PoseBusters checks, A to E).
#pragma once

#include <cstdint>  // for std::uint8_t
#include <memory>  // for std::shared_ptr
#include <optional>  // for std::optional
#include <span>  // for std::span
#include <string>  // for std::string
#include <string_view>  // for std::string_view
#include <vector>  // for std::vector

#include "base/expected.h"  // for Expected
#include "base/progress.h"  // for Cancellation
#include "mol/molecule.h"  // for Molecule
#include "mol/structure.h"  // for Structure

namespace maek::mol {

/// The checks of Buttenschoen, Morris, Deane 2024 (Chem. Sci. 15, 3130) with the thresholds of that tool's redocking
/// configuration; docs/validity.md tells each in words.
enum class CheckId : std::uint8_t {
  kLoading,
  kSanitisation,
  kInchi,
  kConnected,
  kRadicals,
  kFormula,
  kBonds,
  kDoubleBondStereo,
  kTetrahedralStereo,
  kBondLengths,
  kBondAngles,
  kInternalClash,
  kAromaticFlatness,
  kRingNonFlatness,
  kDoubleBondFlatness,
  kEnergyRatio,
  kProteinNear,
  kProteinDistance,
  kOrganicDistance,
  kInorganicDistance,
  kWaterDistance,
  kProteinOverlap,
  kOrganicOverlap,
  kInorganicOverlap,
  kWaterOverlap,
  kRmsd
};
constexpr int kCheckCount = 26;

/// What a check compares. `at_most`: passes at values <= threshold, else at values >= threshold.
struct CheckFact {
  std::string_view id;  // "B1"
  std::string_view key;  // "bond_lengths", in JSON and SD tags
  std::string_view name;  // "bond lengths"
  std::string_view unit;  // "Å", "" for ratios and shares
  double threshold = 0;
  bool at_most = true;
  bool numeric = true;  // false: yes or no, there is no number
};
const CheckFact& fact(CheckId check);

enum class CheckState : std::uint8_t { kNotComputed, kPassed, kFailed };
const char* to_string(CheckState state);  // "not computed", "passed", "failed"

struct CheckResult {
  CheckId check = CheckId::kLoading;
  CheckState state = CheckState::kNotComputed;
  std::optional<double> value = {};  // the worst number found, in the unit of the fact; nothing when nothing was there
  int systems = 0;  // pairs, rings, bonds or atoms that were looked at
  std::vector<std::string> faults = {};  // one line each: atoms and number; the worst first, at most kMaxFaults
  int fault_count = 0;  // all of them
  std::string note = {};  // why it was not computed
};
constexpr int kMaxFaults = 8;

/// All checks of one pose, in the order of CheckId; those outside the configuration are absent.
struct ValidityReport {
  std::vector<CheckResult> checks;
  std::optional<double> superposed_rmsd = {};  // Å, after optimal superposition onto the reference
  std::optional<double> centroid_distance = {};  // Å, to the reference

  /// No check from A to D failed. E (accuracy) is counted apart; what was not computed did not fail.
  bool valid() const;
  const CheckResult* find(CheckId check) const;
  /// "B1 bond lengths: C3-C4 is 1.02 Å, ..." for each fault of A to D (and E with `with_accuracy`).
  std::vector<std::string> reasons(bool with_accuracy = false) const;
};

/// A ligand graph, prepared once for any number of poses: distance bounds, ring systems, stereo, energies.
/// Copies share the preparation. Const and safe from many threads.
class CheckedLigand {
 public:
  /// Of the graph of `molecule` (its coordinates are not used). kInternal when the toolkit can set no bounds for it.
  static Expected<CheckedLigand> prepare(const Molecule& molecule);

  const Molecule& molecule() const;
  struct Parts;
  const Parts& parts() const { return *parts_; }

 private:
  std::shared_ptr<const Parts> parts_;
};

/// What surrounds the ligand, prepared once: its heavy atoms by class (protein, organic cofactor, inorganic cofactor,
/// water) with a cell list each. Const and safe from many threads.
class CheckedReceptor {
 public:
  /// All atoms of `receptor` but hydrogens and those whose flag in `leave_out` is true (may be empty).
  static CheckedReceptor prepare(const Structure& receptor, const std::vector<bool>& leave_out = {});

  struct Parts;
  const Parts& parts() const { return *parts_; }

 private:
  std::shared_ptr<const Parts> parts_;
};

/// The molecule that a pose should be, prepared once: identity (A6-A9) and place (E).
class CheckedReference {
 public:
  /// `copies`: the true molecule, one or several copies; with coordinates for E, the graph alone is enough for A.
  static Expected<CheckedReference> prepare(std::vector<Molecule> copies);

  struct Parts;
  const Parts& parts() const { return *parts_; }

 private:
  std::shared_ptr<const Parts> parts_;
};

/// B7, the internal energy: its ensemble takes seconds for each new graph, a pose then tens of milliseconds. kQuick lets the
/// mean of eight conformers stand where the ratio is four times below its threshold, and else takes all fifty.
enum class EnergyTest : std::uint8_t { kNone, kQuick, kFull };

/// What a pose is held against.
struct CheckOptions {
  const CheckedReceptor* receptor = nullptr;  // none: without C and D
  const CheckedReference* reference = nullptr;  // none: without A6-A9 and E
  EnergyTest energy = EnergyTest::kNone;
  bool accuracy = true;  // E
  bool open_stereo_passes = false;  // stereo that the reference leaves open may be either way
  int threads = 1;  // of the energy ensemble
  const Cancellation* cancellation = nullptr;  // looked at while the ensemble is made
};

/// Checks one pose: `positions` [Å] has one entry for each atom of the ligand's molecule. Coordinates that are not
/// finite fail A1, and nothing else is computed. A thousand poses a second and core without energy.
ValidityReport check_pose(const CheckedLigand& ligand, std::span<const Position> positions,
                          const CheckOptions& options);

/// For a single pose: prepares and checks; a ligand that cannot be prepared comes back as a report that says so.
ValidityReport check_pose(const Molecule& pose, const CheckOptions& options);

/// A report for what could not be read at all: A1 (or A2 with `chemistry`) failed for this reason.
ValidityReport unreadable_pose(std::string reason, bool chemistry);

}  // namespace maek::mol
