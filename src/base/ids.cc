// SPDX-License-Identifier: Apache-2.0
// Texts of digests and of run ids.
#include "base/ids.h"

#include <algorithm>   // for std::copy_n
#include <span>        // for std::span

#include <fmt/format.h>

namespace maek {
namespace {

constexpr std::string_view kRunPrefix = "run-";
constexpr std::string_view kDigestPrefix = "sha256:";

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Fills `bytes` from twice as many digits; `what` is for the message.
Expected<void> from_hex(std::string_view digits, std::span<std::uint8_t> bytes, std::string_view what) {
  if (digits.size() != 2 * bytes.size()) {
    return Error{ErrorCode::kMalformed,
                 fmt::format("a {} has {} hexadecimal digits, here are {}", what, 2 * bytes.size(), digits.size())};
  }
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int value = digit_value(digits[i]);
    if (value < 0) {
      return Error{ErrorCode::kMalformed,
                   fmt::format("character {} of this {} is not a hexadecimal digit", i + 1, what)};
    }
    bytes[i / 2] = static_cast<std::uint8_t>(bytes[i / 2] << 4 | value);
  }
  return {};
}

std::string_view as_chars(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex(2 * bytes.size(), '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    hex[2 * i] = kDigits[byte >> 4];
    hex[2 * i + 1] = kDigits[byte & 15];
  }
  return hex;
}

std::string Digest::hex() const { return to_hex(as_chars(bytes)); }

Expected<Digest> parse_digest(std::string_view text) {
  if (text.starts_with(kDigestPrefix)) text.remove_prefix(kDigestPrefix.size());
  Digest digest;
  if (auto read = from_hex(text, digest.bytes, "SHA-256 digest"); !read) return read.error();
  return digest;
}

std::string RunId::text() const { return std::string(kRunPrefix) + to_hex(as_chars(bytes)); }

RunId make_run_id(std::string_view canonical_question) {
  RunId id;
  std::copy_n(sha256(canonical_question).bytes.begin(), id.bytes.size(), id.bytes.begin());
  return id;
}

Expected<RunId> parse_run_id(std::string_view text) {
  if (!text.starts_with(kRunPrefix)) {
    return Error{ErrorCode::kMalformed, fmt::format("a run id begins with '{}'", kRunPrefix)};
  }
  RunId id;
  if (auto read = from_hex(text.substr(kRunPrefix.size()), id.bytes, "run id"); !read) return read.error();
  return id;
}

}  // namespace maek
