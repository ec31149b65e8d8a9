// SPDX-License-Identifier: Apache-2.0
// Geometry of a pose against its graph: bond lengths, angles, internal clashes, flatness, signs of stereo elements.
#include <algorithm>   // for std::max
#include <cmath>       // for std::abs

#include <fmt/format.h>          // for fmt::format
#include <Eigen/Eigenvalues>     // for SelfAdjointEigenSolver

#include "mol/internal/ligand_geometry.h"   // for LigandGeometry

namespace maek::mol::internal {
namespace {

CheckResult started(CheckId check) {
  CheckResult result;
  result.check = check;
  result.state = CheckState::kPassed;
  return result;
}

Position at(std::span<const Position> positions, std::int32_t atom) {
  return positions[static_cast<std::size_t>(atom)];
}

/// "C1, C2, C3"
std::string listed(std::span<const MoleculeAtom> atoms, const std::vector<std::int32_t>& group) {
  std::string text;
  for (const std::int32_t atom : group) text += (text.empty() ? "" : ", ") + atom_name(atoms, atom);
  return text;
}

CheckResult flat_groups(CheckId check, const std::vector<std::vector<std::int32_t>>& groups, std::string_view what,
                        std::span<const MoleculeAtom> atoms, std::span<const Position> positions) {
  CheckResult result = started(check);
  const CheckFact& rule = fact(check);
  FaultList faults;
  std::vector<Position> points;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    points.clear();
    for (const std::int32_t atom : groups[g]) points.push_back(at(positions, atom));
    const std::array<double, 2> sides = plane_sides(points);
    const double d = std::max(sides[0], sides[1]);
    ++result.systems;
    if (!result.value || (rule.at_most ? d > *result.value : d < *result.value)) result.value = d;
    if (rule.at_most ? d > rule.threshold : d < rule.threshold)
      faults.add(std::abs(d - rule.threshold), static_cast<std::int32_t>(g), 0, d);
  }
  faults.put_into(result, [&](std::int32_t g, std::int32_t, double d) {
    return rule.at_most ? fmt::format("{} {} is {:.2f} Å off its plane, at most {:.2f} Å", what,
                                      listed(atoms, groups[static_cast<std::size_t>(g)]), d, rule.threshold)
                        : fmt::format("{} {} is flat: {:.3f} Å off its plane, at least {:.2f} Å", what,
                                      listed(atoms, groups[static_cast<std::size_t>(g)]), d, rule.threshold);
  });
  return result;
}

}  // namespace

std::string atom_name(std::span<const MoleculeAtom> atoms, std::int32_t atom) {
  return fmt::format("{}{}", symbol(atoms[static_cast<std::size_t>(atom)].element), atom + 1);
}

void FaultList::add(double badness, std::int32_t first, std::int32_t second, double value) {
  ++count_;
  entries_.push_back({badness, first, second, value});
  // A pose in the middle of a protein has thousands of faults: keep twice what is told, sort now and then.
  if (entries_.size() >= 4 * std::size_t{kMaxFaults}) sort();
}

void FaultList::sort() {
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return a.badness != b.badness ? a.badness > b.badness : std::pair(a.first, a.second) < std::pair(b.first, b.second);
  });
  if (entries_.size() > kMaxFaults) entries_.resize(kMaxFaults);
}

std::array<double, 2> plane_sides(std::span<const Position> points) {
  if (points.size() < 4) return {0, 0};
  Position mean;
  for (const Position p : points) mean += p;
  mean = mean / static_cast<double>(points.size());
  Eigen::Matrix3d scatter = Eigen::Matrix3d::Zero();
  for (const Position p : points) {
    const Eigen::Vector3d d(p.x - mean.x, p.y - mean.y, p.z - mean.z);
    scatter += d * d.transpose();
  }
  Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver;
  solver.computeDirect(scatter);
  const Eigen::Vector3d normal = solver.eigenvectors().col(0);   // of the least eigenvalue
  std::array<double, 2> sides{0, 0};
  for (const Position p : points) {
    const Position d = p - mean;
    const double height = d.x * normal[0] + d.y * normal[1] + d.z * normal[2];
    sides[0] = std::max(sides[0], height);
    sides[1] = std::max(sides[1], -height);
  }
  return sides;
}

std::array<CheckResult, 3> check_distances(const LigandGeometry& geometry, std::span<const MoleculeAtom> atoms,
                                           std::span<const Position> positions) {
  std::array<CheckResult, 3> results{started(CheckId::kBondLengths), started(CheckId::kBondAngles),
                                     started(CheckId::kInternalClash)};
  const double bond = fact(CheckId::kBondLengths).threshold, angle = fact(CheckId::kBondAngles).threshold,
               clash = fact(CheckId::kInternalClash).threshold;
  std::array<FaultList, 3> faults;
  for (std::size_t p = 0; p < geometry.pairs.size(); ++p) {
    const PairBound& pair = geometry.pairs[p];
    const double d = distance(at(positions, pair.a), at(positions, pair.b));
    // Relative violation; below the lower bound negative.
    const double off = d < pair.lower   ? (d - pair.lower) / pair.lower
                       : d > pair.upper ? (d - pair.upper) / pair.upper
                                        : 0;
    const auto kind = static_cast<std::size_t>(pair.kind);
    CheckResult& result = results[kind];
    ++result.systems;
    const auto index = static_cast<std::int32_t>(p);
    if (pair.kind == PairKind::kOther) {
      const double relative = pair.lower > 0 ? d / pair.lower : 1e3;
      if (!result.value || relative < *result.value) result.value = relative;
      if (relative < clash) faults[kind].add(-relative, index, 0, d);
    } else {
      if (!result.value || std::abs(off) > *result.value) result.value = std::abs(off);
      if (std::abs(off) > (pair.kind == PairKind::kBond ? bond : angle)) faults[kind].add(std::abs(off), index, 0, d);
    }
  }
  const auto words = [&](std::int32_t p, std::int32_t, double d) {
    const PairBound& pair = geometry.pairs[static_cast<std::size_t>(p)];
    const std::string a = atom_name(atoms, pair.a), b = atom_name(atoms, pair.b);
    if (pair.kind == PairKind::kOther)
      return fmt::format("{} and {} are {:.2f} Å apart, at least {:.2f} Å", a, b, d, clash * pair.lower);
    return fmt::format("{}{}{} is {:.2f} Å{}, expected {:.2f} to {:.2f} Å", a,
                       pair.kind == PairKind::kBond ? "-" : "...", b, d,
                       pair.kind == PairKind::kBond ? "" : " across its angle", pair.lower, pair.upper);
  };
  for (std::size_t k = 0; k < results.size(); ++k) faults[k].put_into(results[k], words);
  return results;
}

std::array<CheckResult, 3> check_flatness(const LigandGeometry& geometry, std::span<const MoleculeAtom> atoms,
                                          std::span<const Position> positions) {
  return {flat_groups(CheckId::kAromaticFlatness, geometry.aromatic_rings, "aromatic ring", atoms, positions),
          flat_groups(CheckId::kRingNonFlatness, geometry.saturated_rings, "ring", atoms, positions),
          flat_groups(CheckId::kDoubleBondFlatness, geometry.double_bonds, "double bond", atoms, positions)};
}

std::vector<std::int8_t> stereo_signs(const LigandGeometry& geometry, std::span<const Position> positions) {
  std::vector<std::int8_t> signs;
  signs.reserve(geometry.stereo.size());
  for (const StereoElement& e : geometry.stereo) {
    const Position a = at(positions, e.atoms[0]), b = at(positions, e.atoms[1]), c = at(positions, e.atoms[2]),
                   d = at(positions, e.atoms[3]);
    double measure = 0;
    if (e.bond) {   // cosine of the torsion, not normalised: cis is positive
      measure = dot(cross(b - a, c - b), cross(c - b, d - c));
    } else {
      measure = dot(b - a, cross(c - a, d - a));
    }
    signs.push_back(static_cast<std::int8_t>(measure > 0 ? 1 : measure < 0 ? -1 : 0));
  }
  return signs;
}

}  // namespace maek::mol::internal
