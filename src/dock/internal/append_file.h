// SPDX-License-Identifier: Apache-2.0
// AppendFile: a file that grows at its end and keeps what stands, even when a write fails midway (journal, log, lock).
#pragma once

#include <cstdint>       // for std::uint64_t
#include <filesystem>    // for std::filesystem::path
#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include "base/atomic_file.h"   // for SystemCalls
#include "base/expected.h"      // for Expected

namespace maek::dock::internal {

/// One writer: a second process that opens it is refused.
class AppendFile {
 public:
  /// Opens it, and makes it where it is absent. Errors: kUnwritable, kDiskFull; kInvalidArgument when another process
  /// has it.
  static Expected<AppendFile> open(const std::filesystem::path& path, SystemCalls& calls = system_calls());
  AppendFile(AppendFile&& other) noexcept;
  AppendFile& operator=(AppendFile&&) = delete;
  ~AppendFile();

  /// At most `size` bytes from `offset` on; fewer at the end.
  Expected<std::string> read(std::uint64_t offset, std::size_t size) const;
  /// Drops what stands behind `size`.
  Expected<void> cut(std::uint64_t size);
  /// All of `bytes`, or an error and the file as it was.
  Expected<void> append(std::string_view bytes);
  /// Brings it to the disk.
  Expected<void> sync();

  std::uint64_t size() const { return size_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  AppendFile(std::filesystem::path path, int descriptor, SystemCalls& calls)
      : path_(std::move(path)), descriptor_(descriptor), calls_(&calls) {}

  std::filesystem::path path_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  SystemCalls* calls_;
};

}  // namespace maek::dock::internal
