// SPDX-License-Identifier: Apache-2.0
// Which chains of two structures belong together: by sequence first, then by how well CA distances agree.
#include <algorithm>   // for std::max, std::min, std::sort
#include <array>       // for std::array
#include <cmath>       // for std::abs
#include <cstddef>     // for std::size_t
#include <map>         // for std::map
#include <numeric>     // for std::iota

#include "mol/alignment.h"                 // for align_sequences
#include "mol/internal/protein_chain.h"   // for map_chains

namespace maek::mol {
namespace {

constexpr double kNearlyBest = 0.9;   // of the best identity: a mutant among equals is still one of them
constexpr std::size_t kSamples = 24;  // CA pairs of a chain that stand for it in the score
constexpr std::size_t kFewSamples = 8;
constexpr std::array<double, 4> kTolerances{1, 2, 4, 8};   // Å

struct Candidate {
  std::size_t model, reference;
  std::vector<Position> model_ca, reference_ca;   // sampled
};

/// Share of CA distances between two chain pairs (or within one) that agree.
double agreement(const Candidate& a, const Candidate& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.model_ca.size(); ++i) {
    for (std::size_t j = 0; j < b.model_ca.size(); ++j) {
      const double off =
          std::abs(distance(a.model_ca[i], b.model_ca[j]) - distance(a.reference_ca[i], b.reference_ca[j]));
      for (const double t : kTolerances) sum += off < t ? 0.25 : 0;
    }
  }
  return sum / static_cast<double>(std::max<std::size_t>(1, a.model_ca.size() * b.model_ca.size()));
}

class Mapper {
 public:
  Mapper(const std::vector<ProteinChain>& model, const std::vector<ProteinChain>& reference)
      : model_(model), reference_(reference) {}

  Expected<std::vector<MappedChains>> run() {
    if (auto aligned = align_all(); !aligned) return aligned.error();
    find_candidates();
    split_into_groups();
    double arrangements = 1;
    for (const Group& g : groups_) {
      const std::size_t few = std::min(g.models.size(), g.references.size());
      const std::size_t many = std::max(g.models.size(), g.references.size());
      for (std::size_t k = 0; k < few; ++k) arrangements *= static_cast<double>(many - k);
    }
    if (arrangements <= kMaxArrangements) {
      slots_.clear();
      for (const Group& g : groups_) {
        const bool by_reference = g.references.size() <= g.models.size();
        for (const std::size_t one : by_reference ? g.references : g.models) slots_.push_back({by_reference, one});
      }
      used_model_.assign(model_.size(), 0);
      used_reference_.assign(reference_.size(), 0);
      chosen_.clear();
      descend(0, 0);
    } else {
      grow();
    }
    std::vector<MappedChains> out;
    for (const std::size_t c : best_) {
      MappedChains mapped{candidates_[c].model, candidates_[c].reference, {}};
      mapped.residues = alignment(mapped.model, mapped.reference).pairs;
      out.push_back(std::move(mapped));
    }
    std::sort(out.begin(), out.end(),
              [](const MappedChains& a, const MappedChains& b) { return a.reference < b.reference; });
    return out;
  }

 private:
  struct Group {
    std::vector<std::size_t> models, references;
  };
  struct Slot {
    bool by_reference;
    std::size_t chain;
  };

  /// Chains of equal sequence share their alignments.
  Expected<void> align_all() {
    for (const ProteinChain& m : model_) {
      for (const ProteinChain& r : reference_) {
        const auto key = std::pair{m.sequence, r.sequence};
        if (alignments_.contains(key)) continue;
        auto aligned = align_sequences(m.sequence, r.sequence);
        if (!aligned) return aligned.error();
        alignments_.emplace(key, std::move(*aligned));
      }
    }
    return {};
  }

  const SequenceAlignment& alignment(std::size_t m, std::size_t r) const {
    return alignments_.at({model_[m].sequence, reference_[r].sequence});
  }

  void find_candidates() {
    std::vector<double> best_of_model(model_.size(), 0), best_of_reference(reference_.size(), 0);
    for (std::size_t m = 0; m < model_.size(); ++m) {
      for (std::size_t r = 0; r < reference_.size(); ++r) {
        const double identity = alignment(m, r).identity;
        best_of_model[m] = std::max(best_of_model[m], identity);
        best_of_reference[r] = std::max(best_of_reference[r], identity);
      }
    }
    at_.assign(model_.size(), std::vector<std::int32_t>(reference_.size(), -1));
    for (std::size_t r = 0; r < reference_.size(); ++r) {
      for (std::size_t m = 0; m < model_.size(); ++m) {
        const SequenceAlignment& aligned = alignment(m, r);
        if (aligned.identity < kLeastIdentity || aligned.identity < kNearlyBest * best_of_model[m] ||
            aligned.identity < kNearlyBest * best_of_reference[r]) {
          continue;
        }
        Candidate candidate{m, r, {}, {}};
        std::vector<std::pair<std::size_t, std::size_t>> both;
        for (const auto& [x, y] : aligned.pairs) {
          const auto i = static_cast<std::size_t>(x), j = static_cast<std::size_t>(y);
          if (model_[m].has_ca[i] && reference_[r].has_ca[j]) both.emplace_back(i, j);
        }
        const std::size_t take = std::min(both.size(), kSamples);
        for (std::size_t k = 0; k < take; ++k) {
          const auto& [i, j] = both[k * both.size() / take];
          candidate.model_ca.push_back(model_[m].ca[i]);
          candidate.reference_ca.push_back(reference_[r].ca[j]);
        }
        at_[m][r] = static_cast<std::int32_t>(candidates_.size());
        candidates_.push_back(std::move(candidate));
      }
    }
  }

  /// Chains connected through candidates are one group.
  void split_into_groups() {
    std::vector<std::size_t> parent(model_.size() + reference_.size());
    std::iota(parent.begin(), parent.end(), std::size_t{0});
    const auto root = [&](std::size_t i) {
      while (parent[i] != i) i = parent[i];
      return i;
    };
    for (const Candidate& c : candidates_) parent[root(model_.size() + c.reference)] = root(c.model);
    std::map<std::size_t, Group> by_root;
    for (std::size_t r = 0; r < reference_.size(); ++r) by_root[root(model_.size() + r)].references.push_back(r);
    for (std::size_t m = 0; m < model_.size(); ++m) by_root[root(m)].models.push_back(m);
    for (auto& [_, group] : by_root) {
      if (!group.models.empty() && !group.references.empty()) groups_.push_back(std::move(group));
    }
  }

  double score(std::size_t a, std::size_t b) {
    const auto key = a < b ? std::pair{a, b} : std::pair{b, a};
    const auto found = scores_.find(key);
    if (found != scores_.end()) return found->second;
    return scores_[key] = agreement(candidates_[a], candidates_[b]);
  }

  /// What adding candidate `c` to the chosen ones adds to the score.
  double gain(std::size_t c) {
    double sum = score(c, c);
    for (const std::size_t other : chosen_) sum += score(other, c);
    return sum;
  }

  bool is_free(std::size_t c) const {
    return !used_model_[candidates_[c].model] && !used_reference_[candidates_[c].reference];
  }

  void take(std::size_t c, bool used) {
    used_model_[candidates_[c].model] = used;
    used_reference_[candidates_[c].reference] = used;
    if (used) {
      chosen_.push_back(c);
    } else {
      chosen_.pop_back();
    }
  }

  /// More chains first, then the better agreement; of equals the first found, which keeps the files' order.
  void keep_if_better(double total) {
    if (chosen_.size() < best_.size() || (chosen_.size() == best_.size() && total <= best_score_ + 1e-9)) return;
    best_ = chosen_;
    best_score_ = total;
  }

  void descend(std::size_t slot, double total) {
    if (slot == slots_.size()) return keep_if_better(total);
    const Slot& s = slots_[slot];
    bool any = false;
    const std::size_t others = s.by_reference ? model_.size() : reference_.size();
    for (std::size_t other = 0; other < others; ++other) {
      const std::int32_t c = s.by_reference ? at_[other][s.chain] : at_[s.chain][other];
      if (c < 0 || !is_free(static_cast<std::size_t>(c))) continue;
      any = true;
      const double added = gain(static_cast<std::size_t>(c));
      take(static_cast<std::size_t>(c), true);
      descend(slot + 1, total + added);
      take(static_cast<std::size_t>(c), false);
    }
    if (!any) descend(slot + 1, total);
  }

  /// Large assemblies make do with fewer points a chain.
  static void thin(std::vector<Position>& points) {
    const std::size_t take = std::min(points.size(), kFewSamples);
    for (std::size_t k = 0; k < take; ++k) points[k] = points[k * points.size() / take];
    points.resize(take);
  }

  /// From each counterpart of the first mappable reference chain: always the next chain that agrees best.
  void grow() {
    for (Candidate& c : candidates_) {
      thin(c.model_ca);
      thin(c.reference_ca);
    }
    const std::size_t anchor = candidates_.front().reference;
    for (std::size_t first = 0; first < candidates_.size(); ++first) {
      if (candidates_[first].reference != anchor) continue;
      used_model_.assign(model_.size(), 0);
      used_reference_.assign(reference_.size(), 0);
      chosen_.clear();
      double total = agreement(candidates_[first], candidates_[first]);
      take(first, true);
      std::vector<double> gains(candidates_.size(), 0);
      for (std::size_t c = 0; c < candidates_.size(); ++c) {
        if (is_free(c)) {
          gains[c] = agreement(candidates_[c], candidates_[c]) + agreement(candidates_[first], candidates_[c]);
        }
      }
      while (true) {
        std::size_t best = candidates_.size();
        for (std::size_t c = 0; c < candidates_.size(); ++c) {
          if (is_free(c) && (best == candidates_.size() || gains[c] > gains[best] + 1e-9)) best = c;
        }
        if (best == candidates_.size()) break;
        total += gains[best];
        take(best, true);
        for (std::size_t c = 0; c < candidates_.size(); ++c) {
          if (is_free(c)) gains[c] += agreement(candidates_[best], candidates_[c]);
        }
      }
      keep_if_better(total);
    }
  }

  const std::vector<ProteinChain>& model_;
  const std::vector<ProteinChain>& reference_;
  std::map<std::pair<std::string, std::string>, SequenceAlignment> alignments_;
  std::vector<Candidate> candidates_;
  std::vector<std::vector<std::int32_t>> at_;   // [model][reference] -> candidate
  std::vector<Group> groups_;
  std::vector<Slot> slots_;
  std::map<std::pair<std::size_t, std::size_t>, double> scores_;
  std::vector<std::uint8_t> used_model_, used_reference_;
  std::vector<std::size_t> chosen_, best_;
  double best_score_ = -1;
};

}  // namespace

Expected<std::vector<MappedChains>> map_chains(const std::vector<ProteinChain>& model,
                                               const std::vector<ProteinChain>& reference) {
  return Mapper(model, reference).run();
}

Expected<MappedChains> pair_by_sequence(const std::vector<ProteinChain>& model, std::size_t m,
                                        const std::vector<ProteinChain>& reference, std::size_t r) {
  auto aligned = align_sequences(model[m].sequence, reference[r].sequence);
  if (!aligned) return aligned.error();
  return MappedChains{m, r, std::move(aligned->pairs)};
}

}  // namespace maek::mol
