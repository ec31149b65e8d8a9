// SPDX-License-Identifier: Apache-2.0
#include "mol/internal/point_fit.h"

#include <cmath>   // for std::sqrt, std::abs

#include <Eigen/Dense>   // for Eigen::SelfAdjointEigenSolver

namespace maek::mol {
namespace {

// Below this share of its natural size the eigenvector from the adjugate has lost digits.
constexpr double kWellApart = 1e-6;
constexpr int kMaxNewtonSteps = 60;

double determinant3(double a, double b, double c, double d, double e, double f, double g, double h, double i) {
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

/// Signed minor of a 4x4 matrix.
double cofactor(const double (&k)[4][4], int row, int column) {
  double m[9];
  int at = 0;
  for (int r = 0; r < 4; ++r) {
    if (r == row) continue;
    for (int c = 0; c < 4; ++c) {
      if (c != column) m[at++] = k[r][c];
    }
  }
  const double minor = determinant3(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]);
  return (row + column) % 2 == 0 ? minor : -minor;
}

/// Unit eigenvector of the largest eigenvalue; `bound` is not below that eigenvalue.
void leading_quaternion(double (&k)[4][4], double bound, double (&q)[4]) {
  double squares = 0;
  for (auto& row : k) {
    for (const double v : row) squares += v * v;
  }
  // Characteristic polynomial of a traceless symmetric matrix: l^4 + c2 l^2 + c1 l + c0.
  const double c2 = -0.5 * squares;
  double cubes = 0;   // trace of the cube = -3 c1
  for (int i = 0; i < 4; ++i) {
    for (int j = 0; j < 4; ++j) {
      double product = 0;
      for (int m = 0; m < 4; ++m) product += k[i][m] * k[m][j];
      cubes += product * k[j][i];
    }
  }
  const double c1 = -cubes / 3;
  double c0 = 0;
  for (int j = 0; j < 4; ++j) c0 += k[0][j] * cofactor(k, 0, j);
  double l = bound;
  bool steady = true;
  for (int step = 0; step < kMaxNewtonSteps; ++step) {
    const double value = ((l * l + c2) * l + c1) * l + c0, slope = (4 * l * l + 2 * c2) * l + c1;
    if (!(slope > kWellApart * bound * bound * bound)) {   // a double root: Newton's step would be noise over noise
      steady = false;
      break;
    }
    const double next = l - value / slope;
    const bool done = std::abs(next - l) <= 1e-14 * std::abs(l);
    l = next;
    if (done) break;
  }
  double shifted[4][4];
  for (int i = 0; i < 4; ++i) {
    for (int j = 0; j < 4; ++j) shifted[i][j] = k[i][j] - (i == j ? l : 0);
  }
  // Every row of the adjugate is a multiple of the eigenvector: the longest has the most digits.
  double best = 0;
  for (int row = 0; row < 4; ++row) {
    double v[4], length = 0;
    for (int j = 0; j < 4; ++j) {
      v[j] = cofactor(shifted, row, j);
      length += v[j] * v[j];
    }
    if (length > best) {
      best = length;
      for (int j = 0; j < 4; ++j) q[j] = v[j];
    }
    if (row == 0 && std::sqrt(length) > 0.1 * l * l * l) break;
  }
  const double size = std::sqrt(best);
  if (steady && size > kWellApart * std::abs(l * l * l) && size > 0) {
    for (double& v : q) v /= size;
    return;
  }
  Eigen::Matrix4d matrix;
  for (int i = 0; i < 4; ++i) {
    for (int j = 0; j < 4; ++j) matrix(i, j) = k[i][j];
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix4d> solver(matrix);
  for (int j = 0; j < 4; ++j) q[j] = solver.eigenvectors()(j, 3);
}

}  // namespace

RigidMove fit_points(const PointRows<double>& mobile, const PointRows<double>& target, std::size_t n) {
  RigidMove move;
  if (n == 0) return move;
  double ax = 0, ay = 0, az = 0, bx = 0, by = 0, bz = 0;
  for (std::size_t i = 0; i < n; ++i) {
    ax += mobile.x[i], ay += mobile.y[i], az += mobile.z[i];
    bx += target.x[i], by += target.y[i], bz += target.z[i];
  }
  const double share = 1.0 / static_cast<double>(n);
  ax *= share, ay *= share, az *= share, bx *= share, by *= share, bz *= share;
  double xx = 0, xy = 0, xz = 0, yx = 0, yy = 0, yz = 0, zx = 0, zy = 0, zz = 0, spread = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double px = mobile.x[i] - ax, py = mobile.y[i] - ay, pz = mobile.z[i] - az;
    const double qx = target.x[i] - bx, qy = target.y[i] - by, qz = target.z[i] - bz;
    xx += px * qx, xy += px * qy, xz += px * qz;
    yx += py * qx, yy += py * qy, yz += py * qz;
    zx += pz * qx, zy += pz * qy, zz += pz * qz;
    spread += px * px + py * py + pz * pz + qx * qx + qy * qy + qz * qz;
  }
  double k[4][4] = {{xx + yy + zz, yz - zy, zx - xz, xy - yx},
                    {yz - zy, xx - yy - zz, xy + yx, zx + xz},
                    {zx - xz, xy + yx, yy - xx - zz, yz + zy},
                    {xy - yx, zx + xz, yz + zy, zz - xx - yy}};
  double q[4] = {1, 0, 0, 0};
  leading_quaternion(k, spread / 2, q);
  const double w = q[0], x = q[1], y = q[2], z = q[3];
  const double r[9] = {w * w + x * x - y * y - z * z, 2 * (x * y - w * z),           2 * (x * z + w * y),
                       2 * (x * y + w * z),           w * w - x * x + y * y - z * z, 2 * (y * z - w * x),
                       2 * (x * z - w * y),           2 * (y * z + w * x),           w * w - x * x - y * y + z * z};
  for (int i = 0; i < 9; ++i) move.r[i] = r[i];
  move.t[0] = bx - (r[0] * ax + r[1] * ay + r[2] * az);
  move.t[1] = by - (r[3] * ax + r[4] * ay + r[5] * az);
  move.t[2] = bz - (r[6] * ax + r[7] * ay + r[8] * az);
  return move;
}

}  // namespace maek::mol
