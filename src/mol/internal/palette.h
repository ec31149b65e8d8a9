// SPDX-License-Identifier: Apache-2.0
// Colours of elements, residues and interactions, the same in every picture.
#pragma once

#include "mol/element.h"            // for Element
#include "mol/interactions.h"       // for InteractionKind
#include "mol/internal/drawing.h"   // for Colour

namespace maek::mol::internal {

constexpr Colour kInk = colour(0x1f2933);            // text
constexpr Colour kFaintInk = colour(0x5f6c7b);       // captions
constexpr Colour kLigandCarbon = colour(0xf28e2b);   // orange
constexpr Colour kReferenceColour = colour(0x8fcfa0);
constexpr Colour kPocketCarbon = colour(0xc9ced6);
constexpr Colour kStressedCarbon = colour(0x9db3c6);   // of residues that interact
constexpr Colour kRibbon = colour(0xdbe5f1);

/// The usual colours by element (Corey, Pauling, Koltun; as Jmol lists them), softened; `carbon` for carbon.
Colour element_colour(Element element, Colour carbon);

Colour interaction_colour(InteractionKind kind);

/// Text and rim of a residue by what its side chain is: acidic, basic, polar, hydrophobic, water, metal.
Colour residue_colour(std::string_view component);

}  // namespace maek::mol::internal
