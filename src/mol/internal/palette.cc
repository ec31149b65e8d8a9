// SPDX-License-Identifier: Apache-2.0
// Colours chosen to stay apart for readers with the common colour deficiencies (blue, orange, and lightness first).
#include "mol/internal/palette.h"

#include <string_view>   // for std::string_view

namespace maek::mol::internal {

Colour element_colour(Element element, Colour carbon) {
  switch (element) {
    case Element::kC:
      return carbon;
    case Element::kN:
      return colour(0x3f63d6);
    case Element::kO:
      return colour(0xe0362c);
    case Element::kS:
      return colour(0xe3b505);
    case Element::kP:
      return colour(0xf07f13);
    case Element::kF:
      return colour(0x5fbf3c);
    case Element::kCl:
      return colour(0x2fa84f);
    case Element::kBr:
      return colour(0xa1492e);
    case Element::kI:
      return colour(0x8a3fb0);
    case Element::kH:
      return colour(0xf2f2f2);
    case Element::kB:
      return colour(0xe8a3a3);
    default:
      return is_metal(element) ? colour(0x7d80b0) : colour(0xb070b0);
  }
}

Colour interaction_colour(InteractionKind kind) {
  switch (kind) {
    case InteractionKind::kHydrogenBond:
      return colour(0x1273de);
    case InteractionKind::kSaltBridge:
      return colour(0xd81b7a);
    case InteractionKind::kHydrophobic:
      return colour(0x6f8f4e);
    case InteractionKind::kPiStacking:
      return colour(0x168a5b);
    case InteractionKind::kCationPi:
      return colour(0xc46a00);
    case InteractionKind::kHalogenBond:
      return colour(0x00a3a3);
    case InteractionKind::kMetal:
      return colour(0x6c4bd8);
    case InteractionKind::kClash:
      return colour(0xc62828);
  }
  return kInk;
}

Colour residue_colour(std::string_view component) {
  const auto one_of = [&](auto... codes) { return ((component == codes) || ...); };
  if (one_of("ASP", "GLU")) return colour(0xc0392b);
  if (one_of("ARG", "LYS", "HIS")) return colour(0x2c5fc4);
  if (one_of("SER", "THR", "ASN", "GLN", "CYS", "TYR")) return colour(0x138086);
  if (one_of("HOH", "WAT", "DOD")) return colour(0x4a90c2);
  if (one_of("ALA", "VAL", "LEU", "ILE", "MET", "PHE", "TRP", "PRO", "GLY", "MSE")) return colour(0x5f7d3f);
  return colour(0x6c4bd8);
}

}  // namespace maek::mol::internal
