// SPDX-License-Identifier: Apache-2.0
// Fast least-squares fit of point sets, for searches that fit a million times (quaternion superposition, Horn, QCP)
#pragma once

#include <cstddef>   // for std::size_t
#include <vector>    // for std::vector

namespace maek::mol {

/// Points as three rows, so that loops over them become vector instructions.
template <class T>
struct PointRows {
  std::vector<T> x, y, z;
  std::size_t size() const { return x.size(); }
  void resize(std::size_t n) { x.resize(n), y.resize(n), z.resize(n); }
};

/// x' = r x + t, row-major.
struct RigidMove {
  double r[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  double t[3] = {0, 0, 0};
};

/// The proper rotation and translation that bring the first `n` points of `mobile` nearest to those of `target`.
/// Largest eigenvalue of the quaternion matrix (Horn 1987, J. Opt. Soc. Am. A 4, 629) by Newton's method from above
/// (Theobald 2005, Acta Cryst. A61, 478); where it is not well apart from the next, by a full decomposition.
RigidMove fit_points(const PointRows<double>& mobile, const PointRows<double>& target, std::size_t n);

}  // namespace maek::mol
