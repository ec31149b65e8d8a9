// SPDX-License-Identifier: Apache-2.0
// Layered layout of a directed graph: a column for each node, an order in each column, few crossings (Sugiyama)
#pragma once

#include <cstddef>   // for std::size_t
#include <utility>   // for std::pair
#include <vector>    // for std::vector

namespace maek::evidence {

struct Layers {
  std::vector<int> column;        // of each node; edges lead to higher columns, but for those that close a circle
  std::vector<double> row;        // of each node: the middle of its box, in units of one box
  std::vector<std::vector<double>> bends;   // of each edge: its row in every column between its ends
  int columns = 0;
  double rows = 0;                // height of the whole, in units of one box
};

/// Lays out `nodes` nodes. Same graph, same layout.
Layers lay_out(std::size_t nodes, const std::vector<std::pair<std::size_t, std::size_t>>& edges);

}  // namespace maek::evidence
