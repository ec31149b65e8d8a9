// SPDX-License-Identifier: Apache-2.0
// Index: where to find what is on the ledger (SQLite). Never asked whether something is true; rebuilt from the segments.
#pragma once

#include <cstdint>         // for std::uint64_t
#include <memory>          // for std::unique_ptr
#include <optional>        // for std::optional
#include <string>          // for std::string
#include <unordered_set>   // for std::unordered_set
#include <vector>          // for std::vector

#include "base/expected.h"                      // for Expected
#include "base/ids.h"                           // for Digest
#include "evidence/body.h"                      // for Codec
#include "evidence/entry.h"                     // for Link, Time
#include "evidence/internal/ledger_folder.h"    // for LedgerFolder
#include "evidence/internal/segment.h"          // for SegmentPosition

namespace maek::evidence {

constexpr const char* kIndexName = "index.sqlite";

/// Where a body is stored.
struct BodyPlace {
  SegmentPosition at;   // of the stored bytes
  std::uint64_t bytes = 0;
  std::uint64_t stored_bytes = 0;
  Codec codec = Codec::kPlain;
  bool in_file = false;
};

class Index {
 public:
  /// Opens or makes "index.sqlite"; one that is damaged, of another format or ahead of the log is made anew. Where the
  /// folder cannot be written it is kept in memory.
  static Expected<Index> open(const LedgerFolder& folder);
  ~Index();
  Index(Index&&) noexcept;
  Index& operator=(Index&&) noexcept;

  /// Reads the commits up to `size` entries that it does not know yet.
  Expected<void> catch_up(const LedgerFolder& folder, std::uint64_t size);
  std::uint64_t size() const;

  /// Known, or expected: the writer tells bodies that are about to be committed.
  bool has_body(const Digest& digest);
  void expect_body(const Digest& digest) { expected_.insert(digest.hex()); }

  Expected<std::optional<BodyPlace>> body(const Digest& digest);
  /// Entries that have `digest` as body or subject, in order, below `size`.
  Expected<std::vector<std::uint64_t>> about(const Digest& digest, std::uint64_t size);
  /// Entries that link to `entry`, with the relation.
  Expected<std::vector<Link>> links_to(std::uint64_t entry, std::uint64_t size);
  Expected<std::vector<std::uint64_t>> of_type(const std::string& type, std::uint64_t size);
  Expected<std::vector<std::uint64_t>> of_person(const Digest& commitment, std::uint64_t size);
  /// How many entries the ledger had at `time`.
  Expected<std::uint64_t> size_at(Time time);
  /// Digests whose hexadecimal text begins with `prefix` (of at least eight digits): bodies and subjects, at most `most`.
  Expected<std::vector<Digest>> digests_with_prefix(const std::string& prefix, std::size_t most);

  /// Compares every row of the index file with the log, for fsck: it may know fewer entries than the log's `size`, never
  /// more. Changes nothing; an Error names the first difference.
  static Expected<void> compare_file(const LedgerFolder& folder, std::uint64_t size);

 private:
  struct Database;
  explicit Index(std::unique_ptr<Database> database);
  std::unique_ptr<Database> database_;
  std::unordered_set<std::string> expected_;
};

}  // namespace maek::evidence
