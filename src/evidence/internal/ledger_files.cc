// SPDX-License-Identifier: Apache-2.0
// Reading and writing of the small files, and the order of publishing.
#include "evidence/internal/ledger_files.h"

#include <charconv>   // for std::from_chars
#include <set>        // for std::set

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "evidence/canonical_json.h"   // for parse_canonical_json

namespace maek::evidence {
namespace {

constexpr const char* kFormat = "maek-ledger/1";
constexpr const char* kPositionFormat = "maek-position/1";

// The folder of a tile's file: made once for many files.
std::string folder_of(const std::string& name) { return name.substr(0, name.rfind('/')); }

Expected<void> write_tiles(const LedgerFolder& folder, const std::vector<std::pair<TileId, std::string>>& tiles) {
  std::set<std::string> made;
  for (const auto& [tile, bytes] : tiles) {
    const std::string name = tile_path(tile);
    if (made.insert(folder_of(name)).second) {
      if (auto there = folder.make_folder(folder_of(name)); !there) return there;
    }
    if (auto written = folder.write_unsynced(name, bytes); !written) return written;
  }
  return {};
}

// Partial tiles whose full tile is published have no reader any more.
void remove_partials(const LedgerFolder& folder, const std::vector<TileId>& full) {
  for (const TileId& tile : full) {
    const std::string partials = tile_path(tile) + ".p";
    std::error_code ignored;
    std::filesystem::remove_all(folder.path() / partials, ignored);   // does not follow links
  }
}

}  // namespace

Expected<VerifierKey> read_identity(const LedgerFolder& folder) {
  auto text = folder.read(kIdentityName, kMaxSmallFile);
  if (!text) {
    if (text.error().code != ErrorCode::kNotFound) return text.error();
    return Error{ErrorCode::kNotFound, "there is no ledger here", folder.path().string(),
                 "`maek evidence init` makes one."};
  }
  const std::string where = (folder.path() / kIdentityName).string();
  const auto json = parse_canonical_json(*text);
  if (!json) {
    Error error = json.error();
    error.where = where + (error.where.empty() ? "" : ": " + error.where);
    return error;
  }
  if (!json->is_object() || json->value("format", nlohmann::json()) != kFormat || !json->contains("key") ||
      !(*json)["key"].is_string()) {
    return Error{ErrorCode::kMalformed, fmt::format("does not describe a ledger of the format {}", kFormat), where};
  }
  auto key = parse_verifier_key((*json)["key"].get<std::string>());
  if (!key) {
    Error error = key.error();
    error.where = where;
    return error;
  }
  return key;
}

Expected<void> write_identity(const LedgerFolder& folder, const VerifierKey& log) {
  auto text = canonical_json(nlohmann::json{{"format", kFormat}, {"key", log.text()}});
  if (!text) return text.error();
  return folder.write(kIdentityName, *text);
}

namespace {

Expected<std::optional<Published>> read_signed(const LedgerFolder& folder, const char* name, const VerifierKey& log) {
  auto file = folder.read(name, kMaxSmallFile);
  if (!file) {
    if (file.error().code == ErrorCode::kNotFound) return std::optional<Published>{};
    return file.error();
  }
  auto checkpoint = open_checkpoint(*file, log);
  if (!checkpoint) {
    Error error = checkpoint.error();
    error.where = (folder.path() / name).string() + (error.where.empty() ? "" : ": " + error.where);
    return error;
  }
  return std::optional<Published>{{*std::move(file), *std::move(checkpoint)}};
}

}  // namespace

Expected<std::optional<Published>> read_published(const LedgerFolder& folder, const VerifierKey& log) {
  return read_signed(folder, kCheckpointName, log);
}

Expected<std::optional<Published>> read_cosigned(const LedgerFolder& folder, const VerifierKey& log) {
  return read_signed(folder, kCosignedName, log);
}

std::optional<DurablePosition> read_position(const LedgerFolder& folder) {
  const auto text = folder.read(kPositionName, kMaxSmallFile);
  if (!text) return std::nullopt;
  const auto json = parse_canonical_json(*text);
  if (!json || !json->is_object() || json->value("format", nlohmann::json()) != kPositionFormat) return std::nullopt;
  const auto number = [&json](const char* name) -> std::optional<std::uint64_t> {
    const auto found = json->find(name);
    if (found == json->end() || !found->is_number_unsigned()) return std::nullopt;
    return found->get<std::uint64_t>();
  };
  const auto segment = number("segment");
  const auto offset = number("offset");
  const auto size = number("size");
  if (!segment || *segment == 0 || *segment > 0xffffffff || !offset || !size || !json->contains("record") ||
      !(*json)["record"].is_string()) {
    return std::nullopt;
  }
  const auto record = parse_digest((*json)["record"].get<std::string>());
  if (!record) return std::nullopt;
  return DurablePosition{{static_cast<std::uint32_t>(*segment), *offset}, *size, *record};
}

Expected<std::string> read_tile(const LedgerFolder& folder, const TileId& tile) {
  const std::uint64_t limit = tile.level == kEntriesLevel ? kTileWidth * (kMaxEntryBytes + 2) : kTileWidth * 32;
  auto bytes = folder.read(tile_path(tile), limit);
  if (bytes || bytes.error().code != ErrorCode::kNotFound || tile.width == kFullTile) return bytes;
  TileId whole = tile;
  whole.width = kFullTile;
  auto full = folder.read(tile_path(whole), limit);
  if (!full) return bytes;   // the partial one is what is missing
  if (tile.level != kEntriesLevel) return full->substr(0, static_cast<std::size_t>(tile.width) * 32);
  const auto entries = parse_bundle(*full, kFullTile);
  if (!entries) return entries.error();
  std::string bundle;
  for (int i = 0; i < tile.width; ++i) append_to_bundle(bundle, (*entries)[static_cast<std::size_t>(i)]);
  return bundle;
}

Expected<void> write_full_tiles(const LedgerFolder& folder, TileBuilder& tiles) {
  return write_tiles(folder, tiles.take_full());
}

Expected<void> publish_tree(const LedgerFolder& folder, TileBuilder& tiles, const DurablePosition& position,
                            const std::string& checkpoint_file) {
  const auto full = tiles.take_full();
  if (auto written = write_tiles(folder, full); !written) return written;
  if (auto written = write_tiles(folder, tiles.partial()); !written) return written;
  if (auto synced = folder.sync(); !synced) return synced;
  auto text = canonical_json(nlohmann::json{{"format", kPositionFormat},
                                            {"segment", position.last.segment},
                                            {"offset", position.last.offset},
                                            {"size", position.size},
                                            {"record", position.record.hex()}});
  if (!text) return text.error();
  if (auto written = folder.write(kPositionName, *text); !written) return written;
  if (auto written = folder.write(kCheckpointName, checkpoint_file); !written) return written;
  std::vector<TileId> done;
  for (const auto& tile : full) done.push_back(tile.first);
  remove_partials(folder, done);
  return {};
}

}  // namespace maek::evidence
