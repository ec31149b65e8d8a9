// SPDX-License-Identifier: Apache-2.0
// Matching of plain labelled graphs: isomorphisms and automorphisms by colour refinement and backtracking.
#pragma once

#include <cstdint>      // for std::int32_t
#include <functional>   // for std::function
#include <vector>       // for std::vector

namespace maek::mol {

/// Vertices with labels; neighbours ascending, no loops, no double edges.
struct PlainGraph {
  std::vector<std::uint64_t> label;
  std::vector<std::vector<std::int32_t>> neighbours;
};

/// How far a search may go before it stops and says that it did.
struct MatchLimits {
  int matches = 1;
  std::int64_t steps = 2'000'000;   // vertices tried; a second or less
};

/// Calls `visit(image)` for isomorphisms from `a` to `b` (image[i] is b's vertex for a's i; labels and edges agree), in
/// an order that depends on the graphs alone. True when all were visited.
bool for_each_isomorphism(const PlainGraph& a, const PlainGraph& b, MatchLimits limits,
                          const std::function<void(const std::vector<std::int32_t>&)>& visit);

}  // namespace maek::mol
