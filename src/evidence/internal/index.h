// SPDX-License-Identifier: Apache-2.0
// Index: where to find what is on the ledger (SQLite). Never asked whether something is true; rebuilt from the segments.
#pragma once

#include <cstdint>  // for std::uint64_t
#include <memory>  // for std::unique_ptr
#include <optional>  // for std::optional
#include <string>  // for std::string
#include <vector>  // for std::vector

#include "base/expected.h"  // for Expected
#include "base/ids.h"  // for Digest
#include "evidence/body.h"  // for Codec
#include "evidence/entry.h"  // for Link, Time
#include "evidence/internal/digest_set.h"  // for DigestSet, DigestFilter
#include "evidence/internal/ledger_folder.h"  // for LedgerFolder
#include "evidence/internal/segment.h"  // for SegmentPosition

namespace maek::evidence {

constexpr const char* kIndexName = "index.sqlite";

/// Where a body is stored.
struct BodyPlace {
  SegmentPosition at;  // of the stored bytes
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

  /// Many look-ups under one lock of the database instead of one for each: from the first call to the second.
  void begin_look_ups();
  void end_look_ups();
  /// Known, or expected: the writer tells bodies that are about to be committed. Bodies that another program indexed
  /// since the first look-ups may be taken for unknown.
  bool has_body(const Digest& digest);
  void expect_body(const Digest& digest) { expected_.insert(digest); }

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

 private:
  friend class IndexComparison;
  struct Database;
  explicit Index(std::unique_ptr<Database> database);
  std::unique_ptr<Database> database_;
  void make_filter();
  void forget_expected();

  DigestSet expected_;
  std::uint64_t look_ups_ = 0;  // in the database
  std::optional<DigestFilter> filter_;  // of the bodies in it, once there were many look-ups
  std::uint64_t filter_room_ = 0;  // digests that it has room for yet
};

/// Compares the index file with the log as fsck walks it: every row, and every look-up, by sums that do not depend on
/// order. The index may know fewer entries than the log, never more. Changes nothing.
class IndexComparison {
 public:
  explicit IndexComparison(const LedgerFolder& folder);
  ~IndexComparison();
  void add(const CommitRecord& record, SegmentPosition at, const std::vector<Entry>& entries);
  /// `size`: entries of the log. The Error names what differs.
  Expected<void> finish(std::uint64_t size);

 private:
  struct Sums;
  static Error differs(const std::string& what);
  std::unique_ptr<Sums> sums_;
};

}  // namespace maek::evidence
