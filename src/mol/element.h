// SPDX-License-Identifier: Apache-2.0
// Element: atomic number, symbol, radii, which are metals (periodic table). C++17-clean.
#pragma once

#include <cstdint>       // for std::uint8_t
#include <string_view>   // for std::string_view

namespace maek::mol {

/// An atomic number, 1..118; 0 is 'unknown'.
enum class Element : std::uint8_t { kUnknown = 0, kH = 1, kB = 5, kC = 6, kN = 7, kO = 8, kF = 9, kNa = 11, kMg = 12,
  kSi = 14, kP = 15, kS = 16, kCl = 17, kK = 19, kCa = 20, kMn = 25, kFe = 26, kCo = 27, kNi = 28, kCu = 29, kZn = 30,
  kAs = 33, kSe = 34, kBr = 35, kMo = 42, kCd = 48, kI = 53, kHg = 80, kAt = 85, kU = 92 };

/// From a symbol in any case ("ZN", "Zn", "zn"; "D" and "T" are hydrogen); kUnknown when there is no such element.
Element element_from_symbol(std::string_view symbol);

/// "C", "Zn"; "X" for kUnknown.
std::string_view symbol(Element element);

/// Single-bond covalent radius [Å] (Cordero et al. 2008, Dalton Trans. 2832); 1.5 where none is published.
double covalent_radius(Element element);

/// Van der Waals radius [Å] (Bondi 1964; Mantina et al. 2009 for the rest); 2.0 where none is published.
double vdw_radius(Element element);

/// Standard atomic weight [g/mol] (IUPAC 2021, abridged).
double atomic_weight(Element element);

bool is_metal(Element element);
bool is_halogen(Element element);

}  // namespace maek::mol
