// SPDX-License-Identifier: Apache-2.0
// The aligner: first alignments of five kinds, refinement, and the final scores.
#include "mol/tm_align.h"

#include <algorithm>   // for std::clamp, std::max, std::min
#include <cmath>       // for std::abs, std::pow, std::sqrt
#include <cstddef>     // for std::size_t
#include <utility>     // for std::move

#include <fmt/format.h>

#include "mol/internal/alignment_table.h"   // for AlignmentTable, ResidueMap
#include "mol/internal/tm_search.h"         // for search_tm, TmPoints

namespace maek::mol {
namespace {

constexpr float kGapPenalty = -0.6f;         // of the first refinement; the second has none
constexpr float kStructureGap = -1.0f;       // where secondary structure is aligned
constexpr float kConverged = 1e-6f;          // TM-score that another round must change
constexpr std::size_t kSearchStride = 40;    // fragments begin at every 40th pair while alignments are compared
constexpr int kFragmentShift = 3;            // residues: least overlap of threaded fragments
constexpr float kBondBreak = 4.25f;          // Å: consecutive CA farther apart are not bonded

float scale_of(float length, float from, float otherwise) {
  return length > from ? 1.24f * std::pow(length - 15, 1.0f / 3.0f) - 1.8f : otherwise;
}

enum class Fold : std::uint8_t { kCoil = 1, kHelix, kTurn, kStrand };

class Aligner {
 public:
  Aligner(TmPoints first, TmPoints second, std::vector<std::int32_t> first_numbers,
          std::vector<std::int32_t> second_numbers)
      : a_(std::move(first)),
        b_(std::move(second)),
        a_numbers_(std::move(first_numbers)),
        b_numbers_(std::move(second_numbers)),
        table_(a_.size(), b_.size()) {
    shorter_ = std::min(a_.size(), b_.size());
    const auto length = static_cast<float>(shorter_);
    d8_ = 1.5f * std::pow(length, 0.3f) + 3.5f;
    d0_ = scale_of(length, 19, 0.168f);
    d0_least_ = d0_ + 0.8f;
    d0_ = std::max(d0_, d0_least_);
    const float near = std::clamp(d0_, 4.5f, 8.0f);
    near_squared_ = near * near;
    local_squared_ = std::max(d0_ + 1.5f, d0_least_) * std::max(d0_ + 1.5f, d0_least_);
  }

  StructureAlignment run() {
    const float worth = shorter_ <= 40 ? 0.1f : 0.4f;   // share of the best score below which a start is given up
    start(threaded(), 0);
    refine(0, 30, true);
    a_fold_ = folds(a_);
    b_fold_ = folds(b_);
    const bool fold_refined = start(by_fold(), 0.2f);
    if (fold_refined) refine(0, 30, true);
    // The published program's local fits use whatever penalty the step before them left behind.
    last_gap_ = fold_refined ? 0 : kStructureGap;
    if (start(by_local_fits(), worth)) refine(0, 2, true);
    if (start(by_fold_and_best(), worth)) refine(0, 30, true);
    if (start(threaded_fragments(), worth)) refine(1, 2, false);
    return finish();
  }

 private:
  struct Paired {
    TmPoints a, b;
    std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
  };

  Paired paired(const ResidueMap& map) const {
    Paired out;
    for (std::size_t j = 0; j < map.size(); ++j) {
      if (map[j] < 0) continue;
      const auto i = static_cast<std::size_t>(map[j]);
      out.a.x.push_back(a_.x[i]), out.a.y.push_back(a_.y[i]), out.a.z.push_back(a_.z[i]);
      out.b.x.push_back(b_.x[j]), out.b.y.push_back(b_.y[j]), out.b.z.push_back(b_.z[j]);
      out.pairs.emplace_back(map[j], static_cast<std::int32_t>(j));
    }
    return out;
  }

  /// Fills the table with 1 / (1 + d²/scale²) after moving the first chain.
  void fill(const RigidMove& m, float scale_squared) {
    const std::size_t n = a_.size();
    moved_.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      const double x = a_.x[i], y = a_.y[i], z = a_.z[i];
      moved_.x[i] = static_cast<float>(m.t[0] + m.r[0] * x + m.r[1] * y + m.r[2] * z);
      moved_.y[i] = static_cast<float>(m.t[1] + m.r[3] * x + m.r[4] * y + m.r[5] * z);
      moved_.z[i] = static_cast<float>(m.t[2] + m.r[6] * x + m.r[7] * y + m.r[8] * z);
    }
    const float* const x = moved_.x.data();
    const float* const y = moved_.y.data();
    const float* const z = moved_.z.data();
    for (std::size_t j = 0; j < b_.size(); ++j) {
      float* const row = table_.row(j);
      const float bx = b_.x[j], by = b_.y[j], bz = b_.z[j];
      for (std::size_t i = 0; i < n; ++i) {
        const float dx = x[i] - bx, dy = y[i] - by, dz = z[i] - bz;
        row[i] = 1 / (1 + (dx * dx + dy * dy + dz * dz) / scale_squared);
      }
    }
  }

  /// TM-score of an alignment (quick search) and the table of its best superposition; the best so far is kept.
  float judge(const ResidueMap& map) {
    const Paired p = paired(map);
    float score = 0;
    RigidMove move;
    if (!p.pairs.empty()) {
      TmSearchRules rules;
      rules.d0 = d0_;
      rules.beyond = d8_;
      rules.stride = kSearchStride;
      const auto count = static_cast<float>(p.pairs.size());
      const TmSearchResult found = search_tm(p.a, p.b, rules);
      // Divided and multiplied by the number of pairs again, as the published program rounds.
      score = static_cast<float>(found.sum) / count * count / static_cast<float>(shorter_);
      move = found.move;
    }
    fill(move, d0_ * d0_);
    if (score > best_score_) {
      best_score_ = score;
      best_ = map;
    }
    return score;
  }

  /// Whether a first alignment is worth refining.
  bool start(const ResidueMap& map, float share) {
    const float score = judge(map);
    return share <= 0 || score > best_score_ * share;
  }

  void refine(int from_gap, int rounds, bool until_converged) {
    for (int g = from_gap; g < 2; ++g) {
      float before = 0;
      for (int round = 0; round < rounds; ++round) {
        const float score = judge(table_.align(g == 0 ? kGapPenalty : 0));
        if (until_converged && round > 0 && std::abs(score - before) < kConverged) break;
        before = score;
      }
    }
  }

  /// Quick estimate of the TM-score sum of an alignment: a fit of all pairs and two more of those that came near.
  float estimate(const ResidueMap& map) {
    members_.clear();
    from_.resize(b_.size());
    to_.resize(b_.size());
    std::size_t n = 0;
    for (std::size_t j = 0; j < map.size(); ++j) {
      if (map[j] < 0) continue;
      const auto i = static_cast<std::size_t>(map[j]);
      from_.x[n] = a_.x[i], from_.y[n] = a_.y[i], from_.z[n] = a_.z[i];
      to_.x[n] = b_.x[j], to_.y[n] = b_.y[j], to_.z[n] = b_.z[j];
      members_.push_back(static_cast<std::int32_t>(n++));
    }
    squared_.resize(n);
    float best = 0;
    for (int fit = 0; fit < 3; ++fit) {
      const RigidMove m = buffer_.fit(from_, to_, members_);
      float sum = 0;
      for (std::size_t k = 0; k < n; ++k) {
        const double x = from_.x[k], y = from_.y[k], z = from_.z[k];
        const float dx = static_cast<float>(m.t[0] + m.r[0] * x + m.r[1] * y + m.r[2] * z) - to_.x[k];
        const float dy = static_cast<float>(m.t[1] + m.r[3] * x + m.r[4] * y + m.r[5] * z) - to_.y[k];
        const float dz = static_cast<float>(m.t[2] + m.r[6] * x + m.r[7] * y + m.r[8] * z) - to_.z[k];
        squared_[k] = dx * dx + dy * dy + dz * dz;
        sum += 1 / (1 + squared_[k] / (d0_ * d0_));
      }
      best = std::max(best, sum);
      if (fit == 2) break;
      for (float limit = near_squared_ + (fit == 0 ? 0.0f : 1.0f);; limit += 0.5f) {
        members_.clear();
        for (std::size_t k = 0; k < n; ++k) {
          if (squared_[k] <= limit) members_.push_back(static_cast<std::int32_t>(k));
        }
        if (members_.size() >= 3 || n <= 3 || limit > 1e12f) break;
      }
    }
    return best;
  }

  /// 1. One chain slid along the other, without gaps.
  ResidueMap threaded() {
    const int n = static_cast<int>(a_.size()), m = static_cast<int>(b_.size());
    const int overlap = std::max(static_cast<int>(static_cast<float>(shorter_) / 2.0f), 5);
    ResidueMap best(b_.size(), -1), map(b_.size(), -1);
    float highest = 0;
    for (int shift = overlap - m; shift <= n - overlap; ++shift) {
      int length = 0;
      for (int j = 0; j < m; ++j) {
        const int i = j + shift;
        map[static_cast<std::size_t>(j)] = i >= 0 && i < n ? i : -1;
        length += i >= 0 && i < n ? 1 : 0;
      }
      if (length < overlap) continue;
      const float value = estimate(map);
      if (value > highest) {
        highest = value;
        best = map;
      }
    }
    return best;
  }

  /// 2. Helices on helices, strands on strands.
  ResidueMap by_fold() {
    for (std::size_t j = 0; j < b_.size(); ++j) {
      float* const row = table_.row(j);
      for (std::size_t i = 0; i < a_.size(); ++i) row[i] = a_fold_[i] == b_fold_[j] ? 1 : 0;
    }
    return table_.align(kStructureGap);
  }

  /// 3. The best alignment so far, with half a point more where the secondary structure agrees.
  ResidueMap by_fold_and_best() {
    const Paired p = paired(best_);
    members_.clear();
    for (std::size_t k = 0; k < p.pairs.size(); ++k) members_.push_back(static_cast<std::int32_t>(k));
    fill(buffer_.fit(p.a, p.b, members_), local_squared_);
    for (std::size_t j = 0; j < b_.size(); ++j) {
      float* const row = table_.row(j);
      for (std::size_t i = 0; i < a_.size(); ++i) row[i] = a_fold_[i] == b_fold_[j] ? 0.5f + row[i] : row[i];
    }
    return table_.align(kStructureGap);
  }

  static std::size_t jump(std::size_t length) {
    const std::size_t wanted = length > 250 ? 45 : length > 200 ? 35 : length > 150 ? 25 : 15;
    return std::max<std::size_t>(1, std::min(wanted, length / 3));
  }

  /// 5. Fragments of 20 and 100 residues laid on each other, and what else then lies together.
  ResidueMap by_local_fits() {
    ResidueMap best(b_.size(), -1);
    float highest = 0;
    for (const std::size_t length :
         {std::min<std::size_t>(20, shorter_ / 3), std::min<std::size_t>(100, shorter_ / 2)}) {
      from_.resize(std::max(b_.size(), length));
      to_.resize(std::max(b_.size(), length));
      for (std::size_t i = 0; i + length <= a_.size(); i += jump(a_.size())) {
        for (std::size_t j = 0; j + length <= b_.size(); j += jump(b_.size())) {
          members_.clear();
          for (std::size_t k = 0; k < length; ++k) {
            from_.x[k] = a_.x[i + k], from_.y[k] = a_.y[i + k], from_.z[k] = a_.z[i + k];
            to_.x[k] = b_.x[j + k], to_.y[k] = b_.y[j + k], to_.z[k] = b_.z[j + k];
            members_.push_back(static_cast<std::int32_t>(k));
          }
          fill(buffer_.fit(from_, to_, members_), local_squared_);
          const ResidueMap map = table_.align(last_gap_);
          const float value = estimate(map);
          if (value > highest) {
            highest = value;
            best = map;
          }
        }
      }
    }
    return best;
  }

  /// Residues of the longest unbroken stretch of a chain; the limit for a bond grows until that is long enough.
  static std::vector<std::int32_t> longest_stretch(const TmPoints& chain, const std::vector<std::int32_t>& numbers) {
    const std::size_t n = chain.size();
    const float least = std::min(static_cast<float>(n) / 3.0f, 4.0f);
    for (float limit = kBondBreak;; limit += 0.01f) {
      std::size_t best_first = 0, best_length = 0, first = 0;
      for (std::size_t i = 1; i <= n; ++i) {
        bool bonded = false;
        if (i < n) {
          const bool near = distance_of(chain, i - 1, i) < limit;
          bonded = near && (limit > kBondBreak || numbers[i] == numbers[i - 1] + 1);
        }
        if (bonded) continue;
        if (i - first > best_length) {
          best_first = first;
          best_length = i - first;
        }
        first = i;
      }
      if (static_cast<float>(best_length) >= least || limit > 100) {
        std::vector<std::int32_t> out;
        for (std::size_t k = 0; k < best_length; ++k) out.push_back(static_cast<std::int32_t>(best_first + k));
        return out;
      }
    }
  }

  /// An unbroken chain would be threaded as in 1: only its middle is taken.
  static void take_middle(std::vector<std::int32_t>& stretch, std::size_t length) {
    if (stretch.size() != length) return;
    const auto n = static_cast<float>(length);
    const int from = static_cast<int>(n * 0.1f), to = static_cast<int>(n * 0.89f);
    std::vector<std::int32_t> middle;
    for (int k = 0; k <= to - from; ++k)
      middle.push_back(stretch[static_cast<std::size_t>(std::min(from + k, static_cast<int>(length) - 1))]);
    stretch = std::move(middle);
  }

  /// 4. The longest unbroken stretch of either chain slid along the other chain.
  ResidueMap threaded_fragments() {
    ResidueMap best(b_.size(), -1), map(b_.size(), -1);
    float highest = 0;
    for (const bool of_second : {true, false}) {
      std::vector<std::int32_t> stretch = of_second ? longest_stretch(b_, b_numbers_) : longest_stretch(a_, a_numbers_);
      take_middle(stretch, of_second ? b_.size() : a_.size());
      const int n = static_cast<int>(of_second ? a_.size() : stretch.size());
      const int m = static_cast<int>(of_second ? stretch.size() : b_.size());
      int overlap = static_cast<int>(static_cast<float>(std::min(n, m)) / 2.5f);
      if (overlap <= kFragmentShift) overlap = kFragmentShift;
      for (int shift = overlap - m; shift <= n - overlap; ++shift) {
        std::fill(map.begin(), map.end(), -1);
        int length = 0;
        for (int j = 0; j < m; ++j) {
          const int i = j + shift;
          if (i < 0 || i >= n) continue;
          ++length;
          if (of_second) {
            map[static_cast<std::size_t>(stretch[static_cast<std::size_t>(j)])] = i;
          } else {
            map[static_cast<std::size_t>(j)] = stretch[static_cast<std::size_t>(i)];
          }
        }
        if (length < overlap) continue;
        const float value = estimate(map);
        if (value > highest) {
          highest = value;
          best = map;
        }
      }
    }
    return best;
  }

  static float distance_of(const TmPoints& p, std::size_t i, std::size_t j) {
    const float dx = p.x[i] - p.x[j], dy = p.y[i] - p.y[j], dz = p.z[i] - p.z[j];
    return std::sqrt(dx * dx + dy * dy + dz * dz);
  }

  /// Secondary structure from the six CA distances within five residues (Zhang & Skolnick 2005, eq. 1 and table).
  static std::vector<Fold> folds(const TmPoints& p) {
    std::vector<Fold> out(p.size(), Fold::kCoil);
    for (std::size_t i = 2; i + 2 < p.size(); ++i) {
      const float d13 = distance_of(p, i - 2, i), d14 = distance_of(p, i - 2, i + 1),
                  d15 = distance_of(p, i - 2, i + 2);
      const float d24 = distance_of(p, i - 1, i + 1), d25 = distance_of(p, i - 1, i + 2),
                  d35 = distance_of(p, i, i + 2);
      const auto all_near = [&](float two, float three, float four, float tolerance) {
        return std::abs(d15 - four) < tolerance && std::abs(d14 - three) < tolerance &&
               std::abs(d25 - three) < tolerance && std::abs(d13 - two) < tolerance &&
               std::abs(d24 - two) < tolerance && std::abs(d35 - two) < tolerance;
      };
      if (all_near(5.45f, 5.18f, 6.37f, 2.1f)) {
        out[i] = Fold::kHelix;
      } else if (all_near(6.1f, 10.4f, 13.0f, 1.42f)) {
        out[i] = Fold::kStrand;
      } else if (d15 < 8) {
        out[i] = Fold::kTurn;
      }
    }
    return out;
  }

  /// Thorough search with far pairs left out of the score, those pairs dropped, and the scores by either length.
  StructureAlignment finish() {
    StructureAlignment out;
    Paired p = paired(best_);
    if (p.pairs.empty()) return out;
    TmSearchRules rules;
    rules.d0 = d0_;
    rules.beyond = d8_;
    const RigidMove move = search_tm(p.a, p.b, rules).move;
    Paired kept;
    for (std::size_t k = 0; k < p.pairs.size(); ++k) {
      const double x = p.a.x[k], y = p.a.y[k], z = p.a.z[k];
      const auto mx = static_cast<float>(move.t[0] + move.r[0] * x + move.r[1] * y + move.r[2] * z);
      const auto my = static_cast<float>(move.t[1] + move.r[3] * x + move.r[4] * y + move.r[5] * z);
      const auto mz = static_cast<float>(move.t[2] + move.r[6] * x + move.r[7] * y + move.r[8] * z);
      const float dx = mx - p.b.x[k], dy = my - p.b.y[k], dz = mz - p.b.z[k];
      if (std::sqrt(dx * dx + dy * dy + dz * dz) > d8_) continue;
      // The moved coordinates go on, rounded, as in the published program.
      kept.a.x.push_back(mx), kept.a.y.push_back(my), kept.a.z.push_back(mz);
      kept.b.x.push_back(p.b.x[k]), kept.b.y.push_back(p.b.y[k]), kept.b.z.push_back(p.b.z[k]);
      kept.pairs.push_back(p.pairs[k]);
    }
    out.pairs = kept.pairs;
    if (kept.pairs.empty()) return out;
    const auto count = static_cast<float>(kept.pairs.size());
    TmSearchResult last;
    const auto score = [&](std::size_t length) {
      TmSearchRules plain;
      plain.d0 = std::max(scale_of(static_cast<float>(length), 21, 0.5f), 0.5f);
      last = search_tm(kept.a, kept.b, plain);
      return static_cast<double>(static_cast<float>(last.sum) / count * count / static_cast<float>(length));
    };
    out.tm_first = score(a_.size());
    out.tm_second = score(b_.size());

    std::vector<Position> from, to, placed;
    for (std::size_t k = 0; k < kept.pairs.size(); ++k) {
      const auto i = static_cast<std::size_t>(kept.pairs[k].first), j = static_cast<std::size_t>(kept.pairs[k].second);
      from.push_back({a_.x[i], a_.y[i], a_.z[i]});
      to.push_back({b_.x[j], b_.y[j], b_.z[j]});
      const double x = kept.a.x[k], y = kept.a.y[k], z = kept.a.z[k];
      const auto& m = last.move;
      placed.push_back({m.t[0] + m.r[0] * x + m.r[1] * y + m.r[2] * z, m.t[1] + m.r[3] * x + m.r[4] * y + m.r[5] * z,
                        m.t[2] + m.r[6] * x + m.r[7] * y + m.r[8] * z});
    }
    if (const auto fit = superpose(from, to)) out.rmsd = fit->rmsd;
    if (const auto fit = superpose(from, placed)) out.superposition = *fit;
    out.superposition.rmsd = maek::mol::rmsd(placed, to);
    return out;
  }

  const TmPoints a_, b_;
  const std::vector<std::int32_t> a_numbers_, b_numbers_;
  AlignmentTable table_;
  std::size_t shorter_ = 0;
  float d8_ = 0, d0_ = 0, d0_least_ = 0;   // Å
  float near_squared_ = 0, local_squared_ = 0;
  float best_score_ = 0;
  ResidueMap best_;
  float last_gap_ = 0;
  std::vector<Fold> a_fold_, b_fold_;
  TmPoints moved_, from_, to_;
  std::vector<float> squared_;
  std::vector<std::int32_t> members_;
  FitBuffer buffer_;
};

}  // namespace

Expected<StructureAlignment> tm_align(std::span<const Position> first, std::span<const Position> second,
                                      std::span<const std::int32_t> first_numbers,
                                      std::span<const std::int32_t> second_numbers) {
  const auto fits = [](std::size_t n) { return n >= kLeastAlignedResidues && n <= kMaxAlignedResidues; };
  if (!fits(first.size()) || !fits(second.size())) {
    return Error{first.size() > kMaxAlignedResidues || second.size() > kMaxAlignedResidues
                     ? ErrorCode::kTooLarge
                     : ErrorCode::kInvalidArgument,
                 fmt::format("chains of {} and {} residues cannot be aligned by structure: {} to {} each", first.size(),
                             second.size(), kLeastAlignedResidues, kMaxAlignedResidues),
                 "alignment", "Name other chains (--chains)"};
  }
  const auto rows = [](std::span<const Position> points) {
    TmPoints out;
    for (const Position p : points) {
      out.x.push_back(static_cast<float>(p.x));
      out.y.push_back(static_cast<float>(p.y));
      out.z.push_back(static_cast<float>(p.z));
    }
    return out;
  };
  const auto numbers = [](std::span<const std::int32_t> given, std::size_t count) {
    std::vector<std::int32_t> out(given.begin(), given.end());
    for (std::size_t i = out.size(); i < count; ++i) out.push_back(static_cast<std::int32_t>(i));
    return out;
  };
  for (const auto& side : {first, second}) {
    for (const Position p : side) {
      if (!is_finite(p)) return Error{ErrorCode::kInvalidArgument, "a coordinate is not finite", "alignment", ""};
    }
  }
  return Aligner(rows(first), rows(second), numbers(first_numbers, first.size()),
                 numbers(second_numbers, second.size()))
      .run();
}

}  // namespace maek::mol
