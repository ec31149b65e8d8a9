// SPDX-License-Identifier: Apache-2.0
// The rules of RFC 9112 (sections 3.2, 6.1, 6.3) where a lenient reader and a strict one would differ.
#include "http/internal/request_rules.h"

#include <algorithm>   // for std::all_of

namespace maek::http::internal {
namespace {

Refusal refuse(int status, const char* what, const char* where, const char* hint = "") {
  return {status, {status == 501 ? ErrorCode::kUnsupported : ErrorCode::kMalformed, what, where, hint}};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' || c == '.' || c == '_' ||
         c == ':' || c == '[' || c == ']' || c == '~' || c == '%';
}

/// "name:80" -> "name", "[::1]:80" -> "[::1]".
std::string_view without_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  const std::size_t bracket = host.rfind(']');
  if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket)) return host;
  return host.substr(0, colon);
}

Refusal check_framing(const MessageHead& head) {
  const std::size_t encodings = head.headers.count("Transfer-Encoding");
  const std::size_t lengths = head.headers.count("Content-Length");
  if (encodings > 0) {
    if (lengths > 0) return refuse(400, "both Transfer-Encoding and Content-Length", "request", "Send one of them.");
    if (head.version < 11) return refuse(400, "Transfer-Encoding in HTTP/1.0", "Transfer-Encoding");
    if (encodings > 1 || !equal_without_case(head.headers.get("Transfer-Encoding"), "chunked")) {
      return refuse(501, "a Transfer-Encoding other than chunked", "Transfer-Encoding", "Send the body as it is.");
    }
    if (!head.chunked) return refuse(400, "a Transfer-Encoding that was not understood", "Transfer-Encoding");
  }
  if (lengths > 1) return refuse(400, "more than one Content-Length", "Content-Length");
  if (lengths == 1) {
    const std::string_view value = head.headers.get("Content-Length");
    if (value.empty() || !std::all_of(value.begin(), value.end(), is_digit)) {
      return refuse(400, "Content-Length is not a number", "Content-Length");
    }
  }
  return {};
}

Refusal check_host(const MessageHead& head, const std::vector<std::string>& hosts) {
  const std::size_t count = head.headers.count("Host");
  if (count > 1 || (count == 0 && head.version >= 11)) {
    return refuse(400, "a request has one Host", "Host", "Name the host that you call.");
  }
  std::string_view host = head.headers.get("Host");
  if (!std::all_of(host.begin(), host.end(), is_host_character)) return refuse(400, "Host is no host name", "Host");
  if (hosts.empty()) return {};
  host = without_port(host);
  for (const std::string& known : hosts) {
    if (equal_without_case(known, host)) return {};
  }
  return refuse(421, "this server does not serve the host that you name", "Host",
                "Call it by a name that it was told, or add the name to its configuration.");
}

}  // namespace

Refusal check_head(const MessageHead& head, const std::vector<std::string>& hosts) {
  constexpr std::size_t kLongestMethod = 32;   // it stands in logs
  constexpr std::size_t kMostFields = 128;     // each costs memory far beyond its bytes
  if (head.headers.size() > kMostFields) {
    return {431, {ErrorCode::kTooLarge, "the request has more than 128 header fields", "request", "Send fewer."}};
  }
  if (head.method.size() > kLongestMethod) return refuse(501, "no method has such a name", "request line");
  if (auto refusal = check_framing(head); refusal.status != 0) return refusal;
  if (auto refusal = check_host(head, hosts); refusal.status != 0) return refusal;
  if (head.target == "*" && head.method != "OPTIONS")
    return refuse(400, "only OPTIONS may ask for '*'", "request target");
  const std::string* expect = head.headers.find("Expect");
  if (expect != nullptr && !equal_without_case(*expect, "100-continue")) {
    return refuse(417, "an expectation that this server does not know", "Expect");
  }
  return {};
}

bool is_request_id(std::string_view id) {
  constexpr std::size_t kLongest = 64;
  return !id.empty() && id.size() <= kLongest && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '.' || c == '_' || c == '-';
  });
}

}  // namespace maek::http::internal
