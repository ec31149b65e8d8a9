// SPDX-License-Identifier: Apache-2.0
// FaultyCalls: system calls of which the n-th fails (fault injection), for tests of whoever writes files.
#pragma once

#include <algorithm>     // for std::min
#include <cerrno>        // for errno
#include <string>        // for std::string
#include <vector>        // for std::vector

#include "base/atomic_file.h"   // for SystemCalls

namespace maek {

/// Counts the calls that open and change files; the call number `fails` (from 0) fails with `number` and has no
/// effect. Writes take at most `step` bytes at a time, so that short writes are met too.
class FaultyCalls : public SystemCalls {
 public:
  FaultyCalls(int fails, int number, std::size_t step = ~std::size_t{0})
      : fails_(fails), number_(number), step_(step) {}

  /// True once the failure has happened; until then the whole story went well.
  bool fired() const { return calls_ > fails_ && fails_ >= 0; }
  /// The names of the calls so far: "open", "write", ...
  const std::vector<std::string>& story() const { return story_; }

  int open(const char* path, int flags, mode_t mode) override {
    return fails("open") ? -1 : SystemCalls::open(path, flags, mode);
  }
  ssize_t write(int descriptor, const void* bytes, std::size_t size) override {
    return fails("write") ? -1 : SystemCalls::write(descriptor, bytes, std::min(size, step_));
  }
  // A sync that does not fail does nothing either: no test can see what it brought to the disk.
  int fsync(int) override { return fails("fsync") ? -1 : 0; }
  int fdatasync(int) override { return fails("fdatasync") ? -1 : 0; }
  int syncfs(int) override { return fails("syncfs") ? -1 : 0; }
  int ftruncate(int descriptor, off_t size) override {
    return fails("ftruncate") ? -1 : SystemCalls::ftruncate(descriptor, size);
  }
  int close(int descriptor) override {
    // As Linux does it: the descriptor is gone even when close reports an error.
    const bool failed = fails("close");
    const int result = SystemCalls::close(descriptor);
    if (failed) errno = number_;
    return failed ? -1 : result;
  }
  int rename(const char* from, const char* to) override { return fails("rename") ? -1 : SystemCalls::rename(from, to); }
  int mkdir(const char* path, mode_t mode) override { return fails("mkdir") ? -1 : SystemCalls::mkdir(path, mode); }

 private:
  bool fails(const char* name) {
    story_.emplace_back(name);
    if (calls_++ != fails_) return false;
    errno = number_;
    return true;
  }
  int fails_, number_;
  std::size_t step_;
  int calls_ = 0;
  std::vector<std::string> story_;
};

}  // namespace maek
