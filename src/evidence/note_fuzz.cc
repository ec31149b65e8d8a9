// SPDX-License-Identifier: Apache-2.0
// Fuzz: notes and keys read, verified and written back. What was read is written as one form that reads the same.
#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::uint8_t
#include <cstdlib>       // for std::abort
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "evidence/note.h"   // for parse_note

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace maek::evidence;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto note = parse_note(text)) {
    const auto again = parse_note(note->bytes());
    if (!again || again->text != note->text || again->bytes() != note->bytes()) std::abort();
    std::vector<VerifierKey> keys;
    for (const NoteSignature& signature : note->signatures) keys.push_back({signature.name, KeyType::kCosignature, {}});
    (void)verify_note(*note, keys);
  }
  if (const auto key = parse_verifier_key(text); key && key->text() != text) std::abort();
  (void)parse_signature_lines(text);
  return 0;
}
