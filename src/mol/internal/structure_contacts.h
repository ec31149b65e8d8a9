// SPDX-License-Identifier: Apache-2.0
// Contacts inside a structure that stand out: clashes between residues, and what metals are bound to.
#pragma once

#include <string>    // for std::string
#include <vector>    // for std::vector

#include "mol/structure.h"   // for Structure

namespace maek::mol::internal {

struct Finding {
  double badness = 0;   // the largest is told first
  std::string line;
};

/// Pairs of heavy atoms of different residues nearer than 0.75 of their van der Waals sum (the criterion for ligands),
/// but for pairs that are bonded, or one or two bonds farther along a bond between residues.
std::vector<Finding> find_clashes(const Structure& structure);

/// A metal and its donors (N, O, S within 3.0 Å, of larger ions 3.4 Å).
struct MetalSite {
  std::string line;       // "ZN A 301 ZN: 4 donors, HIS A 94 NE2 2.05 Å, ...; off by ..."
  double badness = 0;
  bool unusual =
      false;   // fewer than three donors (in a file with waters), or a distance more than 0.5 Å from the usual one
};
std::vector<MetalSite> metal_sites(const Structure& structure);

}  // namespace maek::mol::internal
