// SPDX-License-Identifier: Apache-2.0
// Energy of a state with every receptor atom (no grid): the terms that are reported, and energy with forces.
#pragma once

#include <optional>    // for std::optional
#include <span>        // for std::span
#include <vector>      // for std::vector

#include "dock/pair_energy.h"    // for ScoringFunction
#include "dock/system.h"         // for System, Position
#include "dock/vina_grid.h"      // for Box, VinaGrid

namespace maek::dock {

/// The formula itself, or the numbers that AutoDock Vina 1.2.3 reads from its tables.
enum class EnergyMode { kContinuous, kTable };

/// All in kcal/mol.
struct Terms {
  double ligand_receptor = 0;
  double ligand_side_chains = 0;
  double ligand_internal = 0;
  double side_chains_receptor = 0;
  double side_chains_internal = 0;
  double glue = 0;         // ring closure; never part of the score
  double unbound = 0;      // internal energy of the same pose
  double rotors = 0;       // N
  double score = 0;        // (inter + intra - unbound) / (1 + w N)

  double inter() const { return ligand_receptor + ligand_side_chains; }
  double intra() const { return ligand_internal + side_chains_receptor + side_chains_internal; }
  /// What the rotor term adds to inter + intra - unbound.
  double torsional() const { return score - (inter() + intra() - unbound); }
};

constexpr double kScoringCap = 1000;   // kcal/mol: v of cap() when scoring and refining
constexpr double kHuntCap = 10;        // v in Vina's first optimisation

class EnergyModel {
 public:
  /// Keeps references: `system` and `function` must outlive the model.
  EnergyModel(const System& system, const ScoringFunction& function, EnergyMode mode);

  /// Every term at ligand coordinates x[atom] [Å], as reported. In table mode Vina's quirk for side chains is kept: with a
  /// `box` their receptor part of the unbound energy comes from the grid, and glue counts in it (docs/scoring.md).
  Terms terms(std::span<const Position> x, const std::optional<Box>& box = {}) const;

  /// Ligand with all receptor atoms. `slopes` (dE/dx per atom, may be empty) is added to. With a box, coordinates are
  /// clamped to it and `slope` kcal/mol/Å punishes each Å outside, as the grid does.
  double receptor_energy(std::span<const Position> x, std::span<Position> slopes, double v,
                         const std::optional<Box>& box = {}, double slope = kOutOfBoxSlope) const;

  /// Ligand with itself. `slopes` as above.
  double internal_energy(std::span<const Position> x, std::span<Position> slopes, double v) const;

  const PairTables* tables() const { return tables_; }
  const System& system() const { return system_; }

 private:
  double pair(XsType a, XsType b, double r_squared) const;
  PairTables::Value pair_with_slope(XsType a, XsType b, double r_squared) const;
  double with_receptor(XsType type, Position p, double v) const;

  const System& system_;
  const ScoringFunction& function_;
  const PairTables* tables_;  // table mode only
};

}  // namespace maek::dock
