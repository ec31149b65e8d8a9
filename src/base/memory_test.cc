// SPDX-License-Identifier: Apache-2.0
// Tests of the memory plan and of where the limit comes from: invented machines as folders.
#include "base/memory.h"

#include <gtest/gtest.h>

#include <fstream>   // for std::ofstream
#include <limits>    // for std::numeric_limits
#include <utility>   // for std::pair

namespace maek {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMib = std::uint64_t{1} << 20;
constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

struct Machine {
  const char* name;
  std::vector<std::pair<std::string, std::string>> files;
  std::uint64_t expected;
  const char* source;
};
const Machine kMachines[] = {
    {"nothing known", {}, kMost, "unknown"},
    {"bare machine",
     {{"proc/meminfo", "MemTotal: 9000 kB\nMemAvailable:    2048 kB\n"}, {"proc/self/cgroup", "0::/\n"}},
     2 * kMib,
     "machine"},
    {"second version, limit of a parent, cache counted as free",
     {{"proc/meminfo", "MemAvailable: 1048576 kB\n"},
      {"proc/self/cgroup", "0::/a/b\n"},
      {"sys/fs/cgroup/a/b/memory.max", "max\n"},
      {"sys/fs/cgroup/a/memory.max", "104857600\n"},        // 100 MiB
      {"sys/fs/cgroup/a/memory.current", "83886080\n"},     // 80 MiB, of them 30 MiB cache
      {"sys/fs/cgroup/a/memory.stat", "anon 1\ninactive_file 31457280\nactive_file 9\n"}},
     50 * kMib,
     "control group"},
    {"first version, no limit",
     {{"proc/meminfo", "MemAvailable: 4096 kB\n"},
      {"proc/self/cgroup", "4:memory:/x\n0::/\n"},
      {"sys/fs/cgroup/memory/x/memory.limit_in_bytes", "9223372036854771712\n"}},
     4 * kMib,
     "machine"},
    {"first version, limit seen only at the mount (inside a container)",
     {{"proc/meminfo", "MemAvailable: 409600 kB\n"},
      {"proc/self/cgroup", "5:cpu,memory:/docker/abc\n"},
      {"sys/fs/cgroup/memory/memory.limit_in_bytes", "10485760\n"},
      {"sys/fs/cgroup/memory/memory.usage_in_bytes", "20971520\n"}},
     0,
     "control group"},
    {"garbage", {{"proc/meminfo", "MemAvailable: lots\n"}, {"proc/self/cgroup", "::\n:\nx\n"}}, kMost, "unknown"},
};

TEST(AvailableMemory, IsTheLeastOfMachineAndControlGroups) {
  for (const Machine& machine : kMachines) {
    const fs::path root = fs::path(testing::TempDir()) / "maek_memory_test";
    fs::remove_all(root);
    for (const auto& [name, text] : machine.files) {
      fs::create_directories((root / name).parent_path());
      std::ofstream(root / name) << text;
    }
    const AvailableMemory available = available_memory(root);
    EXPECT_EQ(available.bytes, machine.expected) << machine.name;
    EXPECT_NE(available.source.find(machine.source), std::string::npos) << machine.name << ": " << available.source;
    fs::remove_all(root);
  }
}

TEST(AvailableMemory, IsFoundOnThisMachine) {
  const AvailableMemory available = available_memory();
  EXPECT_GT(available.bytes, kMib);
  EXPECT_LT(available.bytes, std::uint64_t{1} << 50);
}

TEST(MemoryPlan, RefusesWithTheNumbersAndTheLargestBlocks) {
  MemoryPlan plan;
  plan.add("poses", 2 * kMib);
  plan.add("grid maps", 38, kMib);
  plan.add("names", 10);
  plan.add("scratch", kMib);
  EXPECT_EQ(plan.total(), 41 * kMib + 10);
  EXPECT_TRUE(plan.check("docking", {41 * kMib + 10, "a test"}));
  const auto refused = plan.check("docking", {41 * kMib + 9, "a test"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(refused.error().message,
            "docking needs 41.0 MiB (grid maps 38.0 MiB, poses 2.0 MiB, scratch 1.0 MiB); "
            "41.0 MiB are available (a test)");
  EXPECT_TRUE(MemoryPlan().check("nothing", {0, "a test"}));
}

TEST(MemoryPlan, SaturatesInsteadOfWrapping) {
  MemoryPlan product, sum;
  product.add("huge", std::uint64_t{1} << 40, std::uint64_t{1} << 40);
  EXPECT_EQ(product.total(), kMost);
  sum.add("a", kMost);
  sum.add("b", 2);
  EXPECT_EQ(sum.total(), kMost);
  EXPECT_FALSE(sum.check("x", {std::uint64_t{1} << 50, "a test"}));
}

TEST(FormatBytes, ReadsWell) {
  const std::pair<std::uint64_t, const char*> cases[] = {
      {0, "0 bytes"},        {1023, "1023 bytes"},      {1024, "1.0 KiB"},           {1536, "1.5 KiB"},
      {kMib - 1, "1.0 MiB"}, {5 * kMib / 2, "2.5 MiB"}, {3 * kMib << 10, "3.0 GiB"}, {kMost, "16.0 EiB"}};
  for (const auto& [bytes, text] : cases) EXPECT_EQ(format_bytes(bytes), text);
}

}  // namespace
}  // namespace maek
