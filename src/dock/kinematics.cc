// SPDX-License-Identifier: Apache-2.0
#include "dock/kinematics.h"

#include <cmath>      // for std::remainder, std::sqrt (exact)
#include <numbers>    // for std::numbers::pi

#include "dock/internal/portable_math.h"   // for sin_cos

namespace maek::dock {
namespace {

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

Position rotate(const std::array<double, 9>& m, Position v) {
  return {m[0] * v.x + m[1] * v.y + m[2] * v.z, m[3] * v.x + m[4] * v.y + m[5] * v.z,
          m[6] * v.x + m[7] * v.y + m[8] * v.z};
}

}  // namespace

Quaternion operator*(const Quaternion& a, const Quaternion& b) {
  return {a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z, a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
          a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x, a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w};
}

Quaternion normalized(const Quaternion& q) {
  const double n = std::sqrt(q.w * q.w + q.x * q.x + q.y * q.y + q.z * q.z);
  return {q.w / n, q.x / n, q.y / n, q.z / n};
}

double wrap_angle(double radian) { return std::remainder(radian, 2 * std::numbers::pi); }

Quaternion from_rotation_vector(Position v) {
  const double angle = norm(v);
  if (!(angle > 0)) return {};
  const double half = wrap_angle(angle) / 2;
  const auto [sine, cosine] = internal::sin_cos(half);
  const double s = sine / angle;
  return {cosine, s * v.x, s * v.y, s * v.z};
}

std::array<double, 9> to_matrix(const Quaternion& q) {
  const double xx = q.x * q.x, yy = q.y * q.y, zz = q.z * q.z;
  const double xy = q.x * q.y, xz = q.x * q.z, yz = q.y * q.z, wx = q.w * q.x, wy = q.w * q.y, wz = q.w * q.z;
  return {1 - 2 * (yy + zz), 2 * (xy - wz), 2 * (xz + wy), 2 * (xy + wz),    1 - 2 * (xx + zz),
          2 * (yz - wx),     2 * (xz - wy), 2 * (yz + wx), 1 - 2 * (xx + yy)};
}

void advance(Conformation& c, double alpha, std::span<const double> p) {
  c.origin += alpha * Position{p[0], p[1], p[2]};
  c.orientation = normalized(from_rotation_vector(alpha * Position{p[3], p[4], p[5]}) * c.orientation);
  for (std::size_t t = 0; t < c.torsions.size(); ++t) {
    c.torsions[t] = wrap_angle(c.torsions[t] + wrap_angle(alpha * p[6 + t]));
  }
}

Kinematics::Kinematics(const Ligand& ligand) : local_(ligand.atoms.size()) {
  start_origin_ = ligand.atoms.front().start;
  for (const Group& g : ligand.groups) {
    Node node{g.parent, g.from, g.to, g.first_atom, g.end_atom, {}};
    const Position origin = g.parent < 0 ? start_origin_ : ligand.atoms[index(g.to)].start;
    if (g.parent >= 0) node.axis = normalized(origin - ligand.atoms[index(g.from)].start);
    for (auto a = index(g.first_atom); a < index(g.end_atom); ++a) local_[a] = ligand.atoms[a].start - origin;
    groups_.push_back(node);
  }
}

Conformation Kinematics::start() const { return {start_origin_, {}, std::vector<double>(groups_.size() - 1, 0.0)}; }

void Kinematics::coordinates(const Conformation& c, std::vector<Position>& out) const {
  out.resize(local_.size());
  std::vector<Quaternion> orientation(groups_.size());
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const Node& node = groups_[g];
    Position origin = c.origin;
    orientation[g] = c.orientation;
    if (node.parent >= 0) {
      const Quaternion& parent = orientation[index(node.parent)];
      const Position axis = rotate(to_matrix(parent), node.axis);
      const auto [s, cosine] = internal::sin_cos(c.torsions[g - 1] / 2);
      orientation[g] = normalized(Quaternion{cosine, s * axis.x, s * axis.y, s * axis.z} * parent);
      origin = out[index(node.to)];
    }
    const auto matrix = to_matrix(orientation[g]);
    for (auto a = index(node.first_atom); a < index(node.end_atom); ++a) out[a] = origin + rotate(matrix, local_[a]);
  }
}

void Kinematics::gradient(const Conformation& c, std::span<const Position> x, std::span<const Position> slopes,
                          Generalised& out) const {
  out.assign(index(degrees_of_freedom()), 0.0);
  std::vector<Position> force(groups_.size()), torque(groups_.size());  // dE/d(shift), dE/d(rotation about the origin)
  for (std::size_t g = groups_.size(); g-- > 0;) {
    const Node& node = groups_[g];
    const Position origin = node.parent < 0 ? c.origin : x[index(node.to)];
    for (auto a = index(node.first_atom); a < index(node.end_atom); ++a) {
      force[g] += slopes[a];
      torque[g] += cross(x[a] - origin, slopes[a]);
    }
    if (node.parent < 0) continue;
    const Position axis = normalized(origin - x[index(node.from)]);
    out[6 + g - 1] = dot(torque[g], axis);
    const auto parent = index(node.parent);
    const Position parent_origin = groups_[parent].parent < 0 ? c.origin : x[index(groups_[parent].to)];
    force[parent] += force[g];
    torque[parent] += torque[g] + cross(origin - parent_origin, force[g]);
  }
  out[0] = force[0].x;
  out[1] = force[0].y;
  out[2] = force[0].z;
  out[3] = torque[0].x;
  out[4] = torque[0].y;
  out[5] = torque[0].z;
}

}  // namespace maek::dock
