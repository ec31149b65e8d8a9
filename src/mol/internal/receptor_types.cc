// SPDX-License-Identifier: Apache-2.0
// AutoDock types of a receptor's heavy atoms, and which of them accept hydrogen bonds.
#include <algorithm>     // for std::any_of
#include <cstddef>       // for std::size_t
#include <string_view>   // for std::string_view

#include "mol/internal/receptor_model.h"   // for ReceptorModel

namespace maek::mol {
namespace {

/// A nitrogen with a lone pair outside of any pi system: two neighbours or fewer, or three and pyramidal.
/// `count_metals`: a metal held by distance takes the lone pair, too.
bool nitrogen_accepts(const ReceptorModel& model, AtomIndex i, bool count_metals) {
  const ReceptorSite& site = model.site(i);
  std::size_t neighbours = site.bonds.size() + static_cast<std::size_t>(site.hydrogens + site.absent);
  for (const AtomIndex metal : site.metals) {
    if (count_metals || model.atom(metal).residue == model.atom(i).residue) ++neighbours;
  }
  if (neighbours <= 2) return site.charge <= 0;
  if (neighbours > 3 || site.planar || site.charge > 0) return false;
  return std::none_of(site.bonds.begin(), site.bonds.end(), [&](const SiteBond& bond) {
    const Element element = model.atom(bond.atom).element;
    return element == Element::kS || element == Element::kP;   // sulfonamides, phosphoramidates
  });
}

/// Elements without a type of their own, and the nearest that Vina knows (by size and chemistry).
struct Stand { std::string_view element; AutodockType type; };
constexpr Stand kStandIns[] = {
    {"Li", AutodockType::Na}, {"Rb", AutodockType::K},  {"Cs", AutodockType::K},  {"Sr", AutodockType::Ca},
    {"Ba", AutodockType::Ca}, {"Al", AutodockType::Mg}, {"Ga", AutodockType::Zn}, {"In", AutodockType::Zn},
    {"Tl", AutodockType::K},  {"Pb", AutodockType::Ca}, {"V", AutodockType::Mn},  {"Cr", AutodockType::Mn},
    {"Mo", AutodockType::Mn}, {"W", AutodockType::Mn},  {"Re", AutodockType::Mn}, {"Ru", AutodockType::Fe},
    {"Os", AutodockType::Fe}, {"Rh", AutodockType::Co}, {"Ir", AutodockType::Co}, {"Pd", AutodockType::Ni},
    {"Pt", AutodockType::Ni}, {"Ag", AutodockType::Cu}, {"Au", AutodockType::Cu}, {"Ti", AutodockType::Fe},
    {"B", AutodockType::C},   {"As", AutodockType::P},  {"Sb", AutodockType::P},  {"Te", AutodockType::S},
    {"Xe", AutodockType::I},  {"Kr", AutodockType::Br}, {"Ar", AutodockType::Cl}, {"Ge", AutodockType::Si}};

}  // namespace

bool accepts(const ReceptorModel& model, AtomIndex i) {
  const ReceptorSite& site = model.site(i);
  switch (model.atom(i).element) {
    case Element::kO: return true;
    case Element::kN: return nitrogen_accepts(model, i, true);
    case Element::kS: case Element::kSe:
      return site.metals.empty() && site.bonds.size() + static_cast<std::size_t>(site.hydrogens) <= 2;
    case Element::kF: case Element::kCl: case Element::kBr: case Element::kI: return site.bonds.empty();
    default: return false;
  }
}

bool type_of(const ReceptorModel& model, AtomIndex i, AutodockType& type, bool& mapped) {
  const ReceptorSite& site = model.site(i);
  const Element element = model.atom(i).element;
  mapped = false;
  switch (element) {
    case Element::kC: type = site.aromatic ? AutodockType::A : AutodockType::C; return true;
    case Element::kN: type = nitrogen_accepts(model, i, false) ? AutodockType::NA : AutodockType::N; return true;
    case Element::kO: type = AutodockType::OA; return true;
    case Element::kS: case Element::kSe:
      type = site.bonds.size() + static_cast<std::size_t>(site.hydrogens) <= 2 ? AutodockType::SA : AutodockType::S;
      return true;
    case Element::kP: type = AutodockType::P; return true;
    case Element::kF: type = AutodockType::F; return true;
    case Element::kCl: type = AutodockType::Cl; return true;
    case Element::kBr: type = AutodockType::Br; return true;
    case Element::kI: type = AutodockType::I; return true;
    case Element::kSi: type = AutodockType::Si; return true;
    case Element::kAt: type = AutodockType::At; return true;
    case Element::kMg: type = AutodockType::Mg; return true;
    case Element::kMn: type = AutodockType::Mn; return true;
    case Element::kZn: type = AutodockType::Zn; return true;
    case Element::kCa: type = AutodockType::Ca; return true;
    case Element::kFe: type = AutodockType::Fe; return true;
    case Element::kCu: type = AutodockType::Cu; return true;
    case Element::kNa: type = AutodockType::Na; return true;
    case Element::kK: type = AutodockType::K; return true;
    case Element::kHg: type = AutodockType::Hg; return true;
    case Element::kCo: type = AutodockType::Co; return true;
    case Element::kU: type = AutodockType::U; return true;
    case Element::kCd: type = AutodockType::Cd; return true;
    case Element::kNi: type = AutodockType::Ni; return true;
    default: break;
  }
  mapped = true;
  const std::string_view name = symbol(element);
  for (const Stand& stand : kStandIns) {
    if (stand.element == name) {
      type = stand.type;
      return true;
    }
  }
  if (!is_metal(element)) return false;
  type = AutodockType::Ca;   // lanthanides, actinides and the rest: large, hard cations
  return true;
}

}  // namespace maek::mol
