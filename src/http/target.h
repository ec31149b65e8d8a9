// SPDX-License-Identifier: Apache-2.0
// Target: the path and query of a request, split and decoded safely (percent-encoding, path traversal, query string).
#pragma once

#include <string>         // for std::string
#include <string_view>    // for std::string_view
#include <utility>        // for std::pair
#include <vector>         // for std::vector

#include "base/expected.h"   // for Expected

namespace maek::http {

struct Target {
  std::vector<std::string> path;                             // "/" has none; "/a/" has "a" and ""
  std::vector<std::pair<std::string, std::string>> query;
};

constexpr std::size_t kMaxPathParts = 64;      // deeper than any route: nobody should pay for more
constexpr std::size_t kMaxQueryFields = 128;

/// From origin form ("/a/b?c=d"), absolute form ("http://host/a", whose host is not looked at here) or "*" (no path).
/// The path is split first and decoded once after; every part is valid UTF-8 without control characters, '/' and '\',
/// is neither "." nor "..", and only the last may be empty. So parts joined by '/' never leave the folder below which
/// they are put. In the query '+' is a blank. Errors: kMalformed.
Expected<Target> parse_target(std::string_view target);

/// Decodes %XX; `plus_is_blank` for queries and forms. Errors: kMalformed for a '%' without two hexadecimal digits.
Expected<std::string> percent_decode(std::string_view text, bool plus_is_blank = false);
/// Letters, digits and "-._~" stay, all else becomes %XX: for one part of a path or of a query.
std::string percent_encode(std::string_view text);

/// Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

}  // namespace maek::http
