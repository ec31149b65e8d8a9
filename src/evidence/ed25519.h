// SPDX-License-Identifier: Apache-2.0
// Ed25519 keys and signatures by libsodium, the only verifier of this house (RFC 8032; docs/evidence.md has its verdicts)
#pragma once

#include <array>  // for std::array
#include <cstdint>  // for std::uint8_t
#include <string>  // for std::string
#include <string_view>  // for std::string_view

#include "base/expected.h"  // for Expected

namespace maek::evidence {

struct PublicKey {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const PublicKey&) const = default;
};
struct Signature {
  std::array<std::uint8_t, 64> bytes{};
  auto operator<=>(const Signature&) const = default;
};

/// A secret key; wiped from memory when it goes.
class SecretKey {
 public:
  static SecretKey generate();
  static SecretKey from_seed(const std::array<std::uint8_t, 32>& seed);
  ~SecretKey();
  SecretKey(SecretKey&&) noexcept;
  SecretKey& operator=(SecretKey&&) noexcept;
  SecretKey(const SecretKey&) = delete;
  SecretKey& operator=(const SecretKey&) = delete;

  const PublicKey& public_key() const { return public_; }
  Signature sign(std::string_view message) const;
  std::array<std::uint8_t, 32> seed() const;  // whoever calls wipes it

 private:
  SecretKey() = default;
  std::array<std::uint8_t, 64> secret_{};
  PublicKey public_;
};

/// libsodium's verdict: refuses S >= L, small-order keys and R, non-canonical R; cofactorless equation.
bool verify_signature(const PublicKey& key, std::string_view message, const Signature& signature);

/// Standard base64 with padding (RFC 4648, 4). decode is strict about alphabet, padding and length; `lenient_tail`
/// accepts non-zero spare bits in the last character, as Go's decoder does.
std::string base64_encode(std::string_view bytes);
Expected<std::string> base64_decode(std::string_view text, bool lenient_tail = false);

}  // namespace maek::evidence
