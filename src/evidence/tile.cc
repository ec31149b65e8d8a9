// SPDX-License-Identifier: Apache-2.0
// Names and contents of tiles.
#include "evidence/tile.h"

#include <algorithm>   // for std::max, std::min
#include <array>       // for std::array
#include <charconv>    // for std::from_chars
#include <cstring>     // for std::memcpy
#include <memory>      // for std::make_shared
#include <unordered_map>  // for std::unordered_map

#include <fmt/format.h>

namespace maek::evidence {
namespace {

constexpr int kMaxTileLevel = 63;

Error bad_path(std::string_view path) {
  return {ErrorCode::kMalformed, "is not the path of a tile", std::string(path.substr(0, 100))};
}

// A decimal number as tlog-tiles writes it: no sign, no leading zero.
bool read_number(std::string_view text, std::uint64_t& value) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return false;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failed == std::errc() && end == text.data() + text.size();
}

bool three_digits(std::string_view text, std::uint64_t& value) {
  if (text.size() != 3) return false;
  value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return true;
}

// How many entries level `level` of a tree of `size` has: floor(size / 256^level).
std::uint64_t entries_at(std::uint64_t size, int level) { return level >= 8 ? 0 : size >> (kTileHeight * level); }

static_assert(sizeof(Digest) == 32);  // a tile is copied as it stands

// Tiles that were read, each with its complete nodes.
class TileCache {
 public:
  /// nodes[first[k] + i] covers hashes [i * 2^k, (i + 1) * 2^k) of the tile.
  struct Nodes {
    std::array<std::uint16_t, kTileHeight + 1> first{};
    std::vector<Digest> nodes;
  };

  TileCache(TileReader read, std::size_t bytes)
      : read_(std::move(read)), most_(std::max<std::size_t>(16, bytes / (2 * kTileWidth * sizeof(Digest)))) {}

  Expected<const Nodes*> get(const TileId& id) {
    // The nodes of a proof lie in one tile of each level, one after the other.
    Last& last = last_[static_cast<std::size_t>(id.level)];
    if (last.nodes != nullptr && last.index == id.index) return last.nodes;
    const std::uint64_t key = id.index * 8 + static_cast<std::uint64_t>(id.level);  // eight levels reach 2^64
    auto found = tiles_.find(key);
    if (found == tiles_.end()) {
      auto nodes = read(id);
      if (!nodes) return std::move(nodes).error();
      if (tiles_.size() >= most_) {  // simplest; a cache that is too small is slow either way
        tiles_.clear();
        last_ = {};
      }
      found = tiles_.emplace(key, *std::move(nodes)).first;
    }
    last = {id.index, &found->second};
    return last.nodes;
  }

 private:
  struct Last {
    std::uint64_t index = 0;
    const Nodes* nodes = nullptr;
  };

  Expected<Nodes> read(const TileId& id) {
    auto bytes = read_(id);
    if (!bytes) return std::move(bytes).error();
    const auto width = static_cast<std::size_t>(id.width);
    if (bytes->size() != width * 32) {
      return Error{ErrorCode::kMalformed,
                   fmt::format("has {} bytes where {} hashes make {}", bytes->size(), width, width * 32), tile_path(id)};
    }
    Nodes tile;
    tile.nodes.resize(width);
    std::memcpy(tile.nodes.data(), bytes->data(), bytes->size());
    std::size_t count = width;
    for (std::size_t k = 1; k <= kTileHeight; ++k) {
      const std::size_t below = tile.first[k - 1];
      tile.first[k] = static_cast<std::uint16_t>(tile.nodes.size());
      for (std::size_t i = 0; i + 1 < count; i += 2) {
        tile.nodes.push_back(node_hash(tile.nodes[below + i], tile.nodes[below + i + 1]));
      }
      count /= 2;
    }
    return tile;
  }

  TileReader read_;
  std::size_t most_;
  std::unordered_map<std::uint64_t, Nodes> tiles_;   // does not move what it holds
  std::array<Last, 8> last_{};
};

}  // namespace

std::string tile_path(const TileId& tile) {
  std::string groups = fmt::format("{:03}", tile.index % 1000);
  for (std::uint64_t rest = tile.index / 1000; rest > 0; rest /= 1000) {
    groups = fmt::format("x{:03}/{}", rest % 1000, groups);
  }
  const std::string level = tile.level == kEntriesLevel ? "entries" : std::to_string(tile.level);
  const std::string partial = tile.width == kFullTile ? "" : fmt::format(".p/{}", tile.width);
  return fmt::format("tile/{}/{}{}", level, groups, partial);
}

Expected<TileId> parse_tile_path(std::string_view path) {
  std::string_view rest = path;
  const auto next = [&rest] {
    const std::string_view part = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    return part;
  };
  if (path.size() > 100 || next() != "tile") return bad_path(path);
  TileId tile;
  const std::string_view level = next();
  std::uint64_t number = 0;
  if (level == "entries") {
    tile.level = kEntriesLevel;
  } else if (!read_number(level, number) || number > kMaxTileLevel) {
    return bad_path(path);
  } else {
    tile.level = static_cast<int>(number);
  }
  for (bool more = true; more;) {
    std::string_view group = next();
    more = group.starts_with('x');
    if (more) group.remove_prefix(1);
    const bool partial = !more && group.ends_with(".p");
    if (partial) group.remove_suffix(2);
    std::uint64_t digits = 0;
    if (!three_digits(group, digits)) return bad_path(path);
    if (tile.index > (~std::uint64_t{0} - digits) / 1000) return bad_path(path);
    tile.index = tile.index * 1000 + digits;
    if (partial) {
      std::uint64_t width = 0;
      if (!read_number(next(), width) || width == 0 || width >= kTileWidth) return bad_path(path);
      tile.width = static_cast<int>(width);
    }
  }
  if (tile_path(tile) != path) return bad_path(path);   // one spelling each: superfluous groups, a trailing slash
  return tile;
}

std::vector<TileId> new_tiles(std::uint64_t old_size, std::uint64_t size) {
  std::vector<TileId> tiles;
  for (int level = kEntriesLevel; level < 8; ++level) {
    const std::uint64_t before = entries_at(old_size, std::max(level, 0));
    const std::uint64_t now = entries_at(size, std::max(level, 0));
    if (now == 0) break;
    for (std::uint64_t index = before / kTileWidth; index * kTileWidth < now; ++index) {
      const std::uint64_t width = std::min(kTileWidth, now - index * kTileWidth);
      const std::uint64_t had = before > index * kTileWidth ? before - index * kTileWidth : 0;
      if (width > had) tiles.push_back({level, index, static_cast<int>(width)});
    }
  }
  return tiles;
}

void append_to_bundle(std::string& bundle, std::string_view entry) {
  bundle += static_cast<char>(entry.size() >> 8);
  bundle += static_cast<char>(entry.size() & 0xff);
  bundle += entry;
}

Expected<std::vector<std::string_view>> parse_bundle(std::string_view bundle, int width) {
  std::vector<std::string_view> entries;
  while (!bundle.empty()) {
    if (entries.size() == static_cast<std::size_t>(width)) {
      return Error{ErrorCode::kMalformed, fmt::format("has more than the {} entries of this bundle", width), "bundle"};
    }
    std::size_t size = 0;
    if (bundle.size() >= 2) {
      size = static_cast<std::size_t>(static_cast<unsigned char>(bundle[0])) << 8 |
             static_cast<std::size_t>(static_cast<unsigned char>(bundle[1]));
    }
    if (bundle.size() < 2 + size) {
      return Error{ErrorCode::kMalformed, fmt::format("ends within entry {} of the bundle", entries.size()), "bundle"};
    }
    entries.push_back(bundle.substr(2, size));
    bundle.remove_prefix(2 + size);
  }
  if (entries.size() != static_cast<std::size_t>(width)) {
    return Error{ErrorCode::kMalformed, fmt::format("has {} entries where the tree has {}", entries.size(), width),
                 "bundle"};
  }
  return entries;
}

NodeReader nodes_from_tiles(std::uint64_t size, TileReader tiles, std::size_t cache_bytes) {
  return [size, cache = std::make_shared<TileCache>(std::move(tiles), cache_bytes)](NodeId node) -> Expected<Digest> {
    // Node [level, index] is a root within one tile: `within` levels above the tile's hashes.
    const int tile_level = node.level / kTileHeight;
    const int within = node.level % kTileHeight;
    const std::uint64_t have = entries_at(size, tile_level);
    if (node.level < 0 || node.level > 62 || node.index >= have >> within) {
      return Error{ErrorCode::kInvalidArgument,
                   fmt::format("node {} of level {} is not complete in a tree of {}", node.index, node.level, size),
                   "tiles"};
    }
    const std::uint64_t first = node.index << within;   // among the hashes of that tile level
    const std::uint64_t index = first / kTileWidth;
    const auto tile =
        cache->get({tile_level, index, static_cast<int>(std::min(kTileWidth, have - index * kTileWidth))});
    if (!tile) return tile.error();
    return (*tile)->nodes[(*tile)->first[static_cast<std::size_t>(within)] +
                          static_cast<std::size_t>(first % kTileWidth >> within)];
  };
}

}  // namespace maek::evidence
