// SPDX-License-Identifier: Apache-2.0
// Internal energies of a ligand by the Universal Force Field: of a pose, and the mean of an ensemble of conformers.
#pragma once

#include <span>   // for std::span

#include "base/expected.h"    // for Expected
#include "base/progress.h"    // for Cancellation
#include "mol/molecule.h"     // for Molecule

namespace maek::mol::internal {

constexpr int kEnsemble = 50;      // conformers
constexpr int kFewConformers = 8;  // the first of them, where a verdict is far from its threshold

/// UFF energy [kcal/mol] of the pose: hydrogens that are no atoms yet are added and alone may move (Rappé et al. 1992).
/// kUnsupported when an atom has no parameters.
Expected<double> pose_energy(const Molecule& molecule, std::span<const Position> positions);

/// Mean UFF energy [kcal/mol] of the first `count` of kEnsemble conformers (ETKDG version 3, seed 42, random start coordinates), each fully
/// minimised. Depends on the graph alone. Seconds.
Expected<double> ensemble_energy(const Molecule& molecule, int count, int threads, const Cancellation* cancellation);

}  // namespace maek::mol::internal
