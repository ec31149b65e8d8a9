// SPDX-License-Identifier: Apache-2.0
// The strict URL parser.
#include "http/url.h"

#include <arpa/inet.h>   // for inet_pton

#include <algorithm>   // for std::all_of

namespace maek::http {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void to_lower(std::string& text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

Error bad_url(const char* what, std::string_view text) {
  constexpr std::size_t kShown = 200;
  return {ErrorCode::kInvalidArgument, what, std::string(text.substr(0, kShown)),
          "Write it as http://host:port/path?query or https://..., special characters percent-encoded."};
}

/// RFC 3986: pchar, '/' and '?'.
bool is_target_character(char c) {
  constexpr std::string_view kMarks = "-._~!$&'()*+,;=:@/?";
  return is_letter(c) || is_digit(c) || kMarks.find(c) != std::string_view::npos;
}

bool is_good_target(std::string_view target) {
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (target[i] == '%') {
      if (i + 2 >= target.size() || !is_hex(target[i + 1]) || !is_hex(target[i + 2])) return false;
      i += 2;
    } else if (!is_target_character(target[i])) {
      return false;
    }
  }
  return true;
}

/// Labels of letters, digits, '-' and '_', joined by dots; a name that is all digits and dots must be an IPv4 address.
bool is_good_name(const std::string& host) {
  constexpr std::size_t kLongestName = 253;
  constexpr std::size_t kLongestLabel = 63;
  if (host.empty() || host.size() > kLongestName) return false;
  std::size_t label = 0;
  char before = '.';
  for (const char c : host) {
    if (c == '.') {
      if (label == 0 || before == '-') return false;
      label = 0;
    } else if (is_letter(c) || is_digit(c) || c == '_' || (c == '-' && label > 0)) {
      if (++label > kLongestLabel) return false;
    } else {
      return false;
    }
    before = c;
  }
  if (label == 0 || before == '-') return false;
  const std::size_t last = host.rfind('.') == std::string::npos ? 0 : host.rfind('.') + 1;
  // Systems read "0x7f.1", "127.1" and "2130706433" as addresses; only the plain form of four numbers is one here.
  const bool looks_numeric =
      is_digit(host[last]) && std::all_of(host.begin() + static_cast<std::ptrdiff_t>(last), host.end(),
                                          [](char c) { return is_hex(c) || c == 'x'; });
  in_addr address{};
  return !looks_numeric || inet_pton(AF_INET, host.c_str(), &address) == 1;
}

}  // namespace

std::string Url::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == (tls ? 443 : 80) ? name : name + ":" + std::to_string(port);
}
std::string Url::origin() const { return (tls ? "https://" : "http://") + authority(); }
std::string Url::text() const { return origin() + target; }

Expected<Url> parse_url(std::string_view text) {
  if (text.size() > kLongestUrl) return bad_url("the address is too long", text);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7f) return bad_url("the address has a blank, a control character or a raw byte", "");
  }
  Url url;
  std::string_view rest = text;
  const std::size_t colon = rest.find("://");
  std::string scheme(rest.substr(0, std::min(colon, rest.size())));
  to_lower(scheme);
  if (colon == std::string_view::npos || (scheme != "http" && scheme != "https")) {
    return bad_url("the address begins with neither http:// nor https://", text);
  }
  url.tls = scheme == "https";
  rest.remove_prefix(colon + 3);
  const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  std::string_view authority = rest.substr(0, end);
  const std::string_view target = rest.substr(end);
  if (authority.find('@') != std::string_view::npos) return bad_url("the address names a user", "");
  if (target.find('#') != std::string_view::npos) return bad_url("the address has a fragment", text);

  std::string_view port;
  bool has_port = false;
  if (!authority.empty() && authority.front() == '[') {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos) return bad_url("the address has a '[' without ']'", text);
    url.host = authority.substr(1, close - 1);
    to_lower(url.host);
    in6_addr address{};
    if (inet_pton(AF_INET6, url.host.c_str(), &address) != 1)
      return bad_url("no IPv6 address between the brackets", text);
    authority.remove_prefix(close + 1);
    has_port = !authority.empty();
    if (has_port && authority.front() != ':') return bad_url("something follows the ']'", text);
    if (has_port) port = authority.substr(1);
  } else {
    const std::size_t at = authority.find(':');
    has_port = at != std::string_view::npos;
    url.host = authority.substr(0, at);
    if (has_port) port = authority.substr(at + 1);
    to_lower(url.host);   // before it is judged: "0X7F.1" is as numeric as "0x7f.1"
    if (!is_good_name(url.host)) return bad_url("the address has no proper host name", text);
  }
  url.port = url.tls ? 443 : 80;
  if (has_port) {
    constexpr std::size_t kMostDigits = 5;
    if (port.empty() || port.size() > kMostDigits || !std::all_of(port.begin(), port.end(), is_digit)) {
      return bad_url("the port is no number from 1 to 65535", text);
    }
    const int number = std::stoi(std::string(port));
    if (number < 1 || number > 65535) return bad_url("the port is no number from 1 to 65535", text);
    url.port = static_cast<std::uint16_t>(number);
  }
  if (!is_good_target(target)) return bad_url("the path or query has a character that must be percent-encoded", text);
  url.target = target.substr(0, 1) == "/" ? std::string(target) : "/" + std::string(target);
  return url;
}

}  // namespace maek::http
