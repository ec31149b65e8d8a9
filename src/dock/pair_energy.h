// SPDX-License-Identifier: Apache-2.0
// Pair energies of the Vina and Vinardo scoring functions: types, radii, terms, derivatives, Vina's tables.
#pragma once

#include <array>         // for std::array
#include <cstdint>       // for std::uint8_t
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"    // for Expected

namespace maek::dock {

/// What an atom is to the score (united atoms: hydrogens are kNone and interact with nothing).
enum class XsType : std::uint8_t {
  C_H,
  C_P,
  N_P,
  N_D,
  N_A,
  N_DA,
  O_P,
  O_D,
  O_A,
  O_DA,
  S_P,
  P_P,
  F_H,
  Cl_H,
  Br_H,
  I_H,
  Si,
  At,
  Met_D,
  C_H_CG0,
  C_P_CG0,
  G0,
  C_H_CG1,
  C_P_CG1,
  G1,
  C_H_CG2,
  C_P_CG2,
  G2,
  C_H_CG3,
  C_P_CG3,
  G3,
  kNone,
};
constexpr int kXsTypes = static_cast<int>(XsType::kNone);

std::string_view to_string(XsType type);
bool is_hydrophobic(XsType type);
bool is_donor(XsType type);
bool is_acceptor(XsType type);
/// A ring-closure pseudo-atom (G0..G3).
bool is_closure_point(XsType type);
/// Hydrogens and ring-closure points do not.
inline bool meets_receptor(XsType type) { return type != XsType::kNone && !is_closure_point(type); }
/// Donor on one side and acceptor on the other.
bool can_hydrogen_bond(XsType a, XsType b);

/// Weights [kcal/mol] and shapes [Å] of a scoring function; x = r - (R_a + R_b) is the surface distance.
/// Vina: Trott & Olson 2010, J. Comput. Chem. 31, 455. Vinardo: Quiroga & Villarreal 2016, PLoS ONE 11, e0155183, with
/// the radii and rotor weight of AutoDock Vina 1.2.3 (which differ from the paper's: docs/scoring.md).
struct ScoringFunction {
  std::string_view name;
  double gauss1 = 0, gauss1_width = 1;                          // gauss1 exp(-(x/width)²)
  double gauss2 = 0, gauss2_offset = 3, gauss2_width = 2;  // gauss2 exp(-((x-offset)/width)²); 0 when there is none
  double repulsion = 0;  // repulsion x² for x < 0
  double hydrophobic = 0, hydrophobic_bad = 0, hydrophobic_good = 0;  // linear step between the two
  double hydrogen_bond = 0, hydrogen_bond_bad = 0, hydrogen_bond_good = 0;
  double rotor = 0;  // E / (1 + rotor N)
  std::array<double, kXsTypes> radius{};  // Å

  static const ScoringFunction& vina();
  static const ScoringFunction& vinardo();
  /// "vina" or "vinardo".
  static Expected<const ScoringFunction*> by_name(std::string_view name);
};

constexpr double kCutoff = 8.0;  // Å: every term is exactly 0 from here on
constexpr double kCutoffSquared = 64.0;
constexpr double kGlueCutoff = 20.0;  // Å: ring closure, Gk with CGk
constexpr double kGlueWeight = 50.0;  // kcal/mol/Å

/// Energy [kcal/mol] and dE/dr [kcal/mol/Å].
struct PairEnergy {
  double energy = 0, slope = 0;
};

/// The formula itself at distance r [Å]; zero at and beyond the cutoff.
PairEnergy pair_energy(const ScoringFunction& function, XsType a, XsType b, double r);

/// Energy capping: E v / (v + E) for E > 0; the slope scales by (v / (v + E))².
inline double cap(double energy, double v) { return energy > 0 ? energy * v / (v + energy) : energy; }
inline double cap_factor(double energy, double v) {
  const double k = v / (v + energy);
  return energy > 0 ? k * k : 1.0;
}

/// The tables that Vina 1.2.3 reads instead of the formula: S at r_k = sqrt(k / 32).
class PairTables {
 public:
  explicit PairTables(const ScoringFunction& function);

  /// The tables of one of the two functions, built at first use (31 MB, a tenth of a second) and kept.
  static const PairTables& of(const ScoringFunction& function);

  /// (S_k + S_{k+1}) / 2 with k = floor(32 r²): scoring and grids.
  double energy(XsType a, XsType b, double r_squared) const;

  /// Linear in r² between rows, and (1/r) dS/dr from its own table: optimisation. `slope_over_r` [kcal/mol/Å²].
  struct Value {
    double energy, slope_over_r;
  };
  Value energy_and_slope(XsType a, XsType b, double r_squared) const;

 private:
  static constexpr int kRowsPerSquare = 32;
  static constexpr int kRows = 64 * kRowsPerSquare + 2;
  struct Row {
    double energy, slope_over_r;
  };
  const Row* rows(XsType a, XsType b) const;
  std::vector<Row> table_;  // [pair of types][kRows]
};

}  // namespace maek::dock
