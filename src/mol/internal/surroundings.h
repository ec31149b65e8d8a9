// SPDX-License-Identifier: Apache-2.0
// A pose among its surroundings: nearest distances by class of receptor atom, and shared volume.
#pragma once

#include <array>     // for std::array
#include <span>      // for std::span
#include <string>    // for std::string
#include <vector>    // for std::vector

#include "mol/cell_list.h"                  // for CellList
#include "mol/internal/ligand_geometry.h"   // for LigandGeometry
#include "mol/structure.h"                  // for Structure
#include "mol/validity.h"                   // for CheckResult

namespace maek::mol::internal {

/// Classes of receptor atoms, in the order of the checks.
enum class AtomClass : std::uint8_t { kProtein, kOrganic, kInorganic, kWater };
constexpr std::size_t kAtomClasses = 4;

/// Heavy atoms of one class.
struct ClassAtoms {
  std::vector<Position> positions;
  std::vector<double> vdw, covalent;   // Å
  std::vector<AtomIndex> atom;         // of the structure
  CellList cells{{}};
};

struct Surroundings {
  std::array<ClassAtoms, kAtomClasses> classes;
  Structure structure;   // the names that messages need
};

Surroundings surroundings(const Structure& structure, const std::vector<bool>& leave_out);

/// C1 to C5, then D1 to D4.
std::vector<CheckResult> check_surroundings(const Surroundings& around, const LigandGeometry& geometry,
                                            std::span<const MoleculeAtom> atoms, std::span<const Position> positions);

/// A sphere of one atom [Å].
struct Sphere {
  Position centre;
  double radius = 0;
};

/// Share of the volume of `inside` that lies in `outside`: a Tversky index (alpha 1, beta 0) of two occupancy grids of
/// 0.5 Å in the principal frame of `inside`. A grid point counts 3 within a radius, 2 and 1 within shells of 0.25 Å
/// beyond (Putta, Landrum, Penzotti 2005, J. Med. Chem. 48, 3313, as RDKit's shape grid has it).
double shared_volume(std::span<const Sphere> inside, std::span<const Sphere> outside);

}  // namespace maek::mol::internal
