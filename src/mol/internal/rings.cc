// SPDX-License-Identifier: Apache-2.0
// Small rings: for each bond the shortest way round it, found by breadth-first search.
#include "mol/internal/rings.h"

#include <algorithm>   // for std::rotate, std::min_element, std::reverse
#include <set>         // for std::set

namespace maek::mol::internal {
namespace {

using Graph = std::vector<std::vector<std::int32_t>>;

/// The shortest path from `from` to `to` that avoids the bond between them; empty when none has `largest` atoms or fewer.
std::vector<std::int32_t> way_round(const Graph& graph, std::int32_t from, std::int32_t to, int largest) {
  std::vector<std::int32_t> previous(graph.size(), -1);
  std::vector<std::int32_t> front{from};
  previous[static_cast<std::size_t>(from)] = from;
  for (int length = 1; length < largest && !front.empty(); ++length) {
    std::vector<std::int32_t> next;
    for (const std::int32_t atom : front) {
      for (const std::int32_t neighbour : graph[static_cast<std::size_t>(atom)]) {
        if (atom == from && neighbour == to) continue;
        if (previous[static_cast<std::size_t>(neighbour)] >= 0) continue;
        previous[static_cast<std::size_t>(neighbour)] = atom;
        if (neighbour == to) {
          std::vector<std::int32_t> path{to};
          while (path.back() != from) path.push_back(previous[static_cast<std::size_t>(path.back())]);
          return path;
        }
        next.push_back(neighbour);
      }
    }
    front = std::move(next);
  }
  return {};
}

}  // namespace

std::vector<std::vector<std::int32_t>> small_rings(std::int32_t atoms,
                                                   const std::vector<std::pair<std::int32_t, std::int32_t>>& bonds,
                                                   int largest) {
  Graph graph(static_cast<std::size_t>(std::max(atoms, 0)));
  for (const auto& [a, b] : bonds) {
    if (a < 0 || b < 0 || a >= atoms || b >= atoms || a == b) continue;
    graph[static_cast<std::size_t>(a)].push_back(b);
    graph[static_cast<std::size_t>(b)].push_back(a);
  }
  for (auto& neighbours : graph) {
    std::sort(neighbours.begin(), neighbours.end());
    neighbours.erase(std::unique(neighbours.begin(), neighbours.end()), neighbours.end());
  }
  std::vector<std::vector<std::int32_t>> rings;
  std::set<std::vector<std::int32_t>> seen;
  for (std::int32_t a = 0; a < atoms; ++a) {
    for (const std::int32_t b : graph[static_cast<std::size_t>(a)]) {
      if (b < a) continue;
      std::vector<std::int32_t> ring = way_round(graph, a, b, largest);
      if (ring.size() < 3) continue;
      std::vector<std::int32_t> key = ring;
      std::sort(key.begin(), key.end());
      if (!seen.insert(key).second) continue;
      std::rotate(ring.begin(), std::min_element(ring.begin(), ring.end()), ring.end());
      if (ring[1] > ring.back()) std::reverse(ring.begin() + 1, ring.end());
      rings.push_back(std::move(ring));
    }
  }
  std::sort(rings.begin(), rings.end());
  return rings;
}

}  // namespace maek::mol::internal
