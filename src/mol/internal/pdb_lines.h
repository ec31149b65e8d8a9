// SPDX-License-Identifier: Apache-2.0
// PDB lines: fixed columns, and what the last columns of a file hold (elements, segments, or an old identifier).
#pragma once

#include <cstddef>       // for std::size_t
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <string_view>   // for std::string_view

namespace maek::mol {

/// One line without its end; `ended` is false for a last line that has none.
struct PdbLine {
  std::string_view text;
  std::size_t number = 0;   // from 1
  bool ended = true;
};

/// Walks over the lines of a text; carriage returns before the line end are dropped.
class PdbLines {
 public:
  explicit PdbLines(std::string_view text) : rest_(text) {}
  bool next(PdbLine& line);

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

/// Columns `first`..`last` as the format counts them (from 1); shorter or empty where the line ends before.
std::string_view columns(std::string_view line, std::size_t first, std::size_t last);
char column(std::string_view line, std::size_t at);   // ' ' beyond the end
std::string_view trim(std::string_view text);

bool is_record(std::string_view line, std::string_view record);   // "TER", "MODEL": padded to six columns
bool is_atom_record(std::string_view line);                       // ATOM or HETATM

/// A whole field as a number; nothing when it is blank or anything else stands in it.
std::optional<double> real_field(std::string_view field);

/// How a file uses what the format leaves to its writer.
struct PdbStyle {
  bool has_elements = false;     // columns 77-78 hold element symbols (79-80 charges)
  bool has_segments = false;     // columns 73-76 hold segment names
  bool follows_columns = true;   // atom names obey the rule of their columns
  std::string chain_letters;     // every chain identifier of one letter that occurs
};
PdbStyle pdb_style(std::string_view text);

}  // namespace maek::mol
