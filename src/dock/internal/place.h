// SPDX-License-Identifier: Apache-2.0
// Place: where to dock: the receptor made ready, the box from --box or --around, and what stays inside it
#pragma once

#include <optional>    // for std::optional
#include <string>      // for std::string
#include <vector>      // for std::vector

#include "base/operation.h"    // for Arguments
#include "dock/prepare.h"      // for DockReceptor, Box

namespace maek::dock::internal {

struct Prepared {
  DockReceptor receptor;
  Box box;
  std::optional<mol::ResidueIndex> taken_out;   // the ligand that --around named
};

/// How molecules are made ready, the same for every verb that docks or measures: ph, keep-protonation, keep-waters, keep, remove.
std::vector<Parameter> preparation_parameters();

/// From the parameters receptor, box, around, ph, keep-waters, keep and remove. Without `needs_box` the box may be left open.
Expected<Prepared> prepare_place(const Arguments& arguments, std::vector<std::string>& notes, bool needs_box);

/// Small molecules that fill part of the box: docking cannot go where they are.
std::vector<std::string> occupants(const mol::Structure& structure, const Box& box);

}  // namespace maek::dock::internal
