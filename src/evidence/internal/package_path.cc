// SPDX-License-Identifier: Apache-2.0
#include "evidence/internal/package_path.h"

#include <algorithm>   // for std::any_of

#include "evidence/internal/display_text.h"   // for display_text

namespace maek::evidence {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

}  // namespace

bool is_package_path(std::string_view path) {
  if (path.empty() || std::any_of(path.begin(), path.end(), [](char c) { return is_control(c) || c == '\\'; }))
    return false;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view name = path.substr(begin, end - begin);
    if (name.empty() || name == "." || name == "..") return false;
    begin = end + 1;
  }
  return true;
}

std::string path_to_uri(std::string_view path) {
  constexpr std::string_view kUnreserved = "-._~/!$&'()*+,;=@";
  constexpr char kDigits[] = "0123456789ABCDEF";
  const bool is_text = display_text(path, path.size()) == path;   // names of files need not be UTF-8
  std::string out;
  for (const char c : path) {
    const bool stays = (is_text && static_cast<unsigned char>(c) >= 0x80) || is_letter(c) || is_digit(c) ||
                       kUnreserved.find(c) != std::string_view::npos;
    if (stays) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  }
  return out;
}

bool is_absolute_uri(std::string_view uri) {
  const auto colon = uri.find(':');
  if (colon == std::string_view::npos || colon < 2 || !is_letter(uri[0])) return false;   // one letter: a drive
  const std::string_view scheme = uri.substr(0, colon);
  const bool is_scheme = std::all_of(scheme.begin(), scheme.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  });
  return is_scheme && colon + 1 < uri.size() &&
         std::none_of(uri.begin(), uri.end(), [](char c) { return is_control(c) || c == ' '; });
}

bool is_package_uri(std::string_view uri) {
  if (uri.find_first_of("?#: <>\"{}|^`") != std::string_view::npos) return false;
  if (!uri.empty() && uri.back() == '/') uri.remove_suffix(1);
  if (uri.substr(0, 2) == "./") uri.remove_prefix(2);
  std::string path;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    if (uri[i] != '%') {
      path += uri[i];
      continue;
    }
    if (i + 2 >= uri.size() || hex_value(uri[i + 1]) < 0 || hex_value(uri[i + 2]) < 0) return false;
    path += static_cast<char>(hex_value(uri[i + 1]) * 16 + hex_value(uri[i + 2]));
    i += 2;
  }
  return is_package_path(path);
}

}  // namespace maek::evidence
