// SPDX-License-Identifier: Apache-2.0
// Local optimisation of a conformation: BFGS with Armijo's rule, as AutoDock Vina 1.2.3 does it (quasi-Newton).
#pragma once

#include <functional>   // for std::function

#include "dock/kinematics.h"    // for Conformation, Kinematics, Generalised

namespace maek::dock {

/// Energy [kcal/mol] at coordinates x; adds dE/dx per atom to `slopes`.
using EnergyFunction = std::function<double(std::span<const Position> x, std::span<Position> slopes)>;

struct MinimizeOptions {
  int iterations = 100;
  /// 0: go on for all iterations, as Vina does; else stop when a step lowers the energy by less [kcal/mol].
  double energy_tolerance = 0;
};

struct Minimum {
  Conformation conformation;
  double energy = 0;        // kcal/mol
  int evaluations = 0;
};

/// From `start` downhill. The first step is the negative gradient; the inverse Hessian is scaled after it (docs/search.md).
Minimum minimize(const Kinematics& kinematics, const EnergyFunction& energy, const Conformation& start,
                 const MinimizeOptions& options);

/// Iterations that Vina allows: (25 + movable atoms) / 3.
inline int vina_iterations(const Ligand& ligand) { return (25 + static_cast<int>(ligand.atoms.size())) / 3; }

}  // namespace maek::dock
