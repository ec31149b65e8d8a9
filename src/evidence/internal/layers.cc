// SPDX-License-Identifier: Apache-2.0
// Sugiyama, Tagawa and Toda 1981, in its plainest form: longest paths, places for edges in the columns that they cross,
// order by the mean of the neighbours.
#include "evidence/internal/layers.h"

#include <algorithm>  // for std::sort, std::max
#include <tuple>  // for std::tie

namespace maek::evidence {
namespace {

using Edge = std::pair<std::size_t, std::size_t>;

constexpr int kSweeps = 8;
constexpr double kPassage = 0.35;  // boxes: the height that an edge takes where it passes a column
constexpr std::size_t kMostPassages = 20'000;  // beyond them long edges are drawn straight

/// Depth first from every node; true for edges that lead back into the path that is being walked. No recursion.
std::vector<bool> closes_circle(std::size_t nodes, const std::vector<Edge>& edges) {
  std::vector<std::vector<std::size_t>> out(nodes);
  for (std::size_t e = 0; e < edges.size(); ++e) out[edges[e].first].push_back(e);
  enum class State : char { kNew, kOpen, kDone };
  std::vector<State> state(nodes, State::kNew);
  std::vector<bool> closes(edges.size(), false);
  std::vector<std::pair<std::size_t, std::size_t>> path;  // node, next of its edges
  for (std::size_t start = 0; start < nodes; ++start) {
    if (state[start] != State::kNew) continue;
    path.emplace_back(start, 0);
    state[start] = State::kOpen;
    while (!path.empty()) {
      auto& [node, next] = path.back();
      if (next == out[node].size()) {
        state[node] = State::kDone;
        path.pop_back();
        continue;
      }
      const std::size_t e = out[node][next++];
      const std::size_t to = edges[e].second;
      if (state[to] == State::kOpen) closes[e] = true;
      if (state[to] != State::kNew) continue;
      state[to] = State::kOpen;
      path.emplace_back(to, 0);
    }
  }
  return closes;
}

/// The longest path that leads to each node, along edges that close no circle.
std::vector<int> columns_of(std::size_t nodes, const std::vector<Edge>& edges, const std::vector<bool>& closes) {
  std::vector<int> column(nodes, 0);
  std::vector<std::size_t> waits(nodes, 0);
  std::vector<std::vector<std::size_t>> out(nodes);
  for (std::size_t e = 0; e < edges.size(); ++e) {
    if (closes[e]) continue;
    out[edges[e].first].push_back(edges[e].second);
    ++waits[edges[e].second];
  }
  std::vector<std::size_t> ready;
  for (std::size_t i = 0; i < nodes; ++i) {
    if (waits[i] == 0) ready.push_back(i);
  }
  for (std::size_t k = 0; k < ready.size(); ++k) {
    for (const std::size_t to : out[ready[k]]) {
      column[to] = std::max(column[to], column[ready[k]] + 1);
      if (--waits[to] == 0) ready.push_back(to);
    }
  }
  return column;
}

/// What stands in columns: nodes, and passages of long edges.
struct Item {
  int column;
  double height;
  double row = 0;
  std::vector<std::size_t> before = {};  // neighbours one column to the left
  std::vector<std::size_t> behind = {};
};

void stack(std::vector<Item>& items, const std::vector<std::size_t>& column) {
  double top = 0;
  for (const std::size_t i : column) {
    items[i].row = top + items[i].height / 2;
    top += items[i].height;
  }
}

/// Puts each item as near to its neighbours' mean as the others allow, in the order that those means ask for.
void place(std::vector<Item>& items, std::vector<std::size_t>& column, std::vector<std::size_t> Item::* neighbours) {
  std::vector<double> wanted(items.size(), 0);
  for (const std::size_t i : column) {
    const auto& near = items[i].*neighbours;
    double sum = 0;
    for (const std::size_t n : near) sum += items[n].row;
    wanted[i] = near.empty() ? items[i].row : sum / static_cast<double>(near.size());
  }
  std::sort(column.begin(), column.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(wanted[a], items[a].row, a) < std::tie(wanted[b], items[b].row, b);
  });
  double bottom = -1e9;
  double shift = 0;
  for (const std::size_t i : column) {
    items[i].row = std::max(wanted[i], bottom + items[i].height / 2);
    bottom = items[i].row + items[i].height / 2;
    shift += wanted[i] - items[i].row;
  }
  for (const std::size_t i : column) items[i].row += shift / static_cast<double>(column.size());
}

}  // namespace

Layers lay_out(std::size_t nodes, const std::vector<Edge>& edges) {
  Layers layers;
  layers.bends.resize(edges.size());
  if (nodes == 0) return layers;
  layers.column = columns_of(nodes, edges, closes_circle(nodes, edges));
  layers.columns = 1 + *std::max_element(layers.column.begin(), layers.column.end());

  std::vector<Item> items;
  for (std::size_t i = 0; i < nodes; ++i) items.push_back({layers.column[i], 1.0});
  std::vector<std::vector<std::size_t>> passages(edges.size());
  for (std::size_t e = 0; e < edges.size(); ++e) {
    std::size_t last = edges[e].first;
    const std::size_t to = edges[e].second;
    if (layers.column[last] >= layers.column[to]) continue;
    const auto between = static_cast<std::size_t>(layers.column[to] - layers.column[last] - 1);
    const bool has_room = items.size() - nodes + between <= kMostPassages;
    for (int c = layers.column[last] + 1; has_room && c < layers.column[to]; ++c) {
      items.push_back({c, kPassage});
      passages[e].push_back(items.size() - 1);
      items[last].behind.push_back(items.size() - 1);
      items.back().before.push_back(last);
      last = items.size() - 1;
    }
    items[last].behind.push_back(to);
    items[to].before.push_back(last);
  }

  std::vector<std::vector<std::size_t>> columns(static_cast<std::size_t>(layers.columns));
  for (std::size_t i = 0; i < items.size(); ++i) columns[static_cast<std::size_t>(items[i].column)].push_back(i);
  for (auto& column : columns) stack(items, column);
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    for (std::size_t c = 1; c < columns.size(); ++c) place(items, columns[c], &Item::before);
    for (std::size_t c = columns.size() - 1; c-- > 0;) place(items, columns[c], &Item::behind);
  }

  double top = 1e18;
  double bottom = -1e18;
  for (const Item& item : items) {
    top = std::min(top, item.row - item.height / 2);
    bottom = std::max(bottom, item.row + item.height / 2);
  }
  layers.rows = bottom - top;
  for (std::size_t i = 0; i < nodes; ++i) layers.row.push_back(items[i].row - top);
  for (std::size_t e = 0; e < edges.size(); ++e) {
    for (const std::size_t passage : passages[e]) layers.bends[e].push_back(items[passage].row - top);
  }
  return layers;
}

}  // namespace maek::evidence
