// SPDX-License-Identifier: Apache-2.0
// Bonds guessed from geometry, XS types, internal pairs: Vina's rules (docs/scoring.md, "Types" and "Internal pairs").
#pragma once

#include <cstdint>   // for std::int32_t
#include <vector>    // for std::vector

#include "dock/pair_energy.h"     // for XsType
#include "dock/system.h"          // for InternalPair, PairRule
#include "mol/autodock_type.h"    // for AutodockType
#include "mol/position.h"         // for Position

namespace maek::dock::internal {

struct BondedAtom {
  Position position;             // Å
  mol::AutodockType type;
  std::int32_t group;            // atoms of one group keep their distances; 0 never moves
};

/// The two atoms about which a group turns; -1 for groups that turn about nothing.
struct Axis {
  std::int32_t from = -1, to = -1;
};

struct Bond {
  std::int32_t other;
  bool rotatable;
};

/// [atom] -> its bonds, in the order in which Vina finds them. `axes` has one entry per group.
std::vector<std::vector<Bond>> find_bonds(const std::vector<BondedAtom>& atoms, const std::vector<Axis>& axes);

std::vector<XsType> type_atoms(const std::vector<BondedAtom>& atoms, const std::vector<std::vector<Bond>>& bonds);

/// Pairs a < b within [first, end) whose distance varies, that are not close along bonds, and do not clash across a
/// broken ring bond. Glue pairs are among them.
std::vector<InternalPair> internal_pairs(const std::vector<BondedAtom>& atoms, const std::vector<Axis>& axes,
                                         const std::vector<std::vector<Bond>>& bonds, const std::vector<XsType>& types,
                                         std::size_t first, std::size_t end, PairRule rule);

/// Gk with CGk of equal k.
bool is_glue(XsType a, XsType b);

}  // namespace maek::dock::internal
