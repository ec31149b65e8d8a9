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
#include "evidence/policy.h"         // for Policy
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
  /// The published checkpoint, the log's signature verified; with its cosignatures once it has any. kNotFound when none
  /// was published yet.
  Expected<Head> head() const;
  /// The newest checkpoint with cosignatures, maybe of a smaller tree; the log's signature verified. kNotFound when
  /// there is none.
  Expected<Head> cosigned() const;
  /// The file of exactly this tile. kNotFound when it is not there: a partial one whose full one has come has gone.
  Expected<std::string> tile(const TileId& tile) const;

 private:
  PublishedLog(std::filesystem::path path, VerifierKey log) : path_(std::move(path)), log_(std::move(log)) {}

  std::filesystem::path path_;
  VerifierKey log_;
};

/// Keeps verified cosignatures of `note`, a checkpoint of this ledger with the log's signature, in checkpoint.cosigned:
/// there they stay when the log grows. Under a lock of that file alone, so beside a writer, also from another thread of
/// the writer's process. Of the tree that is kept already each takes the place of an older one of its key; a larger tree
/// takes the place of a smaller. False, and nothing written, when what is kept is of a larger tree, or when `policy`
/// accepts it and would not accept the new note: a witness that failed once costs no proof.
/// Errors: kMalformed when the note is not the log's, or what is kept is damaged; kInvalidArgument when it is larger
/// than what was published; kUnwritable when the lock is held for longer than `lock_wait`; kTooLarge for too many
/// signatures.
Expected<bool> add_cosignatures(const std::filesystem::path& ledger, const std::string& note,
                                std::span<const NoteSignature> cosignatures, const Policy* policy = nullptr,
                                std::chrono::milliseconds lock_wait = std::chrono::seconds(30),
                                SystemCalls& calls = system_calls());

}  // namespace maek::evidence
