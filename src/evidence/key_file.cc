// SPDX-License-Identifier: Apache-2.0
// Key files: their text, their seal, and the order of system calls that keeps them private and whole.
#include "evidence/key_file.h"

#include <fcntl.h>      // for O_CREAT
#include <sodium.h>     // for crypto_pwhash, crypto_aead_xchacha20poly1305_ietf_encrypt
#include <sys/stat.h>   // for fstat, lstat
#include <unistd.h>     // for link, read

#include <algorithm>      // for std::copy
#include <array>          // for std::array
#include <cerrno>         // for errno
#include <optional>       // for std::optional
#include <system_error>   // for std::generic_category

#include <fmt/format.h>

#include "base/ids.h"              // for to_hex
#include "evidence/checkpoint.h"   // for parse_decimal

namespace maek::evidence {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kVersionLine = "maek-secret-key v1";
constexpr std::string_view kGoPrefix = "PRIVATE+KEY+";
constexpr std::string_view kFunction = "argon2id";
constexpr std::size_t kMaxKeyFileBytes = 16'384;
constexpr mode_t kOwnerOnly = 0600;

using Seed = std::array<std::uint8_t, 32>;

Error malformed(std::string message, std::string where = "key file") {
  return {ErrorCode::kMalformed, std::move(message), std::move(where)};
}

// Wipes what it holds when it goes.
template <class Bytes>
class Wiped {
 public:
  Wiped() = default;
  explicit Wiped(Bytes bytes) : bytes_(std::move(bytes)) {}
  ~Wiped() { sodium_memzero(bytes_.data(), bytes_.size()); }
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  Bytes& operator*() { return bytes_; }
  Bytes* operator->() { return &bytes_; }

 private:
  Bytes bytes_{};
};

template <std::size_t N>
std::string_view view(const std::array<std::uint8_t, N>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), N};
}
const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

template <std::size_t N>
Expected<std::array<std::uint8_t, N>> read_bytes(std::string_view text, const char* what) {
  auto decoded = base64_decode(text);
  if (!decoded) return malformed(fmt::format("the {} is {}", what, decoded.error().message));
  Wiped<std::string> held(*std::move(decoded));
  if (held->size() != N) return malformed(fmt::format("the {} has {} bytes instead of {}", what, held->size(), N));
  std::array<std::uint8_t, N> out{};
  std::copy(held->begin(), held->end(), out.begin());
  return out;
}

Expected<void> check_cost(const PassphraseCost& cost) {
  const auto memory_min = crypto_pwhash_MEMLIMIT_MIN / 1024;
  if (cost.passes >= 1 && cost.passes <= kMaxPassphraseCost.passes && cost.memory_kib >= memory_min &&
      cost.memory_kib <= kMaxPassphraseCost.memory_kib)
    return {};
  return Error{ErrorCode::kUnsupported,
               fmt::format("{} passes over {} KiB: opening a key takes 1 to {} passes over {} to {} KiB", cost.passes,
                           cost.memory_kib, kMaxPassphraseCost.passes, memory_min, kMaxPassphraseCost.memory_kib),
               "key file"};
}

Expected<void> stretch(std::string_view passphrase, const std::array<std::uint8_t, crypto_pwhash_SALTBYTES>& salt,
                       const PassphraseCost& cost, std::array<std::uint8_t, 32>& key) {
  if (const auto fine = check_cost(cost); !fine) return fine;
  if (crypto_pwhash(key.data(), key.size(), passphrase.data(), passphrase.size(), salt.data(), cost.passes,
                    static_cast<std::size_t>(cost.memory_kib) * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return Error{ErrorCode::kTooLarge,
                 fmt::format("no {} KiB of memory to turn the passphrase into a key", cost.memory_kib), "key file"};
  return {};
}

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kBoxBytes = sizeof(Seed) + crypto_aead_xchacha20poly1305_ietf_ABYTES;

const char* type_word(KeyType type) { return type == KeyType::kCosignature ? "cosignature" : "ed25519"; }

class KeyFileReader {
 public:
  KeyFileReader(std::string_view text, const AskPassphrase& ask) : text_(text), rest_(text), ask_(ask) {}

  Expected<SigningKey> read() {
    const auto version = take_line(rest_);
    if (!version || !version->starts_with("maek-secret-key ")) return malformed("this is no file of a secret key");
    if (*version != kVersionLine)
      return Error{ErrorCode::kUnsupported, fmt::format("this build reads '{}' only", kVersionLine), "key file:1"};
    const auto name = field("name");
    const auto type_text = field("type");
    const auto public_text = field("public");
    if (!name || !type_text || !public_text) return malformed("the lines name, type and public belong here, in order");
    if (!is_key_name(*name)) return malformed("the name is no name of a key");
    if (*type_text != "ed25519" && *type_text != "cosignature")
      return Error{ErrorCode::kUnsupported, "the type is neither ed25519 nor cosignature", "key file:3"};
    const auto public_bytes = read_bytes<32>(*public_text, "public key");
    if (!public_bytes) return public_bytes.error();

    Wiped<Seed> seed;
    if (const auto plain = field("seed")) {
      auto bytes = read_bytes<32>(*plain, "seed");
      if (!bytes) return bytes.error();
      *seed = *bytes;
      sodium_memzero(bytes->data(), bytes->size());
    } else if (const auto opened = open_seal(*seed); !opened) {
      return opened.error();
    }
    if (!rest_.empty()) return malformed("nothing belongs after the key");
    SigningKey key{std::string(*name), *type_text == "ed25519" ? KeyType::kEd25519 : KeyType::kCosignature,
                   SecretKey::from_seed(*seed)};
    if (key.secret.public_key().bytes != *public_bytes) return malformed("the secret key is not the public key's");
    return key;
  }

 private:
  // The rest of the next line, when it begins with this word; otherwise the line stays.
  std::optional<std::string_view> field(std::string_view word) {
    std::string_view after = rest_;
    auto line = take_line(after);
    if (!line || !line->starts_with(word) || line->size() <= word.size() || (*line)[word.size()] != ' ') return {};
    rest_ = after;
    return line->substr(word.size() + 1);
  }

  Expected<void> open_seal(Seed& seed) {
    const auto function = field("function");
    const auto passes = field("passes");
    const auto memory = field("memory-kib");
    const auto salt_text = field("salt");
    const auto nonce_text = field("nonce");
    // What stands before the box is sealed with it: nobody changes a name or a cost unseen.
    const std::string_view head = text_.substr(0, text_.size() - rest_.size());
    const auto box_text = field("box");
    if (!function || !passes || !memory || !salt_text || !nonce_text || !box_text)
      return malformed("a line 'seed', or the lines function, passes, memory-kib, salt, nonce and box belong here");
    if (*function != kFunction)
      return Error{ErrorCode::kUnsupported, fmt::format("keys are sealed by {} only", kFunction), "key file:5"};
    const auto passes_number = parse_decimal(*passes);
    const auto memory_number = parse_decimal(*memory);
    if (!passes_number || !memory_number) return malformed("passes and memory-kib are decimal numbers");
    const PassphraseCost cost{*passes_number, *memory_number};
    if (const auto fine = check_cost(cost); !fine) return fine;
    const auto salt = read_bytes<crypto_pwhash_SALTBYTES>(*salt_text, "salt");
    if (!salt) return salt.error();
    const auto nonce = read_bytes<kNonceBytes>(*nonce_text, "nonce");
    if (!nonce) return nonce.error();
    const auto box = read_bytes<kBoxBytes>(*box_text, "box");
    if (!box) return box.error();
    if (!ask_)
      return Error{ErrorCode::kInvalidArgument, "this key is sealed by a passphrase, and none was given", "key file"};
    auto given = ask_();
    if (!given) return given.error();
    Wiped<std::array<std::uint8_t, 32>> key;
    const auto made = stretch(*given, *salt, cost, *key);
    sodium_memzero(given->data(), given->size());   // where it stands: moving a short string would leave a copy
    if (!made) return made;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(seed.data(), nullptr, nullptr, box->data(), box->size(),
                                                   bytes_of(head), head.size(), nonce->data(), key->data()) != 0)
      return Error{ErrorCode::kInvalidArgument, "the passphrase does not open this key, or the file was changed",
                   "key file"};
    return {};
  }

  std::string_view text_, rest_;
  const AskPassphrase& ask_;
};

Expected<SigningKey> parse_go_key(std::string_view line) {
  line.remove_prefix(kGoPrefix.size());
  if (line.ends_with('\n')) line.remove_suffix(1);
  const std::size_t first = line.find('+');
  const std::size_t second = first == line.npos ? first : line.find('+', first + 1);
  if (second == line.npos) return malformed("a key is written PRIVATE+KEY+NAME+ID+BASE64");
  const std::string_view name = line.substr(0, first);
  const std::string_view id = line.substr(first + 1, second - first - 1);
  if (!is_key_name(name)) return malformed("the name is no name of a key");
  auto bytes = read_bytes<33>(line.substr(second + 1), "key");
  if (!bytes) return bytes.error();
  Wiped<std::array<std::uint8_t, 33>> held(*bytes);
  sodium_memzero(bytes->data(), bytes->size());
  const auto type = static_cast<KeyType>(held->front());
  if (type != KeyType::kEd25519 && type != KeyType::kCosignature)
    return Error{ErrorCode::kUnsupported, fmt::format("keys of type 0x{:02x} are unknown here", held->front()),
                 "key file"};
  Wiped<Seed> seed;
  std::copy(held->begin() + 1, held->end(), seed->begin());
  SigningKey key{std::string(name), type, SecretKey::from_seed(*seed)};
  if (fmt::format("{:08x}", key.verifier().id()) != id) return malformed("the id does not belong to this name and key");
  return key;
}

std::string reason(int number) { return std::generic_category().message(number); }

Error cannot_write(const fs::path& path, int number) {
  if (number == EEXIST)
    return {ErrorCode::kInvalidArgument, "a file of this name is there already, and a key is never overwritten",
            path.string(), "Choose another name, or move that file away."};
  const bool full = number == ENOSPC || number == EDQUOT;
  return {full ? ErrorCode::kDiskFull : ErrorCode::kUnwritable, "cannot write the key: " + reason(number),
          path.string()};
}

// 0, or the errno of the call that failed.
int write_and_sync(int descriptor, std::string_view bytes, SystemCalls& calls) {
  int failed = 0;
  while (failed == 0 && !bytes.empty()) {
    const ssize_t wrote = calls.write(descriptor, bytes.data(), bytes.size());
    if (wrote < 0) {
      if (errno != EINTR) failed = errno;
    } else if (wrote == 0) {
      failed = ENOSPC;
    } else {
      bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
  }
  if (failed == 0 && calls.fsync(descriptor) < 0) failed = errno;
  if (calls.close(descriptor) < 0 && failed == 0) failed = errno;
  return failed;
}

// A read that does not leave copies of the secret behind.
Expected<void> read_all(int descriptor, const fs::path& path, std::string& text) {
  text.resize(kMaxKeyFileBytes + 1);
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = ::read(descriptor, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error{ErrorCode::kUnreadable, "cannot read the key: " + reason(errno), path.string()};
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > kMaxKeyFileBytes) return Error{ErrorCode::kTooLarge, "too large for the file of a key", path.string()};
  text.resize(size);
  return {};
}

}  // namespace

Expected<std::string> key_file_text(const SigningKey& key, std::string_view passphrase, const PassphraseCost& cost) {
  if (!is_key_name(key.name))
    return Error{ErrorCode::kInvalidArgument, "a key's name holds no space, no '+' and no control byte", key.name};
  Wiped<Seed> seed(key.secret.seed());
  std::string head = fmt::format("{}\nname {}\ntype {}\npublic {}\n", kVersionLine, key.name, type_word(key.type),
                                 base64_encode(view(key.secret.public_key().bytes)));
  if (passphrase.empty()) {
    Wiped<std::string> line(base64_encode(view(*seed)));
    head.reserve(head.size() + line->size() + 6);   // one piece of memory, which the caller can wipe
    return head.append("seed ").append(*line).append("\n");
  }
  std::array<std::uint8_t, crypto_pwhash_SALTBYTES> salt{};
  std::array<std::uint8_t, kNonceBytes> nonce{};
  std::array<std::uint8_t, kBoxBytes> box{};
  randombytes_buf(salt.data(), salt.size());
  randombytes_buf(nonce.data(), nonce.size());
  Wiped<std::array<std::uint8_t, 32>> sealing;
  if (const auto made = stretch(passphrase, salt, cost, *sealing); !made) return made.error();
  head += fmt::format("function {}\npasses {}\nmemory-kib {}\nsalt {}\nnonce {}\n", kFunction, cost.passes,
                      cost.memory_kib, base64_encode(view(salt)), base64_encode(view(nonce)));
  crypto_aead_xchacha20poly1305_ietf_encrypt(box.data(), nullptr, seed->data(), seed->size(), bytes_of(head),
                                             head.size(), nullptr, nonce.data(), sealing->data());
  return head + fmt::format("box {}\n", base64_encode(view(box)));
}

Expected<SigningKey> parse_key_file(std::string_view text, const AskPassphrase& ask) {
  if (text.size() > kMaxKeyFileBytes) return Error{ErrorCode::kTooLarge, "too large for the file of a key", "key file"};
  if (text.starts_with(kGoPrefix)) return parse_go_key(text);
  return KeyFileReader(text, ask).read();
}

Expected<void> write_key_file(const fs::path& path, const SigningKey& key, std::string_view passphrase,
                              const PassphraseCost& cost, SystemCalls& calls) {
  struct stat there{};
  if (::lstat(path.c_str(), &there) == 0) return cannot_write(path, EEXIST);   // before any costly work
  auto made = key_file_text(key, passphrase, cost);
  if (!made) return std::move(made).error();
  Wiped<std::string> text(*std::move(made));

  // A whole file beside it, then its second name: link never replaces what is there, as rename would.
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::array<std::uint8_t, 8> chance{};
  randombytes_buf(chance.data(), chance.size());
  const fs::path part = folder / fmt::format(".maek-{}-{}.part", ::getpid(), to_hex(view(chance)));
  const int descriptor = calls.open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, kOwnerOnly);
  if (descriptor < 0) return cannot_write(path, errno);
  int failed = write_and_sync(descriptor, *text, calls);
  if (failed == 0 && ::link(part.c_str(), path.c_str()) < 0) failed = errno;
  calls.unlink(part.c_str());
  if (failed != 0) return cannot_write(path, failed);
  const int folder_descriptor = calls.open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (folder_descriptor < 0) return cannot_write(path, errno);
  const int synced = calls.fsync(folder_descriptor) == 0 || errno == EINVAL ? 0 : errno;
  calls.close(folder_descriptor);
  if (synced != 0) return cannot_write(path, synced);
  return {};
}

Expected<SigningKey> read_key_file(const fs::path& path, const AskPassphrase& ask) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) {
    if (errno == ELOOP)
      return Error{ErrorCode::kUnreadable, "a link stands here, and a key is not read through a link", path.string(),
                   "Name the file itself."};
    return Error{errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnreadable,
                 "cannot open the key: " + reason(errno), path.string()};
  }
  struct stat held{};
  Wiped<std::string> text;
  Expected<void> read;
  if (::fstat(descriptor, &held) < 0) {
    read = Error{ErrorCode::kUnreadable, "cannot look at the key: " + reason(errno), path.string()};
  } else if (!S_ISREG(held.st_mode)) {
    read = Error{ErrorCode::kUnreadable, "this is not a plain file", path.string()};
  } else if ((held.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    read = Error{ErrorCode::kUnreadable,
                 fmt::format("others than its owner may touch this key (mode {:04o})", held.st_mode & 07777),
                 path.string(), fmt::format("Run: chmod 600 {}", path.string())};
  } else if (held.st_uid != ::geteuid()) {
    read = Error{ErrorCode::kUnreadable, "this key belongs to another user", path.string()};
  } else {
    read = read_all(descriptor, path, *text);
  }
  ::close(descriptor);
  if (!read) return read.error();
  auto key = parse_key_file(*text, ask);
  if (key) return key;
  Error error = std::move(key).error();
  error.where = error.where.empty() ? path.string() : fmt::format("{}: {}", path.string(), error.where);
  return error;
}

}  // namespace maek::evidence
