// SPDX-License-Identifier: Apache-2.0
// The table of AutoDock types: name, element, covalent radius.
#include "mol/autodock_type.h"

#include <array>   // for std::array

namespace maek::mol {
namespace {

struct TypeFacts {
  std::string_view name;
  Element element;
  double covalent_radius;   // Å
};

/// Names and radii as AutoDock Vina 1.2.3 compiles them in (atom_constants.h); in the order of AutodockType.
/// Metals that it knows by name only share 1.75. G0..G3 are ring-closure pseudo-atoms and stand for no element;
/// W is the oxygen of a hydrating water, which never bonds.
constexpr std::array<TypeFacts, kAutodockTypes> kTypes = {{
    {"C", Element::kC, 0.77},         {"A", Element::kC, 0.77},         {"N", Element::kN, 0.75},
    {"NA", Element::kN, 0.75},        {"O", Element::kO, 0.73},         {"OA", Element::kO, 0.73},
    {"S", Element::kS, 1.02},         {"SA", Element::kS, 1.02},        {"P", Element::kP, 1.06},
    {"F", Element::kF, 0.71},         {"Cl", Element::kCl, 0.99},       {"Br", Element::kBr, 1.14},
    {"I", Element::kI, 1.33},         {"Si", Element::kSi, 1.11},       {"At", Element::kAt, 1.44},
    {"H", Element::kH, 0.37},         {"HD", Element::kH, 0.37},        {"Mg", Element::kMg, 1.30},
    {"Mn", Element::kMn, 1.39},       {"Zn", Element::kZn, 1.31},       {"Ca", Element::kCa, 1.74},
    {"Fe", Element::kFe, 1.25},       {"Cu", Element::kCu, 1.75},       {"Na", Element::kNa, 1.75},
    {"K", Element::kK, 1.75},         {"Hg", Element::kHg, 1.75},       {"Co", Element::kCo, 1.75},
    {"U", Element::kU, 1.75},         {"Cd", Element::kCd, 1.75},       {"Ni", Element::kNi, 1.75},
    {"G0", Element::kUnknown, 0.77},  {"G1", Element::kUnknown, 0.77},  {"G2", Element::kUnknown, 0.77},
    {"G3", Element::kUnknown, 0.77},  {"CG0", Element::kC, 0.77},       {"CG1", Element::kC, 0.77},
    {"CG2", Element::kC, 0.77},       {"CG3", Element::kC, 0.77},       {"W", Element::kO, 0.0},
}};

const TypeFacts& facts(AutodockType type) { return kTypes[static_cast<std::size_t>(type)]; }

}  // namespace

std::optional<AutodockType> autodock_type(std::string_view name) {
  if (name == "Se") return AutodockType::S;   // Vina treats selenium as sulphur
  for (std::size_t i = 0; i < kTypes.size(); ++i) {
    if (kTypes[i].name == name) return static_cast<AutodockType>(i);
  }
  return std::nullopt;
}

std::string_view to_string(AutodockType type) { return facts(type).name; }
Element element_of(AutodockType type) { return facts(type).element; }
double vina_covalent_radius(AutodockType type) { return facts(type).covalent_radius; }

}  // namespace maek::mol
