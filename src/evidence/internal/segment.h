// SPDX-License-Identifier: Apache-2.0
// Segments: the files of commit records, one after the other (write-ahead log, append, scan)
#pragma once

#include <cstdint>       // for std::uint32_t, std::uint64_t
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"                       // for Expected
#include "evidence/internal/commit_record.h"     // for CommitRecord
#include "evidence/internal/ledger_folder.h"     // for LedgerFolder, Descriptor

namespace maek::evidence {

/// A place in the segments; they are numbered from 1.
struct SegmentPosition {
  std::uint32_t segment = 1;
  std::uint64_t offset = 0;
  auto operator<=>(const SegmentPosition&) const = default;
};

/// "segments/000001.seg"
std::string segment_name(std::uint32_t segment);
/// The numbers of the segments there are, in order; kMalformed when one is missing between, or a name is none.
Expected<std::vector<std::uint32_t>> segment_numbers(const LedgerFolder& folder);

/// Reads records from a place to the end of the last segment.
class SegmentScanner {
 public:
  SegmentScanner(const LedgerFolder& folder, SegmentPosition from) : folder_(&folder), next_(from) {}

  /// The next record, checksum verified; views hold until the next call. Nothing at the end. An Error where the bytes
  /// make no record: `position()` and `rest()` then say where and how many bytes of the segment are left from there.
  Expected<std::optional<CommitRecord>> next();
  /// Where the record of the last next() begins, or would have begun.
  SegmentPosition position() const { return at_; }
  /// Where the next one begins.
  SegmentPosition following() const { return next_; }
  std::uint64_t rest() const { return file_bytes_ - at_.offset; }
  /// The bytes of the last record.
  std::string_view bytes() const { return record_; }

 private:
  Expected<bool> open_segment();
  Expected<std::string_view> view(std::uint64_t offset, std::uint64_t size);

  const LedgerFolder* folder_;
  SegmentPosition next_;
  SegmentPosition at_;
  Descriptor file_;
  std::uint32_t open_ = 0;
  std::uint64_t file_bytes_ = 0;
  std::string buffer_;
  std::uint64_t buffer_at_ = 0;
  std::string_view record_;
};

/// Whether a whole record of entry `index` or later stands anywhere behind `from` in its segment: then what is at
/// `from` is damage, not the torn end of a crash.
Expected<bool> record_follows(const LedgerFolder& folder, SegmentPosition from, std::uint64_t index);

/// The bytes of a stored body.
Expected<std::string> read_segment(const LedgerFolder& folder, SegmentPosition at, std::uint64_t size);

/// Appends records. After any failure nothing more is written: what reached the disk is known only after a new start.
class SegmentWriter {
 public:
  /// Goes on at `end`, which must be the end of its file. A segment that has `limit` bytes is followed by a new one.
  static Expected<SegmentWriter> open(const LedgerFolder& folder, SegmentPosition end, std::uint64_t limit);

  /// Writes and syncs; the place where the record begins.
  Expected<SegmentPosition> append(std::string_view record);
  SegmentPosition end() const { return end_; }

 private:
  SegmentWriter(const LedgerFolder& folder, SegmentPosition end, std::uint64_t limit)
      : folder_(&folder), end_(end), limit_(limit) {}
  Expected<void> open_file();

  const LedgerFolder* folder_;
  SegmentPosition end_;
  std::uint64_t limit_;
  Descriptor file_;
  std::optional<Error> broken_;
};

/// Cuts the segment at `from`; the bytes behind it are kept in "torn/SEGMENT-OFFSET".
Expected<void> set_torn_end_aside(const LedgerFolder& folder, SegmentPosition from);

}  // namespace maek::evidence
