// SPDX-License-Identifier: Apache-2.0
#include "evidence/internal/display_text.h"

#include <cstdint>   // for std::uint32_t

namespace maek::evidence {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr std::string_view kReplacementBytes = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

struct Decoded {
  char32_t character;
  std::size_t bytes;   // taken; 1 for what is ill-formed
};

Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {kReplacement, 1};
  char32_t character = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {kReplacement, 1};
    character = (character << 6) | (byte(i) & 0x3FU);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (character < kLeast[length] || character > 0x10FFFF || is_surrogate) return {kReplacement, 1};
  return {character, length};
}

/// Controls, marks of direction and line ends of Unicode, and what XML cannot hold: none of it is seen as itself.
bool is_unfit(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200E && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE;
}

/// East Asian wide and full-width blocks (Unicode TR 11), roughly: enough to cut lines.
bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
         (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

}  // namespace

std::string display_text(std::string_view bytes, std::size_t columns) {
  std::string out;
  std::size_t used = 0;
  std::size_t cut = 0;   // where an ellipsis still finds room
  while (!bytes.empty()) {
    const Decoded next = decode(bytes);
    const std::size_t width = is_wide(next.character) ? 2 : 1;
    if (used + 1 <= columns) cut = out.size();
    if (used + width > columns) return out.substr(0, cut).append(kEllipsis);
    if (is_unfit(next.character))
      out += ' ';
    else if (next.character == kReplacement)
      out += kReplacementBytes;
    else
      out += bytes.substr(0, next.bytes);
    used += width;
    bytes.remove_prefix(next.bytes);
  }
  return out;
}

std::string dot_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace maek::evidence
