// SPDX-License-Identifier: Apache-2.0
// Checkpoints (signed tree heads) and their cosignatures by witnesses (C2SP tlog-checkpoint, tlog-cosignature)
#pragma once

#include <cstdint>       // for std::uint64_t
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"       // for Expected
#include "base/ids.h"            // for Digest
#include "evidence/note.h"       // for Note, VerifierKey

namespace maek::evidence {

/// A number as these formats write it: ASCII digits without sign or leading zero, at most 2^63 - 1.
Expected<std::uint64_t> parse_decimal(std::string_view text);
/// A SHA-256 as these formats write it: base64 with padding, one spelling only.
Expected<Digest> parse_hash(std::string_view text);
std::string hash_text(const Digest& digest);

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Digest root;
  std::vector<std::string> extensions = {};   // further lines, each non-empty

  std::string text() const;                   // "origin\nsize\nbase64 root\n..."
};
/// The text of a note as a checkpoint.
Expected<Checkpoint> parse_checkpoint(std::string_view text);

/// A cosignature: at `time` [POSIX seconds] this was the largest consistent tree the witness had seen.
NoteSignature cosign(const std::string& checkpoint_text, const std::string& name, const SecretKey& key,
                     std::uint64_t time);
/// The time in a kCosignature signature's bytes. kMalformed when they are no such signature.
Expected<std::uint64_t> cosignature_time(const NoteSignature& signature);
/// The message that a cosignature signs: "cosignature/v1\ntime N\n" || text.
std::string cosignature_message(std::string_view checkpoint_text, std::uint64_t time);

/// A checkpoint file of a known log: signed by `log`, whose name is the origin. Other signatures are not looked at.
Expected<Checkpoint> open_checkpoint(std::string_view file, const VerifierKey& log);

}  // namespace maek::evidence
