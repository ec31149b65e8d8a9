// SPDX-License-Identifier: Apache-2.0
// FASTA: names and sequences of proteins and nucleic acids (read, write).
#pragma once

#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"    // for Expected

namespace maek::mol {

struct FastaRecord {
  std::string name;          // first word of the header
  std::string description;   // the rest of it
  std::string sequence;      // upper case, no blanks; letters, '*' and '-' only
};

/// Errors name file and line: no header, an empty sequence, a character that is no residue letter.
Expected<std::vector<FastaRecord>> read_fasta(std::string_view text, const std::string& name);
/// Lines of 80 letters.
std::string to_fasta(const std::vector<FastaRecord>& records);

}  // namespace maek::mol
