// SPDX-License-Identifier: Apache-2.0
// The small files of a ledger: identity, published checkpoint, published position; and publishing itself
#pragma once

#include <optional>   // for std::optional
#include <string>     // for std::string

#include "evidence/checkpoint.h"                // for Checkpoint, VerifierKey
#include "evidence/internal/ledger_folder.h"    // for LedgerFolder
#include "evidence/internal/segment.h"          // for SegmentPosition
#include "evidence/internal/tile_builder.h"     // for TileBuilder

namespace maek::evidence {

constexpr const char* kIdentityName = "ledger.json";
constexpr const char* kCheckpointName = "checkpoint";
constexpr const char* kCosignedName = "checkpoint.cosigned";
constexpr const char* kPositionName = "position";
constexpr const char* kLockName = "lock";
constexpr const char* kCosignedLockName = "checkpoint.cosigned.lock";
constexpr std::uint64_t kMaxSmallFile = 1'000'000;

/// The key of the log, from ledger.json. kNotFound where there is no ledger.
Expected<VerifierKey> read_identity(const LedgerFolder& folder);
Expected<void> write_identity(const LedgerFolder& folder, const VerifierKey& log);

/// The published checkpoint, verified; nothing when none was published yet.
struct Published {
  std::string file;
  Checkpoint checkpoint;
};
Expected<std::optional<Published>> read_published(const LedgerFolder& folder, const VerifierKey& log);
/// The newest note with cosignatures, the log's signature verified; nothing when there is none. It covers at most what
/// the published one does: whoever compares them reads this one first.
Expected<std::optional<Published>> read_cosigned(const LedgerFolder& folder, const VerifierKey& log);

/// Durable tiles: those of `size` entries, which the checkpoint in the record `record` at `last` covers.
struct DurablePosition {
  SegmentPosition last;    // where that record begins
  std::uint64_t size = 0;
  Digest record;
};
/// Nothing when the file is missing or not to be understood: then the segments are read from their start.
std::optional<DurablePosition> read_position(const LedgerFolder& folder);

/// Reads a tile of the published tree; where only the full one is there, its beginning.
Expected<std::string> read_tile(const LedgerFolder& folder, const TileId& tile);
/// Writes full tiles only, not yet durable: bounds memory while much is replayed.
Expected<void> write_full_tiles(const LedgerFolder& folder, TileBuilder& tiles);
/// Tiles, then sync, then the position, then the checkpoint: in this order.
Expected<void> publish_tree(const LedgerFolder& folder, TileBuilder& tiles, const DurablePosition& position,
                            const std::string& checkpoint_file);

}  // namespace maek::evidence
