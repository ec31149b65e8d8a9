// SPDX-License-Identifier: Apache-2.0
// CIF quoting (Hall, Allen & Brown 1991; CIF 1.1 syntax, paragraphs 15 to 17 and 29).
#include "mol/internal/cif_value.h"

#include <cctype>      // for std::tolower
#include <cstddef>     // for std::size_t

#include <fmt/format.h>   // for fmt::format

namespace maek::mol {
namespace {

bool begins_like(std::string_view text, std::string_view word) {
  if (text.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (std::tolower(static_cast<unsigned char>(text[i])) != word[i]) return false;
  }
  return true;
}

bool needs_quotes(std::string_view text) {
  if (text == "." || text == "?") return true;
  if (std::string_view("_#$'\"[];").find(text.front()) != std::string_view::npos) return true;
  if (text.find_first_of(" \t") != std::string_view::npos) return true;
  return begins_like(text, "data_") || begins_like(text, "save_") || begins_like(text, "loop_") ||
         begins_like(text, "stop_") || begins_like(text, "global_");
}

/// A quote closes a string only where a blank or the end follows it.
bool closes_early(std::string_view text, char quote) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == quote && (text[i + 1] == ' ' || text[i + 1] == '\t')) return true;
  }
  return false;
}

}  // namespace

std::string cif_value(std::string_view text) {
  if (text.empty()) return "?";
  std::string clean(text);
  bool lines = false;
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const auto byte = static_cast<unsigned char>(clean[i]);
    if (byte == '\n') {
      lines = true;
      // A semicolon at the start of a line would end the field.
      if (i + 1 < clean.size() && clean[i + 1] == ';') clean[i + 1] = ',';
    } else if (byte != '\t' && (byte < 32 || byte > 126)) {
      clean[i] = '?';
    }
  }
  if (!lines && !needs_quotes(clean)) return clean;
  if (!lines && !closes_early(clean, '\'')) return "'" + clean + "'";
  if (!lines && !closes_early(clean, '"')) return "\"" + clean + "\"";
  return "\n;" + clean + "\n;\n";
}

std::string cif_number(double value, int least, int most) {
  std::string text = fmt::format("{:.{}f}", value, most);
  const std::size_t point = text.find('.');
  if (point != std::string::npos) {
    const std::size_t shortest = point + 1 + static_cast<std::size_t>(least);
    while (text.size() > shortest && text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  if (text.front() == '-' && text.find_first_not_of("-0.") == std::string::npos) text.erase(0, 1);
  return text;
}

}  // namespace maek::mol
