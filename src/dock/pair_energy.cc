// SPDX-License-Identifier: Apache-2.0
#include "dock/pair_energy.h"

#include <algorithm>   // for std::clamp, std::min
#include <cmath>       // for std::sqrt
#include <string>      // for std::string

#include "dock/internal/portable_math.h"   // for exp_nonpositive

namespace maek::dock {
namespace {

constexpr std::array<std::string_view, kXsTypes + 1> kNames = {
    "C_H",     "C_P",     "N_P",  "N_D",     "N_A",     "N_DA", "O_P",     "O_D",     "O_A",     "O_DA",    "S_P",
    "P_P",     "F_H",     "Cl_H", "Br_H",    "I_H",     "Si",   "At",      "Met_D",   "C_H_CG0", "C_P_CG0", "G0",
    "C_H_CG1", "C_P_CG1", "G1",   "C_H_CG2", "C_P_CG2", "G2",   "C_H_CG3", "C_P_CG3", "G3",      "none"};

constexpr std::size_t at(XsType type) { return static_cast<std::size_t>(type); }

struct Radii {
  double carbon, nitrogen, oxygen, sulfur, phosphorus, fluorine, chlorine, bromine, iodine, silicon, astatine, metal;
};

std::array<double, kXsTypes> fill(const Radii& r) {
  std::array<double, kXsTypes> out{};
  const auto set = [&out](std::initializer_list<XsType> types, double radius) {
    for (const XsType t : types) out[at(t)] = radius;
  };
  using enum XsType;
  set({C_H, C_P, C_H_CG0, C_P_CG0, C_H_CG1, C_P_CG1, C_H_CG2, C_P_CG2}, r.carbon);
  // Vina's table of closure types is shifted by one place, so that the last has radius 0 (docs/scoring.md). Kept,
  // because closure types come only from files that were prepared for Vina.
  set({C_H_CG3, C_P_CG3}, 0.0);
  set({N_P, N_D, N_A, N_DA}, r.nitrogen);
  set({O_P, O_D, O_A, O_DA}, r.oxygen);
  set({S_P}, r.sulfur);
  set({P_P}, r.phosphorus);
  set({F_H}, r.fluorine);
  set({Cl_H}, r.chlorine);
  set({Br_H}, r.bromine);
  set({I_H}, r.iodine);
  set({Si}, r.silicon);
  set({At}, r.astatine);
  set({Met_D}, r.metal);
  return out;
}

ScoringFunction make_vina() {
  ScoringFunction f;
  f.name = "vina";
  f.gauss1 = -0.035579;
  f.gauss1_width = 0.5;
  f.gauss2 = -0.005156;
  f.repulsion = 0.840245;
  f.hydrophobic = -0.035069;
  f.hydrophobic_bad = 1.5;
  f.hydrophobic_good = 0.5;
  f.hydrogen_bond = -0.587439;
  f.hydrogen_bond_bad = 0.0;
  f.hydrogen_bond_good = -0.7;
  f.rotor = 0.05846;
  f.radius = fill({1.9, 1.8, 1.7, 2.0, 2.1, 1.5, 1.8, 2.0, 2.2, 2.2, 2.3, 1.2});
  return f;
}

ScoringFunction make_vinardo() {
  ScoringFunction f;
  f.name = "vinardo";
  f.gauss1 = -0.045;
  f.gauss1_width = 0.8;
  f.gauss2 = 0;
  f.repulsion = 0.8;
  f.hydrophobic = -0.035;
  f.hydrophobic_bad = 2.5;
  f.hydrophobic_good = 0.0;
  f.hydrogen_bond = -0.6;
  f.hydrogen_bond_bad = 0.0;
  f.hydrogen_bond_good = -0.6;
  f.rotor = 0.05846;
  f.radius = fill({2.0, 1.7, 1.6, 2.0, 2.1, 1.5, 1.8, 2.0, 2.2, 2.2, 2.3, 1.2});
  return f;
}

/// weight x step(bad, good, x), and its slope.
PairEnergy step(double weight, double bad, double good, double x) {
  if (x >= bad) return {};
  if (x <= good) return {weight, 0};
  return {weight * (bad - x) / (bad - good), -weight / (bad - good)};
}

/// Gaussian weight exp(-((x - offset) / width)²), and its slope.
PairEnergy gauss(double weight, double offset, double width, double x) {
  const double t = (x - offset) / width;
  const double e = weight * internal::exp_nonpositive(-t * t);
  return {e, -2 * t / width * e};
}

}  // namespace

std::string_view to_string(XsType type) { return kNames[at(type)]; }

bool is_hydrophobic(XsType type) {
  using enum XsType;
  return type == C_H || type == F_H || type == Cl_H || type == Br_H || type == I_H;
}

bool is_donor(XsType type) {
  using enum XsType;
  return type == N_D || type == N_DA || type == O_D || type == O_DA || type == Met_D;
}

bool is_acceptor(XsType type) {
  using enum XsType;
  return type == N_A || type == N_DA || type == O_A || type == O_DA;
}

bool is_closure_point(XsType type) {
  using enum XsType;
  return type == G0 || type == G1 || type == G2 || type == G3;
}

bool can_hydrogen_bond(XsType a, XsType b) {
  return (is_donor(a) && is_acceptor(b)) || (is_acceptor(a) && is_donor(b));
}

const ScoringFunction& ScoringFunction::vina() {
  static const ScoringFunction f = make_vina();
  return f;
}

const ScoringFunction& ScoringFunction::vinardo() {
  static const ScoringFunction f = make_vinardo();
  return f;
}

Expected<const ScoringFunction*> ScoringFunction::by_name(std::string_view name) {
  if (name == "vina") return &vina();
  if (name == "vinardo") return &vinardo();
  return Error{ErrorCode::kInvalidArgument, "'" + std::string(name) + "' is no scoring function", "scoring",
               "There are vina and vinardo."};
}

PairEnergy pair_energy(const ScoringFunction& f, XsType a, XsType b, double r) {
  if (r >= kCutoff) return {};
  const double radii = is_closure_point(a) || is_closure_point(b) ? 0.0 : f.radius[at(a)] + f.radius[at(b)];
  const double x = r - radii;
  PairEnergy sum = gauss(f.gauss1, 0, f.gauss1_width, x);
  const auto add = [&sum](PairEnergy term) {
    sum.energy += term.energy;
    sum.slope += term.slope;
  };
  if (f.gauss2 != 0) add(gauss(f.gauss2, f.gauss2_offset, f.gauss2_width, x));
  if (x < 0) add({f.repulsion * x * x, 2 * f.repulsion * x});
  if (is_hydrophobic(a) && is_hydrophobic(b)) add(step(f.hydrophobic, f.hydrophobic_bad, f.hydrophobic_good, x));
  if (can_hydrogen_bond(a, b)) add(step(f.hydrogen_bond, f.hydrogen_bond_bad, f.hydrogen_bond_good, x));
  return sum;
}

PairTables::PairTables(const ScoringFunction& function)
    : table_(static_cast<std::size_t>(kXsTypes) * kXsTypes * kRows) {
  std::vector<double> r(kRows + 1), s(kRows + 1);
  for (int k = 0; k <= kRows; ++k) r[static_cast<std::size_t>(k)] = std::sqrt(static_cast<double>(k) / kRowsPerSquare);
  for (int a = 0; a < kXsTypes; ++a) {
    for (int b = a; b < kXsTypes; ++b) {
      const auto ta = static_cast<XsType>(a), tb = static_cast<XsType>(b);
      for (std::size_t k = 0; k < s.size(); ++k) s[k] = pair_energy(function, ta, tb, r[k]).energy;
      for (const auto& [first, second] : {std::pair{a, b}, std::pair{b, a}}) {
        Row* rows = &table_[(static_cast<std::size_t>(first) * kXsTypes + static_cast<std::size_t>(second)) * kRows];
        for (std::size_t k = 0; k < kRows; ++k) {
          rows[k] = {s[k], k == 0 ? 0.0 : (s[k + 1] - s[k - 1]) / ((r[k + 1] - r[k - 1]) * r[k])};
        }
      }
    }
  }
}

const PairTables& PairTables::of(const ScoringFunction& function) {
  if (&function == &ScoringFunction::vinardo()) {
    static const PairTables vinardo(ScoringFunction::vinardo());
    return vinardo;
  }
  static const PairTables vina(ScoringFunction::vina());
  return vina;
}

const PairTables::Row* PairTables::rows(XsType a, XsType b) const {
  return &table_[(at(a) * kXsTypes + at(b)) * kRows];
}

double PairTables::energy(XsType a, XsType b, double r_squared) const {
  if (r_squared >= kCutoffSquared) return 0;
  const auto k = static_cast<std::size_t>(kRowsPerSquare * r_squared);
  const Row* row = rows(a, b) + k;
  return (row[0].energy + row[1].energy) / 2;
}

PairTables::Value PairTables::energy_and_slope(XsType a, XsType b, double r_squared) const {
  if (r_squared >= kCutoffSquared) return {0, 0};
  const double position = kRowsPerSquare * r_squared;
  const auto k = static_cast<std::size_t>(position);
  const double t = position - static_cast<double>(k);
  const Row* row = rows(a, b) + k;
  return {row[0].energy + t * (row[1].energy - row[0].energy),
          row[0].slope_over_r + t * (row[1].slope_over_r - row[0].slope_over_r)};
}

}  // namespace maek::dock
