// SPDX-License-Identifier: Apache-2.0
// Signed notes: text, an empty line, signature lines; verifier and signer keys (C2SP signed-note, sumdb/note)
#pragma once

#include <cstdint>       // for std::uint32_t
#include <optional>      // for std::optional
#include <span>          // for std::span
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"        // for Expected
#include "evidence/ed25519.h"     // for PublicKey, SecretKey

namespace maek::evidence {

constexpr std::size_t kMaxNoteBytes = 1'000'000;
constexpr std::size_t kMaxNoteSignatures = 100;

/// The type byte of a key (C2SP signed-note, "Signature types").
enum class KeyType : std::uint8_t {
  kEd25519 = 0x01,
  kCosignature = 0x04,   // Ed25519, timestamped, over "cosignature/v1"
};

/// A name and a key: "name+<8 hex>+<base64>". The id binds name, type and key.
struct VerifierKey {
  std::string name;
  KeyType type = KeyType::kEd25519;
  PublicKey key;

  std::uint32_t id() const;     // first 4 bytes of SHA-256(name || LF || type || key), big-endian
  std::string text() const;
};
/// kMalformed, kUnsupported (a type we cannot verify), with what is wrong.
Expected<VerifierKey> parse_verifier_key(std::string_view text);
/// Non-empty, no '+', no Unicode space, valid UTF-8, no control byte.
bool is_key_name(std::string_view name);
/// Valid UTF-8 without bytes below 0x20 other than LF: what a note may hold.
bool is_note_text(std::string_view text);
/// Takes the first line off `rest`, without its LF. Nothing when no LF ends it.
std::optional<std::string_view> take_line(std::string_view& rest);

/// A signature line as it stands in the note; `bytes` are what follows the key id.
struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  std::string bytes;

  std::string line() const;     // "— name base64\n"
};

/// A note taken apart, nothing verified. `text` ends in LF.
struct Note {
  std::string text;
  std::vector<NoteSignature> signatures;

  std::string bytes() const;    // the file
};
Expected<Note> parse_note(std::string_view file);
/// One or more signature lines alone, as a witness answers.
Expected<std::vector<NoteSignature>> parse_signature_lines(std::string_view lines);

/// Signs `text` as kEd25519 does. `text` must end in LF.
NoteSignature sign_note(const std::string& text, const std::string& name, const SecretKey& key);

/// What verification found: which of `keys` signed (indices into keys, once each), and how many signatures are unknown.
struct VerifiedNote {
  std::vector<std::size_t> signers;
  std::size_t unknown = 0;
};
/// Unknown (name, id) pairs are ignored; a known key whose signature fails, no known signature, or two keys of equal
/// (name, id) refuse the note. Both key types are verified, cosignatures with their timestamp.
Expected<VerifiedNote> verify_note(const Note& note, std::span<const VerifierKey> keys);

}  // namespace maek::evidence
