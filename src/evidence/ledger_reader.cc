// SPDX-License-Identifier: Apache-2.0
// Reads bundles, tiles, segments and objects of a ledger.
#include "evidence/ledger_reader.h"

#include <algorithm>   // for std::all_of
#include <cctype>      // for std::tolower

#include <fmt/format.h>

#include "evidence/body.h"                      // for restore_body
#include "evidence/internal/index.h"            // for Index
#include "evidence/internal/ledger_files.h"     // for read_published, read_tile
#include "evidence/internal/object_files.h"     // for read_object
#include "evidence/merkle.h"                    // for inclusion_proof

namespace maek::evidence {

struct LedgerReader::State {
  explicit State(const std::filesystem::path& path) : folder(path) {}

  LedgerFolder folder;
  VerifierKey log;
  Published published;
  Expected<std::optional<Published>> cosigned = std::optional<Published>{};   // its error is for who asks for it
  std::uint64_t size = 0;
  std::optional<Index> index;
  std::optional<TileTree> tree;
  NodeReader nodes;
  TileId bundle{kEntriesLevel, ~std::uint64_t{0}, kFullTile};   // the last one read
  std::string bundle_bytes;
};

LedgerReader::LedgerReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
LedgerReader::~LedgerReader() = default;
LedgerReader::LedgerReader(LedgerReader&&) noexcept = default;
LedgerReader& LedgerReader::operator=(LedgerReader&&) noexcept = default;

Expected<LedgerReader> LedgerReader::open(const std::filesystem::path& path) {
  auto state = std::make_unique<State>(path);
  auto log = read_identity(state->folder);
  if (!log) return log.error();
  state->log = *std::move(log);
  state->cosigned = read_cosigned(state->folder, state->log);   // first: so it is never ahead of what is published
  auto published = read_published(state->folder, state->log);
  if (!published) return published.error();
  if (*published) {
    state->published = **std::move(published);
  } else {
    state->published.checkpoint = {state->log.name, 0, empty_root()};
  }
  state->size = state->published.checkpoint.size;
  auto index = Index::open(state->folder);
  if (!index) return index.error();
  state->index = *std::move(index);
  // A writer may have published more since the checkpoint was read: an index that is ahead is no stale one.
  if (state->index->size() < state->size) {
    if (auto caught_up = state->index->catch_up(state->folder, state->size); !caught_up) return caught_up.error();
  }
  State* raw = state.get();
  state->tree.emplace(state->size, [raw](const TileId& tile) { return read_tile(raw->folder, tile); });
  state->nodes = state->tree->nodes();
  const auto root = subtree_root(0, state->size, state->nodes);
  if (!root) return root.error();
  if (*root != state->published.checkpoint.root) {
    return Error{ErrorCode::kMalformed,
                 "the tiles do not lead to the root of the checkpoint: one of them was exchanged", path.string(),
                 "`maek evidence fsck` lists all damage."};
  }
  if (state->cosigned && *state->cosigned &&
      (*state->cosigned)->checkpoint.text() == state->published.checkpoint.text()) {
    state->published.file = (*state->cosigned)->file;
  }
  return LedgerReader(std::move(state));
}

const VerifierKey& LedgerReader::log() const { return state_->log; }
const Checkpoint& LedgerReader::checkpoint() const { return state_->published.checkpoint; }
const std::string& LedgerReader::checkpoint_file() const { return state_->published.file; }
std::uint64_t LedgerReader::size() const { return state_->size; }

Expected<void> LedgerReader::as_of(std::uint64_t size) {
  if (size > checkpoint().size) {
    return Error{ErrorCode::kInvalidArgument, fmt::format("the ledger has {} entries, not {}", checkpoint().size, size),
                 "as of"};
  }
  state_->size = size;
  return {};
}

Expected<void> LedgerReader::as_of(Time time) {
  const auto size = state_->index->size_at(time);
  if (!size) return size.error();
  state_->size = std::min(*size, checkpoint().size);
  return {};
}

Expected<std::string> LedgerReader::entry_text(std::uint64_t index) {
  if (index >= state_->size) {
    return Error{ErrorCode::kNotFound, fmt::format("the ledger has {} entries", state_->size),
                 fmt::format("entry {}", index)};
  }
  const std::uint64_t number = index / kTileWidth;
  const TileId tile{kEntriesLevel, number,
                    static_cast<int>(std::min(kTileWidth, checkpoint().size - number * kTileWidth))};
  if (state_->bundle != tile) {
    auto bytes = read_tile(state_->folder, tile);
    if (!bytes) return bytes;
    state_->bundle_bytes = *std::move(bytes);
    state_->bundle = tile;
  }
  const auto entries = parse_bundle(state_->bundle_bytes, tile.width);
  if (!entries) {
    state_->bundle.index = ~std::uint64_t{0};
    return entries.error();
  }
  return std::string((*entries)[static_cast<std::size_t>(index % kTileWidth)]);
}

Expected<Entry> LedgerReader::entry(std::uint64_t index) {
  auto text = entry_text(index);
  if (!text) return text.error();
  // Against the signed root, not against a tile that could have been altered along with the entry.
  const auto proof = prove_inclusion(index);
  if (!proof) return proof.error();
  if (!verify_inclusion(index, checkpoint().size, leaf_hash(*text), *proof, checkpoint().root)) {
    return Error{ErrorCode::kMalformed, "was altered: it is not what the tree holds", fmt::format("entry {}", index),
                 "`maek evidence fsck` lists all damage."};
  }
  return parse_entry(*text);
}

Expected<std::string> LedgerReader::body(const Digest& digest) {
  const auto place = state_->index->body(digest);
  if (!place) return place.error();
  if (!*place) {
    return Error{ErrorCode::kNotFound, "the ledger does not keep this body", digest.hex()};
  }
  StoredBody body{digest, (*place)->bytes, (*place)->codec, {}};
  auto stored = (*place)->in_file ? read_object(state_->folder, digest, (*place)->stored_bytes)
                                  : read_segment(state_->folder, (*place)->at, (*place)->stored_bytes);
  if (!stored) return stored;
  body.stored = *std::move(stored);
  return restore_body(body);
}

bool LedgerReader::has_body(const Digest& digest) {
  const auto place = state_->index->body(digest);
  return place && place->has_value();
}

Expected<std::vector<std::uint64_t>> LedgerReader::about(const Digest& digest) {
  return state_->index->about(digest, state_->size);
}
Expected<std::vector<Link>> LedgerReader::links_to(std::uint64_t entry) {
  return state_->index->links_to(entry, state_->size);
}
Expected<std::vector<std::uint64_t>> LedgerReader::of_type(const std::string& type) {
  return state_->index->of_type(type, state_->size);
}
Expected<std::vector<std::uint64_t>> LedgerReader::of_person(const Digest& commitment) {
  return state_->index->of_person(commitment, state_->size);
}

Expected<Digest> LedgerReader::complete_digest(const std::string& text) {
  std::string prefix = text.starts_with("sha256:") ? text.substr(7) : text;
  for (char& c : prefix) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const bool hex = std::all_of(prefix.begin(), prefix.end(),
                               [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  if (!hex || prefix.size() < 8 || prefix.size() > 64) {
    return Error{ErrorCode::kInvalidArgument, "is no digest", text, "Give 8 to 64 hexadecimal digits, or a file."};
  }
  if (prefix.size() == 64) return parse_digest(prefix);
  const auto found = state_->index->digests_with_prefix(prefix, 2);
  if (!found) return found.error();
  if (found->size() == 1) return found->front();
  if (found->empty()) return Error{ErrorCode::kNotFound, "the ledger knows no digest that begins so", text};
  return Error{ErrorCode::kInvalidArgument, "several digests begin so", text, "Give more digits."};
}

Expected<std::vector<Digest>> LedgerReader::prove_inclusion(std::uint64_t index) {
  return state_->tree->inclusion_proof(index);
}
Expected<std::vector<Digest>> LedgerReader::prove_inclusion(std::uint64_t index, std::uint64_t size) {
  if (size > checkpoint().size) return Error{ErrorCode::kInvalidArgument, "the ledger is not that large", "size"};
  return inclusion_proof(index, size, state_->nodes);
}
Expected<std::vector<Digest>> LedgerReader::prove_consistency(std::uint64_t old_size) {
  return consistency_proof(old_size, checkpoint().size, state_->nodes);
}
Expected<Digest> LedgerReader::root_at(std::uint64_t size) {
  if (size > checkpoint().size) return Error{ErrorCode::kInvalidArgument, "the ledger is not that large", "size"};
  return subtree_root(0, size, state_->nodes);
}

Expected<std::optional<SignedCheckpoint>> LedgerReader::cosigned() {
  const auto damaged = [this](std::string why) {
    return Error{
        ErrorCode::kMalformed, std::move(why), (state_->folder.path() / kCosignedName).string(),
        "`maek evidence fsck` looks at everything. A damaged note can be removed: `maek evidence cosign` makes "
        "a new one."};
  };
  if (!state_->cosigned) return damaged(state_->cosigned.error().message);
  if (!*state_->cosigned) return std::optional<SignedCheckpoint>{};
  const Published& note = **state_->cosigned;
  if (note.checkpoint.size > checkpoint().size) {
    return damaged(fmt::format("covers {} entries, the published checkpoint {}: the ledger was rolled back",
                               note.checkpoint.size, checkpoint().size));
  }
  const auto root = root_at(note.checkpoint.size);
  if (!root) return root.error();
  if (*root != note.checkpoint.root) {
    return damaged(fmt::format("has another root than the first {} entries: the log was forked", note.checkpoint.size));
  }
  return std::optional<SignedCheckpoint>({note.file, note.checkpoint});
}

Expected<SignedCheckpoint> LedgerReader::covering(std::uint64_t entries) {
  auto best = cosigned();
  if (!best) return best.error();
  if (*best && (*best)->checkpoint.size >= entries) return **std::move(best);
  return SignedCheckpoint{checkpoint_file(), checkpoint()};
}

}  // namespace maek::evidence
