// SPDX-License-Identifier: Apache-2.0
// Ed25519 by libsodium, and base64 whose strictness is ours: one spelling for each value, where that is asked for.
#include "evidence/ed25519.h"

#include <sodium.h>

#include <algorithm>  // for std::copy

#include <fmt/format.h>

namespace maek::evidence {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Chooses libsodium's fastest code and its source of chance. Without chance libsodium itself ends the process.
void start_sodium() {
  static const int started = sodium_init();
  (void)started;
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// The value of a character in base64, or -1.
int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

Error not_base64(std::string why) { return {ErrorCode::kMalformed, "not base64: " + std::move(why)}; }

}  // namespace

SecretKey SecretKey::generate() {
  start_sodium();
  std::array<std::uint8_t, 32> seed{};
  randombytes_buf(seed.data(), seed.size());
  SecretKey key = from_seed(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

SecretKey SecretKey::from_seed(const std::array<std::uint8_t, 32>& seed) {
  start_sodium();
  SecretKey key;
  crypto_sign_seed_keypair(key.public_.bytes.data(), key.secret_.data(), seed.data());
  return key;
}

SecretKey::~SecretKey() { sodium_memzero(secret_.data(), secret_.size()); }

SecretKey::SecretKey(SecretKey&& other) noexcept : secret_(other.secret_), public_(other.public_) {
  sodium_memzero(other.secret_.data(), other.secret_.size());
}

SecretKey& SecretKey::operator=(SecretKey&& other) noexcept {
  if (this == &other) return *this;
  secret_ = other.secret_;
  public_ = other.public_;
  sodium_memzero(other.secret_.data(), other.secret_.size());
  return *this;
}

Signature SecretKey::sign(std::string_view message) const {
  Signature signature;
  crypto_sign_detached(signature.bytes.data(), nullptr, bytes_of(message), message.size(), secret_.data());
  return signature;
}

std::array<std::uint8_t, 32> SecretKey::seed() const {
  std::array<std::uint8_t, 32> seed{};
  std::copy(secret_.begin(), secret_.begin() + seed.size(), seed.begin());
  return seed;
}

bool verify_signature(const PublicKey& key, std::string_view message, const Signature& signature) {
  start_sodium();
  return crypto_sign_verify_detached(signature.bytes.data(), bytes_of(message), message.size(), key.bytes.data()) == 0;
}

std::string base64_encode(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view group = bytes.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8 | (i < group.size() ? static_cast<std::uint8_t>(group[i]) : 0u);
    for (std::size_t i = 0; i < 4; ++i) text += i <= group.size() ? kAlphabet[bits >> (18 - 6 * i) & 63] : '=';
  }
  return text;
}

Expected<std::string> base64_decode(std::string_view text, bool lenient_tail) {
  if (text.size() % 4 != 0) return not_base64(fmt::format("{} characters, not a multiple of four", text.size()));
  std::string_view data = text;
  for (int padding = 0; padding < 2 && data.ends_with('='); ++padding) data.remove_suffix(1);
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  int count = 0;   // of bits that are not in `bytes` yet
  for (std::size_t at = 0; at < data.size(); ++at) {
    const int value = base64_value(data[at]);
    if (value < 0) return not_base64(fmt::format("character {} is outside its alphabet", at + 1));
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xff);
  }
  if (!lenient_tail && (bits & ((1u << count) - 1)) != 0)
    return not_base64("the last character has bits that belong to no byte");
  return bytes;
}

}  // namespace maek::evidence
