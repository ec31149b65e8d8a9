// SPDX-License-Identifier: Apache-2.0
// ResultsLog: results.csv as it grows, one row a ligand, read back row by row when a screen is resumed.
#pragma once

#include <optional>   // for std::optional
#include <string>     // for std::string

#include "base/ids.h"                        // for Digest
#include "dock/internal/append_file.h"       // for AppendFile
#include "dock/internal/screen_row.h"        // for ScreenRow

namespace maek::dock::internal {

/// First read all rows that stand (next_row until it has none), then append. Rows have rising index.
class ResultsLog {
 public:
  /// Opens or makes the file, and writes its header line where there is none.
  static Expected<ResultsLog> open(const std::filesystem::path& path, SystemCalls& calls = system_calls());

  /// The next row that stands; nothing after the last. A torn last line, as a killed process or a full disk leaves it, is
  /// cut off. Any other line that is no row of ours is an error: somebody changed the file.
  Expected<std::optional<ScreenRow>> next_row();

  /// On return the row outlives this process.
  Expected<void> append(const ScreenRow& row);
  /// On return all rows outlive the machine.
  Expected<void> sync() { return file_.sync(); }

  std::uint64_t bytes() const { return file_.size(); }
  std::uint64_t rows() const { return rows_; }
  /// Of all rows so far, header included. Once, at the end.
  Digest digest() { return hash_.finish(); }
  const std::filesystem::path& path() const { return file_.path(); }

 private:
  explicit ResultsLog(AppendFile file) : file_(std::move(file)) {}

  AppendFile file_;
  std::string buffer_;  // bytes of the file from offset_ on
  std::uint64_t offset_ = 0;  // of the next row
  std::uint64_t rows_ = 0, last_index_ = 0;
  Sha256 hash_;
};

}  // namespace maek::dock::internal
