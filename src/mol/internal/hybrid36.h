// SPDX-License-Identifier: Apache-2.0
// Hybrid-36: serial and residue numbers of PDB files beyond what their columns hold in decimal (A0000 = 100,000).
#pragma once

#include <cstdint>       // for std::int32_t
#include <optional>      // for std::optional
#include <string_view>   // for std::string_view

namespace maek::mol {

/// The number in a field of `width` columns (blanks around it are ignored): decimal when it is, else hybrid-36 with all
/// columns used (R. W. Grosse-Kunstleve, Computational Crystallography Newsletter 2007: after 10^w - 1 follow the
/// base-36 numbers that begin with a capital, then those that begin with a small letter). Nothing when it is neither.
std::optional<std::int32_t> hybrid36_number(std::string_view field, int width);

}  // namespace maek::mol
