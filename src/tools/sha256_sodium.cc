// SPDX-License-Identifier: Apache-2.0
// SHA-256 by libsodium, for the small programs: a second library that checks the first on every bundle.
#include <sodium.h>

#include "base/ids.h"   // for Digest, Sha256

namespace maek {

struct Sha256::State {
  crypto_hash_sha256_state inner;
  State() { crypto_hash_sha256_init(&inner); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
  crypto_hash_sha256_update(&state_->inner, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

Digest Sha256::finish() {
  Digest digest;
  crypto_hash_sha256_final(&state_->inner, digest.bytes.data());
  crypto_hash_sha256_init(&state_->inner);
  return digest;
}

Digest sha256(std::string_view bytes) {
  Digest digest;
  crypto_hash_sha256(digest.bytes.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return digest;
}

}  // namespace maek
