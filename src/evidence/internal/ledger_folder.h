// SPDX-License-Identifier: Apache-2.0
// The folder of a ledger: reading without following links, writing whole files, syncing (openat, O_NOFOLLOW, syncfs)
#pragma once

#include <cstdint>       // for std::uint64_t
#include <filesystem>    // for std::filesystem::path
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/atomic_file.h"   // for SystemCalls
#include "base/expected.h"      // for Expected

namespace maek::evidence {

/// A descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  int get() const { return number_; }
  int release();
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

/// Error of a failed system call on a file of the ledger, from errno.
Error system_error(int number, std::string_view doing, const std::filesystem::path& path);

/// Names are relative, with '/', as tile_path writes them.
class LedgerFolder {
 public:
  explicit LedgerFolder(std::filesystem::path path, SystemCalls& calls = system_calls())
      : path_(std::move(path)), calls_(&calls) {}

  const std::filesystem::path& path() const { return path_; }
  SystemCalls& calls() const { return *calls_; }

  /// Opens a regular file for reading. kNotFound; kMalformed where any part of the name is a symbolic link or the file
  /// is none.
  Expected<Descriptor> open(std::string_view name) const;
  /// The whole file, of at most `limit` bytes.
  Expected<std::string> read(std::string_view name, std::uint64_t limit) const;
  bool exists(std::string_view name) const;
  /// Names in a folder, sorted; none when it is absent.
  std::vector<std::string> list(std::string_view folder) const;

  /// Makes a folder and its parents below the ledger, each synced into its parent.
  Expected<void> make_folder(std::string_view folder) const;
  /// A whole file, durable.
  Expected<void> write(std::string_view name, std::string_view bytes) const;
  /// A whole file for whoever reads; durable after the next sync().
  Expected<void> write_unsynced(std::string_view name, std::string_view bytes) const;
  /// Everything written so far becomes durable.
  Expected<void> sync() const;
  Expected<void> remove(std::string_view name) const;

 private:
  std::filesystem::path path_;
  SystemCalls* calls_;
};

}  // namespace maek::evidence
