// SPDX-License-Identifier: Apache-2.0
// Geometry of a protein structure: Ramachandran, bonds and angles, chirality, cis peptides, clashes, missing atoms,
// metal coordination (validation of models).
#pragma once

#include <string>    // for std::string
#include <vector>    // for std::vector

#include "mol/structure.h"    // for Structure

namespace maek::mol {

/// One kind of finding: how many places were looked at, how many stand out, and the worst of them, one line each.
struct GeometryCheck {
  std::string key;     // "bond_lengths"
  std::string name;    // "backbone bond lengths"
  int looked_at = 0;
  int found = 0;
  std::vector<std::string> lines;   // at most kMaxGeometryLines
};
constexpr int kMaxGeometryLines = 10;

struct ProteinGeometry {
  int residues = 0;                              // amino acids
  int torsions = 0;                              // with phi and psi
  int favoured = 0, allowed = 0, outliers = 0;   // of those
  std::vector<GeometryCheck> checks;
};

/// Looks at the first conformation of the first model (single_conformation). Criteria and sources: docs/validity.md.
ProteinGeometry check_protein(const Structure& structure);

/// For people: one line for each kind, then the findings.
std::string geometry_table(const ProteinGeometry& geometry);

}  // namespace maek::mol
