// SPDX-License-Identifier: Apache-2.0
// Tiles and entry bundles of a log: names, sizes, contents (C2SP tlog-tiles)
#pragma once

#include <cstdint>       // for std::uint64_t
#include <functional>    // for std::function
#include <memory>        // for std::shared_ptr
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"       // for Expected
#include "evidence/merkle.h"     // for NodeId, NodeReader

namespace maek::evidence {

constexpr std::uint64_t kTileWidth = 256;
constexpr int kFullTile = 256;           // TileId::width of a full one
constexpr int kTileHeight = 8;           // levels of the tree in a tile: 2^8 = kTileWidth
constexpr std::size_t kMaxEntryBytes = 65'535;

/// A tile: level -1 are entry bundles. `width` is 256 for a full one, 1..255 for a partial one.
struct TileId {
  int level = 0;
  std::uint64_t index = 0;
  int width = 256;
  auto operator<=>(const TileId&) const = default;
};
constexpr int kEntriesLevel = -1;

/// "tile/0/x001/x234/067", "tile/entries/000.p/17": the path below a log's prefix.
std::string tile_path(const TileId& tile);
/// The reverse; refuses every text that tile_path would not write (leading zeros, 256 as a partial width, level 64).
Expected<TileId> parse_tile_path(std::string_view path);

/// Every tile of a tree of `size`, entry bundles included, that a tree of `old_size` does not have. By level, then index.
std::vector<TileId> new_tiles(std::uint64_t old_size, std::uint64_t size);

/// Bundle = for each entry u16 length (big-endian) || bytes.
void append_to_bundle(std::string& bundle, std::string_view entry);
/// The entries of a bundle of exactly `width` entries. kMalformed when lengths do not fit.
Expected<std::vector<std::string_view>> parse_bundle(std::string_view bundle, int width);

/// Reads a tile's bytes; `width` is what the tree has (a reader may fall back to the full tile and cut it).
using TileReader = std::function<Expected<std::string>(const TileId&)>;
/// Nodes of a tree of `size` out of its tiles. Tiles once read are kept, with all nodes within, up to `cache_bytes`
/// (16 KiB each): proofs in any order from ten million entries want 1 GiB, proofs in order of index next to nothing.
/// Not for several threads at once.
constexpr std::size_t kTileCacheBytes = std::size_t{64} << 20;
NodeReader nodes_from_tiles(std::uint64_t size, TileReader tiles, std::size_t cache_bytes = kTileCacheBytes);

/// The same nodes, and inclusion proofs straight out of the tiles: what inclusion_proof() of merkle.h makes node by node,
/// several times as fast. Copies share one cache. Not for several threads at once.
class TileTree {
 public:
  explicit TileTree(std::uint64_t size, TileReader tiles, std::size_t cache_bytes = kTileCacheBytes);

  std::uint64_t size() const;
  NodeReader nodes() const;
  /// PATH(index, D[0:size]). kInvalidArgument when index >= size.
  Expected<std::vector<Digest>> inclusion_proof(std::uint64_t index) const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace maek::evidence
