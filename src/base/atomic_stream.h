// SPDX-License-Identifier: Apache-2.0
// AtomicStream: a file written piece by piece that is whole or absent (streaming write, large output, flat memory).
#pragma once

#include <cstdint>       // for std::uint64_t
#include <filesystem>    // for std::filesystem::path
#include <string_view>   // for std::string_view

#include "base/atomic_file.h"   // for SystemCalls
#include "base/expected.h"      // for Expected

namespace maek {

/// As write_file, for what does not fit into memory: the bytes go to `.maek-PID-N.part` beside the target, and commit()
/// syncs and renames it. Without a commit, or after an error, nothing is left behind and the old file stands.
class AtomicStream {
 public:
  static Expected<AtomicStream> open(const std::filesystem::path& target, SystemCalls& calls = system_calls());
  AtomicStream(AtomicStream&& other) noexcept;
  AtomicStream& operator=(AtomicStream&&) = delete;
  ~AtomicStream();

  Expected<void> write(std::string_view bytes);
  /// Nothing can be written afterwards.
  Expected<void> commit();
  std::uint64_t size() const { return size_; }  // bytes written so far

 private:
  AtomicStream(std::filesystem::path target, std::filesystem::path part, int descriptor, SystemCalls& calls)
      : target_(std::move(target)), part_(std::move(part)), descriptor_(descriptor), calls_(&calls) {}
  void discard();

  std::filesystem::path target_, part_;
  int descriptor_ = -1;  // -1 once closed
  std::uint64_t size_ = 0;
  SystemCalls* calls_;
};

}  // namespace maek
