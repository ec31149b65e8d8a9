// SPDX-License-Identifier: Apache-2.0
// Splitting before decoding, decoding once: the order in which no encoded byte can become a separator.
#include "http/target.h"

#include <algorithm>   // for std::min
#include <cstdint>     // for std::uint32_t

namespace maek::http {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Error bad_target(const char* what) {
  return {ErrorCode::kMalformed, what, "request target", "Write the path as /part/part, each part percent-encoded."};
}

bool has_control(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) return true;
  }
  return false;
}

Expected<void> split_path(std::string_view path, Target& target) {
  if (path == "/") return {};
  std::size_t at = 1;
  while (true) {
    const std::size_t slash = path.find('/', at);
    const bool last = slash == std::string_view::npos;
    auto part = percent_decode(path.substr(at, last ? std::string_view::npos : slash - at));
    if (!part) return part.error();
    if (part->empty() && !last) return bad_target("the path has an empty part");
    if (*part == "." || *part == "..") return bad_target("the path has a '.' or '..'");
    if (has_control(*part)) return bad_target("the path has a control character");
    if (part->find_first_of("/\\") != std::string::npos) return bad_target("the path has an encoded '/' or '\\'");
    if (!is_utf8(*part)) return bad_target("the path is not valid UTF-8");
    if (target.path.size() == kMaxPathParts) return bad_target("the path has too many parts");
    target.path.push_back(*std::move(part));
    if (last) return {};
    at = slash + 1;
  }
}

Expected<void> split_query(std::string_view query, Target& target) {
  for (std::size_t at = 0; at <= query.size();) {
    const std::size_t end = std::min(query.find('&', at), query.size());
    const std::string_view field = query.substr(at, end - at);
    at = end + 1;
    if (field.empty()) continue;
    const std::size_t equals = std::min(field.find('='), field.size());
    auto name = percent_decode(field.substr(0, equals), true);
    auto value = percent_decode(field.substr(std::min(equals + 1, field.size())), true);
    if (!name) return name.error();
    if (!value) return value.error();
    if (name->find('\0') != std::string::npos || value->find('\0') != std::string::npos) {
      return bad_target("the query has a NUL byte");
    }
    if (!is_utf8(*name) || !is_utf8(*value)) return bad_target("the query is not valid UTF-8");
    if (target.query.size() == kMaxQueryFields) return bad_target("the query has too many fields");
    target.query.emplace_back(*std::move(name), *std::move(value));
  }
  return {};
}

/// "http://host/a" -> "/a"; nothing when it is not of that form.
std::string_view path_of_absolute(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.substr(0, scheme.size()) != scheme) continue;
    target.remove_prefix(scheme.size());
    const std::size_t end = target.find_first_of("/?");
    if (end == 0) return {};
    if (end == std::string_view::npos) return "/";
    return target[end] == '/' ? target.substr(end) : std::string_view{};
  }
  return {};
}

}  // namespace

Expected<Target> parse_target(std::string_view target) {
  Target parsed;
  if (target == "*") return parsed;
  for (const char c : target) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7f) return bad_target("the target has a blank, a control character or a raw byte");
  }
  if (target.substr(0, 1) != "/") target = path_of_absolute(target);
  if (target.empty()) return bad_target("the target is neither a path nor an absolute http URL");
  if (target.find('#') != std::string_view::npos) return bad_target("the target has a fragment");
  const std::size_t question = std::min(target.find('?'), target.size());
  if (auto done = split_path(target.substr(0, question), parsed); !done) return done.error();
  if (question < target.size()) {
    if (auto done = split_query(target.substr(question + 1), parsed); !done) return done.error();
  }
  return parsed;
}

Expected<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      decoded += ' ';
    } else if (text[i] == '%') {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) return bad_target("a '%' is not followed by two hexadecimal digits");
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

std::string percent_encode(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += '%';
      encoded += kDigits[byte >> 4];
      encoded += kDigits[byte & 15];
    }
  }
  return encoded;
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i++]);
    if (first < 0x80) continue;
    const int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc2 || first > 0xf4) return false;   // C0, C1: overlong; F5 and above: beyond Unicode
    std::uint32_t code = first & (0x3fu >> more);
    for (int k = 0; k < more; ++k, ++i) {
      if (i == text.size()) return false;
      const auto next = static_cast<unsigned char>(text[i]);
      if ((next & 0xc0) != 0x80) return false;
      code = code << 6 | (next & 0x3fu);
    }
    if ((more == 2 && code < 0x800) || (more == 3 && (code < 0x10000 || code > 0x10ffff))) return false;
    if (code >= 0xd800 && code <= 0xdfff) return false;
  }
  return true;
}

}  // namespace maek::http
