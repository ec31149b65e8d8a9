// SPDX-License-Identifier: Apache-2.0
// A molecule laid flat: 2-D coordinates, Kekulé bonds and wedges (depiction), computed by RDKit behind plain data.
#pragma once

#include <span>     // for std::span
#include <string>   // for std::string
#include <vector>   // for std::vector

#include "base/expected.h"          // for Expected
#include "mol/internal/drawing.h"   // for Point, TextRun
#include "mol/molecule.h"           // for MoleculeAtom, MoleculeBond
#include "mol/position.h"           // for Position

namespace maek::mol::internal {

enum class FlatStroke { kPlain, kWedge, kHash };   // wedges start narrow at `a`

struct FlatAtom {
  std::int32_t index;          // in the molecule
  Point at;                    // bond lengths are about 1.5; y downwards
  Element element = Element::kUnknown;
  int charge = 0, hydrogens = 0;
  bool labelled = false;       // its symbol is written
};
struct FlatBond {
  std::int32_t a, b;           // indices into FlatMolecule::atoms
  int order = 1;               // 1, 2, 3
  FlatStroke stroke = FlatStroke::kPlain;
  double inner_side = 0;       // second line of a double bond: +1 left of a->b, -1 right, 0 both sides
};
struct FlatMolecule {
  std::vector<FlatAtom> atoms;   // heavy atoms only
  std::vector<FlatBond> bonds;
};

/// Laid out with its longest axis across the page. Stereo is read from `positions` (one per atom, 3-D).
Expected<FlatMolecule> lay_flat(std::span<const MoleculeAtom> atoms, std::span<const MoleculeBond> bonds,
                                std::span<const Position> positions);

/// What is written at an atom, hydrogens and charge included: N, H3 lowered, + raised; `left` puts hydrogens before.
std::vector<TextRun> atom_text(const FlatAtom& atom, bool left);

}  // namespace maek::mol::internal
