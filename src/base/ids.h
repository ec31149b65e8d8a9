// SPDX-License-Identifier: Apache-2.0
// Digest and RunId: typed identifiers (SHA-256, hash, checksum, hex, fingerprint of bytes and of runs).
#pragma once

#include <array>         // for std::array
#include <compare>       // for operator<=>
#include <cstdint>       // for std::uint8_t
#include <memory>        // for std::unique_ptr
#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include "base/expected.h"   // for Expected

namespace maek {

/// SHA-256 of some bytes: their identity.
struct Digest {
  std::array<std::uint8_t, 32> bytes{};

  std::string hex() const;   // 64 lower-case digits
  auto operator<=>(const Digest&) const = default;
};

/// From 64 hexadecimal digits of either case, with or without "sha256:" before them.
Expected<Digest> parse_digest(std::string_view text);

/// The digest of `bytes`. Throws std::bad_alloc when OpenSSL has no memory, and nothing else.
Digest sha256(std::string_view bytes);

/// The digest of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view bytes);
  /// The digest of all pieces so far; the next update begins a new message.
  Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// What was asked: operation, version, options, seed and inputs. The same question always has the same id,
/// on every machine and at any number of threads; no clock and no chance is in it.
struct RunId {
  std::array<std::uint8_t, 16> bytes{};

  std::string text() const;   // "run-" and 32 lower-case digits
  auto operator<=>(const RunId&) const = default;
};

/// The id of a question, given as one canonical text (the first 128 bits of its SHA-256).
RunId make_run_id(std::string_view canonical_question);
/// From the text form.
Expected<RunId> parse_run_id(std::string_view text);

/// Lower-case hexadecimal digits of bytes.
std::string to_hex(std::string_view bytes);

}  // namespace maek
