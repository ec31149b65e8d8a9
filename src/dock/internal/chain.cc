// SPDX-License-Identifier: Apache-2.0
// One Markov chain of the search: moves, Metropolis' rule, the poses it keeps.
#include <algorithm>   // for std::upper_bound
#include <cmath>       // for std::sqrt
#include <numbers>     // for std::numbers::pi

#include "dock/internal/portable_math.h"   // for sin_cos
#include "dock/internal/search_model.h"    // for Chain

namespace maek::dock::internal {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;
constexpr double kTemperature = 1.2;        // kcal/mol: Metropolis on minimised energies, as Vina
constexpr float kShift = 2.0F;              // Å: largest displacement of a move
constexpr float kPoseDistance = 1.0F;       // Å: nearer minima are one pose

std::array<float, 4> product(const std::array<float, 4>& a, const std::array<float, 4>& b) {
  return {a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3], a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
          a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1], a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0]};
}

std::array<float, 4> unit(std::array<float, 4> q) {
  const float n = std::sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
  for (float& v : q) v /= n;
  return q;
}

/// Uniform in the unit ball.
std::array<float, 3> in_ball(RandomStream& random) {
  for (;;) {
    const std::array<float, 3> p = {random.uniform(-1, 1), random.uniform(-1, 1), random.uniform(-1, 1)};
    if (p[0] * p[0] + p[1] * p[1] + p[2] * p[2] < 1) return p;
  }
}

float squared_rmsd(const std::vector<float>& a, const std::vector<float>& b) {
  float sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum * 3 / static_cast<float>(a.size());
}

}  // namespace

Chain::Chain(const SearchModel& model, const Box& box, std::uint64_t seed, std::uint64_t index, std::size_t keep)
    : model_(&model),
      box_(box),
      shape_(index % model.shapes.size()),
      keep_limit_(keep),
      random_(seed, "dock/chain", index) {
  randomise();
  proposal_ = current_;
}

void Chain::randomise() {
  const std::array<double, 3> centre = {box_.centre.x, box_.centre.y, box_.centre.z};
  const std::array<double, 3> size = {box_.size.x, box_.size.y, box_.size.z};
  for (std::size_t k = 0; k < 3; ++k) {
    current_.place[k] = static_cast<float>(centre[k] + size[k] * (random_.uniform_double() - 0.5));
  }
  for (float& q : current_.turn) q = static_cast<float>(random_.normal());
  current_.turn = unit(current_.turn);
  current_.torsions.resize(static_cast<std::size_t>(model_->groups - 1));
  for (float& t : current_.torsions) t = random_.uniform(-kPi, kPi);
}

void Chain::propose() {
  proposal_ = current_;
  const auto torsions = static_cast<std::uint32_t>(current_.torsions.size());
  const std::uint32_t move = random_.below(2 + torsions);
  if (move == 0) {
    const auto shift = in_ball(random_);
    for (std::size_t k = 0; k < 3; ++k) proposal_.place[k] += kShift * shift[k];
  } else if (move == 1) {
    const auto axis = in_ball(random_);
    const double angle = std::sqrt(double(axis[0]) * axis[0] + double(axis[1]) * axis[1] + double(axis[2]) * axis[2]);
    const auto [s, c] = sin_cos(kShift / model_->shapes[shape_].gyration * angle / 2);
    const auto k = static_cast<float>(s / (angle + 1e-30));
    proposal_.turn = unit(product({static_cast<float>(c), k * axis[0], k * axis[1], k * axis[2]}, current_.turn));
  } else {
    proposal_.torsions[move - 2] = random_.uniform(-kPi, kPi);
  }
}

void Chain::finish(const ChainState& state, float energy, const std::vector<float>& coordinates) {
  bool accepted = steps_ == 0 || energy < current_energy_;
  if (!accepted) {   // log u < -dE / T, without the C library's exponential
    accepted = portable_log(random_.uniform_open_double()) < (double(current_energy_) - energy) / kTemperature;
  }
  ++steps_;
  if (accepted) {
    current_ = state;
    current_energy_ = energy;
    if (poses_.size() < keep_limit_ || energy < poses_.back().energy) keep(state, energy, coordinates);
  }
  propose();
}

void Chain::keep(const ChainState& state, float energy, const std::vector<float>& coordinates) {
  constexpr float kNear = kPoseDistance * kPoseDistance;
  // A better minimum near it makes this one redundant; worse ones near it become redundant.
  for (const ChainPose& pose : poses_) {
    if (pose.energy > energy) break;
    if (squared_rmsd(pose.coordinates, coordinates) < kNear) return;
  }
  std::erase_if(poses_, [&](const ChainPose& pose) {
    return pose.energy > energy && squared_rmsd(pose.coordinates, coordinates) < kNear;
  });
  const auto place = std::upper_bound(poses_.begin(), poses_.end(), energy,
                                      [](float e, const ChainPose& pose) { return e < pose.energy; });
  poses_.insert(place, ChainPose{state, energy, coordinates});
  if (poses_.size() > keep_limit_) poses_.pop_back();
}

}  // namespace maek::dock::internal
