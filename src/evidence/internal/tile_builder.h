// SPDX-License-Identifier: Apache-2.0
// Tile builder: the right edge of a growing log as tiles and entry bundles, to be published
#pragma once

#include <span>          // for std::span
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <utility>       // for std::pair
#include <vector>        // for std::vector

#include "evidence/tile.h"   // for TileId, TileReader

namespace maek::evidence {

class TileBuilder {
 public:
  TileBuilder() = default;
  /// Goes on from a published tree of `size`; its partial tiles are read, and the entries checked against the leaves.
  static Expected<TileBuilder> read(std::uint64_t size, const TileReader& tiles);

  void add(std::string_view entry, const Digest& leaf) { add(entry, leaf, {}); }
  /// `roots`: of the tiles that became full with this entry, if any did, from level 0 up, as a Frontier tells them;
  /// without them they are hashed here.
  void add(std::string_view entry, const Digest& leaf, std::span<const Digest> roots);
  std::uint64_t size() const { return size_; }

  /// Full tiles since the last call, with their bytes.
  std::vector<std::pair<TileId, std::string>> take_full();
  std::size_t full_bytes() const { return full_bytes_; }
  /// The partial ones of the present size.
  std::vector<std::pair<TileId, std::string>> partial() const;

 private:
  void add_hash(std::size_t level, const Digest& hash, std::span<const Digest> roots);

  std::uint64_t size_ = 0;
  std::string bundle_;  // entries of the partial bundle
  std::vector<std::vector<Digest>> levels_;  // hashes of the partial tile of each level
  std::vector<std::uint64_t> indices_;  // of that tile
  std::vector<std::pair<TileId, std::string>> full_;
  std::size_t full_bytes_ = 0;
};

}  // namespace maek::evidence
