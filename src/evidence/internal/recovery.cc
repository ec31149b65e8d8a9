// SPDX-License-Identifier: Apache-2.0
// Replays commits from the durable position, or from the very start where there is none.
#include "evidence/internal/recovery.h"

#include <fmt/format.h>

#include "evidence/ledger.h"   // for kPublishBytes

namespace maek::evidence {
namespace {

Error damaged(std::string why, std::string where) {
  return {ErrorCode::kMalformed, std::move(why), std::move(where), "`maek evidence fsck` lists all damage."};
}

// The time of the last entry of a tree, from its last bundle.
Expected<Time> last_time(const LedgerFolder& folder, std::uint64_t size) {
  if (size == 0) return Time{};
  const std::uint64_t index = (size - 1) / kTileWidth;
  const TileId tile{kEntriesLevel, index, static_cast<int>(size - index * kTileWidth)};
  auto bundle = read_tile(folder, tile);
  if (!bundle) return bundle.error();
  const auto entries = parse_bundle(*bundle, tile.width);
  if (!entries) return entries.error();
  const auto entry = parse_entry(entries->back());
  if (!entry) return entry.error();
  return entry->time;
}

// The state at a durable position, out of its tiles, which must lead to what the commit there signed.
Expected<LedgerState> read_state(const LedgerFolder& folder, const VerifierKey& log, const DurablePosition& position) {
  SegmentScanner scanner(folder, position.last);
  const auto record = scanner.next();
  if (!record) return record.error();
  if (!*record || (*record)->digest != position.record) {
    return damaged("the last published commit is not where it was: the segments were rolled back or exchanged",
                   segment_name(position.last.segment));
  }
  LedgerState state;
  state.position = position;
  state.end = scanner.following();
  state.checkpoint_file = (*record)->checkpoint;
  const auto checkpoint = open_checkpoint(state.checkpoint_file, log);
  if (!checkpoint) return checkpoint.error();

  const auto tiles = [&folder](const TileId& tile) { return read_tile(folder, tile); };
  auto builder = TileBuilder::read(position.size, tiles);
  if (!builder) return builder.error();
  state.tiles = *std::move(builder);
  auto frontier = Frontier::read(position.size, nodes_from_tiles(position.size, tiles));
  if (!frontier) return frontier.error();
  state.frontier = *std::move(frontier);
  if (checkpoint->size != position.size || checkpoint->root != state.frontier.root()) {
    return damaged("the tiles do not lead to the root that was signed", (folder.path() / "tile").string());
  }
  auto time = last_time(folder, position.size);
  if (!time) return time.error();
  state.last_time = *time;
  return state;
}

// What the log's key signed before must be of the same tree: it signs more than one only when the log was forked.
struct SignedBefore {
  const char* name;
  Checkpoint checkpoint;

  Expected<void> compare(const Digest& root) const {
    if (checkpoint.root == root) return {};
    return damaged(fmt::format("has another root than the commits up to entry {}: the log was forked", checkpoint.size),
                   name);
  }
};

// `before`: their sizes are met on the way, unless the state begins behind them.
Expected<void> replay(const LedgerFolder& folder, const VerifierKey& log, const std::vector<SignedBefore>& before,
                      LedgerState& state) {
  SegmentScanner scanner(folder, state.end);
  for (;;) {
    auto record = scanner.next();
    if (!record) {
      const auto follows = record_follows(folder, scanner.position(), state.position.size + 1);
      if (!follows) return follows.error();
      if (*follows) return damaged(record.error().message + ", and whole records follow it", record.error().where);
      state.set_aside = scanner.rest();
      return set_torn_end_aside(folder, scanner.position());
    }
    if (!*record) return {};
    if (auto applied = apply_record(**record, log, state); !applied) {
      Error error = applied.error();
      error.where = fmt::format("{} at byte {}", segment_name(scanner.position().segment), scanner.position().offset);
      return error;
    }
    state.position.last = scanner.position();
    state.end = scanner.following();
    for (const SignedBefore& one : before) {
      if (state.position.size != one.checkpoint.size) continue;
      if (auto same = one.compare(state.frontier.root()); !same) return same;
    }
    if (state.tiles.full_bytes() > kPublishBytes) {
      if (auto written = write_full_tiles(folder, state.tiles); !written) return written;
    }
  }
}

}  // namespace

Expected<void> apply_record(const CommitRecord& record, const VerifierKey& log, LedgerState& state,
                            std::vector<Entry>* entries) {
  std::vector<Entry> own;
  if (entries == nullptr) entries = &own;
  entries->resize(record.entries.size());   // what they hold is overwritten, their memory is used again
  if (record.first != state.position.size) {
    return damaged(
        fmt::format("a commit of entry {} stands where entry {} comes next", record.first, state.position.size), "");
  }
  if (record.previous != state.position.record) {
    return damaged("a commit does not name the one before it: a record was swapped or taken out", "");
  }
  std::vector<Digest> roots;   // of tiles that become full
  for (std::size_t i = 0; i < record.entries.size(); ++i) {
    const std::string_view text = record.entries[i];
    Entry& entry = (*entries)[i];
    if (auto parsed = parse_entry(text, entry); !parsed) {
      return damaged(fmt::format("entry {}: {}", state.position.size, parsed.error().message), "");
    }
    if (entry.time < state.last_time) {
      return damaged(fmt::format("entry {} is older than the one before it", state.position.size), "");
    }
    for (const Link& link : entry.links) {
      if (link.entry >= state.position.size) {
        return damaged(fmt::format("entry {} rests on a later one", state.position.size), "");
      }
    }
    const Digest leaf = leaf_hash(text);
    roots.clear();
    state.frontier.add(leaf, kTileHeight, roots);
    state.tiles.add(text, leaf, roots);
    state.last_time = entry.time;
    ++state.position.size;
  }
  const auto checkpoint = open_checkpoint(record.checkpoint, log);
  if (!checkpoint) return damaged("the checkpoint of a commit: " + checkpoint.error().message, "");
  if (checkpoint->size != state.position.size || checkpoint->root != state.frontier.root()) {
    return damaged(
        fmt::format("the checkpoint of the commit up to entry {} has another root or size", state.position.size), "");
  }
  state.checkpoint_file = record.checkpoint;
  state.position.record = record.digest;
  return {};
}

Expected<LedgerState> recover(const LedgerFolder& folder, const VerifierKey& log) {
  // A damaged cosigned note is no reason not to write: readers and fsck name it.
  const auto cosigned = read_cosigned(folder, log);
  const auto published = read_published(folder, log);
  if (!published) return published.error();
  std::vector<SignedBefore> before;
  if (*published) before.push_back({kCheckpointName, (*published)->checkpoint});
  if (cosigned && *cosigned) before.push_back({kCosignedName, (*cosigned)->checkpoint});
  const std::uint64_t size = *published ? (*published)->checkpoint.size : 0;
  const auto segments = segment_numbers(folder);
  if (!segments) return segments.error();

  LedgerState state;
  const auto position = read_position(folder);
  if (position && position->size >= size && position->size > 0) {
    auto read = read_state(folder, log, *position);
    if (!read) return read;
    state = *std::move(read);
    const auto nodes =
        nodes_from_tiles(position->size, [&folder](const TileId& tile) { return read_tile(folder, tile); });
    for (const SignedBefore& one : before) {
      if (one.checkpoint.size == 0 || one.checkpoint.size > position->size) continue;
      const auto root = subtree_root(0, one.checkpoint.size, nodes);
      if (!root) return root.error();
      if (auto same = one.compare(*root); !same) return same.error();
    }
  }
  if (auto replayed = replay(folder, log, before, state); !replayed) return replayed.error();
  for (const SignedBefore& one : before) {
    if (one.checkpoint.size <= state.position.size) continue;
    return damaged(fmt::format("the {} covers {} entries, the segments hold {}: they were rolled back", one.name,
                               one.checkpoint.size, state.position.size),
                   folder.path().string());
  }
  state.published = size;
  return state;
}

}  // namespace maek::evidence
