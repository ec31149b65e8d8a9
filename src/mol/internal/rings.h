// SPDX-License-Identifier: Apache-2.0
// Small rings of a plain bond list (ring perception, cycles, SSSR-like), without a chemistry library.
#pragma once

#include <cstdint>   // for std::int32_t
#include <utility>   // for std::pair
#include <vector>    // for std::vector

namespace maek::mol::internal {

/// The smallest ring through each bond, up to `largest` atoms, each once; atoms in ring order from the lowest index.
/// In fused systems that is every ring that chemists draw; a ring hidden behind smaller ones on all its bonds is absent.
std::vector<std::vector<std::int32_t>> small_rings(std::int32_t atoms,
                                                   const std::vector<std::pair<std::int32_t, std::int32_t>>& bonds,
                                                   int largest = 8);

}  // namespace maek::mol::internal
