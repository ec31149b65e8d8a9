// SPDX-License-Identifier: Apache-2.0
// Bundle: one file that proves an artefact offline: attestations, entries, proofs, checkpoint, policy
#pragma once

#include <cstdint>       // for std::uint64_t
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"   // for Expected
#include "base/ids.h"        // for Digest

namespace maek::evidence {

constexpr std::uint64_t kMaxBundleBytes = std::uint64_t{256} << 20;   // unpacked

struct Bundle {
  /// An entry of the log with its proof, and the envelope that is its body.
  struct Item {
    std::uint64_t index = 0;
    std::string entry;               // its text
    std::string envelope;            // DSSE, the entry's body; "" when the body is not carried
    std::vector<Digest> proof;       // inclusion in the checkpoint's tree
  };
  /// Bytes that the bundle carries beside what it proves; named by digest.
  struct File {
    Digest digest;
    std::string name;
    std::string bytes;
  };

  Digest artefact;
  std::string name;                  // of the artefact, as its attestation has it
  /// What attests the artefact, what that rests on (captures, earlier runs), status events about any of them, and the
  /// key entries that introduced the signers. In order of index.
  std::vector<Item> items;
  std::vector<File> files;
  std::string checkpoint;  // the note with all its signatures
  std::string policy;  // what its maker trusts: never more than a hint to whoever verifies
};

/// The text: "maek-bundle/1", SHA-256 of what follows, then canonical JSON (docs/formats/bundle.md). "" when a text in it
/// is not UTF-8 or an item's index is beyond 2^53: such a bundle has no file.
std::string bundle_text(const Bundle& bundle);
/// The file: the text packed by zstd as a whole, then a seal over the packed bytes. "" where the text is, or where it has
/// more than kMaxBundleBytes.
std::string bundle_bytes(const Bundle& bundle);
/// Reads the file, or the text alone. kMalformed, kTooLarge, with what is wrong; every changed bit is refused.
Expected<Bundle> parse_bundle_file(std::string_view bytes);

}  // namespace maek::evidence
