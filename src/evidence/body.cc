// SPDX-License-Identifier: Apache-2.0
// Compression and verification of bodies.
#include "evidence/body.h"

#include <zstd.h>

#include <memory>   // for std::unique_ptr
#include <new>      // for std::bad_alloc

#include <fmt/format.h>

namespace maek::evidence {
namespace {

constexpr int kLevel = 3;                   // zstd's own default: faster than a disk
constexpr std::size_t kWorthTrying = 256;   // a frame costs some twenty bytes, its making some microseconds

Error damaged(const StoredBody& body, std::string why) {
  return {ErrorCode::kMalformed, "is damaged: " + why, "body " + body.digest.hex()};
}

// Contexts are large: one for each thread.
ZSTD_CCtx* compressor() {
  struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };
  thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
  if (context == nullptr) throw std::bad_alloc();
  return context.get();
}

Expected<std::string> inflate(const StoredBody& body, std::string_view stored) {
  const unsigned long long stated = ZSTD_getFrameContentSize(stored.data(), stored.size());
  if (stated != body.bytes) return damaged(body, "its frame does not state the length of the record");
  std::string plain(static_cast<std::size_t>(body.bytes), '\0');
  const std::size_t got = ZSTD_decompress(plain.data(), plain.size(), stored.data(), stored.size());
  if (ZSTD_isError(got) != 0) return damaged(body, ZSTD_getErrorName(got));
  if (got != plain.size()) return damaged(body, fmt::format("{} bytes instead of {}", got, plain.size()));
  return plain;
}

Expected<void> check_plain(const StoredBody& body, std::string_view plain) {
  if (plain.size() != body.bytes) return damaged(body, fmt::format("{} bytes instead of {}", plain.size(), body.bytes));
  if (sha256(plain) != body.digest) return damaged(body, "its bytes have another SHA-256");
  return {};
}

// True when it is worth it.
bool compress(std::string_view bytes, StoredBody& body) {
  if (bytes.size() < kWorthTrying) return false;
  body.stored.resize(ZSTD_compressBound(bytes.size()));
  const std::size_t packed =
      ZSTD_compressCCtx(compressor(), body.stored.data(), body.stored.size(), bytes.data(), bytes.size(), kLevel);
  if (ZSTD_isError(packed) != 0 || packed > bytes.size() - bytes.size() / 8) return false;
  body.codec = Codec::kZstd;
  body.stored.resize(packed);
  body.stored.shrink_to_fit();
  return true;
}

}  // namespace

StoredBody store_body(std::string_view bytes) {
  StoredBody body{sha256(bytes), bytes.size(), Codec::kPlain, {}};
  if (!compress(bytes, body)) body.stored = bytes;
  return body;
}

StoredBody take_body(std::string&& bytes) {
  StoredBody body{sha256(bytes), bytes.size(), Codec::kPlain, {}};
  if (!compress(bytes, body)) body.stored = std::move(bytes);
  return body;
}

Expected<std::string> restore_body(const StoredBody& body) {
  if (body.bytes > kMaxBodyBytes) return damaged(body, "its length is beyond the limit");
  Expected<std::string> plain = body.codec == Codec::kZstd ? inflate(body, body.stored) : body.stored;
  if (!plain) return plain;
  if (auto good = check_plain(body, *plain); !good) return good.error();
  return plain;
}

Expected<void> check_body(const StoredBody& body, std::string_view stored) {
  if (body.bytes > kMaxBodyBytes) return damaged(body, "its length is beyond the limit");
  if (body.codec != Codec::kZstd) return check_plain(body, stored);
  const auto plain = inflate(body, stored);
  if (!plain) return plain.error();
  return check_plain(body, *plain);
}

}  // namespace maek::evidence
