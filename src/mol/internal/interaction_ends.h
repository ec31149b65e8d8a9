// SPDX-License-Identifier: Apache-2.0
// Between which points an interaction is drawn: atoms, or centres of rings and of charged groups.
#pragma once

#include "mol/interactions.h"                  // for Interaction
#include "mol/internal/interacting_groups.h"   // for Site

namespace maek::mol::internal {

/// One end: a point in space and the site atoms that it stands for (one, or those of a ring or a group).
struct InteractionEnd {
  Position position;
  std::vector<std::int32_t> atoms;   // indices into Site::atoms; empty when the site lacks the atom
};
struct InteractionEnds {
  InteractionEnd ligand, receptor;
};

InteractionEnds ends_of(const Interaction& interaction, const Site& ligand, const Site& receptor);

}  // namespace maek::mol::internal
