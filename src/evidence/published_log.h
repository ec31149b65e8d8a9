// SPDX-License-Identifier: Apache-2.0
// Published log: what a ledger shows to everyone (checkpoint, tiles, entry bundles), and cosignatures added to it
#pragma once

#include <chrono>       // for std::chrono::milliseconds
#include <cstdint>      // for std::uint64_t
#include <filesystem>   // for std::filesystem::path
#include <span>         // for std::span
#include <string>       // for std::string
#include <utility>      // for std::move

#include "base/atomic_file.h"        // for SystemCalls
#include "base/expected.h"           // for Expected
#include "evidence/checkpoint.h"     // for Checkpoint, NoteSignature, VerifierKey
#include "evidence/tile.h"           // for TileId

namespace maek::evidence {

/// Has a tree of `size` at least this tile, so that a checkpoint of some size up to it implies the tile?
bool is_implied(const TileId& tile, std::uint64_t size);

/// The published files of a ledger, and nothing else of it; read anew at each call, without following links. Safe from
/// many threads, beside a writer.
class PublishedLog {
 public:
  /// kNotFound where there is no ledger.
  static Expected<PublishedLog> open(const std::filesystem::path& path);

  const VerifierKey& log() const { return log_; }

  struct Head {
    std::string file;   // with all its signatures
    Checkpoint checkpoint;
  };
  /// The published checkpoint, the log's signature verified. kNotFound when none was published yet.
  Expected<Head> head() const;
  /// The file of exactly this tile. kNotFound when it is not there: a partial one whose full one has come has gone.
  Expected<std::string> tile(const TileId& tile) const;

 private:
  PublishedLog(std::filesystem::path path, VerifierKey log) : path_(std::move(path)), log_(std::move(log)) {}

  std::filesystem::path path_;
  VerifierKey log_;
};

/// Writes verified cosignatures into the published checkpoint, each in place of an older one of its key, under the
/// ledger's lock. False, and nothing written, when the published checkpoint is another than `text` (the lines above the
/// signatures): the log has grown. The next publication is a new checkpoint and carries none of them.
/// Errors: kUnwritable when a writer holds the ledger for longer than `lock_wait`; kTooLarge for too many signatures.
Expected<bool> add_cosignatures(const std::filesystem::path& ledger, const std::string& text,
                                std::span<const NoteSignature> cosignatures,
                                std::chrono::milliseconds lock_wait = std::chrono::seconds(30),
                                SystemCalls& calls = system_calls());

}  // namespace maek::evidence
