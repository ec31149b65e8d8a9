// SPDX-License-Identifier: Apache-2.0
// Elements by name: positions, then the residue, then what is likely.
#include "mol/internal/atom_element.h"

#include <cstddef>   // for std::size_t

#include "mol/internal/structure_builder.h"   // for is_standard_residue_name, is_water_name

namespace maek::mol {
namespace {

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (upper(a[i]) != upper(b[i])) return false;
  }
  return true;
}

/// Two-letter symbols that no naming scheme of carbon, nitrogen, oxygen or hydrogen atoms produces.
bool is_unmistakable(char first, char second) {
  const char pair[2] = {upper(first), upper(second)};
  for (const std::string_view symbol : {"CL", "BR", "FE", "ZN", "MG", "MN", "SI", "SE", "LI", "AL", "RU", "RH", "PT",
                                        "AU", "AG", "AS", "TI", "MO", "IR", "RE", "GA", "GE", "ZR"}) {
    if (symbol == std::string_view(pair, 2)) return true;
  }
  return false;
}

Element first_letter_element(std::string_view name) {
  std::size_t at = 0;
  while (at < name.size() && !is_letter(name[at])) ++at;
  return at < name.size() ? element_from_symbol(name.substr(at, 1)) : Element::kUnknown;
}

}  // namespace

Element element_from_name(std::string_view name, std::string_view residue) {
  name = trimmed(name);
  residue = trimmed(residue);
  if (is_standard_residue_name(residue) || is_water_name(residue)) {
    return first_letter_element(name);
  }
  std::size_t letters = 0;
  while (letters < name.size() && is_letter(name[letters])) ++letters;
  // An ion: the atom is called as its residue ("ZN" in ZN, "CA" in CA, "NA" in NA).
  if (letters > 0 && letters <= 2 && equal_ignoring_case(name.substr(0, letters), residue.substr(0, letters)) &&
      (residue.size() == letters || !is_letter(residue[letters]))) {
    const Element element = element_from_symbol(name.substr(0, letters));
    if (element != Element::kUnknown) return element;
  }
  if (letters >= 2 && is_unmistakable(name[0], name[1])) return element_from_symbol(name.substr(0, 2));
  return first_letter_element(name);
}

Element element_from_columns(std::string_view field, std::string_view residue, bool follows_columns) {
  if (field.size() < 4 || !follows_columns) return element_from_name(field, residue);
  if (is_standard_residue_name(trimmed(residue)) || is_water_name(trimmed(residue))) return first_letter_element(field);
  if (!is_letter(field[0])) {
    const Element element = first_letter_element(field);
    return element != Element::kUnknown ? element : element_from_name(field, residue);
  }
  const bool fills_all = field[3] != ' ';
  if (fills_all && upper(field[0]) == 'H') return Element::kH;
  if (!is_letter(field[1])) return element_from_symbol(field.substr(0, 1));
  if (fills_all) return element_from_name(field, residue);   // no column is left to show where the symbol stands
  const Element element = element_from_symbol(field.substr(0, 2));
  return element != Element::kUnknown ? element : element_from_name(field, residue);
}

}  // namespace maek::mol
