// SPDX-License-Identifier: Apache-2.0
// Grows tiles hash by hash.
#include "evidence/internal/tile_builder.h"

#include <cstring>   // for std::memcpy

#include <fmt/format.h>

namespace maek::evidence {
namespace {

std::string tile_bytes(const std::vector<Digest>& hashes) {
  static_assert(sizeof(Digest) == 32);
  return {reinterpret_cast<const char*>(hashes.data()), hashes.size() * sizeof(Digest)};
}

}  // namespace

Expected<TileBuilder> TileBuilder::read(std::uint64_t size, const TileReader& tiles) {
  TileBuilder builder;
  builder.size_ = size;
  const auto width = [](std::uint64_t count) { return static_cast<int>(count % kTileWidth); };
  if (width(size) != 0) {
    auto bundle = tiles({kEntriesLevel, size / kTileWidth, width(size)});
    if (!bundle) return bundle.error();
    if (auto entries = parse_bundle(*bundle, width(size)); !entries) return entries.error();
    builder.bundle_ = *std::move(bundle);
  }
  for (std::uint64_t count = size, level = 0; count > 0; count /= kTileWidth, ++level) {
    std::vector<Digest>& hashes = builder.levels_.emplace_back();
    builder.indices_.push_back(count / kTileWidth);
    if (width(count) == 0) continue;
    const TileId tile{static_cast<int>(level), count / kTileWidth, width(count)};
    auto bytes = tiles(tile);
    if (!bytes) return bytes.error();
    hashes.resize(static_cast<std::size_t>(tile.width));
    if (bytes->size() != hashes.size() * 32) {
      return Error{ErrorCode::kMalformed, "has another length than its tree demands", tile_path(tile)};
    }
    for (std::size_t i = 0; i < hashes.size(); ++i) std::memcpy(hashes[i].bytes.data(), bytes->data() + 32 * i, 32);
  }
  // The bundle will be part of a full one: what was altered in it must not be published again.
  const auto entries = parse_bundle(builder.bundle_, width(size));
  for (std::size_t i = 0; entries && i < entries->size(); ++i) {
    if (leaf_hash((*entries)[i]) != builder.levels_[0][i]) {
      return Error{ErrorCode::kMalformed,
                   fmt::format("entry {} is not what the tree holds", size / kTileWidth * kTileWidth + i),
                   tile_path({kEntriesLevel, size / kTileWidth, width(size)})};
    }
  }
  return builder;
}

void TileBuilder::add_hash(std::size_t level, const Digest& hash, std::span<const Digest> roots) {
  if (level == levels_.size()) {
    levels_.emplace_back();
    indices_.push_back(0);
  }
  levels_[level].push_back(hash);
  if (levels_[level].size() < kTileWidth) return;
  full_.emplace_back(TileId{static_cast<int>(level), indices_[level], kFullTile}, tile_bytes(levels_[level]));
  full_bytes_ += kTileWidth * 32;
  ++indices_[level];
  const Digest parent = level < roots.size() ? roots[level] : tree_root(levels_[level]);
  levels_[level].clear();
  add_hash(level + 1, parent, roots);
}

void TileBuilder::add(std::string_view entry, const Digest& leaf, std::span<const Digest> roots) {
  append_to_bundle(bundle_, entry);
  if (size_ % kTileWidth == kTileWidth - 1) {
    full_bytes_ += bundle_.size();
    full_.emplace_back(TileId{kEntriesLevel, size_ / kTileWidth, kFullTile}, std::move(bundle_));
    bundle_.clear();
  }
  add_hash(0, leaf, roots);
  ++size_;
}

std::vector<std::pair<TileId, std::string>> TileBuilder::take_full() {
  full_bytes_ = 0;
  return std::exchange(full_, {});
}

std::vector<std::pair<TileId, std::string>> TileBuilder::partial() const {
  std::vector<std::pair<TileId, std::string>> tiles;
  if (!bundle_.empty()) {
    tiles.emplace_back(TileId{kEntriesLevel, size_ / kTileWidth, static_cast<int>(size_ % kTileWidth)}, bundle_);
  }
  for (std::size_t level = 0; level < levels_.size(); ++level) {
    if (levels_[level].empty()) continue;
    tiles.emplace_back(TileId{static_cast<int>(level), indices_[level], static_cast<int>(levels_[level].size())},
                       tile_bytes(levels_[level]));
  }
  return tiles;
}

}  // namespace maek::evidence
