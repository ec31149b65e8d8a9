// SPDX-License-Identifier: Apache-2.0
// Checkpoints, read strictly: every accepted text is the one that Checkpoint::text writes.
#include "evidence/checkpoint.h"

#include <algorithm>  // for std::copy
#include <array>      // for std::array
#include <charconv>   // for std::from_chars
#include <limits>     // for std::numeric_limits

#include <fmt/format.h>

namespace maek::evidence {
namespace {

constexpr std::uint64_t kMaxNumber = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kTimeBytes = 8;

Error malformed(std::string message, std::string where = "checkpoint") {
  return {ErrorCode::kMalformed, std::move(message), std::move(where)};
}

}  // namespace

Expected<std::uint64_t> parse_decimal(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed == std::errc::result_out_of_range || (failed == std::errc() && value > kMaxNumber))
    return malformed("the number is beyond 2^63 - 1", "number");
  if (failed != std::errc() || end != text.data() + text.size())
    return malformed("decimal digits alone make a number here", "number");
  if (text.size() > 1 && text.front() == '0') return malformed("a number has no leading zero here", "number");
  return value;
}

Expected<Digest> parse_hash(std::string_view text) {
  Digest digest;
  // 32 bytes are 44 characters: what is longer is not even decoded.
  if (text.size() != (digest.bytes.size() + 2) / 3 * 4)
    return malformed("a SHA-256 in base64 has 44 characters", "hash");
  const auto bytes = base64_decode(text);
  if (!bytes) return malformed("the hash is " + bytes.error().message, "hash");
  if (bytes->size() != digest.bytes.size())
    return malformed(fmt::format("the hash has {} bytes instead of 32", bytes->size()), "hash");
  std::copy(bytes->begin(), bytes->end(), digest.bytes.begin());
  return digest;
}

std::string hash_text(const Digest& digest) {
  return base64_encode({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()});
}

std::string Checkpoint::text() const {
  std::string text = fmt::format("{}\n{}\n{}\n", origin, size, hash_text(root));
  for (const std::string& line : extensions) text += line + '\n';
  return text;
}

Expected<Checkpoint> parse_checkpoint(std::string_view text) {
  if (text.size() > kMaxNoteBytes)
    return Error{ErrorCode::kTooLarge, fmt::format("more than {} bytes", kMaxNoteBytes), "checkpoint"};
  if (!is_note_text(text)) return malformed("control bytes other than line feeds, or ill-formed UTF-8");
  const auto origin = take_line(text);
  const auto size = take_line(text);
  const auto root = take_line(text);
  if (!root) return malformed("three lines belong here: origin, size and root, each with its line feed");
  if (origin->empty()) return malformed("the origin is empty", "checkpoint:1");
  const auto number = parse_decimal(*size);
  if (!number) return malformed("the size: " + number.error().message, "checkpoint:2");
  const auto hash = parse_hash(*root);
  if (!hash) return malformed("the root: " + hash.error().message, "checkpoint:3");
  Checkpoint checkpoint{std::string(*origin), *number, *hash};
  while (!text.empty()) {
    const auto line = take_line(text);
    if (!line) return malformed("the last line does not end in a line feed");
    if (line->empty())
      return malformed("an extension line is empty", fmt::format("checkpoint:{}", checkpoint.extensions.size() + 4));
    checkpoint.extensions.emplace_back(*line);
  }
  return checkpoint;
}

std::string cosignature_message(std::string_view checkpoint_text, std::uint64_t time) {
  return fmt::format("cosignature/v1\ntime {}\n{}", time, checkpoint_text);
}

NoteSignature cosign(const std::string& checkpoint_text, const std::string& name, const SecretKey& key,
                     std::uint64_t time) {
  const Signature signature = key.sign(cosignature_message(checkpoint_text, time));
  const VerifierKey verifier{name, KeyType::kCosignature, key.public_key()};
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(time >> shift & 0xff);
  bytes.append(signature.bytes.begin(), signature.bytes.end());
  return {name, verifier.id(), std::move(bytes)};
}

Expected<std::uint64_t> cosignature_time(const NoteSignature& signature) {
  if (signature.bytes.size() != kTimeBytes + Signature{}.bytes.size())
    return malformed("a cosignature has 72 bytes: a time and an Ed25519 signature", "cosignature");
  std::uint64_t time = 0;
  for (std::size_t i = 0; i < kTimeBytes; ++i) time = time << 8 | static_cast<std::uint8_t>(signature.bytes[i]);
  if (time > kMaxNumber) return malformed("the time is beyond 2^63 - 1", "cosignature");
  return time;
}

Expected<Checkpoint> open_checkpoint(std::string_view file, const VerifierKey& log) {
  if (log.type != KeyType::kEd25519)
    return Error{ErrorCode::kInvalidArgument, "a key for cosignatures cannot sign a log's checkpoint", log.name};
  auto note = parse_note(file);
  if (!note) return std::move(note).error();
  auto checkpoint = parse_checkpoint(note->text);
  if (!checkpoint) return std::move(checkpoint).error();
  if (checkpoint->origin != log.name)
    return Error{ErrorCode::kNotFound,
                 fmt::format("this is a checkpoint of '{}', not of '{}'", checkpoint->origin, log.name),
                 "checkpoint:1"};
  const auto verified = verify_note(*note, {&log, 1});
  if (!verified) return verified.error();
  return checkpoint;
}

}  // namespace maek::evidence
