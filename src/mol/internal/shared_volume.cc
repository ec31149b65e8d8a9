// SPDX-License-Identifier: Apache-2.0
// Shared volume of two sets of spheres on a grid.
#include <algorithm>   // for std::min, std::max
#include <array>       // for std::array
#include <cmath>       // for std::floor

#include <Eigen/Eigenvalues>   // for SelfAdjointEigenSolver

#include "mol/internal/surroundings.h"   // for shared_volume

namespace maek::mol::internal {
namespace {

constexpr double kSpacing = 0.5;    // Å
constexpr double kShell = 0.25;     // Å
constexpr int kLevels = 3;          // of occupancy: two bits per point
constexpr double kPadding = 2.5;    // Å about all spheres' centres, where the grid begins
constexpr long kMaxPoints = 1L << 26;   // a pose this large is no ligand

/// Rotation and shift into the frame of the principal axes, the longest first.
class PrincipalFrame {
 public:
  explicit PrincipalFrame(std::span<const Sphere> spheres) {
    for (const Sphere& s : spheres) origin_ += s.centre;
    origin_ = origin_ / static_cast<double>(spheres.size());
    Eigen::Matrix3d scatter = Eigen::Matrix3d::Zero();
    for (const Sphere& s : spheres) {
      const Eigen::Vector3d d(s.centre.x - origin_.x, s.centre.y - origin_.y, s.centre.z - origin_.z);
      scatter += d * d.transpose();
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(scatter);
    for (int k = 0; k < 3; ++k) {
      const Eigen::Vector3d axis = solver.eigenvectors().col(2 - k);
      axes_[static_cast<std::size_t>(k)] = {axis[0], axis[1], axis[2]};
    }
  }
  Position operator()(Position p) const {
    const Position d = p - origin_;
    return {dot(d, axes_[0]), dot(d, axes_[1]), dot(d, axes_[2])};
  }

 private:
  Position origin_;
  std::array<Position, 3> axes_;
};

/// Occupancy of a box of grid points; points outside are not kept.
class Occupancy {
 public:
  Occupancy(std::array<int, 3> first, std::array<int, 3> count)
      : first_(first),
        count_(count),
        level_(static_cast<std::size_t>(count[0]) * static_cast<std::size_t>(count[1]) *
               static_cast<std::size_t>(count[2])) {}

  /// `centre` in grid units.
  void add(Position centre, double radius_angstrom) {
    const double radius = radius_angstrom / kSpacing, shell = kShell / kSpacing, reach = radius + (kLevels - 1) * shell;
    const auto range = [&](double x, std::size_t axis) {
      return std::pair(std::max(static_cast<int>(std::ceil(x - reach)), first_[axis]),
                       std::min(static_cast<int>(std::floor(x + reach)), first_[axis] + count_[axis] - 1));
    };
    const auto [x0, x1] = range(centre.x, 0);
    const auto [y0, y1] = range(centre.y, 1);
    const auto [z0, z1] = range(centre.z, 2);
    // Squared radii of the levels: within edge[k] the level is kLevels - k.
    std::array<double, kLevels> edge{};
    for (int k = 0; k < kLevels; ++k) edge[static_cast<std::size_t>(k)] = (radius + k * shell) * (radius + k * shell);
    for (int z = z0; z <= z1; ++z) {
      const double dz2 = (z - centre.z) * (z - centre.z);
      for (int y = y0; y <= y1; ++y) {
        const double dyz2 = (y - centre.y) * (y - centre.y) + dz2;
        if (dyz2 >= edge[kLevels - 1]) continue;
        std::uint8_t* row = &level_[index(0, y, z)];
        for (int x = x0; x <= x1; ++x) {
          const double d2 = (x - centre.x) * (x - centre.x) + dyz2;
          const auto level = static_cast<std::uint8_t>(int{d2 < edge[0]} + int{d2 < edge[1]} + int{d2 < edge[2]});
          std::uint8_t& point = row[x - first_[0]];
          point = std::max(point, level);
        }
      }
    }
  }
  const std::vector<std::uint8_t>& levels() const { return level_; }

 private:
  std::size_t index(int x, int y, int z) const {
    return (static_cast<std::size_t>(z - first_[2]) * static_cast<std::size_t>(count_[1]) +
            static_cast<std::size_t>(y - first_[1])) *
               static_cast<std::size_t>(count_[0]) +
           static_cast<std::size_t>(x);
  }
  std::array<int, 3> first_, count_;
  std::vector<std::uint8_t> level_;
};

}  // namespace

double shared_volume(std::span<const Sphere> inside, std::span<const Sphere> outside) {
  if (inside.empty() || outside.empty()) return 0;
  const PrincipalFrame frame(inside);
  std::vector<Sphere> ours, theirs;
  for (const Sphere& s : inside) ours.push_back({frame(s.centre), s.radius});
  for (const Sphere& s : outside) theirs.push_back({frame(s.centre), s.radius});
  // The grid begins at the corner of the box about both sets: where its points lie decides the last digits.
  constexpr double kFar = 1e8;
  Position corner{kFar, kFar, kFar}, low = corner, high{-kFar, -kFar, -kFar};
  for (const auto* set : {&ours, &theirs}) {
    for (const Sphere& s : *set) {
      corner = {std::min(corner.x, s.centre.x), std::min(corner.y, s.centre.y), std::min(corner.z, s.centre.z)};
    }
  }
  corner = corner - Position{kPadding, kPadding, kPadding};
  double widest = 0;
  for (const Sphere& s : ours) {
    low = {std::min(low.x, s.centre.x), std::min(low.y, s.centre.y), std::min(low.z, s.centre.z)};
    high = {std::max(high.x, s.centre.x), std::max(high.y, s.centre.y), std::max(high.z, s.centre.z)};
    widest = std::max(widest, s.radius);
  }
  // Only points that `inside` reaches can count.
  const double reach = widest + (kLevels - 1) * kShell;
  const auto grid = [&](Position p) { return (p - corner) / kSpacing; };
  const Position first = grid(low - Position{reach, reach, reach}), last = grid(high + Position{reach, reach, reach});
  const std::array<int, 3> begin{static_cast<int>(std::floor(first.x)), static_cast<int>(std::floor(first.y)),
                                 static_cast<int>(std::floor(first.z))};
  const std::array<int, 3> count{static_cast<int>(std::ceil(last.x)) - begin[0] + 1,
                                 static_cast<int>(std::ceil(last.y)) - begin[1] + 1,
                                 static_cast<int>(std::ceil(last.z)) - begin[2] + 1};
  if (static_cast<double>(count[0]) * count[1] * count[2] > static_cast<double>(kMaxPoints)) return 0;
  Occupancy own(begin, count), other(begin, count);
  for (const Sphere& s : ours) own.add(grid(s.centre), s.radius);
  for (const Sphere& s : theirs) other.add(grid(s.centre), s.radius);
  long total = 0, shared = 0;
  for (std::size_t i = 0; i < own.levels().size(); ++i) {
    total += own.levels()[i];
    shared += std::min(own.levels()[i], other.levels()[i]);
  }
  return total > 0 ? static_cast<double>(shared) / static_cast<double>(total) : 0;
}

}  // namespace maek::mol::internal
