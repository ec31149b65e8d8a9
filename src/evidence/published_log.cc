// SPDX-License-Identifier: Apache-2.0
// The public side of a ledger's folder.
#include "evidence/published_log.h"

#include <algorithm>   // for std::max

#include <fmt/format.h>

#include "evidence/internal/ledger_files.h"    // for read_identity, read_published
#include "evidence/internal/ledger_lock.h"     // for take_lock

namespace maek::evidence {

bool is_implied(const TileId& tile, std::uint64_t size) {
  const int shift = kTileHeight * std::max(tile.level, 0);
  const std::uint64_t nodes = shift < 64 ? size >> shift : 0;   // complete nodes of the tile's lowest level
  if (tile.index > nodes / kTileWidth) return false;            // so the product below does not overflow
  return tile.index * kTileWidth + static_cast<std::uint64_t>(tile.width) <= nodes;
}

Expected<PublishedLog> PublishedLog::open(const std::filesystem::path& path) {
  auto log = read_identity(LedgerFolder(path));
  if (!log) return std::move(log).error();
  return PublishedLog(path, *std::move(log));
}

Expected<PublishedLog::Head> PublishedLog::head() const {
  auto published = read_published(LedgerFolder(path_), log_);
  if (!published) return std::move(published).error();
  if (!*published) {
    return Error{ErrorCode::kNotFound, "nothing was published yet", (path_ / kCheckpointName).string(),
                 "Add an entry: it is published with it."};
  }
  return Head{std::move((*published)->file), std::move((*published)->checkpoint)};
}

Expected<std::string> PublishedLog::tile(const TileId& tile) const {
  const std::uint64_t limit = tile.level == kEntriesLevel ? kTileWidth * (kMaxEntryBytes + 2) : kTileWidth * 32;
  return LedgerFolder(path_).read(tile_path(tile), limit);
}

Expected<bool> add_cosignatures(const std::filesystem::path& ledger, const std::string& text,
                                std::span<const NoteSignature> cosignatures, std::chrono::milliseconds lock_wait,
                                SystemCalls& calls) {
  const LedgerFolder folder(ledger, calls);
  const auto log = read_identity(folder);
  if (!log) return log.error();
  const auto lock = take_lock(folder, lock_wait);
  if (!lock) return lock.error();
  const auto published = read_published(folder, *log);
  if (!published) return published.error();
  if (!*published) return false;
  auto note = parse_note((*published)->file);
  if (!note) return note.error();
  if (note->text != text) return false;

  for (const NoteSignature& cosignature : cosignatures) {
    const auto same = [&cosignature](const NoteSignature& other) {
      return other.name == cosignature.name && other.key_id == cosignature.key_id;
    };
    std::erase_if(note->signatures, same);
    note->signatures.push_back(cosignature);
  }
  if (note->signatures.size() > kMaxNoteSignatures) {
    return Error{ErrorCode::kTooLarge, fmt::format("more than {} signatures", kMaxNoteSignatures), kCheckpointName};
  }
  const std::string file = note->bytes();
  // What is written must be what every reader, and the next writer, opens.
  if (const auto opened = open_checkpoint(file, *log); !opened) return opened.error();
  if (const auto written = folder.write(kCheckpointName, file); !written) return written.error();
  return true;
}

}  // namespace maek::evidence
