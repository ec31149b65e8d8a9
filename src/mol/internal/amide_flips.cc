// SPDX-License-Identifier: Apache-2.0
// Asn and Gln side chains that would fit their surroundings better with O and N exchanged (amide flips).
#include <algorithm>     // for std::clamp
#include <cmath>         // for std::sqrt
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "mol/internal/receptor_model.h"   // for ReceptorModel

namespace maek::mol {
namespace {

constexpr double kReach = 3.5;      // Å between heavy atoms
constexpr double kClearly = 1.5;    // in units of one good contact: gained by the exchange

/// How an oxygen (negative: a nitrogen with hydrogens) would fare at the place of atom `end`.
double welcome_of_oxygen(const ReceptorModel& model, AtomIndex end) {
  double sum = 0;
  model.cells.within(model.atom(end).position, kReach, [&](std::int32_t i, double d2) {
    if (model.atom(i).residue == model.atom(end).residue) return;
    const double weight = std::clamp((3.7 - std::sqrt(d2)) / 0.8, 0.0, 1.0);
    if (is_metal(model.atom(i).element)) {
      sum += 2 * weight;
      return;
    }
    const bool takes = accepts(model, i), gives = model.site(i).hydrogens > 0;
    if (takes == gives) return;   // carbons, and those that can do both
    sum += gives ? weight : -weight;
  });
  return sum;
}

}  // namespace

std::vector<ResidueIndex> possible_flips(const ReceptorModel& model) {
  std::vector<ResidueIndex> found;
  for (std::size_t k = 0; k < model.components.size(); ++k) {
    const Component* component = model.components[k];
    if (component == nullptr || (component->code != "ASN" && component->code != "GLN")) continue;
    const auto r = static_cast<ResidueIndex>(k);
    const bool asn = component->code == "ASN";
    const AtomIndex oxygen = model.find(r, asn ? "OD1" : "OE1"), nitrogen = model.find(r, asn ? "ND2" : "NE2");
    if (oxygen < 0 || nitrogen < 0 || model.site(nitrogen).bonds.size() != 1) continue;   // glycosylated: it is sure
    if (!model.site(nitrogen).placed.empty()) continue;                                    // the file has decided
    // As it is: o - n; exchanged: n - o.
    const double gain = 2 * (welcome_of_oxygen(model, nitrogen) - welcome_of_oxygen(model, oxygen));
    if (gain >= kClearly) found.push_back(r);
  }
  return found;
}

}  // namespace maek::mol
