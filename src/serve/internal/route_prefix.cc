// SPDX-License-Identifier: Apache-2.0
// Checks a prefix part by part.
#include "serve/internal/route_prefix.h"

namespace maek::serve::internal {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

Expected<std::string> route_prefix(std::string_view text) {
  if (text.ends_with('/')) text.remove_suffix(1);
  const Error bad{ErrorCode::kInvalidArgument, "is no path that a service can stand below",
                  "--prefix " + std::string(text),
                  "A prefix reads /part/part; parts have letters, digits, '-', '.', '_' and '~'."};
  for (std::string_view rest = text; !rest.empty();) {
    if (rest.front() != '/') return bad;
    rest.remove_prefix(1);
    const std::string_view part = rest.substr(0, rest.find('/'));
    if (part.empty() || part == "." || part == "..") return bad;
    for (const char c : part) {
      if (!is_plain(c)) return bad;
    }
    rest.remove_prefix(part.size());
  }
  return std::string(text);
}

}  // namespace maek::serve::internal
