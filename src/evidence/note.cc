// SPDX-License-Identifier: Apache-2.0
// Notes taken apart line by line, and put together again; keys by (name, id).
#include "evidence/note.h"

#include <algorithm>  // for std::copy, std::find
#include <array>      // for std::array
#include <charconv>   // for std::from_chars
#include <set>        // for std::set
#include <tuple>      // for std::tuple

#include <fmt/format.h>

#include "base/ids.h"             // for sha256
#include "evidence/checkpoint.h"  // for cosignature_message, cosignature_time

namespace maek::evidence {
namespace {

constexpr std::string_view kSignatureStart = "\xE2\x80\x94 ";   // U+2014 and a space
constexpr std::size_t kKeyIdBytes = 4;

Error malformed(std::string message, std::string where) {
  return {ErrorCode::kMalformed, std::move(message), std::move(where)};
}

std::string signer_text(std::string_view name, std::uint32_t id) { return fmt::format("{}+{:08x}", name, id); }

std::string key_id_bytes(std::uint32_t id) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(id >> shift & 0xff);
  return bytes;
}

std::uint32_t read_key_id(std::string_view bytes) {
  std::uint32_t id = 0;
  for (std::size_t i = 0; i < kKeyIdBytes; ++i) id = id << 8 | static_cast<std::uint8_t>(bytes[i]);
  return id;
}

// Takes one code point off the front; -1 where the bytes are not well-formed UTF-8 (overlong, surrogate, too large).
std::int32_t take_code_point(std::string_view& rest) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(rest[i]); };
  const std::uint8_t first = byte(0);
  std::size_t length = 1;
  std::int32_t point = first;
  std::int32_t least = 0;
  if (first >= 0xf0 && first <= 0xf4) {
    length = 4, point = first & 0x07, least = 0x10000;
  } else if (first >= 0xe0 && first <= 0xef) {
    length = 3, point = first & 0x0f, least = 0x800;
  } else if (first >= 0xc2 && first <= 0xdf) {
    length = 2, point = first & 0x1f, least = 0x80;
  } else if (first >= 0x80) {
    return -1;
  }
  if (rest.size() < length) return -1;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return -1;
    point = point << 6 | (byte(i) & 0x3f);
  }
  if (point < least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return -1;
  rest.remove_prefix(length);
  return point;
}

// Unicode's White_Space property.
bool is_unicode_space(std::int32_t point) {
  return (point >= 0x09 && point <= 0x0d) || point == 0x20 || point == 0x85 || point == 0xa0 || point == 0x1680 ||
         (point >= 0x2000 && point <= 0x200a) || point == 0x2028 || point == 0x2029 || point == 0x202f ||
         point == 0x205f || point == 0x3000;
}

Expected<NoteSignature> parse_signature_line(std::string_view line, std::size_t number) {
  const auto where = [&] { return fmt::format("signature line {}", number); };
  if (!line.starts_with(kSignatureStart))
    return malformed("a signature line begins with an em dash (U+2014) and a space", where());
  line.remove_prefix(kSignatureStart.size());
  const std::size_t space = line.find(' ');
  if (space == line.npos) return malformed("a name, a space and the signature in base64 belong here", where());
  NoteSignature signature;
  signature.name = line.substr(0, space);
  if (!is_key_name(signature.name)) return malformed("this is no name of a key", where());
  // Public notes exist whose base64 has non-zero spare bits; the Go tools take them, and the signature decides.
  auto decoded = base64_decode(line.substr(space + 1), true);
  if (!decoded) return malformed(decoded.error().message, where());
  if (decoded->size() <= kKeyIdBytes) return malformed("the signature is empty", where());
  signature.key_id = read_key_id(*decoded);
  signature.bytes = decoded->substr(kKeyIdBytes);
  return signature;
}

bool verify_one(std::string_view text, const NoteSignature& signature, const VerifierKey& key) {
  Signature raw;
  std::string_view bytes = signature.bytes;
  std::string cosigned;
  if (key.type == KeyType::kCosignature) {
    const auto time = cosignature_time(signature);
    if (!time) return false;
    cosigned = cosignature_message(text, *time);
    text = cosigned;
    bytes.remove_prefix(bytes.size() - raw.bytes.size());
  }
  if (bytes.size() != raw.bytes.size()) return false;
  std::copy(bytes.begin(), bytes.end(), raw.bytes.begin());
  return verify_signature(key.key, text, raw);
}

}  // namespace

std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == rest.npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

bool is_note_text(std::string_view text) {
  while (!text.empty()) {
    const std::int32_t point = take_code_point(text);
    if (point < 0 || (point < 0x20 && point != '\n')) return false;
  }
  return true;
}

bool is_key_name(std::string_view name) {
  if (name.empty()) return false;
  while (!name.empty()) {
    const std::int32_t point = take_code_point(name);
    if (point < 0x20 || point == '+' || is_unicode_space(point)) return false;
  }
  return true;
}

std::uint32_t VerifierKey::id() const {
  std::string bytes = name + '\n' + static_cast<char>(type);
  bytes.append(key.bytes.begin(), key.bytes.end());
  const Digest digest = sha256(bytes);
  return read_key_id({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()});
}

std::string VerifierKey::text() const {
  std::string bytes(1, static_cast<char>(type));
  bytes.append(key.bytes.begin(), key.bytes.end());
  return signer_text(name, id()) + '+' + base64_encode(bytes);
}

Expected<VerifierKey> parse_verifier_key(std::string_view text) {
  constexpr const char* kWhere = "verifier key";
  const std::size_t first = text.find('+');
  const std::size_t second = first == text.npos ? first : text.find('+', first + 1);
  if (second == text.npos) return malformed("a key is written NAME+ID+BASE64", kWhere);
  const std::string_view id_text = text.substr(first + 1, second - first - 1);
  VerifierKey key;
  key.name = text.substr(0, first);
  if (!is_key_name(key.name)) return malformed("the part before '+' is no name of a key", kWhere);
  std::uint32_t id = 0;
  const bool digits = id_text.size() == 8 && id_text.find_first_not_of("0123456789abcdef") == id_text.npos;
  if (!digits) return malformed("the id of a key is 8 lower-case hexadecimal digits", kWhere);
  std::from_chars(id_text.data(), id_text.data() + id_text.size(), id, 16);
  const auto bytes = base64_decode(text.substr(second + 1));
  if (!bytes) return malformed("the key is " + bytes.error().message, kWhere);
  if (bytes->empty()) return malformed("the key is empty", kWhere);
  const auto type = static_cast<std::uint8_t>(bytes->front());
  if (type != static_cast<std::uint8_t>(KeyType::kEd25519) && type != static_cast<std::uint8_t>(KeyType::kCosignature))
    return Error{ErrorCode::kUnsupported, fmt::format("keys of type 0x{:02x} cannot be verified here", type), kWhere,
                 "Ed25519 keys (0x01) and their cosignatures (0x04) can."};
  if (bytes->size() != 1 + key.key.bytes.size())
    return malformed(fmt::format("an Ed25519 key has 32 bytes, this one {}", bytes->size() - 1), kWhere);
  key.type = static_cast<KeyType>(type);
  std::copy(bytes->begin() + 1, bytes->end(), key.key.bytes.begin());
  if (key.id() != id)
    return malformed(fmt::format("the id {} does not belong to this name and key: {:08x} does", id_text, key.id()),
                     kWhere);
  return key;
}

std::string NoteSignature::line() const {
  return fmt::format("{}{} {}\n", kSignatureStart, name, base64_encode(key_id_bytes(key_id) + bytes));
}

std::string Note::bytes() const {
  std::string file = text + '\n';
  for (const NoteSignature& signature : signatures) file += signature.line();
  return file;
}

Expected<std::vector<NoteSignature>> parse_signature_lines(std::string_view lines) {
  if (lines.size() > kMaxNoteBytes)
    return Error{ErrorCode::kTooLarge, fmt::format("more than {} bytes of signatures", kMaxNoteBytes), "note"};
  if (lines.empty()) return malformed("no signature line", "note");
  std::vector<NoteSignature> signatures;
  while (!lines.empty()) {
    if (signatures.size() == kMaxNoteSignatures)
      return Error{ErrorCode::kTooLarge, fmt::format("more than {} signatures", kMaxNoteSignatures), "note"};
    const auto line = take_line(lines);
    if (!line) return malformed("the last signature line does not end in a line feed", "note");
    auto signature = parse_signature_line(*line, signatures.size() + 1);
    if (!signature) return std::move(signature).error();
    signatures.push_back(*std::move(signature));
  }
  return signatures;
}

Expected<Note> parse_note(std::string_view file) {
  if (file.size() > kMaxNoteBytes)
    return Error{ErrorCode::kTooLarge, fmt::format("more than {} bytes", kMaxNoteBytes), "note"};
  if (!is_note_text(file)) return malformed("control bytes other than line feeds, or ill-formed UTF-8", "note");
  // The text may hold empty lines: the last one separates it from the signatures.
  const std::size_t separator = file.rfind("\n\n");
  if (separator == file.npos) return malformed("no empty line between a text and its signatures", "note");
  auto signatures = parse_signature_lines(file.substr(separator + 2));
  if (!signatures) return std::move(signatures).error();
  return Note{std::string(file.substr(0, separator + 1)), *std::move(signatures)};
}

NoteSignature sign_note(const std::string& text, const std::string& name, const SecretKey& key) {
  const Signature signature = key.sign(text);
  const VerifierKey verifier{name, KeyType::kEd25519, key.public_key()};
  return {name, verifier.id(), std::string(signature.bytes.begin(), signature.bytes.end())};
}

Expected<VerifiedNote> verify_note(const Note& note, std::span<const VerifierKey> keys) {
  std::vector<std::uint32_t> ids;
  ids.reserve(keys.size());
  for (const VerifierKey& key : keys) ids.push_back(key.id());

  VerifiedNote found;
  std::set<std::tuple<std::string_view, std::uint32_t, std::string_view>> seen;   // a repeated line counts once
  for (const NoteSignature& signature : note.signatures) {
    if (!seen.emplace(signature.name, signature.key_id, signature.bytes).second) continue;
    std::size_t known = keys.size();
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (ids[i] != signature.key_id || keys[i].name != signature.name) continue;
      if (known != keys.size())
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("two of the given keys are called {}", signer_text(signature.name, signature.key_id)),
                     "keys", "Give each key once."};
      known = i;
    }
    if (known == keys.size()) {
      ++found.unknown;
    } else if (!verify_one(note.text, signature, keys[known])) {
      return malformed(fmt::format("the signature of {} is not good", signer_text(signature.name, signature.key_id)),
                       "note");
    } else if (std::find(found.signers.begin(), found.signers.end(), known) == found.signers.end()) {
      found.signers.push_back(known);
    }
  }
  if (found.signers.empty())
    return Error{ErrorCode::kNotFound,
                 fmt::format("none of the {} signatures is of a known key", note.signatures.size()), "note"};
  return found;
}

}  // namespace maek::evidence
