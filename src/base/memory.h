// SPDX-License-Identifier: Apache-2.0
// MemoryPlan: big work states its peak before it starts (memory limit, RAM, out of memory, cgroup, container).
#pragma once

#include <cstdint>       // for std::uint64_t
#include <filesystem>    // for std::filesystem::path
#include <string>        // for std::string
#include <vector>        // for std::vector

#include "base/expected.h"   // for Expected

namespace maek {

/// What this process may still take [bytes], and who says so ("the machine's memory", "the limit of its cgroup").
struct AvailableMemory {
  std::uint64_t bytes = 0;
  std::string source;
};

/// The least of MemAvailable of /proc/meminfo and of what the control groups (v1 and v2, and their parents) leave.
/// Page cache that the kernel would give back counts as available. `root` is "/" outside tests.
/// Nothing known gives 2^64 - 1 bytes and source "unknown".
AvailableMemory available_memory(const std::filesystem::path& root = "/");

/// 1 GiB = 2^30 bytes: "3.2 GiB", "512 KiB", "17 bytes".
std::string format_bytes(std::uint64_t bytes);

/// Named blocks that will be alive at the same time. Sums saturate at 2^64 - 1: an overflow is refused, not wrapped.
class MemoryPlan {
 public:
  void add(std::string name, std::uint64_t bytes);
  /// `count` pieces of `each` bytes.
  void add(std::string name, std::uint64_t count, std::uint64_t each);

  std::uint64_t total() const { return total_; }

  /// kTooLarge with both numbers and the largest blocks when the plan does not fit; `what` names the work:
  /// "docking needs 40.0 GiB (grid maps 38.0 GiB, poses 2.0 GiB); 12.0 GiB are available (the machine's memory)".
  Expected<void> check(const std::string& what) const { return check(what, available_memory()); }
  Expected<void> check(const std::string& what, const AvailableMemory& available) const;

 private:
  struct Block {
    std::string name;
    std::uint64_t bytes;
  };
  std::vector<Block> blocks_;
  std::uint64_t total_ = 0;
};

}  // namespace maek
