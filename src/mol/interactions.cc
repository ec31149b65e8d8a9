// SPDX-License-Identifier: Apache-2.0
// Interactions of a pose with its pocket.
#include "mol/interactions.h"

#include <algorithm>   // for std::all_of

#include "mol/internal/find_contacts.h"        // for find_contacts
#include "mol/internal/interacting_groups.h"   // for ligand_site, receptor_site

namespace maek::mol {
namespace {

bool usable(const Molecule& pose) {
  return pose.has_positions() && pose.positions().size() == pose.atoms().size() &&
         std::all_of(pose.positions().begin(), pose.positions().end(), [](Position p) { return is_finite(p); });
}

}  // namespace

const char* to_string(InteractionKind kind) {
  switch (kind) {
    case InteractionKind::kHydrogenBond:
      return "hydrogen bond";
    case InteractionKind::kSaltBridge:
      return "salt bridge";
    case InteractionKind::kHydrophobic:
      return "hydrophobic contact";
    case InteractionKind::kPiStacking:
      return "pi stacking";
    case InteractionKind::kCationPi:
      return "cation-pi";
    case InteractionKind::kHalogenBond:
      return "halogen bond";
    case InteractionKind::kMetal:
      return "metal contact";
    case InteractionKind::kClash:
      return "clash";
  }
  return "interaction";
}

std::vector<Interaction> find_interactions(const Structure& receptor, const Molecule& pose) {
  if (!usable(pose)) return {};
  return internal::find_contacts(internal::receptor_site(receptor, pose.positions(), internal::kInteractionReach),
                                 internal::ligand_site(pose.atoms(), pose.bonds(), pose.positions()));
}

}  // namespace maek::mol
