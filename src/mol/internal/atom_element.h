// SPDX-License-Identifier: Apache-2.0
// Element of an atom from its name, for files that do not state it (PDB atom-name columns 13-16).
// C++17-clean: the mmCIF reader uses it.
#pragma once

#include <string_view>   // for std::string_view

#include "mol/element.h"   // for Element

namespace maek::mol {

/// By the rule of the PDB format: the symbol stands right-justified in the first two of the four columns (" CA " is a
/// carbon, "CA  " calcium), names of four letters that begin with H are hydrogens, a digit before the letter belongs to
/// a hydrogen. `field` is the name as it stands in its columns; `follows_columns` is false for files that write all
/// names from the first column (then only what is certain counts as a two-letter symbol).
Element element_from_columns(std::string_view field, std::string_view residue, bool follows_columns);

/// Without columns: from the trimmed name and the residue that holds it.
Element element_from_name(std::string_view name, std::string_view residue);

}  // namespace maek::mol
