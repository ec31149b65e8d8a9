// SPDX-License-Identifier: Apache-2.0
// Where to dock, from the parameters that the verbs share: receptor, ph, keep-waters, keep, remove, box, around.
#pragma once

#include <optional>   // for std::optional
#include <string>     // for std::string
#include <vector>     // for std::vector

#include "base/expected.h"      // for Expected
#include "base/operation.h"     // for Arguments
#include "dock/prepare.h"       // for DockReceptor
#include "dock/vina_grid.h"     // for Box

namespace maek::dock::internal {

struct Prepared {
  DockReceptor receptor;
  Box box;
  std::optional<mol::ResidueIndex> taken_out;   // the ligand that --around named
};

/// The receptor, prepared, and the box. Errors: no place given or two of them, a box away from the receptor, ...
Expected<Prepared> place_of(const Arguments& arguments, std::vector<std::string>& notes);

}  // namespace maek::dock::internal
