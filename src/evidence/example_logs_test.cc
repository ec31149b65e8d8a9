// SPDX-License-Identifier: Apache-2.0
// Tests on logs that other implementations wrote (Tessera, Sunlight, a generator): read from their files, verified by ours.
#include <map>  // for std::map
#include <set>  // for std::set

#include <fmt/format.h>
#include <gtest/gtest.h>  // for TEST

#include "evidence/checkpoint.h"  // for open_checkpoint
#include "evidence/merkle.h"  // for verify_inclusion
#include "evidence/policy.h"  // for verify_checkpoint
#include "evidence/tile.h"  // for nodes_from_tiles
#include "tests/archive.h"  // for read_archive
#include "tests/test_data.h"  // for test_data

namespace maek::evidence {
namespace {

constexpr const char* kArchive = "data/vectors/tlog/example_logs.tar.gz";
using Files = std::map<std::string, std::string>;

// The keys that the vectors state for these logs.
constexpr const char* kTesseraKey = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
constexpr const char* kSyntheticKey = "log.maek.example/evidence+2d8098d3+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
constexpr const char* kSunlightMirror = "mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O";
constexpr const char* kSunlightWitness = "witness.example.org+b8a2cf20+BFLN3yikSfFkVAJtrnh/CiY3Zozkoy7clp+P7XB28qUN";

/// The files of one log, by their path below it.
Files below(const Files& all, const std::string& prefix) {
  Files files;
  for (const auto& [name, bytes] : all) {
    const std::string_view path = std::string_view(name).substr(name.starts_with("./") ? 2 : 0);
    if (path.starts_with(prefix)) files[std::string(path.substr(prefix.size()))] = bytes;
  }
  return files;
}

TileReader tiles_of(const Files& files) {
  return [&files](const TileId& tile) -> Expected<std::string> {
    if (const auto found = files.find(tile_path(tile)); found != files.end()) return found->second;
    TileId full = tile;
    full.width = kFullTile;  // a partial tile may be gone once the full one stands
    const auto found = files.find(tile_path(full));
    if (found == files.end()) return Error{ErrorCode::kNotFound, "no such tile", tile_path(tile)};
    return found->second.substr(0, 32 * static_cast<std::size_t>(tile.width));
  };
}

std::vector<std::string> entries_of(const Files& files, std::uint64_t size) {
  std::vector<std::string> entries;
  for (std::uint64_t i = 0; i * kTileWidth < size; ++i) {
    const int width = static_cast<int>(std::min(kTileWidth, size - i * kTileWidth));
    TileId tile{kEntriesLevel, i, width};
    if (!files.contains(tile_path(tile))) tile.width = kFullTile;
    const auto found = files.find(tile_path(tile));
    if (found == files.end()) return {};
    const auto parsed = parse_bundle(found->second, tile.width);
    if (!parsed) return {};
    for (int k = 0; k < width; ++k) entries.emplace_back((*parsed)[static_cast<std::size_t>(k)]);
  }
  return entries;
}

void expect_tree(const Files& files, const Checkpoint& checkpoint) {
  const std::uint64_t size = checkpoint.size;
  const NodeReader nodes = nodes_from_tiles(size, tiles_of(files));
  if (size == 0) {
    EXPECT_EQ(checkpoint.root, empty_root());
    return;
  }
  const auto root = subtree_root(0, size, nodes);
  ASSERT_TRUE(root) << root.error().text();
  EXPECT_EQ(*root, checkpoint.root) << size;
  for (const std::uint64_t index : {std::uint64_t{0}, size / 3, size / 2, size - 1}) {
    const auto leaf = nodes({0, index});
    const auto proof = inclusion_proof(index, size, nodes);
    ASSERT_TRUE(leaf && proof) << index;
    EXPECT_TRUE(verify_inclusion(index, size, *leaf, *proof, checkpoint.root)) << index << " of " << size;
    EXPECT_FALSE(verify_inclusion(index, size, empty_root(), *proof, checkpoint.root)) << index << " of " << size;
  }
}

/// Bundled entries have the hashes of the tiles, one by one.
void expect_entries(const Files& files, const Checkpoint& checkpoint) {
  const auto entries = entries_of(files, checkpoint.size);
  ASSERT_EQ(entries.size(), checkpoint.size);
  const NodeReader nodes = nodes_from_tiles(checkpoint.size, tiles_of(files));
  std::vector<Digest> leaves;
  Frontier frontier;
  for (const std::string& entry : entries) {
    leaves.push_back(leaf_hash(entry));
    frontier.add(leaves.back());
    const auto stored = nodes({0, leaves.size() - 1});
    ASSERT_TRUE(stored);
    ASSERT_EQ(*stored, leaves.back()) << leaves.size() - 1;
  }
  EXPECT_EQ(tree_root(leaves), checkpoint.root);
  EXPECT_EQ(frontier.root(), checkpoint.root);
}

void expect_consistent(const Files& files, const std::vector<Checkpoint>& checkpoints) {
  for (const Checkpoint& old : checkpoints) {
    for (const Checkpoint& later : checkpoints) {
      if (old.size == 0 || old.size > later.size) continue;
      const auto proof = consistency_proof(old.size, later.size, nodes_from_tiles(later.size, tiles_of(files)));
      ASSERT_TRUE(proof) << proof.error().text();
      EXPECT_TRUE(verify_consistency(old.size, later.size, *proof, old.root, later.root))
          << old.size << " " << later.size;
    }
  }
}

TEST(ExampleLogs, OfTesseraIsReadAndVerifiedAtEverySize) {
  const auto path = test_data(kArchive);
  MAEK_SKIP_WITHOUT_DATA(path, kArchive);
  const Files files = below(read_archive(*path), "tessera_testdata_15/");
  const auto key = parse_verifier_key(kTesseraKey);
  ASSERT_TRUE(key);
  std::vector<Checkpoint> checkpoints;
  for (std::uint64_t size = 0; size <= 15; ++size) {
    const auto checkpoint = open_checkpoint(files.at(fmt::format("checkpoint.{}", size)), *key);
    ASSERT_TRUE(checkpoint) << checkpoint.error().text();
    ASSERT_EQ(checkpoint->size, size);
    expect_tree(files, *checkpoint);
    expect_entries(files, *checkpoint);
    checkpoints.push_back(*checkpoint);
  }
  expect_consistent(files, checkpoints);
}

TEST(ExampleLogs, OfAGeneratorIsReadAndVerifiedWithItsWitnesses) {
  const auto path = test_data(kArchive);
  MAEK_SKIP_WITHOUT_DATA(path, kArchive);
  const Files files = below(read_archive(*path), "synthetic_2000/");
  const auto policy = parse_policy(
      fmt::format("log {}\nwitness a witness1.maek.example+63c45118+BNBKsjJ0K7SrOhNovUYV5ObQIkq3GgFrr4UgozLJd4c3\n"
                  "witness b witness2.maek.example+5969583b+BKCapfR6Z1mAL/lV+NwtKhSlyZ0jvpf4ZBJ/+Tg0VaTw\n"
                  "group both all a b\nquorum both\n",
                  kSyntheticKey));
  ASSERT_TRUE(policy);
  std::vector<Checkpoint> checkpoints;
  for (const std::uint64_t size : {0, 1, 5, 15, 255, 256, 257, 1000, 2000}) {
    const auto verdict = verify_checkpoint(files.at(fmt::format("checkpoints/{}", size)), *policy);
    ASSERT_TRUE(verdict) << size << " " << verdict.error().text();
    ASSERT_EQ(verdict->checkpoint.size, size);
    EXPECT_EQ(verdict->cosignatures.size(), 2u);
    expect_tree(files, verdict->checkpoint);
    expect_entries(files, verdict->checkpoint);
    checkpoints.push_back(verdict->checkpoint);
  }
  expect_consistent(files, checkpoints);
}

// Its entry bundles are dummies, so that its tiles alone are read. The folder holds two checkpoints of 300 entries with
// different roots: the mirror's, of these tiles, and one that a witness cosigned, whose log signs in a way unknown here.
TEST(ExampleLogs, OfSunlightIsReadWithItsCosignaturesAndItsOtherTreeTold) {
  const auto path = test_data(kArchive);
  MAEK_SKIP_WITHOUT_DATA(path, kArchive);
  const Files all = read_archive(*path);
  const std::string log = "000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706/";
  const Files files = below(all, "sunlight_mirror_300/mirror/" + log);
  const Files others = below(all, "sunlight_mirror_300/" + log);
  const struct {
    const std::string& file;
    const char* key;
    std::size_t unknown;  // signatures
    bool of_these_tiles;
  } cases[] = {{files.at("checkpoint"), kSunlightMirror, 0, true},
               {others.at("checkpoint"), kSunlightWitness, 1, false}};
  for (const auto& c : cases) {
    const auto note = parse_note(c.file);
    const auto key = parse_verifier_key(c.key);
    ASSERT_TRUE(note && key);
    const auto verified = verify_note(*note, {&*key, 1});
    ASSERT_TRUE(verified) << verified.error().text();
    EXPECT_EQ(verified->signers.size(), 1u);
    EXPECT_EQ(verified->unknown, c.unknown);
    const auto checkpoint = parse_checkpoint(note->text);
    ASSERT_TRUE(checkpoint) << checkpoint.error().text();
    ASSERT_EQ(checkpoint->size, 300u);
    if (c.of_these_tiles) {
      expect_tree(files, *checkpoint);
    } else {
      EXPECT_NE(*subtree_root(0, 300, nodes_from_tiles(300, tiles_of(files))), checkpoint->root);
    }
  }
}

TEST(ExampleLogs, AreRefusedWithAByteFlippedInATile) {
  const auto path = test_data(kArchive);
  MAEK_SKIP_WITHOUT_DATA(path, kArchive);
  Files files = below(read_archive(*path), "synthetic_2000/");
  const auto checkpoint = open_checkpoint(files.at("checkpoint"), *parse_verifier_key(kSyntheticKey));
  ASSERT_TRUE(checkpoint);
  for (const char* tile : {"tile/0/003", "tile/0/007.p/208", "tile/1/000.p/7"}) {
    Files changed = files;
    changed.at(tile)[40] ^= 1;
    // Every node is read: what stands above a changed hash does not fit it.
    bool found = false;
    const NodeReader nodes = nodes_from_tiles(checkpoint->size, tiles_of(changed));
    for (std::uint64_t index = 0; index < checkpoint->size && !found; ++index) {
      const auto leaf = nodes({0, index});
      const auto proof = inclusion_proof(index, checkpoint->size, nodes);
      found = !leaf || !proof || !verify_inclusion(index, checkpoint->size, *leaf, *proof, checkpoint->root);
    }
    EXPECT_TRUE(found) << tile;
  }
}

}  // namespace
}  // namespace maek::evidence
