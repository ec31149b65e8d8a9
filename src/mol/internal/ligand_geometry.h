// SPDX-License-Identifier: Apache-2.0
// What a ligand's graph says of its geometry: distance bounds, flat groups, rings that are not flat, stereo elements.
#pragma once

#include <array>     // for std::array
#include <cstdint>   // for std::int32_t
#include <span>      // for std::span
#include <vector>    // for std::vector

#include "base/expected.h"    // for Expected
#include "mol/molecule.h"     // for Molecule
#include "mol/validity.h"     // for CheckResult

namespace maek::mol::internal {

enum class PairKind : std::uint8_t { kBond, kAngle, kOther };

/// Bounds of the distance between two heavy atoms, a < b, indices of the molecule.
struct PairBound {
  std::int32_t a = 0, b = 0;
  PairKind kind = PairKind::kOther;
  double lower = 0, upper = 0;   // Å
};

/// Handedness at a centre, or the side at a double bond, as the sign of a volume or of a cosine of the coordinates.
struct StereoElement {
  std::array<std::int32_t, 4> atoms{};
  bool bond = false;   // atoms: substituent, end, end, substituent; else the centre and three neighbours
};

struct LigandGeometry {
  std::vector<PairBound> pairs;
  std::vector<std::vector<std::int32_t>> aromatic_rings;     // B4
  std::vector<std::vector<std::int32_t>> saturated_rings;    // B5
  std::vector<std::vector<std::int32_t>> double_bonds;       // B6, six atoms each
  std::vector<StereoElement> stereo;
  std::vector<std::int32_t> heavy;                           // heavy atoms of the molecule, ascending
  std::vector<double> vdw, covalent;                         // Å, of each atom of the molecule (check_radii.h)
  int fragments = 1;
  int radical_electrons = 0;
};

/// Bounds as RDKit's distance geometry sets them for the graph without hydrogens (1-2 to 1-5 from topology, van der
/// Waals lower bounds, triangle smoothing); terminal atoms of conjugated groups share theirs.
Expected<LigandGeometry> ligand_geometry(const Molecule& molecule);

/// B1, B2 and B3 in one pass.
std::array<CheckResult, 3> check_distances(const LigandGeometry& geometry, std::span<const MoleculeAtom> atoms,
                                           std::span<const Position> positions);
/// B4, B5, B6.
std::array<CheckResult, 3> check_flatness(const LigandGeometry& geometry, std::span<const MoleculeAtom> atoms,
                                          std::span<const Position> positions);

/// The signs of all stereo elements; equal vectors mean equal stereo, different ones need a closer look (symmetry).
std::vector<std::int8_t> stereo_signs(const LigandGeometry& geometry, std::span<const Position> positions);

/// Largest distance of the points from their least-squares plane [Å], on either side of it.
std::array<double, 2> plane_sides(std::span<const Position> points);

/// "C12": element and number from 1, as SDF files count.
std::string atom_name(std::span<const MoleculeAtom> atoms, std::int32_t atom);

/// Keeps the kMaxFaults worst of many faults; texts are made for those alone.
class FaultList {
 public:
  void add(double badness, std::int32_t first, std::int32_t second, double value);
  /// The worst first; `words(first, second, value)` makes the line.
  template <class Words>
  void put_into(CheckResult& result, Words&& words) {
    sort();
    for (const Entry& e : entries_) result.faults.push_back(words(e.first, e.second, e.value));
    result.fault_count = count_;
    if (count_ > 0) result.state = CheckState::kFailed;
  }

 private:
  struct Entry {
    double badness;
    std::int32_t first, second;
    double value;
  };
  void sort();
  std::vector<Entry> entries_;
  int count_ = 0;
};

}  // namespace maek::mol::internal
