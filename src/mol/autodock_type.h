// SPDX-License-Identifier: Apache-2.0
// AutoDock atom types: what a PDBQT file states of each atom (A, C, NA, OA, HD, Zn, ...).
#pragma once

#include <cstdint>       // for std::uint8_t
#include <optional>      // for std::optional
#include <string_view>   // for std::string_view

#include "mol/element.h"    // for Element

namespace maek::mol {

/// Types that Vina 1.2.3 knows; metals that it knows by name only keep their own value here.
enum class AutodockType : std::uint8_t {
  C, A, N, NA, O, OA, S, SA, P, F, Cl, Br, I, Si, At, H, HD, Mg, Mn, Zn, Ca, Fe,
  Cu, Na, K, Hg, Co, U, Cd, Ni, G0, G1, G2, G3, CG0, CG1, CG2, CG3, W,
};
constexpr int kAutodockTypes = static_cast<int>(AutodockType::W) + 1;

/// Case-sensitive, as written in columns 78-; "Se" is read as S. Nothing when unknown.
std::optional<AutodockType> autodock_type(std::string_view name);
std::string_view to_string(AutodockType type);
Element element_of(AutodockType type);

inline bool is_hydrogen(AutodockType t) { return t == AutodockType::H || t == AutodockType::HD; }
/// Covalent radius that Vina uses to find bonds [Å] (docs/scoring.md).
double vina_covalent_radius(AutodockType type);

}  // namespace maek::mol
