// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/screen_row.h"

#include <charconv>   // for std::from_chars
#include <cmath>      // for std::round, std::isfinite
#include <vector>     // for std::vector

#include <fmt/format.h>

namespace maek::dock::internal {
namespace {

constexpr std::size_t kColumns = 12;
constexpr std::size_t kLongest = 400;   // bytes of a name or message: a table is read by people

/// Quoted where CSV needs it (RFC 4180).
std::string cell(std::string_view text, std::size_t longest = kLongest) {
  if (text.size() > longest) {
    text = text.substr(0, longest);
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xc0) == 0x80) text.remove_suffix(1);
    if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xc0) text.remove_suffix(1);
  }
  std::string out;
  bool quote = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    quote = quote || c == ',' || c == '"';
    if (c == '"') out += '"';
    out += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  return quote ? '"' + out + '"' : out;
}

std::optional<std::vector<std::string>> split(std::string_view line) {
  std::vector<std::string> cells(1);
  bool inside = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (inside) {
      if (c != '"') {
        cells.back() += c;
      } else if (i + 1 < line.size() && line[i + 1] == '"') {
        cells.back() += line[++i];
      } else {
        inside = false;
      }
    } else if (c == '"' && cells.back().empty()) {
      inside = true;
    } else if (c == ',') {
      if (cells.size() == kColumns) return {};
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  if (inside || cells.size() != kColumns) return {};
  return cells;
}

template <class Number>
bool number(const std::string& text, Number& value) {
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) return false;
  if constexpr (std::is_floating_point_v<Number>) return std::isfinite(value);
  return true;
}

}  // namespace

double rounded(double energy) {
  const double value = std::round(energy * 1e4) / 1e4;
  return value == 0 ? 0 : value;   // no -0
}

std::string to_line(const ScreenRow& row) {
  std::string out = fmt::format("{},{},{},{},", row.index, cell(row.name), row.digest.hex(), cell(row.smiles, 1 << 16));
  if (row.docked) {
    out += fmt::format("{:.4f},{:.4f},{:.4f},{},", row.score, row.inter, row.intra, row.torsions);
  } else {
    out += ",,,,";
  }
  return out + fmt::format("{:.3f},{},{},{}\n", row.seconds,
                           !row.docked ? ""
                           : row.valid ? "yes"
                                       : "no",
                           row.docked ? "docked" : "failed", cell(row.message));
}

std::optional<ScreenRow> parse_line(std::string_view line) {
  const auto cells = split(line);
  if (!cells) return {};
  const auto& c = *cells;
  ScreenRow row;
  auto digest = parse_digest(c[2]);
  if (!digest || !number(c[0], row.index) || row.index == 0 || !number(c[8], row.seconds)) return {};
  row.digest = *digest;
  row.name = c[1];
  row.smiles = c[3];
  row.message = c[11];
  row.docked = c[10] == "docked";
  if (!row.docked && c[10] != "failed") return {};
  if (row.docked) {
    if (!number(c[4], row.score) || !number(c[5], row.inter) || !number(c[6], row.intra) || !number(c[7], row.torsions))
      return {};
    row.valid = c[9] == "yes";
    if (!row.valid && c[9] != "no") return {};
  }
  return row;
}

}  // namespace maek::dock::internal
