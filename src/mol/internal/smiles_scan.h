// SPDX-License-Identifier: Apache-2.0
// Scanner of SMILES: finds where a syntax error is, and the column of every atom (OpenSMILES grammar, no chemistry).
#pragma once

#include <cstddef>       // for std::size_t
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

namespace maek::mol {

struct SmilesScan {
  bool ok = true;
  std::size_t column = 0;                  // of the fault, from 1
  std::string message, hint;               // of the fault
  std::vector<std::size_t> atom_columns;   // of each atom in order, from 1
};

/// `smiles` holds no blanks. Stops at the first fault, or when more than `max_atoms` atoms stand there.
SmilesScan scan_smiles(std::string_view smiles, std::size_t max_atoms);

}  // namespace maek::mol
