// SPDX-License-Identifier: Apache-2.0
#include "mol/internal/tm_search.h"

#include <algorithm>   // for std::clamp, std::max, std::min
#include <utility>     // for std::swap

namespace maek::mol {
namespace {

constexpr int kRounds = 20;
constexpr int kLengths = 6;
constexpr std::size_t kShortestFragment = 4;
constexpr std::array<float, 5> kNear{0.5f, 1, 2, 4, 8};
constexpr float kMaxsub = 3.5f;

class Search {
 public:
  Search(const TmPoints& mobile, const TmPoints& target, const TmSearchRules& rules)
      : mobile_(mobile), target_(target), rules_(rules), count_(mobile.size()), squared_(count_), terms_(count_) {
    buffer_.mobile.resize(count_);
    buffer_.target.resize(count_);
  }

  TmSearchResult run() {
    const float reach = std::clamp(rules_.d0, 4.5f, 8.0f);
    for (const std::size_t length : lengths()) {
      const std::size_t last = count_ - length;
      for (std::size_t first = 0;; first = std::min(first + rules_.stride, last)) {
        members_.clear();
        for (std::size_t k = 0; k < length; ++k) members_.push_back(static_cast<std::int32_t>(first + k));
        try_members(reach - 1);
        for (int round = 0; round < kRounds; ++round) {
          std::swap(members_, close_);
          try_members(reach + 1);
          if (close_ == members_) break;
        }
        if (first == last) break;
      }
    }
    result_.move = buffer_.fit(mobile_, target_, result_.members);
    return std::move(result_);
  }

 private:
  std::vector<std::size_t> lengths() const {
    const std::size_t least = std::min(kShortestFragment, count_);
    std::vector<std::size_t> out;
    for (int i = 0; i < kLengths - 1; ++i) {
      const std::size_t length = count_ >> i;
      if (length <= least) break;
      out.push_back(length);
    }
    out.push_back(least);
    return out;
  }

  /// Fits `members_`, scores, and leaves in `close_` the pairs within `cutoff`.
  void try_members(float cutoff) {
    const RigidMove move = buffer_.fit(mobile_, target_, members_);
    measure(move);
    float sum = 0;   // in order and in single precision, as the published programs add
    for (const float term : terms_) sum += term;
    close_.clear();
    for (float d = cutoff;; d += 0.5f) {
      const float d2 = d * d;
      close_.resize(count_);
      std::size_t found = 0;
      for (std::size_t k = 0; k < count_; ++k) {
        close_[found] = static_cast<std::int32_t>(k);
        found += squared_[k] < d2 ? 1 : 0;
      }
      close_.resize(found);
      if (found >= 3 || count_ <= 3 || d > 1e6f) break;
    }
    if (static_cast<double>(sum) > result_.sum) {
      result_.sum = static_cast<double>(sum);
      result_.members = members_;
    }
    if (rules_.count_near) count_near();
  }

  void measure(const RigidMove& m) {
    const float d0 = rules_.d0;
    const float limit = rules_.beyond > 0 ? rules_.beyond * rules_.beyond : 0;
    const float* const ax = mobile_.x.data();
    const float* const ay = mobile_.y.data();
    const float* const az = mobile_.z.data();
    const float* const bx = target_.x.data();
    const float* const by = target_.y.data();
    const float* const bz = target_.z.data();
    float* const squared = squared_.data();
    float* const terms = terms_.data();
    for (std::size_t k = 0; k < count_; ++k) {
      const double x = ax[k], y = ay[k], z = az[k];
      const float dx = static_cast<float>(m.t[0] + m.r[0] * x + m.r[1] * y + m.r[2] * z) - bx[k];
      const float dy = static_cast<float>(m.t[1] + m.r[3] * x + m.r[4] * y + m.r[5] * z) - by[k];
      const float dz = static_cast<float>(m.t[2] + m.r[6] * x + m.r[7] * y + m.r[8] * z) - bz[k];
      squared[k] = dx * dx + dy * dy + dz * dz;
      terms[k] = 1 / (1 + squared[k] / d0 / d0);
    }
    if (limit > 0) {
      for (std::size_t k = 0; k < count_; ++k) terms[k] = squared[k] <= limit ? terms[k] : 0;
    }
  }

  void count_near() {
    std::array<int, 5> near{};
    double maxsub = 0;
    for (const float d2 : squared_) {
      for (std::size_t i = 0; i < kNear.size(); ++i) near[i] += d2 <= kNear[i] * kNear[i] ? 1 : 0;
      if (d2 < kMaxsub * kMaxsub) maxsub += 1 / (1 + static_cast<double>(d2) / (kMaxsub * kMaxsub));
    }
    for (std::size_t i = 0; i < near.size(); ++i) result_.near[i] = std::max(result_.near[i], near[i]);
    result_.maxsub = std::max(result_.maxsub, maxsub);
  }

  const TmPoints& mobile_;
  const TmPoints& target_;
  const TmSearchRules rules_;
  const std::size_t count_;
  std::vector<float> squared_, terms_;
  std::vector<std::int32_t> members_, close_;
  FitBuffer buffer_;
  TmSearchResult result_;
};

}  // namespace

RigidMove FitBuffer::fit(const TmPoints& from, const TmPoints& to, const std::vector<std::int32_t>& members) {
  if (mobile.size() < members.size()) {
    mobile.resize(members.size());
    target.resize(members.size());
  }
  for (std::size_t k = 0; k < members.size(); ++k) {
    const auto at = static_cast<std::size_t>(members[k]);
    mobile.x[k] = from.x[at], mobile.y[k] = from.y[at], mobile.z[k] = from.z[at];
    target.x[k] = to.x[at], target.y[k] = to.y[at], target.z[k] = to.z[at];
  }
  return fit_points(mobile, target, members.size());
}

TmSearchResult search_tm(const TmPoints& mobile, const TmPoints& target, const TmSearchRules& rules) {
  if (mobile.size() == 0) return {};
  return Search(mobile, target, rules).run();
}

}  // namespace maek::mol
