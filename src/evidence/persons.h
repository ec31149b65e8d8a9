// SPDX-License-Identifier: Apache-2.0
// Persons: what identifies a patient never enters the ledger; commitments, sealed bodies, erasure (HMAC, XChaCha20-Poly1305)
#pragma once

#include <filesystem>  // for std::filesystem::path
#include <optional>  // for std::optional
#include <string>  // for std::string
#include <string_view>  // for std::string_view

#include "base/atomic_file.h"  // for SystemCalls
#include "base/expected.h"  // for Expected
#include "base/ids.h"  // for Digest

namespace maek::evidence {

constexpr const char* kSealedType = "application/vnd.maek.sealed";

/// The key of one person. Whoever lacks it can neither read the bodies nor tell whose they are, even with a list of all
/// identifiers there are: the commitment is an HMAC under this random key.
struct PersonKey {
  std::string bytes;  // 32, random
  Digest commitment;  // HMAC-SHA-256(key, "maek person v1" LF identifier): stands on the ledger
};

/// A folder of keys, one file for each person, named after an HMAC of the identifier under a secret of the folder.
/// It never leaves the machine, and is no part of the ledger.
class Persons {
 public:
  static Expected<Persons> open(const std::filesystem::path& folder, SystemCalls& calls = system_calls());

  /// The key of a person, made where there is none. kInvalidArgument after an erasure: what comes later is another matter,
  /// and wants another identifier.
  Expected<PersonKey> key(std::string_view identifier);
  /// Nothing where there is none.
  Expected<std::optional<PersonKey>> find(std::string_view identifier) const;

  /// Destroys the key; its commitment stays, for the entry that says so. kNotFound for a person never met. Repeatable:
  /// after a crash the same commitment comes back.
  Expected<Digest> destroy(std::string_view identifier);

 private:
  Persons(std::filesystem::path folder, std::string secret, SystemCalls& calls)
      : folder_(std::move(folder)), secret_(std::move(secret)), calls_(&calls) {}
  std::string name(std::string_view identifier) const;

  std::filesystem::path folder_;
  std::string secret_;
  SystemCalls* calls_;
};

/// nonce (24) || ciphertext and tag, bound to the commitment. Two sealings of the same bytes differ.
std::string seal(const PersonKey& key, std::string_view plain);
/// kMalformed when it was altered or is another person's.
Expected<std::string> unseal(const PersonKey& key, std::string_view sealed);

}  // namespace maek::evidence
