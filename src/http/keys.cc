// SPDX-License-Identifier: Apache-2.0
// Keys by their hashes; randomness and the constant-time comparison are OpenSSL's.
#include "http/keys.h"

#include <algorithm>   // for std::min

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "http/internal/random_text.h"   // for random_hex
#include "http/message.h"                // for equal_without_case

namespace maek::http {

namespace internal {
std::string random_hex(std::size_t bytes) {
  std::string raw(bytes, '\0');
  // Without randomness no key and no id may exist; OpenSSL fails here only when the system has none.
  if (RAND_bytes(reinterpret_cast<unsigned char*>(raw.data()), static_cast<int>(bytes)) != 1) return {};
  return to_hex(raw);
}
}  // namespace internal

std::string Keys::make() {
  const std::string digits = internal::random_hex(32);
  return digits.empty() ? digits : "maek-" + digits;
}

Digest Keys::hash(std::string_view key) { return sha256(key); }

Expected<Keys> Keys::parse(std::string_view text) {
  Keys keys;
  int number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.find_first_not_of(" \t") == std::string_view::npos || line.front() == '#') continue;
    const std::string where = "line " + std::to_string(number);
    const std::size_t blank = line.find(' ');
    if (blank == 0 || blank == std::string_view::npos) {
      return Error{ErrorCode::kMalformed, "a key is not written as NAME SHA256", where,
                   "Write the key's name, one blank, and the SHA-256 of the key in hexadecimal."};
    }
    auto digest = parse_digest(line.substr(blank + 1));
    // Never the line itself: somebody may have put the key there by mistake.
    if (!digest) {
      return Error{ErrorCode::kMalformed, "what follows the name is no SHA-256", where,
                   "It has 64 hexadecimal digits."};
    }
    keys.add(std::string(line.substr(0, blank)), *digest);
  }
  return keys;
}

Expected<void> Keys::add_key(std::string name, std::string_view key) {
  if (key.size() < kShortestKey || key.size() > kLongestKey) {
    return Error{ErrorCode::kInvalidArgument,
                 "the key has " + std::to_string(key.size()) + " characters, not " + std::to_string(kShortestKey) +
                     " to " + std::to_string(kLongestKey),
                 "key " + name, "Take a random one."};
  }
  add(std::move(name), hash(key));
  return {};
}

std::optional<std::string> Keys::find(std::string_view presented) const {
  if (presented.size() > kLongestKey) return std::nullopt;
  const Digest digest = hash(presented);
  const Key* found = nullptr;
  for (const Key& key : keys_) {
    const bool same = CRYPTO_memcmp(key.hash.bytes.data(), digest.bytes.data(), digest.bytes.size()) == 0;
    found = same ? &key : found;
  }
  if (found == nullptr) return std::nullopt;
  return found->name;
}

std::optional<std::string> Keys::find_bearer(std::string_view authorization) const {
  constexpr std::string_view kScheme = "Bearer ";
  if (!equal_without_case(authorization.substr(0, kScheme.size()), kScheme)) return std::nullopt;
  return find(authorization.substr(kScheme.size()));
}

}  // namespace maek::http
