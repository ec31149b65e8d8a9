// SPDX-License-Identifier: Apache-2.0
// Reads /proc and the control groups, both versions.
#include "base/memory.h"

#include <algorithm>     // for std::sort
#include <charconv>      // for std::from_chars
#include <fstream>       // for std::ifstream
#include <limits>        // for std::numeric_limits
#include <optional>      // for std::optional
#include <string_view>   // for std::string_view

#include <fmt/format.h>

namespace maek {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kEverything = std::numeric_limits<std::uint64_t>::max();
// A first-version group without a limit shows the largest multiple of the page size below 2^63.
constexpr std::uint64_t kNoLimit = std::uint64_t{1} << 62;
constexpr std::size_t kBlocksInMessage = 3;

std::uint64_t saturating_add(std::uint64_t a, std::uint64_t b) { return a > kEverything - b ? kEverything : a + b; }

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end == text.data()) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> read_number(const fs::path& file) {
  std::ifstream in(file);
  std::string text;
  if (!std::getline(in, text)) return std::nullopt;
  return parse_number(text);   // "max" is no number: no limit
}

// The number after `key` and blanks in a file of lines "key value".
std::optional<std::uint64_t> read_field(const fs::path& file, std::string_view key) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(key)) continue;
    const std::size_t digit = line.find_first_not_of(" \t", key.size());
    if (digit == std::string::npos || digit == key.size()) continue;
    return parse_number(std::string_view(line).substr(digit));
  }
  return std::nullopt;
}

struct GroupFiles {
  const char* limit;
  const char* usage;
  const char* reclaimable;   // the field of memory.stat that the kernel gives back under pressure
};
constexpr GroupFiles kVersion1{"memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"};
constexpr GroupFiles kVersion2{"memory.max", "memory.current", "inactive_file"};

// The least that the group `path` below `mount` and its parents leave.
std::uint64_t group_leaves(const fs::path& mount, fs::path path, const GroupFiles& files) {
  std::uint64_t least = kEverything;
  path = path.relative_path();
  for (;;) {
    const fs::path folder = mount / path;
    if (const auto limit = read_number(folder / files.limit); limit && *limit < kNoLimit) {
      const std::uint64_t used = read_number(folder / files.usage).value_or(0);
      const std::uint64_t back = std::min(used, read_field(folder / "memory.stat", files.reclaimable).value_or(0));
      const std::uint64_t taken = used - back;
      least = std::min(least, *limit > taken ? *limit - taken : 0);
    }
    if (path.empty()) return least;
    path = path.has_parent_path() ? path.parent_path() : fs::path();
  }
}

std::uint64_t all_groups_leave(const fs::path& root) {
  const fs::path mount = root / "sys/fs/cgroup";
  std::uint64_t least = kEverything;
  std::ifstream in(root / "proc/self/cgroup");   // lines "number:controllers:path"
  for (std::string line; std::getline(in, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = ',' + line.substr(first + 1, second - first - 1) + ',';
    const fs::path path = line.substr(second + 1);
    if (controllers == ",,") least = std::min(least, group_leaves(mount, path, kVersion2));
    if (controllers.find(",memory,") != std::string::npos) {
      least = std::min(least, group_leaves(mount / "memory", path, kVersion1));
    }
  }
  return least;
}

}  // namespace

AvailableMemory available_memory(const fs::path& root) {
  AvailableMemory available{kEverything, "unknown"};
  if (const auto kib = read_field(root / "proc/meminfo", "MemAvailable:"); kib && *kib <= kEverything / 1024) {
    available = {*kib * 1024, "the machine's memory"};
  }
  if (const std::uint64_t bytes = all_groups_leave(root); bytes < available.bytes) {
    available = {bytes, "the memory limit of the process's control group"};
  }
  return available;
}

std::string format_bytes(std::uint64_t bytes) {
  constexpr const char* kUnits[] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  if (bytes < 1024) return fmt::format("{} bytes", bytes);
  double amount = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  while (amount >= 1023.95 && unit + 1 < std::size(kUnits)) {   // what would print as 1024.0
    amount /= 1024;
    ++unit;
  }
  return fmt::format("{:.1f} {}", amount, kUnits[unit]);
}

void MemoryPlan::add(std::string name, std::uint64_t bytes) {
  blocks_.push_back({std::move(name), bytes});
  total_ = saturating_add(total_, bytes);
}

void MemoryPlan::add(std::string name, std::uint64_t count, std::uint64_t each) {
  const bool overflows = each != 0 && count > kEverything / each;
  add(std::move(name), overflows ? kEverything : count * each);
}

Expected<void> MemoryPlan::check(const std::string& what, const AvailableMemory& available) const {
  if (total_ <= available.bytes) return {};
  std::vector<Block> largest = blocks_;
  std::sort(largest.begin(), largest.end(),
            [](const Block& a, const Block& b) { return a.bytes != b.bytes ? a.bytes > b.bytes : a.name < b.name; });
  std::string parts;
  for (std::size_t i = 0; i < std::min(largest.size(), kBlocksInMessage); ++i) {
    parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", largest[i].name, format_bytes(largest[i].bytes));
  }
  return Error{ErrorCode::kTooLarge,
               fmt::format("{} needs {} ({}); {} are available ({})", what, format_bytes(total_), parts,
                           format_bytes(available.bytes), available.source),
               "memory", "Make the work smaller, or run it where there is more memory."};
}

}  // namespace maek
