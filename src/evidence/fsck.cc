// SPDX-License-Identifier: Apache-2.0
// One pass over the segments, with everything else compared as the pass comes by.
#include "evidence/fsck.h"

#include <algorithm>   // for std::sort
#include <cstring>     // for std::memcpy
#include <set>         // for std::set

#include <fmt/format.h>

#include "evidence/internal/index.h"            // for Index
#include "evidence/internal/ledger_files.h"     // for read_published
#include "evidence/internal/object_files.h"     // for object_name
#include "evidence/internal/record_reader.h"    // for RecordReader
#include "evidence/internal/recovery.h"         // for apply_record

namespace maek::evidence {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFindings = 1000;

std::uint64_t short_name(const Digest& digest) {
  std::uint64_t name = 0;
  std::memcpy(&name, digest.bytes.data(), sizeof name);
  return name;
}

class Check {
 public:
  Check(const fs::path& path, const FsckOptions& options) : folder_(path), options_(options) {}

  Expected<FsckReport> run() {
    auto log = read_identity(folder_);
    if (!log) {
      if (!folder_.exists(kIdentityName)) return log.error();
      find(log.error());
      return std::move(report_);   // without the key nothing else can be judged
    }
    log_ = *std::move(log);
    read_small_files();
    find_strange_files();
    if (options_.index && folder_.exists(kIndexName)) comparison_.emplace(folder_);
    if (auto scanned = scan(); !scanned) return scanned.error();
    judge_ends();
    if (options_.index) compare_index();
    return std::move(report_);
  }

 private:
  void find(std::string where, std::string what) {
    if (report_.findings.size() < kMostFindings) report_.findings.push_back({std::move(where), std::move(what)});
  }
  void find(const Error& error, const std::string& where = {}) {
    find(where.empty() ? error.where : where, error.message);
  }

  void read_small_files() {
    read_cosigned_note();   // first: a writer may publish beside us
    auto published = read_published(folder_, log_);
    if (!published) {
      find(published.error(), kCheckpointName);
    } else {
      published_ = *std::move(published);
      if (published_) report_.published = published_->checkpoint.size;
    }
    position_ = read_position(folder_);
    if (!position_ && folder_.exists(kPositionName)) find(kPositionName, "is not to be understood");
    if (published_ && !folder_.exists(kPositionName)) find(kPositionName, "is missing");
    if (auto segments = segment_numbers(folder_); !segments) find(segments.error());
  }

  void read_cosigned_note() {
    auto cosigned = read_cosigned(folder_, log_);
    if (!cosigned) return find(cosigned.error(), kCosignedName);
    if (!*cosigned) return;
    cosigned_ = *std::move(cosigned);
    report_.cosigned = cosigned_->checkpoint.size;
    const auto note = parse_note(cosigned_->file);
    if (!note) return find(note.error(), kCosignedName);
    std::vector<VerifierKey> known = {log_};
    for (const VerifierKey& witness : options_.witnesses) {
      if (std::find_if(known.begin(), known.end(), [&](const VerifierKey& other) {
            return other.name == witness.name && other.id() == witness.id();
          }) == known.end()) {
        known.push_back(witness);
      }
    }
    const auto verified = verify_note(*note, known);
    if (!verified) return find(kCosignedName, "a signature in it fails: " + verified.error().message);
    report_.notes.push_back(fmt::format("{} covers {} entries: {} cosignature(s) good, {} by witnesses not known here",
                                        kCosignedName, report_.cosigned, verified->signers.size() - 1,
                                        verified->unknown));
  }

  // Links, and files that no part of a ledger wrote.
  void find_strange_files() {
    std::error_code failed;
    for (fs::recursive_directory_iterator at(folder_.path(), failed), end; !failed && at != end; at.increment(failed)) {
      const std::string name = at->path().lexically_relative(folder_.path()).string();
      std::error_code gone;
      const fs::file_status status = at->symlink_status(gone);
      if (status.type() == fs::file_type::not_found) continue;   // a writer works beside us
      if (status.type() == fs::file_type::symlink) {
        find(name, "is a symbolic link: a ledger has none");
      } else if (status.type() == fs::file_type::directory) {
        continue;
      } else if (status.type() != fs::file_type::regular) {
        find(name, "is no regular file");
      } else if (const auto tile = parse_tile_path(name)) {
        tiles_.push_back(*tile);
        if (tile->width != kFullTile) partials_.emplace(tile->level, tile->index);
      } else if (!is_known(name)) {
        find(name, "does not belong to a ledger");
      }
    }
    const bool vanished = failed == std::errc::no_such_file_or_directory;
    if (failed && !vanished) find(folder_.path().string(), "cannot be looked through: " + failed.message());
  }

  static bool is_known(const std::string& name) {
    for (const char* known :
         {kIdentityName, kCheckpointName, kCosignedName, kPositionName, kLockName, kCosignedLockName}) {
      if (name == known) return true;
    }
    const std::string file = name.substr(name.rfind('/') + 1);
    if (file.starts_with(".maek-") && file.ends_with(".part")) return true;   // of a writer that was killed
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
      if (name == std::string(kIndexName) + suffix) return true;
    }
    if (name.starts_with("torn/")) return name.find_first_not_of("0123456789-", 5) == std::string::npos;
    if (name.starts_with("objects/") && name.size() == object_name({}).size()) {
      const auto digest = parse_digest(name.substr(8, 2) + name.substr(11));
      return digest && object_name(*digest) == name;
    }
    return name.starts_with("segments/");   // judged by segment_numbers()
  }

  Expected<void> scan() {
    RecordReader reader(folder_, options_.bodies);
    std::uint64_t segment_count = folder_.list("segments").size();
    for (;;) {
      if (options_.cancellation != nullptr && options_.cancellation->requested()) {
        return Error{ErrorCode::kCancelled, "stopped before the end", "fsck"};
      }
      const auto read = reader.next();
      const auto& record = read->record;
      if (!record) {
        judge_end(*read, record.error());
        return {};
      }
      if (!*record) return {};
      if (auto applied = apply_record(**record, log_, state_, &entries_); !applied) {
        find(applied.error(), fmt::format("{} at byte {}", segment_name(read->at.segment), read->at.offset));
        broken_ = true;
        return {};
      }
      ++report_.commits;
      report_.entries = state_.position.size;
      compare_tiles(false);
      count_bodies(**record);
      for (const Finding& finding : read->findings) find(finding.where, finding.what);
      if (comparison_) comparison_->add(**record, read->at, entries_);
      note_boundary(**record, read->at);
      if (options_.progress && report_.commits % 256 == 0) {
        const double share =
            published_ && published_->checkpoint.size > 0
                ? static_cast<double>(report_.entries) / static_cast<double>(published_->checkpoint.size)
                : static_cast<double>(read->at.segment) / static_cast<double>(segment_count + 1);
        options_.progress(std::min(1.0, share), "entries");
      }
    }
  }

  // Bytes that make no record: the torn end of a crash, or damage.
  void judge_end(const ReadRecord& end, const Error& error) {
    const auto follows = record_follows(folder_, end.at, state_.position.size + 1);
    if ((follows && *follows) || (published_ && published_->checkpoint.size > state_.position.size)) {
      find(error, error.where.empty() ? segment_name(end.at.segment) : error.where);
      broken_ = true;
      return;
    }
    report_.notes.push_back(
        fmt::format("{} ends with {} bytes of a commit that was never acknowledged: the next writer "
                    "sets them aside",
                    segment_name(end.at.segment), end.rest));
  }

  void note_boundary(const CommitRecord& record, SegmentPosition at) {
    if (position_ && at == position_->last) {
      position_found_ = true;
      if (record.digest != position_->record || state_.position.size != position_->size) {
        find(kPositionName, "names another commit than the one at its place");
      }
    }
    if (published_ && published_->checkpoint.size == state_.position.size && record.entries.size() > 0) {
      published_found_ = true;
      if (published_->checkpoint.root != state_.frontier.root()) {
        find(kCheckpointName, "has another root than the commits: the log was forked");
      }
      compare_tiles(true);
    }
    if (cosigned_ && cosigned_->checkpoint.size == state_.position.size) {
      cosigned_found_ = true;
      if (cosigned_->checkpoint.root != state_.frontier.root()) {
        find(kCosignedName, "has another root than the commits: the log was forked");
      }
    }
    report_.root = state_.frontier.root().hex();
  }

  // Tiles that became full, or all partial ones at the published size.
  void compare_tiles(bool partial) {
    const auto tiles = partial ? state_.tiles.partial() : state_.tiles.take_full();
    const std::uint64_t size = published_ ? published_->checkpoint.size : 0;
    for (const auto& [tile, bytes] : tiles) {
      TileId whole = tile;
      whole.width = kFullTile;
      const int level = std::max(tile.level, 0);
      const bool is_published = partial || (level < 8 && (tile.index + 1) << (kTileHeight * (level + 1)) <= size);
      if (!is_published) continue;
      compare_tile(tile, bytes);
      // Earlier partial tiles are beginnings of this one.
      if (!partials_.contains({tile.level, tile.index})) continue;
      const std::string partials = tile_path(whole) + ".p";
      for (const std::string& name : folder_.list(partials)) {
        const auto earlier = parse_tile_path(partials + "/" + name);
        if (!earlier || earlier->width >= tile.width) continue;
        compare_tile(*earlier, beginning(bytes, tile, earlier->width));
      }
    }
  }

  static std::string_view beginning(std::string_view bytes, const TileId& tile, int width) {
    if (tile.level != kEntriesLevel) return bytes.substr(0, static_cast<std::size_t>(width) * 32);
    std::size_t end = 0;
    for (int i = 0; i < width; ++i) {
      end += 2 + (static_cast<std::size_t>(static_cast<unsigned char>(bytes[end])) << 8 |
                  static_cast<std::size_t>(static_cast<unsigned char>(bytes[end + 1])));
    }
    return bytes.substr(0, end);
  }

  void compare_tile(const TileId& tile, std::string_view bytes) {
    const std::string name = tile_path(tile);
    const auto file = folder_.read(name, bytes.size() + 1);
    if (!file && file.error().code == ErrorCode::kTooLarge) {
      find(name, "is longer than the commits make it");
    } else if (!file) {
      find(file.error(), name);
    } else if (*file != bytes) {
      find(name, "differs from what the commits hold");
    }
  }

  void count_bodies(const CommitRecord& record) {
    // Most bodies come with their entry, in the same order: only the others have to be looked for.
    std::size_t next = 0;
    for (const Entry& entry : entries_) {
      std::size_t at = next;
      while (at < record.bodies.size() && record.bodies[at].digest != entry.body) ++at;
      if (at < record.bodies.size()) {
        next = at;
      } else {
        needed_.push_back(short_name(entry.body));
      }
    }
    for (const RecordBody& body : record.bodies) {
      ++report_.bodies;
      report_.body_bytes += body.bytes;
      kept_.push_back(short_name(body.digest));
    }
  }

  void judge_ends() {
    // Tiles that a crash left unpublished are within the acknowledged entries.
    for (const TileId& tile : tiles_) {
      const int level = std::max(tile.level, 0);
      const std::uint64_t have = level < 8 ? report_.entries >> (kTileHeight * level) : 0;
      const auto width = static_cast<std::uint64_t>(tile.width);
      const bool within = have >= width && tile.index <= (have - width) / kTileWidth;
      if (!broken_ && !within) find(tile_path(tile), "is beyond the tree");
    }
    if (position_ && !position_found_ && !broken_) find(kPositionName, "names a place where no commit begins");
    if (published_ && published_->checkpoint.size > report_.entries) {
      find(kCheckpointName, fmt::format("covers {} entries, the segments hold {}: they were rolled back or damaged",
                                        published_->checkpoint.size, report_.entries));
    } else if (published_ && !published_found_ && published_->checkpoint.size > 0) {
      find(kCheckpointName, "has a size at which no commit ended");
    }
    judge_cosigned();
    if (published_ && position_ && position_->size > published_->checkpoint.size) {
      report_.notes.push_back(
          "the published checkpoint is older than the published tiles: a crash, or it was rolled back");
    }
    if (report_.entries > report_.published) {
      report_.notes.push_back(fmt::format("{} acknowledged entries are not published yet: the next writer does it",
                                          report_.entries - report_.published));
    }
    std::sort(needed_.begin(), needed_.end());
    needed_.erase(std::unique(needed_.begin(), needed_.end()), needed_.end());
    if (!needed_.empty()) std::sort(kept_.begin(), kept_.end());
    if (!broken_ && !std::includes(kept_.begin(), kept_.end(), needed_.begin(), needed_.end())) {
      find("segments", "an entry names a body that no commit holds");
    }
    if (const std::size_t torn = folder_.list("torn").size(); torn > 0) {
      report_.notes.push_back(fmt::format("torn/ keeps {} torn end(s) of crashes", torn));
    }
  }

  void judge_cosigned() {
    if (!cosigned_) return;
    const std::uint64_t size = cosigned_->checkpoint.size;
    if (size > report_.entries) {
      find(kCosignedName, fmt::format("covers {} entries, the segments hold {}: they were rolled back or damaged", size,
                                      report_.entries));
    } else if (!cosigned_found_) {
      find(kCosignedName, "has a size at which no commit ended");
    } else if (published_ && size > report_.published) {   // a missing one is made again
      find(kCosignedName, fmt::format("covers {} entries, the published checkpoint {}: that one was rolled back", size,
                                      report_.published));
    }
  }

  void compare_index() {
    if (!comparison_) {
      report_.notes.push_back("there is no index: the next reader makes one");
    } else if (!broken_) {
      if (auto same = comparison_->finish(report_.entries); !same) find(same.error());
    }
  }

  LedgerFolder folder_;
  const FsckOptions& options_;
  FsckReport report_;
  VerifierKey log_;
  std::optional<Published> published_;
  std::optional<Published> cosigned_;
  std::optional<DurablePosition> position_;
  LedgerState state_;
  std::vector<Entry> entries_;                      // of the record at hand
  std::optional<IndexComparison> comparison_;
  bool position_found_ = false;
  bool published_found_ = false;
  bool cosigned_found_ = false;
  bool broken_ = false;
  std::vector<TileId> tiles_;           // the files there are
  std::set<std::pair<int, std::uint64_t>> partials_;   // tiles with partial ones among those files
  std::vector<std::uint64_t> needed_;   // beginnings of digests: ten million fit in 80 MB
  std::vector<std::uint64_t> kept_;
};

}  // namespace

Expected<FsckReport> fsck(const fs::path& path, const FsckOptions& options) { return Check(path, options).run(); }

}  // namespace maek::evidence
