// SPDX-License-Identifier: Apache-2.0
// Principal axes of the ligand, then a search over rotations about the longest.
#include "mol/internal/pocket_view.h"

#include <Eigen/Eigenvalues>   // for Eigen::SelfAdjointEigenSolver

#include <algorithm>           // for std::max, std::min
#include <cmath>               // for std::abs, std::cos
#include <numbers>             // for std::numbers::pi

namespace maek::mol::internal {
namespace {

constexpr int kSteps = 36;              // rotations tried
constexpr double kCoverRadius = 1.3;    // Å in the page: a stick this near in front of an atom hides it
constexpr double kCoverDepth = 0.8;     // Å towards the viewer
constexpr double kWidthWeight = 0.9;    // cost of a ligand seen edge-on, in units of a ligand wholly covered

/// The sign of an eigenvector is arbitrary; the largest component is made positive so that every machine agrees.
Position settled(Position v) {
  const double x = std::abs(v.x), y = std::abs(v.y), z = std::abs(v.z);
  const double largest = x >= y && x >= z ? v.x : y >= z ? v.y : v.z;
  return largest < 0 ? -v : v;
}

double covered(const View& view, std::span<const Position> ligand, std::span<const Position> pocket) {
  double sum = 0;
  for (const Position& l : ligand) {
    const Position a = view.look(l);
    double in_front = 0;
    for (const Position& p : pocket) {
      const Position b = view.look(p);
      const double dx = a.x - b.x, dy = a.y - b.y;
      if (b.z > a.z + kCoverDepth && dx * dx + dy * dy < kCoverRadius * kCoverRadius) in_front += 0.5;
    }
    sum += std::min(1.0, in_front);
  }
  return sum / static_cast<double>(ligand.size());
}

}  // namespace

View choose_view(std::span<const Position> ligand, std::span<const Position> pocket) {
  View view;
  for (const Position& p : ligand) view.origin += p;
  view.origin = view.origin / static_cast<double>(ligand.size());
  Eigen::Matrix3d spread = Eigen::Matrix3d::Zero();
  for (const Position& p : ligand) {
    const Eigen::Vector3d v(p.x - view.origin.x, p.y - view.origin.y, p.z - view.origin.z);
    spread += v * v.transpose();
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(spread);   // eigenvalues ascend
  if (solver.info() != Eigen::Success) return view;
  const auto axis = [&](int k) {
    const auto v = solver.eigenvectors().col(k);
    return settled({v(0), v(1), v(2)});
  };
  const Position longest = axis(2), middle = axis(1), across = cross(longest, middle);
  const double widest = std::max(1e-9, solver.eigenvalues()(1));

  View best = view;
  double least = 1e300;
  for (int k = 0; k < kSteps; ++k) {
    const double turn = 2 * std::numbers::pi * k / kSteps;
    view.right = longest;
    view.up = std::cos(turn) * middle + std::sin(turn) * across;
    view.toward = cross(view.right, view.up);
    double height = 0;
    for (const Position& p : ligand) height += view.look(p).y * view.look(p).y;
    const double cost = covered(view, ligand, pocket) + kWidthWeight * (1 - std::min(1.0, height / widest));
    if (cost < least - 1e-9) {
      least = cost;
      best = view;
    }
  }
  return best;
}

}  // namespace maek::mol::internal
