// SPDX-License-Identifier: Apache-2.0
// Columns of PDB lines.
#include "mol/internal/pdb_lines.h"

#include <algorithm>      // for std::min
#include <charconv>       // for std::from_chars
#include <system_error>   // for std::errc

#include "mol/element.h"                      // for element_from_symbol
#include "mol/internal/structure_builder.h"   // for is_standard_residue_name

namespace maek::mol {

bool PdbLines::next(PdbLine& line) {
  if (rest_.empty()) return false;
  const std::size_t end = rest_.find('\n');
  line.ended = end != std::string_view::npos;
  line.text = rest_.substr(0, std::min(end, rest_.size()));
  rest_.remove_prefix(line.ended ? end + 1 : rest_.size());
  while (!line.text.empty() && line.text.back() == '\r') line.text.remove_suffix(1);
  line.number = ++number_;
  return true;
}

std::string_view columns(std::string_view line, std::size_t first, std::size_t last) {
  if (line.size() < first) return {};
  return line.substr(first - 1, last - first + 1);
}

char column(std::string_view line, std::size_t at) { return line.size() < at ? ' ' : line[at - 1]; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool is_record(std::string_view line, std::string_view record) {
  return columns(line, 1, record.size()) == record && trim(columns(line, record.size() + 1, 6)).empty();
}

bool is_atom_record(std::string_view line) {
  if (columns(line, 1, 6) == "HETATM") return true;
  if (columns(line, 1, 4) != "ATOM") return false;
  // Programs that ran out of columns begin the serial number in column 6 or 5.
  const auto blank_or_digit = [](char c) { return c == ' ' || (c >= '0' && c <= '9'); };
  return blank_or_digit(column(line, 5)) && blank_or_digit(column(line, 6));
}

std::optional<double> real_field(std::string_view field) {
  field = trim(field);
  if (!field.empty() && field.front() == '+') field.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (error != std::errc() || end != field.data() + field.size() || field.empty()) return std::nullopt;
  return value;
}

PdbStyle pdb_style(std::string_view text) {
  PdbStyle style;
  std::size_t stated = 0, valid = 0, segments = 0;
  PdbLine line;
  bool letters[256] = {};
  for (PdbLines lines(text); lines.next(line);) {
    if (!is_atom_record(line.text)) continue;
    const std::string_view element = trim(columns(line.text, 77, 78));
    if (!element.empty()) {
      ++stated;
      if (element_from_symbol(element) != Element::kUnknown) ++valid;
    }
    if (!trim(columns(line.text, 73, 76)).empty()) ++segments;
    letters[static_cast<unsigned char>(column(line.text, 22))] = true;

    // The name of one letter in column 13 of an amino acid: the rule would read a backbone N as nothing.
    const std::string_view name = columns(line.text, 13, 16);
    if (name.size() == 4 && name[0] != ' ' && trim(name).size() == 1 &&
        is_standard_residue_name(trim(columns(line.text, 18, 20)))) {
      style.follows_columns = false;
    }
  }
  // Entries before 1996 carry their identifier and a line number in columns 73-80: "1HPV 199".
  const bool is_identifier = stated > 0 && valid * 2 < stated;
  style.has_elements = valid > 0 && !is_identifier;
  style.has_segments = segments > 0 && !is_identifier;
  for (int c = 33; c < 127; ++c) {
    if (letters[c]) style.chain_letters.push_back(static_cast<char>(c));
  }
  return style;
}

}  // namespace maek::mol
