// SPDX-License-Identifier: Apache-2.0
// Ramachandran regions: is a pair of backbone torsions favoured, allowed or an outlier.
#pragma once

#include <cstdint>       // for std::uint8_t
#include <string_view>   // for std::string_view

namespace maek::mol::internal {

enum class RamachandranClass : std::uint8_t { kGeneral, kGlycine, kProline, kBeforeProline };
enum class RamachandranRegion : std::uint8_t { kFavoured, kAllowed, kOutlier };

/// `phi`, `psi` in degrees, -180 to 180.
RamachandranRegion ramachandran_region(RamachandranClass kind, double phi, double psi);

}  // namespace maek::mol::internal
