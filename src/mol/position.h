// SPDX-License-Identifier: Apache-2.0
// Position: a point or a vector in space, in Angstrom (coordinates, xyz, vector algebra). C++17-clean.
#pragma once

#include <cmath>   // for std::sqrt

namespace maek::mol {

/// A point or displacement [Å].
struct Position {
  double x = 0, y = 0, z = 0;
};

inline Position operator+(Position a, Position b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
inline Position operator-(Position a, Position b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
inline Position operator*(double k, Position a) { return {k * a.x, k * a.y, k * a.z}; }
inline Position operator*(Position a, double k) { return k * a; }
inline Position operator/(Position a, double k) { return {a.x / k, a.y / k, a.z / k}; }
inline Position operator-(Position a) { return {-a.x, -a.y, -a.z}; }
inline Position& operator+=(Position& a, Position b) { return a = a + b; }
inline bool operator==(Position a, Position b) { return a.x == b.x && a.y == b.y && a.z == b.z; }
inline double dot(Position a, Position b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline Position cross(Position a, Position b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline double squared_norm(Position a) { return dot(a, a); }
inline double norm(Position a) { return std::sqrt(dot(a, a)); }
inline double squared_distance(Position a, Position b) { return squared_norm(a - b); }
inline double distance(Position a, Position b) { return norm(a - b); }
/// a / |a|; the zero vector stays zero.
inline Position normalized(Position a) {
  const double n = norm(a);
  return n > 0 ? a / n : a;
}
inline bool is_finite(Position a) { return std::isfinite(a.x) && std::isfinite(a.y) && std::isfinite(a.z); }

}  // namespace maek::mol
