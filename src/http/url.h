// SPDX-License-Identifier: Apache-2.0
// Url: an absolute http or https address, taken apart strictly (RFC 3986 subset: no user, no fragment, no raw bytes).
#pragma once

#include <cstdint>        // for std::uint16_t
#include <string>         // for std::string
#include <string_view>    // for std::string_view

#include "base/expected.h"   // for Expected

namespace maek::http {

struct Url {
  bool tls = false;
  std::string host;            // lower case; an IPv6 address without its brackets
  std::uint16_t port = 0;      // 80 or 443 when the text names none
  std::string target = "/";    // path and query, as written

  /// "host", "host:8080", "[::1]:8080": what the Host header says.
  std::string authority() const;
  /// "https://host:8080": what an origin is.
  std::string origin() const;
  /// The whole address in normal form; parse_url reads it back to the same.
  std::string text() const;
  bool operator==(const Url&) const = default;
};

constexpr std::size_t kLongestUrl = 8000;   // bytes; RFC 9110, 4.1 asks for at least so many

/// Errors: kInvalidArgument that names what is wrong. What a browser would repair is refused.
Expected<Url> parse_url(std::string_view text);

}  // namespace maek::http
