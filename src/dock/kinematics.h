// SPDX-License-Identifier: Apache-2.0
// Kinematics of a ligand: conformation (position, orientation, torsions) to coordinates, forces to generalised gradient.
// Double precision; the plain reference of the search kernel, and what refines final poses.
#pragma once

#include <array>  // for std::array
#include <span>  // for std::span
#include <vector>  // for std::vector

#include "dock/system.h"  // for Ligand, Position

namespace maek::dock {

/// Unit quaternion w + xi + yj + zk.
struct Quaternion {
  double w = 1, x = 0, y = 0, z = 0;
};
Quaternion operator*(const Quaternion& a, const Quaternion& b);
Quaternion normalized(const Quaternion& q);
/// Rotation by |v| radian about v; v = 0 gives the identity.
Quaternion from_rotation_vector(Position v);
/// Row-major 3 x 3 rotation matrix.
std::array<double, 9> to_matrix(const Quaternion& q);

/// Degrees of freedom. All torsions are relative to the input coordinates.
struct Conformation {
  Position origin;  // place of the ligand's origin atom (the first root atom) [Å]
  Quaternion orientation;
  std::vector<double> torsions;  // radian, one per group after the root, depth first
};

/// A step or a gradient in generalised coordinates: 3 position [Å], 3 rotation vector [rad], torsions [rad].
using Generalised = std::vector<double>;

/// Angle in [-pi, pi].
double wrap_angle(double radian);

/// Moves `conformation` by alpha p: position adds, the rotation acts from the left, torsion increments are wrapped.
void advance(Conformation& conformation, double alpha, std::span<const double> p);

class Kinematics {
 public:
  explicit Kinematics(const Ligand& ligand);

  int degrees_of_freedom() const { return 6 + static_cast<int>(groups_.size()) - 1; }

  /// The input coordinates as a conformation: no torsion turned.
  Conformation start() const;

  /// out[atom] [Å], in the order of Ligand::atoms.
  void coordinates(const Conformation& conformation, std::vector<Position>& out) const;

  /// Generalised gradient at `conformation` from dE/dx per atom [kcal/mol/Å], at the coordinates that coordinates() gave.
  void gradient(const Conformation& conformation, std::span<const Position> coordinates,
                std::span<const Position> slopes, Generalised& out) const;

 private:
  struct Node {
    std::int32_t parent, from, to, first_atom, end_atom;
    Position axis;  // unit vector in input coordinates
  };
  std::vector<Node> groups_;
  std::vector<Position> local_;  // x0 - x0 of the group's origin atom [Å]
  Position start_origin_;
};

}  // namespace maek::dock
