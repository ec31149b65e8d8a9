// SPDX-License-Identifier: Apache-2.0
// Where hydrogens can stand on an atom: standard bond lengths and angles, and every rotamer where one is free.
#pragma once

#include <optional>   // for std::optional
#include <span>       // for std::span
#include <vector>     // for std::vector

#include "mol/element.h"    // for Element
#include "mol/position.h"   // for Position

namespace maek::mol {

/// X-H bond length [Å]: N-H 1.01, O-H 0.96, S-H 1.34 (microwave values of ammonia, water and hydrogen sulfide,
/// rounded); Se-H 1.46.
double hydrogen_bond_length(Element parent);

/// An atom that is to bear hydrogens, and what is bonded to it already (heavy atoms first, then hydrogens of the file).
struct HydrogenSite {
  Position centre;
  std::span<const Position> neighbours;
  std::optional<Position> beyond;   // a further neighbour of neighbours[0]: sets the plane or the staggering
  bool planar = false;              // sp2: 120 degrees, in the plane; else tetrahedral
  int count = 0;                    // hydrogens to place, 1 to 4
  double length = 1.0;              // Å
};

/// The places that its `count` hydrogens can take together; `strain` is what a rotamer costs by itself.
struct HydrogenChoice {
  std::vector<Position> hydrogens;
  double strain = 0;   // arbitrary units, comparable to a hydrogen bond of 1
};

/// All choices: exactly one where bonds leave no freedom, rotamers in steps of 10 degrees about a single bond, the two
/// flat ones where the atom is planar. `towards` are points that a free molecule (water, ammonium) may turn to, beside
/// fourteen fixed directions. Never empty for count >= 1.
std::vector<HydrogenChoice> hydrogen_choices(const HydrogenSite& site, std::span<const Position> towards);

}  // namespace maek::mol
