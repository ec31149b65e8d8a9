// SPDX-License-Identifier: Apache-2.0
// Judges docked poses: still the ligand that came in, physically possible, how far from the reference.
#pragma once

#include <optional>    // for std::optional
#include <string>      // for std::string
#include <vector>      // for std::vector

#include "base/operation.h"    // for OperationContext
#include "dock/prepare.h"      // for DockReceptor
#include "mol/validity.h"      // for CheckedLigand, ValidityReport

namespace maek::dock::internal {

/// One for a run: the receptor is prepared once, and each ligand graph once.
class PoseJudge {
 public:
  /// `energy`: with the internal energy ratio, which takes seconds for each ligand.
  PoseJudge(const DockReceptor& receptor, bool energy, const OperationContext& context);

  /// Checks `pose` against `input`, the ligand as it came in (stereo that it leaves open may be either way).
  mol::ValidityReport judge(const mol::Molecule& input, const mol::Molecule& pose);

  /// Why `report` says that the pose is no longer the ligand that came in (formula, bonds, stereo); nothing when it is.
  static std::optional<std::string> changed(const mol::ValidityReport& report);

 private:
  const OperationContext& context_;
  bool energy_;
  mol::CheckedReceptor receptor_;
  struct Known {
    const mol::MoleculeGraph* graph;
    mol::CheckedLigand ligand;
  };
  std::vector<Known> ligands_;
  const mol::MoleculeGraph* reference_graph_ = nullptr;
  std::optional<mol::CheckedReference> reference_;
};

}  // namespace maek::dock::internal
