// SPDX-License-Identifier: Apache-2.0
// Body: bytes that the ledger keeps beside its entries, named by their SHA-256 (content-addressed, zstd)
#pragma once

#include <cstdint>       // for std::uint8_t, std::uint64_t
#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include "base/expected.h"   // for Expected
#include "base/ids.h"        // for Digest

namespace maek::evidence {

/// A body may have this many bytes: what is larger is captured by digest alone.
constexpr std::uint64_t kMaxBodyBytes = std::uint64_t{1} << 32;
/// Larger stored bodies are files of their own; smaller ones lie in the commit's record.
constexpr std::uint64_t kMaxInlineBytes = std::uint64_t{1} << 20;

enum class Codec : std::uint8_t {
  kPlain = 0,
  kZstd = 1,   // one frame that states its content size
};

/// A body as it is stored.
struct StoredBody {
  Digest digest;                // of the plain bytes
  std::uint64_t bytes = 0;      // plain
  Codec codec = Codec::kPlain;
  std::string stored;
};

/// Compresses where that saves at least an eighth.
StoredBody store_body(std::string_view bytes);
/// The same; bytes that are not compressed are kept as they are, not copied.
StoredBody take_body(std::string&& bytes);
/// The plain bytes, verified: kMalformed when length, frame or digest do not fit.
Expected<std::string> restore_body(const StoredBody& body);
/// The same verdict on `stored` in place of body.stored, without giving the bytes.
Expected<void> check_body(const StoredBody& body, std::string_view stored);

}  // namespace maek::evidence
