// SPDX-License-Identifier: Apache-2.0
// Keys of persons on disk, and sealing under them.
#include "evidence/persons.h"

#include <fcntl.h>      // for O_WRONLY
#include <sodium.h>     // for crypto_auth_hmacsha256, crypto_aead_xchacha20poly1305_ietf
#include <sys/stat.h>   // for chmod
#include <unistd.h>     // for close

#include <cerrno>   // for errno

#include "evidence/internal/ledger_folder.h"   // for Descriptor, system_error

namespace maek::evidence {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCommitmentContext = "maek person v1\n";
constexpr std::string_view kNameContext = "maek person file v1\n";
constexpr std::size_t kKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
static_assert(kKeyBytes == crypto_auth_hmacsha256_KEYBYTES);
constexpr std::uint64_t kMaxFile = 4096;
constexpr const char* kErased = ".erased";

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string random_key() {
  std::string key(kKeyBytes, '\0');
  randombytes_buf(key.data(), key.size());
  return key;
}

Digest hmac(std::string_view key, std::string_view context, std::string_view text) {
  const std::string message = std::string(context) + std::string(text);
  Digest digest;
  crypto_auth_hmacsha256(digest.bytes.data(), bytes_of(message), message.size(), bytes_of(key));
  return digest;
}

Expected<void> write_private(const fs::path& path, std::string_view bytes, SystemCalls& calls) {
  if (auto written = write_file(path, bytes, calls); !written) return written;   // its folder is 0700 already
  if (::chmod(path.c_str(), 0600) == 0) return {};
  return system_error(errno, "cannot be made private", path);
}

// Overwrites a file before it goes. On a disk that writes elsewhere old blocks may survive: docs/evidence.md says so.
Expected<void> shred(const fs::path& path, std::size_t size, SystemCalls& calls) {
  const Descriptor file(calls.open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0));
  if (!file) return system_error(errno, "cannot be opened to destroy it", path);
  const std::string noise = random_key() + std::string(size, '\0');
  if (calls.write(file.get(), noise.data(), size) != static_cast<ssize_t>(size) || calls.fsync(file.get()) < 0) {
    return system_error(errno, "cannot be overwritten", path);
  }
  if (calls.unlink(path.c_str()) < 0) return system_error(errno, "cannot be removed", path);
  const fs::path folder = path.parent_path();
  const Descriptor parent(calls.open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  if (!parent || calls.fsync(parent.get()) < 0)
    return system_error(errno, "cannot bring the removal to the disk", folder);
  return {};
}

}  // namespace

Expected<Persons> Persons::open(const fs::path& folder, SystemCalls& calls) {
  if (sodium_init() < 0) return Error{ErrorCode::kInternal, "libsodium does not start"};
  auto made = OutputFolder::open(folder, calls);
  if (!made) return made.error();
  if (::chmod(folder.c_str(), 0700) < 0) return system_error(errno, "cannot be made private", folder);
  const fs::path path = folder / "secret";
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    if (auto written = write_private(path, random_key(), calls); !written) return written.error();
  }
  auto secret = read_file(path, kMaxFile);
  if (!secret) return secret.error();
  if (secret->size() != kKeyBytes) return Error{ErrorCode::kMalformed, "is no secret of 32 bytes", path.string()};
  return Persons(folder, *std::move(secret), calls);
}

std::string Persons::name(std::string_view identifier) const { return hmac(secret_, kNameContext, identifier).hex(); }

Expected<std::optional<PersonKey>> Persons::find(std::string_view identifier) const {
  std::error_code ignored;
  if (fs::exists(folder_ / (name(identifier) + kErased), ignored)) return std::optional<PersonKey>{};  // half destroyed
  auto bytes = read_file(folder_ / name(identifier), kMaxFile);
  if (!bytes) {
    if (bytes.error().code == ErrorCode::kNotFound) return std::optional<PersonKey>{};
    return bytes.error();
  }
  if (bytes->size() != kKeyBytes) {
    return Error{ErrorCode::kMalformed, "is no key of 32 bytes", (folder_ / name(identifier)).string()};
  }
  PersonKey key{*std::move(bytes), {}};
  key.commitment = hmac(key.bytes, kCommitmentContext, identifier);
  return std::optional<PersonKey>{std::move(key)};
}

Expected<PersonKey> Persons::key(std::string_view identifier) {
  auto found = find(identifier);
  if (!found) return found.error();
  if (*found) return **std::move(found);
  std::error_code ignored;
  if (fs::exists(folder_ / (name(identifier) + kErased), ignored)) {
    return Error{ErrorCode::kInvalidArgument, "this person was erased by right", "person",
                 "What comes later must come under another identifier."};
  }
  PersonKey key{random_key(), {}};
  key.commitment = hmac(key.bytes, kCommitmentContext, identifier);
  if (auto written = write_private(folder_ / name(identifier), key.bytes, *calls_); !written) return written.error();
  return key;
}

Expected<Digest> Persons::destroy(std::string_view identifier) {
  const fs::path path = folder_ / name(identifier);
  const fs::path tombstone = folder_ / (name(identifier) + kErased);
  std::error_code ignored;
  if (!fs::exists(tombstone, ignored)) {
    const auto found = find(identifier);
    if (!found) return found.error();
    if (!*found) return Error{ErrorCode::kNotFound, "no key was ever made for this person", "person"};
    // The commitment is written down before the key goes: it could not be computed afterwards.
    if (auto written = write_private(tombstone, (*found)->commitment.hex(), *calls_); !written) return written.error();
  }
  if (fs::exists(path, ignored)) {
    if (auto gone = shred(path, kKeyBytes, *calls_); !gone) return gone.error();
  }
  const auto commitment = read_file(tombstone, kMaxFile);
  if (!commitment) return commitment.error();
  return parse_digest(*commitment);
}

std::string seal(const PersonKey& key, std::string_view plain) {
  constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  std::string sealed(kNonce + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
  randombytes_buf(sealed.data(), kNonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(sealed) + kNonce, nullptr, bytes_of(plain), plain.size(),
                                             key.commitment.bytes.data(), key.commitment.bytes.size(), nullptr,
                                             bytes_of(sealed), bytes_of(key.bytes));
  return sealed;
}

Expected<std::string> unseal(const PersonKey& key, std::string_view sealed) {
  constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
  const Error bad{ErrorCode::kMalformed, "cannot be opened: it was altered, or is another person's", "sealed body"};
  if (sealed.size() < kNonce + kTag) return bad;
  std::string plain(sealed.size() - kNonce - kTag, '\0');
  const std::string_view rest = sealed.substr(kNonce);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(plain), nullptr, nullptr, bytes_of(rest), rest.size(),
                                                 key.commitment.bytes.data(), key.commitment.bytes.size(),
                                                 bytes_of(sealed), bytes_of(key.bytes)) != 0) {
    return bad;
  }
  return plain;
}

}  // namespace maek::evidence
