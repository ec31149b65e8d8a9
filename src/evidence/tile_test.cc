// SPDX-License-Identifier: Apache-2.0
// Names of tiles, bundles, and proofs read out of tiles.
#include "evidence/tile.h"

#include <map>   // for std::map

#include <gtest/gtest.h>

namespace maek::evidence {
namespace {

TEST(TilePath, IsWrittenAndReadBack) {
  const std::vector<std::pair<TileId, std::string>> cases = {
      {{0, 1234067, 256}, "tile/0/x001/x234/067"},   // the example of C2SP tlog-tiles
      {{0, 0, 256}, "tile/0/000"},
      {{kEntriesLevel, 0, 17}, "tile/entries/000.p/17"},
      {{63, 999, 255}, "tile/63/999.p/255"},
      {{1, 1000, 1}, "tile/1/x001/000.p/1"},
      {{0, ~std::uint64_t{0}, 256}, "tile/0/x018/x446/x744/x073/x709/x551/615"},
  };
  for (const auto& [tile, path] : cases) {
    EXPECT_EQ(tile_path(tile), path);
    auto read = parse_tile_path(path);
    ASSERT_TRUE(read) << path;
    EXPECT_EQ(*read, tile);
  }
}

TEST(TilePath, HasOneSpelling) {
  for (const char* path : {"",
                           "tile",
                           "tile/",
                           "tile/0",
                           "tile/0/",
                           "tile/00/000",
                           "tile/64/000",
                           "tile/-1/000",
                           "tile/0/0",
                           "tile/0/0000",
                           "tile/0/x000/000",
                           "tile/0/x001",
                           "tile/0/000/",
                           "tile/0/000.p",
                           "tile/0/000.p/",
                           "tile/0/000.p/0",
                           "tile/0/000.p/256",
                           "tile/0/000.p/01",
                           "tile/0/000.p/1/2",
                           "tile/0/x001.p/1",
                           "/tile/0/000",
                           "tile/0/../000",
                           "tile/0/ 00",
                           "tile/entries/x18/446",
                           "tile/0/x018/x446/x744/x073/x709/x551/616",
                           "tile//000",
                           "TILE/0/000",
                           "tile/+1/000",
                           "tile/0/000.p/+1",
                           "tile/0/1a0"}) {
    EXPECT_FALSE(parse_tile_path(path)) << path;
  }
}

TEST(NewTiles, AreThoseOfTheSpecificationsExample) {
  // 70,000 entries: 273 full tiles and one of 112 at level 0, one full and one of 17 at level 1, one of 1 at level 2.
  const std::vector<TileId> tiles = new_tiles(0, 70'000);
  std::map<std::pair<int, int>, int> count;
  for (const TileId& tile : tiles) ++count[{tile.level, tile.width}];
  const std::map<std::pair<int, int>, int> expected = {{{-1, 256}, 273}, {{-1, 112}, 1}, {{0, 256}, 273}, {{0, 112}, 1},
                                                       {{1, 256}, 1},    {{1, 17}, 1},   {{2, 1}, 1}};
  EXPECT_EQ(count, expected);
  EXPECT_EQ(new_tiles(70'000, 70'000).size(), 0u);
  const std::vector<TileId> one = new_tiles(255, 256);
  EXPECT_EQ(one, (std::vector<TileId>{{-1, 0, 256}, {0, 0, 256}, {1, 0, 1}}));
  EXPECT_EQ(new_tiles(256, 257), (std::vector<TileId>{{-1, 1, 1}, {0, 1, 1}}));
}

TEST(Bundle, RefusesLengthsThatDoNotFit) {
  std::string bundle;
  append_to_bundle(bundle, "one");
  append_to_bundle(bundle, "");
  append_to_bundle(bundle, std::string(kMaxEntryBytes, 'x'));
  auto entries = parse_bundle(bundle, 3);
  ASSERT_TRUE(entries);
  EXPECT_EQ((*entries)[0], "one");
  EXPECT_EQ((*entries)[1], "");
  EXPECT_EQ((*entries)[2].size(), kMaxEntryBytes);
  EXPECT_FALSE(parse_bundle(bundle, 2));
  EXPECT_FALSE(parse_bundle(bundle, 4));
  for (std::size_t cut = 1; cut < 12; ++cut) EXPECT_FALSE(parse_bundle(bundle.substr(0, bundle.size() - cut), 3));
  EXPECT_FALSE(parse_bundle(std::string("\0", 1), 1));
}

TEST(NodesFromTiles, MakeTheSameProofsAsTheTree) {
  constexpr std::uint64_t kSize = 66'000;  // three levels of tiles
  std::vector<Digest> leaves;
  for (std::uint64_t i = 0; i < kSize; ++i) leaves.push_back(leaf_hash(std::to_string(i)));
  const auto tiles = [&](const TileId& id) -> Expected<std::string> {
    std::string bytes;
    const int shift = kTileHeight * id.level;
    for (int i = 0; i < id.width; ++i) {
      const std::uint64_t at = (id.index * kTileWidth + static_cast<std::uint64_t>(i)) << shift;
      const Digest hash = tree_root(std::span(leaves).subspan(at, std::uint64_t{1} << shift));
      bytes.append(reinterpret_cast<const char*>(hash.bytes.data()), 32);
    }
    return bytes;
  };
  const NodeReader nodes = nodes_from_tiles(kSize, tiles);
  const Digest root = tree_root(leaves);
  EXPECT_EQ(*subtree_root(0, kSize, nodes), root);
  for (const std::uint64_t index : {0ull, 1ull, 255ull, 256ull, 65'535ull, 65'536ull, 65'999ull}) {
    auto proof = inclusion_proof(index, kSize, nodes);
    ASSERT_TRUE(proof);
    EXPECT_TRUE(verify_inclusion(index, kSize, leaves[index], *proof, root));
  }
  for (const std::uint64_t old : {1ull, 255ull, 256ull, 257ull, 65'536ull, 65'999ull}) {
    auto proof = consistency_proof(old, kSize, nodes);
    ASSERT_TRUE(proof);
    EXPECT_TRUE(verify_consistency(old, kSize, *proof, tree_root(std::span(leaves).first(old)), root));
  }
  EXPECT_FALSE(nodes({16, 1})) << "a node that is not complete";
}

TEST(NodesFromTiles, RefuseATileOfTheWrongLength) {
  const auto short_tile = [](const TileId&) -> Expected<std::string> { return std::string(31, 'x'); };
  EXPECT_FALSE(nodes_from_tiles(5, short_tile)({0, 0}));
  EXPECT_FALSE(TileTree(5, short_tile).inclusion_proof(0));
}

// Hashes of nodes need not fit together here: a proof is the same list of nodes whatever they are.
TEST(TileTree, MakesTheProofsThatAreMadeNodeByNode) {
  const auto tiles = [](const TileId& id) -> Expected<std::string> {
    std::string bytes;
    for (int i = 0; i < id.width; ++i) {
      const Digest hash = sha256(std::to_string(id.level) + "/" +
                                 std::to_string(id.index * kTileWidth + static_cast<std::uint64_t>(i)));
      bytes.append(reinterpret_cast<const char*>(hash.bytes.data()), 32);
    }
    return bytes;
  };
  const auto compare = [&](std::uint64_t size, const std::vector<std::uint64_t>& indices, std::size_t cache_bytes) {
    const NodeReader nodes = nodes_from_tiles(size, tiles, cache_bytes);
    const TileTree tree(size, tiles, cache_bytes);
    for (const std::uint64_t index : indices) {
      const auto expected = inclusion_proof(index, size, nodes);
      const auto proof = tree.inclusion_proof(index);
      ASSERT_EQ(proof.has_value(), expected.has_value()) << index << " of " << size;
      if (proof) {
        ASSERT_EQ(*proof, *expected) << index << " of " << size;
      } else {
        EXPECT_EQ(proof.error().code, ErrorCode::kInvalidArgument);
      }
    }
  };
  for (std::uint64_t size = 0; size <= 530; ++size) {  // every index, and two beyond the tree
    std::vector<std::uint64_t> all(size + 2);
    for (std::uint64_t i = 0; i < all.size(); ++i) all[i] = i;
    compare(size, all, kTileCacheBytes);
  }
  for (const std::uint64_t around : {std::uint64_t{1} << 16, std::uint64_t{3} << 16, std::uint64_t{1} << 24,
                                     (std::uint64_t{1} << 32) + (std::uint64_t{1} << 16), std::uint64_t{1} << 62}) {
    for (const std::uint64_t size : {around - 257, around - 1, around, around + 1, around + 300}) {
      std::vector<std::uint64_t> some = {0,        1,   255, 256, 65'535, around / 2, around / 2 + 77, around - 300,
                                         size - 1, size};
      for (std::uint64_t i = 1; i <= 40; ++i) some.push_back(size / 41 * i + i);
      compare(size, some, kTileCacheBytes);
      compare(size, some, 0);  // a cache of sixteen tiles is emptied in the middle of proofs
    }
  }
}

}  // namespace
}  // namespace maek::evidence
