// SPDX-License-Identifier: Apache-2.0
// Built-in component facts: the 20 amino acids, nucleotides, common modified residues, sugars, ions, cofactors, waters
// (residue table, monomer library). Own table of facts from the public wwPDB chemical component dictionary.
#pragma once

#include <cstdint>       // for std::int8_t
#include <span>          // for std::span
#include <string_view>   // for std::string_view

#include "mol/element.h"     // for Element
#include "mol/structure.h"   // for ResidueKind, BondOrder

namespace maek::mol {

struct ComponentAtom {
  std::string_view name;
  Element element;
  std::int8_t charge;           // formal charge at pH 7 in a polymer (Asp OD2 -1, Lys NZ +1); 0 elsewhere
  std::int8_t polar_hydrogens;  // hydrogens on N, O, S at pH 7 inside a polymer (backbone N 1, Pro N 0, Lys NZ 3)
  bool aromatic;
  bool leaving = false;         // absent inside a polymer or a chain of sugars (OXT, OP3, O1)
  bool links = false;           // bonded to the neighbour in the chain inside a polymer (N, C; P, O3')
};

struct ComponentBondFact {
  std::uint8_t a, b;            // indices into atoms
  BondOrder order;
};

struct Component {
  std::string_view code;        // "HIS"
  std::string_view name;        // "histidine"
  ResidueKind kind;
  char letter;                  // one-letter code of the residue or of its parent; 'X' when there is none
  std::string_view parent;      // standard parent of a modified residue ("MET" for MSE), "" otherwise
  std::span<const ComponentAtom> atoms;        // heavy atoms only
  std::span<const ComponentBondFact> bonds;    // inside the component, heavy atoms only
};

/// The component with that code, nullptr when it is not built in. Names that simulation programs give to protonation
/// variants lead to their parent: HID, HIE, HIP, HSD, HSE, HSP are HIS; CYX, CYM CYS; ASH ASP; GLH GLU; LYN LYS; NMA
/// NME; WAT and H2O HOH.
const Component* find_component(std::string_view code);

/// All of them, sorted by code.
std::span<const Component> all_components();

/// Kind of a residue by its code; kLigand when it is not built in.
ResidueKind residue_kind(std::string_view code);

}  // namespace maek::mol
