// SPDX-License-Identifier: Apache-2.0
// An interaction names one atom a side; rings and cations are found again from their first atom and the distance.
#include "mol/internal/interaction_ends.h"

#include <cmath>    // for std::abs
#include <limits>   // for std::numeric_limits

namespace maek::mol::internal {
namespace {

InteractionEnd atom_end(const Site& site, std::int32_t index) {
  for (std::size_t i = 0; i < site.atoms.size(); ++i) {
    if (site.atoms[i].index == index) return {site.atoms[i].position, {static_cast<std::int32_t>(i)}};
  }
  return {};
}

/// Rings, and for a cation-pi pair charged groups too, whose first atom is `index`; the atom itself when there is none.
std::vector<InteractionEnd> group_ends(const Site& site, std::int32_t index, bool cations) {
  std::vector<InteractionEnd> ends;
  const auto starts = [&](const std::vector<std::int32_t>& atoms) {
    return !atoms.empty() && site.atoms[static_cast<std::size_t>(atoms[0])].index == index;
  };
  for (const SiteRing& ring : site.rings) {
    if (starts(ring.atoms)) ends.push_back({ring.centre, ring.atoms});
  }
  for (const ChargedGroup& group : site.charges) {
    if (cations && group.sign > 0 && starts(group.atoms)) ends.push_back({group.centre, group.atoms});
  }
  if (ends.empty()) ends.push_back(atom_end(site, index));
  return ends;
}

}  // namespace

InteractionEnds ends_of(const Interaction& interaction, const Site& ligand, const Site& receptor) {
  const bool cations = interaction.kind == InteractionKind::kCationPi;
  if (interaction.kind != InteractionKind::kPiStacking && !cations) {
    return {atom_end(ligand, interaction.ligand_atom), atom_end(receptor, interaction.receptor_atom)};
  }
  InteractionEnds best;
  double least = std::numeric_limits<double>::max();
  for (const InteractionEnd& a : group_ends(ligand, interaction.ligand_atom, cations)) {
    for (const InteractionEnd& b : group_ends(receptor, interaction.receptor_atom, cations)) {
      const double off = std::abs(distance(a.position, b.position) - interaction.distance);
      if (off < least) {
        least = off;
        best = {a, b};
      }
    }
  }
  return best;
}

}  // namespace maek::mol::internal
