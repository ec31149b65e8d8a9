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
  const auto cosigned = this->cosigned();   // a damaged one is no reason to show nothing
  auto published = read_published(LedgerFolder(path_), log_);
  if (!published) return std::move(published).error();
  if (!*published) {
    return Error{ErrorCode::kNotFound, "nothing was published yet", (path_ / kCheckpointName).string(),
                 "Add an entry: it is published with it."};
  }
  Head head{std::move((*published)->file), std::move((*published)->checkpoint)};
  if (cosigned && cosigned->checkpoint.text() == head.checkpoint.text()) head.file = cosigned->file;
  return head;
}

Expected<PublishedLog::Head> PublishedLog::cosigned() const {
  auto cosigned = read_cosigned(LedgerFolder(path_), log_);
  if (!cosigned) return std::move(cosigned).error();
  if (!*cosigned) {
    return Error{ErrorCode::kNotFound, "no witness signed yet", (path_ / kCosignedName).string(),
                 "`maek evidence cosign` asks witnesses."};
  }
  return Head{std::move((*cosigned)->file), std::move((*cosigned)->checkpoint)};
}

Expected<std::string> PublishedLog::tile(const TileId& tile) const {
  const std::uint64_t limit = tile.level == kEntriesLevel ? kTileWidth * (kMaxEntryBytes + 2) : kTileWidth * 32;
  return LedgerFolder(path_).read(tile_path(tile), limit);
}

namespace {

// The signatures of `from` into `note`, each in place of an older one of its key.
void merge(Note& note, std::span<const NoteSignature> from) {
  for (const NoteSignature& one : from) {
    std::erase_if(note.signatures,
                  [&one](const NoteSignature& other) { return other.name == one.name && other.key_id == one.key_id; });
    note.signatures.push_back(one);
  }
}

}  // namespace

Expected<bool> add_cosignatures(const std::filesystem::path& ledger, const std::string& note,
                                std::span<const NoteSignature> cosignatures, const Policy* policy,
                                std::chrono::milliseconds lock_wait, SystemCalls& calls) {
  const LedgerFolder folder(ledger, calls);
  const auto log = read_identity(folder);
  if (!log) return log.error();
  const auto checkpoint = open_checkpoint(note, *log);
  if (!checkpoint) return checkpoint.error();
  const auto published = read_published(folder, *log);
  if (!published) return published.error();
  if (!*published || (*published)->checkpoint.size < checkpoint->size) {
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("a tree of {} entries was not published here", checkpoint->size), ledger.string()};
  }
  const auto lock = take_lock(folder, lock_wait, kCosignedLockName);
  if (!lock) return lock.error();
  const auto kept = read_cosigned(folder, *log);
  if (!kept) return kept.error();
  if (*kept && (*kept)->checkpoint.size > checkpoint->size) return false;

  auto merged = parse_note(note);
  if (!merged) return merged.error();
  if (*kept && (*kept)->checkpoint.text() == merged->text) {
    const auto before = parse_note((*kept)->file);
    if (!before) return before.error();
    merge(*merged, before->signatures);
  } else if (*kept && (*kept)->checkpoint.size == checkpoint->size) {
    return Error{ErrorCode::kMalformed,
                 fmt::format("is another tree of {} entries: the log was forked", checkpoint->size),
                 (ledger / kCosignedName).string(), "Keep everything and find out before you go on."};
  }
  merge(*merged, cosignatures);
  if (merged->signatures.size() > kMaxNoteSignatures) {
    return Error{ErrorCode::kTooLarge, fmt::format("more than {} signatures", kMaxNoteSignatures), kCosignedName};
  }
  const std::string file = merged->bytes();
  // What is written must be what every reader opens.
  if (const auto opened = open_checkpoint(file, *log); !opened) return opened.error();
  const bool would_lose = policy != nullptr && *kept && verify_checkpoint((*kept)->file, *policy).has_value() &&
                          !verify_checkpoint(file, *policy);
  if (would_lose) return false;
  if (const auto written = folder.write(kCosignedName, file); !written) return written.error();
  return true;
}

}  // namespace maek::evidence
