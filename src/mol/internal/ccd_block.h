// SPDX-License-Identifier: Apache-2.0
// One data block of components.cif to a DictionaryComponent.
#pragma once

#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <variant>       // for std::variant

#include "base/expected.h"   // for Expected
#include "mol/ccd.h"         // for DictionaryComponent

namespace maek::mol {

/// What is wrong with a block, and how many line breaks stand before it in the block.
struct BlockFault {
  std::string message;
  std::size_t lines_before = 0;
};

/// Reads the block that begins with its data_ line. Refused: CIF that does not follow its grammar, a component without
/// code, with two atoms of one name, bonds to atoms that are not there, unknown elements, numbers that are none.
std::variant<DictionaryComponent, BlockFault> read_component_block(std::string_view block);

}  // namespace maek::mol
