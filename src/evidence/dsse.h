// SPDX-License-Identifier: Apache-2.0
// DSSE envelopes: a signed payload with its type, JSON (Dead Simple Signing Envelope v1, pre-authentication encoding)
#pragma once

#include <cstddef>       // for std::size_t
#include <span>          // for std::span
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"        // for Expected
#include "evidence/ed25519.h"     // for PublicKey, SecretKey

namespace maek::evidence {

constexpr const char* kInTotoType = "application/vnd.in-toto+json";
/// Bounds the work of a verifier: every key is tried on every signature.
constexpr std::size_t kMaxEnvelopeSignatures = 100;

struct Envelope {
  struct Signed {
    std::string key_id;   // a hint that nothing authenticates; "" when unset
    std::string bytes;
  };
  std::string payload_type;   // UTF-8
  std::string payload;        // decoded
  std::vector<Signed> signatures;

  std::string text() const;   // canonical JSON; "" when the type or a key id is not UTF-8
};
/// "DSSEv1 LEN type LEN body": what is signed.
std::string pre_authentication_encoding(std::string_view type, std::string_view body);

/// base64 of either alphabet, padded; members that are not known are ignored. kMalformed with the member, kTooLarge.
Expected<Envelope> parse_envelope(std::string_view json);
/// Adds a signature; key id = hex SHA-256 of the public key.
void sign_envelope(Envelope& envelope, const SecretKey& key);
std::string key_id(const PublicKey& key);
/// The distinct `keys` (indices) whose signature is good; kMalformed when fewer than `threshold`. Key ids are not looked
/// at: every key is tried on every signature, and one that fails is passed over.
Expected<std::vector<std::size_t>> verify_envelope(const Envelope& envelope, std::span<const PublicKey> keys,
                                                   std::size_t threshold = 1);

}  // namespace maek::evidence
