// SPDX-License-Identifier: Apache-2.0
// Names and contents of tiles.
#include "evidence/tile.h"

#include <algorithm>   // for std::max, std::min
#include <array>       // for std::array
#include <bit>         // for std::bit_width
#include <charconv>    // for std::from_chars
#include <cstring>     // for std::memcpy
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
  /// nodes[place(k, i)] covers hashes [i * 2^k, (i + 1) * 2^k) of the tile, k < 8; unset where they are not all there.
  struct alignas(64) Nodes {  // siblings share a cache line
    std::array<Digest, 2 * kTileWidth - 2> nodes;
  };
  static constexpr std::size_t place(int k, std::uint64_t i) {
    return 2 * kTileWidth - (2 * kTileWidth >> k) + static_cast<std::size_t>(i);
  }

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
        ++cleared_;
      }
      found = tiles_.emplace(key, *std::move(nodes)).first;
    }
    last = {id.index, found->second.get()};
    return last.nodes;
  }
  /// Changes when what get() gave before is no longer there.
  std::uint64_t cleared() const { return cleared_; }

 private:
  struct Last {
    std::uint64_t index = 0;
    const Nodes* nodes = nullptr;
  };

  Expected<std::unique_ptr<Nodes>> read(const TileId& id) {
    auto bytes = read_(id);
    if (!bytes) return std::move(bytes).error();
    const auto width = static_cast<std::size_t>(id.width);
    if (bytes->size() != width * 32) {
      return Error{ErrorCode::kMalformed,
                   fmt::format("has {} bytes where {} hashes make {}", bytes->size(), width, width * 32),
                   tile_path(id)};
    }
    auto tile = std::make_unique<Nodes>();
    std::memcpy(tile->nodes.data(), bytes->data(), bytes->size());
    std::size_t count = width;
    for (int k = 1; k < kTileHeight; ++k) {
      count /= 2;
      for (std::size_t i = 0; i < count; ++i) {
        const Digest* below = &tile->nodes[place(k - 1, 2 * i)];
        tile->nodes[place(k, i)] = node_hash(below[0], below[1]);
      }
    }
    return tile;
  }

  TileReader read_;
  std::size_t most_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Nodes>> tiles_;  // a look-up touches no tile
  std::array<Last, 8> last_{};
  std::uint64_t cleared_ = 0;
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
  if (tile_path(tile) != path) return bad_path(path);  // one spelling each: superfluous groups, a trailing slash
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

struct TileTree::State {
  std::uint64_t size;
  TileCache cache;
  std::vector<Digest> edge;  // of each level: the root of the last, perhaps incomplete, node

  State(std::uint64_t of, TileReader tiles, std::size_t bytes) : size(of), cache(std::move(tiles), bytes) {}

  // The tile with hashes [256 * index, ...) of a tile level, as wide as the tree has it.
  Expected<const TileCache::Nodes*> tile(int level, std::uint64_t index) {
    const std::uint64_t width = std::min(kTileWidth, entries_at(size, level) - index * kTileWidth);
    return cache.get({level, index, static_cast<int>(width)});
  }

  Expected<Digest> node(NodeId node) {
    // Node [level, index] is a root within one tile: `within` levels above the tile's hashes.
    const int tile_level = node.level / kTileHeight;
    const int within = node.level % kTileHeight;
    if (node.level < 0 || node.level > 62 || node.index >= entries_at(size, tile_level) >> within) {
      return Error{ErrorCode::kInvalidArgument,
                   fmt::format("node {} of level {} is not complete in a tree of {}", node.index, node.level, size),
                   "tiles"};
    }
    const std::uint64_t first = node.index << within;  // among the hashes of that tile level
    const auto nodes = tile(tile_level, first / kTileWidth);
    if (!nodes) return nodes.error();
    return (*nodes)->nodes[TileCache::place(within, first % kTileWidth >> within)];
  }

  // A path meets an incomplete sibling at most once, and then it is the last node of its level: the same for all.
  Expected<void> read_edge(const NodeReader& nodes) {
    std::vector<Digest> roots;
    for (int level = 0; level < static_cast<int>(std::bit_width(size - 1)); ++level) {
      const auto root = subtree_root((size - 1) >> level << level, size, nodes);
      if (!root) return root.error();
      roots.push_back(*root);
    }
    edge = std::move(roots);
    return {};
  }

  // The places of the siblings, from the leaf up. An incomplete or missing tile is not looked for.
  Expected<std::size_t> siblings(std::uint64_t index, std::array<const Digest*, kMaxProofHashes>& places) {
    const std::uint64_t last = size - 1;
    const auto levels = static_cast<int>(std::bit_width(last));
    std::size_t count = 0;
    for (int low = 0; low < levels; low += kTileHeight) {
      const TileCache::Nodes* nodes = nullptr;
      for (int level = low; level < std::min(levels, low + kTileHeight); ++level) {
        const std::uint64_t sibling = (index >> level) ^ 1;
        if (sibling > last >> level) continue;  // nothing beside it: it is the last node, and goes up as it is
        if (sibling == last >> level) {
          places[count++] = &edge[static_cast<std::size_t>(level)];
          continue;
        }
        if (nodes == nullptr) {
          const auto read = tile(low / kTileHeight, index >> low >> kTileHeight);
          if (!read) return read.error();
          nodes = *read;
        }
        const int within = level - low;
        places[count] = &nodes->nodes[TileCache::place(within, sibling & ((kTileWidth >> within) - 1))];
        __builtin_prefetch(places[count++]);  // no cache holds ten million entries: their misses shall overlap
      }
    }
    return count;
  }
};

TileTree::TileTree(std::uint64_t size, TileReader tiles, std::size_t cache_bytes)
    : state_(std::make_shared<State>(size, std::move(tiles), cache_bytes)) {}

std::uint64_t TileTree::size() const { return state_->size; }

NodeReader TileTree::nodes() const {
  return [state = state_](NodeId node) { return state->node(node); };
}

Expected<std::vector<Digest>> TileTree::inclusion_proof(std::uint64_t index) const {
  const std::uint64_t size = state_->size;
  // Small trees have no levels to share, and what cannot be proved is refused in one place.
  if (index >= size || size >= kMaxTreeSize || size < 2) return evidence::inclusion_proof(index, size, nodes());
  if (state_->edge.empty()) {
    if (auto read = state_->read_edge(nodes()); !read) return read.error();
  }
  std::array<const Digest*, kMaxProofHashes> places;
  for (;;) {
    const std::uint64_t cleared = state_->cache.cleared();
    const auto count = state_->siblings(index, places);
    if (!count) return count.error();
    if (state_->cache.cleared() != cleared) continue;  // a full cache was emptied on the way; one proof always fits
    std::vector<Digest> proof;
    proof.reserve(*count);
    for (std::size_t i = 0; i < *count; ++i) proof.push_back(*places[i]);
    return proof;
  }
}

NodeReader nodes_from_tiles(std::uint64_t size, TileReader tiles, std::size_t cache_bytes) {
  return TileTree(size, std::move(tiles), cache_bytes).nodes();
}

}  // namespace maek::evidence
