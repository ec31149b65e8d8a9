// SPDX-License-Identifier: Apache-2.0
// Commit record: the bodies, entries and checkpoint of one group commit, as one checksummed run of bytes in a segment
#pragma once

#include <cstdint>       // for std::uint64_t
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"    // for Expected
#include "base/ids.h"         // for Digest
#include "evidence/body.h"    // for StoredBody

namespace maek::evidence {

// Layout (integers big-endian; docs/formats/ledger.md):
//   header   "maekcmt1" | u64 payload bytes | u64 index of the first entry | u32 entries | u32 bodies | previous (32)
//   payload  bodies:     SHA-256 (32) | u64 bytes | u64 stored | u8 codec | stored bytes, or none where codec has kInFile
//            entries:    as in an entry bundle
//            checkpoint: u32 bytes | note
//   trailer  SHA-256 of header and payload (32): what the next record calls `previous`
constexpr std::size_t kRecordHeader = 64;
constexpr std::size_t kRecordTrailer = 32;
constexpr std::size_t kMaxRecordEntries = 256;
constexpr std::size_t kMaxRecordBodies = 4096;
constexpr std::uint64_t kMaxRecordPayload = std::uint64_t{1} << 30;
constexpr std::uint8_t kInFile = 0x80;  // added to the codec of a body that is a file of its own

/// A body in a record. `stored` is empty where it is a file of its own.
struct RecordBody {
  Digest digest;
  std::uint64_t bytes = 0;
  std::uint64_t stored_bytes = 0;
  Codec codec = Codec::kPlain;
  bool in_file = false;
  std::string_view stored = {};
  std::uint64_t at = 0;  // of `stored`, from the start of the record
};

/// What is in a record; views into the bytes it was read from.
struct CommitRecord {
  std::uint64_t first = 0;  // index of the first entry
  Digest previous;
  std::vector<RecordBody> bodies;
  std::vector<std::string_view> entries;
  std::string_view checkpoint;
  Digest digest;  // the trailer
};

std::string encode_record(const CommitRecord& record, Digest& digest);

/// The length of the whole record from its header; kMalformed when these bytes begin none.
Expected<std::uint64_t> record_length(std::string_view header);
/// `bytes` is exactly one record. Errors name what does not fit.
Expected<CommitRecord> decode_record(std::string_view bytes);

}  // namespace maek::evidence
