// SPDX-License-Identifier: Apache-2.0
// Secret keys on disk: a small text file, 0600, plain or sealed by a passphrase (Argon2id, XChaCha20-Poly1305; keygen)
#pragma once

#include <cstdint>       // for std::uint64_t
#include <filesystem>    // for std::filesystem::path
#include <functional>    // for std::function
#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include "base/atomic_file.h"     // for SystemCalls, system_calls
#include "base/expected.h"        // for Expected
#include "evidence/ed25519.h"     // for SecretKey
#include "evidence/note.h"        // for KeyType, VerifierKey

namespace maek::evidence {

/// A secret key with the name it signs under.
struct SigningKey {
  std::string name;
  KeyType type = KeyType::kEd25519;
  SecretKey secret;

  VerifierKey verifier() const { return {name, type, secret.public_key()}; }
};

/// What opening a sealed key costs; whoever guesses passphrases pays it for each guess.
struct PassphraseCost {
  std::uint64_t passes = 3;
  std::uint64_t memory_kib = 256 * 1024;   // [KiB]
};
/// A file that asks for more is refused: it would stop the machine instead of opening.
constexpr PassphraseCost kMaxPassphraseCost{16, 1024 * 1024};

/// Asked only when a key is sealed.
using AskPassphrase = std::function<Expected<std::string>()>;

/// The text of a key file (docs/formats/keys.md). An empty passphrase leaves the seed in clear.
Expected<std::string> key_file_text(const SigningKey& key, std::string_view passphrase = {},
                                    const PassphraseCost& cost = {});
/// Reads that text, or the one line of the Go tools, "PRIVATE+KEY+name+id+base64". kMalformed, kUnsupported;
/// kInvalidArgument when the passphrase does not open it.
Expected<SigningKey> parse_key_file(std::string_view text, const AskPassphrase& ask = {});

/// Writes a key for its owner alone (0600); the file is whole or absent, and an existing one is never replaced.
Expected<void> write_key_file(const std::filesystem::path& path, const SigningKey& key,
                              std::string_view passphrase = {}, const PassphraseCost& cost = {},
                              SystemCalls& calls = system_calls());
/// Refuses a link, a file that group or others may touch, and one of another user.
Expected<SigningKey> read_key_file(const std::filesystem::path& path, const AskPassphrase& ask = {});

}  // namespace maek::evidence
