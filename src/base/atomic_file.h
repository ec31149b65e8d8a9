// SPDX-License-Identifier: Apache-2.0
// Files that are whole or absent (atomic write, rename, fsync), reading with a limit, and the output folder.
#pragma once

#include <sys/types.h>   // for mode_t, off_t, ssize_t

#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::uint64_t
#include <filesystem>    // for std::filesystem::path
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"   // for Expected

namespace maek {

/// The system calls that writing needs, each as the system has it (-1 and errno). Tests replace them.
class SystemCalls {
 public:
  virtual ~SystemCalls() = default;
  virtual int open(const char* path, int flags, mode_t mode);
  virtual ssize_t write(int descriptor, const void* bytes, std::size_t size);
  virtual int fsync(int descriptor);
  virtual int fdatasync(int descriptor);
  virtual int syncfs(int descriptor);
  virtual int ftruncate(int descriptor, off_t size);
  virtual int close(int descriptor);
  virtual int rename(const char* from, const char* to);
  virtual int unlink(const char* path);
  virtual int mkdir(const char* path, mode_t mode);
  virtual int rmdir(const char* path);
};

/// Those of the system.
SystemCalls& system_calls();

/// Writes a file so that it is there whole or not at all, even after a crash. The life of the bytes: open a new file
/// `.maek-PID-N.part` beside it, write, fsync, close, rename over `path`, fsync the folder. After an error before the
/// rename the old file stands and nothing new is left behind; an error after it (the last fsync) leaves the new file,
/// whole. Errors: kDiskFull, kUnwritable, with the path.
Expected<void> write_file(const std::filesystem::path& path, std::string_view bytes,
                          SystemCalls& calls = system_calls());

/// The whole file, or pipe, of at most `limit` bytes. Errors: kNotFound; kInvalidArgument for a folder; kUnreadable;
/// kTooLarge, before more than the limit is held.
Expected<std::string> read_file(const std::filesystem::path& path, std::uint64_t limit);

/// A folder that results will be written into; opening it proves that it can be written.
class OutputFolder {
 public:
  /// Makes the folder and its parents where they are absent, and writes, syncs and removes a trial file: so root too
  /// learns of a read-only disk before hours of work, not after. What dead runs left half-written there is removed.
  static Expected<OutputFolder> open(const std::filesystem::path& path, SystemCalls& calls = system_calls());

  /// Writes a file below the folder. `name` is relative with '/', without "..", ".", empty parts or control bytes.
  Expected<void> write(std::string_view name, std::string_view bytes);

  /// A file below the folder, of at most `limit` bytes. `name` as for write; errors as of read_file.
  Expected<std::string> read(std::string_view name, std::uint64_t limit) const;

  /// Removes a file below the folder; its absence is no error. `name` as for write.
  Expected<void> remove(std::string_view name);

  /// Takes back the folders that open() made, as far as they are still empty: a run that failed leaves no trace.
  void discard_if_empty();

  const std::filesystem::path& path() const { return path_; }

 private:
  OutputFolder(std::filesystem::path path, SystemCalls& calls) : path_(std::move(path)), calls_(&calls) {}
  Expected<void> make_folder(const std::filesystem::path& folder);

  std::filesystem::path path_;
  std::vector<std::filesystem::path> made_;   // outermost first
  SystemCalls* calls_;
};

}  // namespace maek
