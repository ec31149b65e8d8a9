// SPDX-License-Identifier: Apache-2.0
// Colour refinement (Weisfeiler & Leman 1968) narrows the candidates, backtracking along edges finds the matches.
#include "mol/internal/graph_match.h"

#include <algorithm>   // for std::sort
#include <map>         // for std::map
#include <utility>     // for std::pair

namespace maek::mol {
namespace {

using Colours = std::vector<std::uint64_t>;

/// Refines the colours of both graphs with one numbering, so that equal colours may correspond. False when the counts
/// of some colour differ: then there is no isomorphism.
bool refine(const PlainGraph& a, const PlainGraph& b, Colours& ca, Colours& cb) {
  ca = a.label;
  cb = b.label;
  std::size_t classes = 0;
  for (;;) {
    using Signature = std::pair<std::uint64_t, std::vector<std::uint64_t>>;
    std::map<Signature, std::pair<int, int>> seen;
    const auto signatures = [&seen](const PlainGraph& graph, const Colours& colours, bool first) {
      std::vector<Signature> all(graph.label.size());
      for (std::size_t v = 0; v < all.size(); ++v) {
        all[v].first = colours[v];
        for (const std::int32_t n : graph.neighbours[v]) all[v].second.push_back(colours[static_cast<std::size_t>(n)]);
        std::sort(all[v].second.begin(), all[v].second.end());
        auto& count = seen[all[v]];
        ++(first ? count.first : count.second);
      }
      return all;
    };
    const auto sa = signatures(a, ca, true);
    const auto sb = signatures(b, cb, false);
    std::map<Signature, std::uint64_t> number;
    for (const auto& [signature, count] : seen) {
      if (count.first != count.second) return false;
      number.emplace(signature, number.size());
    }
    for (std::size_t v = 0; v < sa.size(); ++v) ca[v] = number[sa[v]];
    for (std::size_t v = 0; v < sb.size(); ++v) cb[v] = number[sb[v]];
    if (number.size() == classes) return true;
    classes = number.size();
  }
}

class Matcher {
 public:
  Matcher(const PlainGraph& a, const PlainGraph& b, MatchLimits limits,
          const std::function<void(const std::vector<std::int32_t>&)>& visit)
      : a_(a), b_(b), limits_(limits), visit_(visit) {}

  bool run() {
    if (a_.label.size() != b_.label.size() || !refine(a_, b_, ca_, cb_)) return true;
    plan();
    image_.assign(a_.label.size(), -1);
    used_.assign(b_.label.size(), false);
    place(0);
    return !stopped_;
  }

 private:
  struct Step {
    std::int32_t vertex;
    std::int32_t parent;                    // an earlier neighbour, -1 at the start of a component
    std::vector<std::int32_t> earlier;      // all neighbours placed before
  };

  /// Order of placing: a vertex of the rarest colour first, then along edges, rare colours before common ones.
  void plan() {
    const std::size_t n = a_.label.size();
    std::vector<int> count(n, 0);
    for (const std::uint64_t c : ca_) ++count[c];
    const auto rarity = [&](std::size_t v) { return std::pair{count[ca_[v]], v}; };
    std::vector<bool> placed(n, false), frontier(n, false);
    for (std::size_t k = 0; k < n; ++k) {
      std::size_t best = n;
      bool best_in_frontier = false;
      for (std::size_t v = 0; v < n; ++v) {
        if (placed[v] || (best_in_frontier && !frontier[v])) continue;
        if (best == n || frontier[v] != best_in_frontier || rarity(v) < rarity(best)) {
          best = v;
          best_in_frontier = frontier[v];
        }
      }
      Step step{static_cast<std::int32_t>(best), -1, {}};
      for (const std::int32_t m : a_.neighbours[best]) {
        if (placed[static_cast<std::size_t>(m)]) step.earlier.push_back(m);
        frontier[static_cast<std::size_t>(m)] = true;
      }
      if (!step.earlier.empty()) step.parent = step.earlier.front();
      placed[best] = true;
      steps_.push_back(std::move(step));
    }
  }

  bool adjacent(std::int32_t v, std::int32_t w) const {
    const auto& n = b_.neighbours[static_cast<std::size_t>(v)];
    return std::binary_search(n.begin(), n.end(), w);
  }

  void attempt(std::size_t depth, std::int32_t target) {
    const Step& step = steps_[depth];
    const auto t = static_cast<std::size_t>(target), v = static_cast<std::size_t>(step.vertex);
    if (used_[t] || ca_[v] != cb_[t]) return;
    for (const std::int32_t m : step.earlier) {
      if (!adjacent(target, image_[static_cast<std::size_t>(m)])) return;
    }
    // Equal colours mean equal degrees, so matching every earlier edge leaves no extra one at the end.
    if (--limits_.steps < 0) {
      stopped_ = true;
      return;
    }
    image_[v] = target;
    used_[t] = true;
    place(depth + 1);
    used_[t] = false;
    image_[v] = -1;
  }

  void place(std::size_t depth) {
    if (depth == steps_.size()) {
      if (limits_.matches-- <= 0) {
        stopped_ = true;
        return;
      }
      visit_(image_);
      return;
    }
    const Step& step = steps_[depth];
    if (step.parent >= 0) {
      const std::int32_t around = image_[static_cast<std::size_t>(step.parent)];
      for (const std::int32_t t : b_.neighbours[static_cast<std::size_t>(around)]) {
        attempt(depth, t);
        if (stopped_) return;
      }
    } else {
      for (std::size_t t = 0; t < b_.label.size(); ++t) {
        attempt(depth, static_cast<std::int32_t>(t));
        if (stopped_) return;
      }
    }
  }

  const PlainGraph& a_;
  const PlainGraph& b_;
  MatchLimits limits_;
  const std::function<void(const std::vector<std::int32_t>&)>& visit_;
  Colours ca_, cb_;
  std::vector<Step> steps_;
  std::vector<std::int32_t> image_;
  std::vector<bool> used_;
  bool stopped_ = false;
};

}  // namespace

bool for_each_isomorphism(const PlainGraph& a, const PlainGraph& b, MatchLimits limits,
                          const std::function<void(const std::vector<std::int32_t>&)>& visit) {
  return Matcher(a, b, limits, visit).run();
}

}  // namespace maek::mol
