// SPDX-License-Identifier: Apache-2.0
// Units as types: Angstrom, KcalPerMol, Kelvin, Seconds, Pkd (quantity, dimension, conversion). C++17-clean.
// A bare number never becomes a quantity by accident, and no quantity becomes another one.
#pragma once

namespace maek {

/// A number with a unit. Say the unit to make one (`Angstrom{1.5}`), and `value()` to leave it.
template <class Unit>
class Quantity {
 public:
  constexpr Quantity() = default;
  constexpr explicit Quantity(double value) : value_(value) {}
  constexpr double value() const { return value_; }

  friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(a.value_ + b.value_); }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(a.value_ - b.value_); }
  friend constexpr Quantity operator-(Quantity a) { return Quantity(-a.value_); }
  friend constexpr Quantity operator*(double k, Quantity a) { return Quantity(k * a.value_); }
  friend constexpr Quantity operator*(Quantity a, double k) { return Quantity(a.value_ * k); }
  friend constexpr Quantity operator/(Quantity a, double k) { return Quantity(a.value_ / k); }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value_ / b.value_; }
  constexpr Quantity& operator+=(Quantity b) { return *this = *this + b; }
  constexpr Quantity& operator-=(Quantity b) { return *this = *this - b; }

  friend constexpr bool operator==(Quantity a, Quantity b) { return a.value_ == b.value_; }
  friend constexpr bool operator!=(Quantity a, Quantity b) { return a.value_ != b.value_; }
  friend constexpr bool operator<(Quantity a, Quantity b) { return a.value_ < b.value_; }
  friend constexpr bool operator<=(Quantity a, Quantity b) { return a.value_ <= b.value_; }
  friend constexpr bool operator>(Quantity a, Quantity b) { return a.value_ > b.value_; }
  friend constexpr bool operator>=(Quantity a, Quantity b) { return a.value_ >= b.value_; }

 private:
  double value_ = 0;
};

using Angstrom = Quantity<struct AngstromUnit>;       // Å: lengths of molecules
using KcalPerMol = Quantity<struct KcalPerMolUnit>;   // kcal/mol: energies, free energies
using Kelvin = Quantity<struct KelvinUnit>;           // K: absolute temperature
using Seconds = Quantity<struct SecondsUnit>;         // s: durations
using Pkd = Quantity<struct PkdUnit>;                 // -log10(Kd / (1 mol/L)): affinity

/// Molar gas constant [kcal/(mol K)]: 8.31446261815324 J/(mol K) (CODATA 2018, exact) / 4184 J/kcal.
constexpr double kGasConstant = 8.31446261815324 / 4184.0;
constexpr double kLn10 = 2.302585092994045684;
constexpr Kelvin kRoomTemperature{298.15};   // the standard temperature of published affinities

/// The affinity of a standard free energy of binding: pKd = -dG / (R T ln 10), standard state 1 mol/L.
constexpr Pkd to_pkd(KcalPerMol free_energy, Kelvin temperature = kRoomTemperature) {
  return Pkd(-free_energy.value() / (kGasConstant * temperature.value() * kLn10));
}
/// dG = -R T ln 10 * pKd.
constexpr KcalPerMol to_free_energy(Pkd affinity, Kelvin temperature = kRoomTemperature) {
  return KcalPerMol(-kGasConstant * temperature.value() * kLn10 * affinity.value());
}

}  // namespace maek
