// SPDX-License-Identifier: Apache-2.0
// The rows behind the built-in components, as text that people can read and component.cc parses at first use.
#pragma once

#include <span>          // for std::span
#include <string_view>   // for std::string_view

#include "mol/structure.h"   // for ResidueKind

namespace maek::mol {

/// Atoms: names apart by blanks, each with marks in this order:
///   NZ       heavy atom; its element is the first letter of its name
///   .Fe      its element, where the first letter does not tell
///   *        aromatic
///   + - +2   formal charge at pH 7
///   /3       hydrogens on it at pH 7 (N, O, S and Se only)
///   ^        bonded to a neighbour of the same chain in a polymer (N, C; P, O3')
///   (OXT-)   in brackets: absent inside a polymer
/// Bonds: paths through the atoms, '-' single, '=' double, '#' triple, '~' to a metal: "N-CA-C=O CA-CB".
struct ComponentRow {
  std::string_view code, name;
  ResidueKind kind;
  char letter;
  std::string_view parent;
  std::string_view atoms, bonds;
};

std::span<const ComponentRow> component_rows();

}  // namespace maek::mol
