// SPDX-License-Identifier: Apache-2.0
// Kabsch's least-squares rotation through the singular value decomposition of the covariance matrix.
#include "mol/superpose.h"

#include <cmath>     // for std::sqrt
#include <cstddef>   // for std::size_t

#include <Eigen/Dense>   // for Eigen::JacobiSVD
#include <fmt/format.h>  // for fmt::format

namespace maek::mol {
namespace {

Position centroid(std::span<const Position> points) {
  Position sum;
  for (const Position p : points) sum += p;
  return sum / static_cast<double>(points.size());
}

}  // namespace

Position Superposition::apply(Position x) const {
  const auto& r = rotation;
  return Position{r[0] * x.x + r[1] * x.y + r[2] * x.z, r[3] * x.x + r[4] * x.y + r[5] * x.z,
                  r[6] * x.x + r[7] * x.y + r[8] * x.z} + translation;
}

Expected<Superposition> superpose(std::span<const Position> mobile, std::span<const Position> target) {
  if (mobile.size() != target.size()) {
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("{} points cannot be superposed on {}", mobile.size(), target.size()), {},
                 "Give one target point for each moving point"};
  }
  if (mobile.empty()) return Error{ErrorCode::kInvalidArgument, "there are no points to superpose"};
  for (std::size_t i = 0; i < mobile.size(); ++i) {
    if (is_finite(mobile[i]) && is_finite(target[i])) continue;
    return Error{ErrorCode::kInvalidArgument, fmt::format("point {} has a coordinate that is not finite", i + 1)};
  }

  const Position from = centroid(mobile), to = centroid(target);
  Eigen::Matrix3d covariance = Eigen::Matrix3d::Zero();   // sum of mobile * target^T about the centroids
  for (std::size_t i = 0; i < mobile.size(); ++i) {
    const Position a = mobile[i] - from, b = target[i] - to;
    covariance += Eigen::Vector3d(a.x, a.y, a.z) * Eigen::RowVector3d(b.x, b.y, b.z);
  }
  const Eigen::JacobiSVD<Eigen::Matrix3d> svd(covariance, Eigen::ComputeFullU | Eigen::ComputeFullV);
  // A reflection would fit mirror images better; the axis of least weight is turned back instead. Collinear points and
  // single points leave axes free: the decomposition still gives full orthogonal bases, and any choice is optimal.
  Eigen::Matrix3d turn = Eigen::Matrix3d::Identity();
  if ((svd.matrixV() * svd.matrixU().transpose()).determinant() < 0) turn(2, 2) = -1;
  const Eigen::Matrix3d rotation = svd.matrixV() * turn * svd.matrixU().transpose();

  Superposition result;
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) {
      result.rotation[3 * static_cast<std::size_t>(row) + static_cast<std::size_t>(column)] = rotation(row, column);
    }
  }
  result.translation = {0, 0, 0};
  result.translation = to - result.apply(from);
  double sum = 0;
  for (std::size_t i = 0; i < mobile.size(); ++i) sum += squared_distance(result.apply(mobile[i]), target[i]);
  result.rmsd = std::sqrt(sum / static_cast<double>(mobile.size()));
  return result;
}

double rmsd(std::span<const Position> a, std::span<const Position> b) {
  const std::size_t count = a.size() < b.size() ? a.size() : b.size();
  if (count == 0) return 0;
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += squared_distance(a[i], b[i]);
  return std::sqrt(sum / static_cast<double>(count));
}

}  // namespace maek::mol
