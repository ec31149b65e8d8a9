// SPDX-License-Identifier: Apache-2.0
// Record reader: the records of all segments in order, read ahead and their bodies checked by a second thread
#pragma once

#include <condition_variable>   // for std::condition_variable
#include <deque>                // for std::deque
#include <exception>            // for std::exception_ptr
#include <memory>               // for std::unique_ptr
#include <mutex>                // for std::mutex
#include <string>               // for std::string
#include <thread>               // for std::thread
#include <vector>               // for std::vector

#include "evidence/fsck.h"                // for Finding
#include "evidence/internal/segment.h"    // for SegmentScanner, CommitRecord

namespace maek::evidence {

/// What SegmentScanner::next() gave, with the bytes that it looks into.
struct ReadRecord {
  Expected<std::optional<CommitRecord>> record = std::optional<CommitRecord>{};
  std::string bytes;
  SegmentPosition at;           // where it begins, or would have begun
  std::uint64_t rest = 0;       // of the segment from there
  std::vector<Finding> findings;   // about its bodies, in their order
};

/// One consumer. The order of records and findings does not depend on the threads.
class RecordReader {
 public:
  /// `bodies`: check each of them.
  RecordReader(const LedgerFolder& folder, bool bodies);
  ~RecordReader();
  RecordReader(const RecordReader&) = delete;
  RecordReader& operator=(const RecordReader&) = delete;

  /// The next one; the last has no record, or an Error. Not to be called after that.
  std::unique_ptr<ReadRecord> next();

 private:
  std::unique_ptr<ReadRecord> read();
  void run();

  LedgerFolder folder_;
  SegmentScanner scanner_;
  bool bodies_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<ReadRecord>> ready_;
  std::size_t ready_bytes_ = 0;
  std::exception_ptr failed_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace maek::evidence
