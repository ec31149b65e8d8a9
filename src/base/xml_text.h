// SPDX-License-Identifier: Apache-2.0
// Text for XML and SVG: the five characters that must not stand there as they are (escape, entities)
#pragma once

#include <string>        // for std::string
#include <string_view>   // for std::string_view

namespace maek {

/// For text and attributes. XML 1.0 cannot hold control characters at all: the caller keeps them out.
inline std::string xml_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace maek
