// SPDX-License-Identifier: Apache-2.0
// Tests of the choice of instruction set: against what the kernel reports, words, forcing.
#include "base/cpu.h"

#include <gtest/gtest.h>

#include <fstream>    // for std::ifstream
#include <set>        // for std::set
#include <sstream>    // for std::istringstream
#include <string>     // for std::string

namespace maek {
namespace {

// The words of /proc/cpuinfo's "flags": an independent source, since the kernel lists only what it enables.
std::set<std::string> kernel_flags() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("flags")) continue;
    std::istringstream words(line.substr(line.find(':') + 1));
    return {std::istream_iterator<std::string>(words), {}};
  }
  return {};
}

TEST(Isa, AgreesWithTheKernel) {
  const std::set<std::string> flags = kernel_flags();
  if (flags.empty()) GTEST_SKIP() << "/proc/cpuinfo lists no flags on this machine";
  const bool avx2 = flags.contains("avx2") && flags.contains("fma");
  const bool avx512 = avx2 && flags.contains("avx512f") && flags.contains("avx512bw") && flags.contains("avx512dq") &&
                      flags.contains("avx512vl");
  EXPECT_EQ(is_available(Isa::kAvx2), avx2);
  EXPECT_EQ(is_available(Isa::kAvx512), avx512);
  EXPECT_EQ(best_isa(), avx512 ? Isa::kAvx512 : avx2 ? Isa::kAvx2 : Isa::kPortable);
}

TEST(Isa, WordsAreReadBack) {
  for (const Isa isa : {Isa::kPortable, Isa::kAvx2, Isa::kAvx512}) {
    const auto read = parse_isa(to_string(isa));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, isa);
  }
  EXPECT_EQ(*parse_isa("auto"), best_isa());
  for (const char* wrong : {"", "AVX2", "avx", "sse4"}) {
    const auto read = parse_isa(wrong);
    ASSERT_FALSE(read) << wrong;
    EXPECT_NE(read.error().hint.find("portable, avx2, avx512, auto"), std::string::npos);
  }
}

TEST(Isa, CanBeForcedToEveryAvailableOne) {
  const Isa before = current_isa();
  EXPECT_TRUE(is_available(Isa::kPortable));
  for (const Isa isa : {Isa::kPortable, Isa::kAvx2, Isa::kAvx512}) {
    const Isa was = current_isa();
    const auto set = set_isa(isa);
    EXPECT_EQ(set.has_value(), is_available(isa));
    EXPECT_EQ(current_isa(), set ? isa : was);
  }
  ASSERT_TRUE(set_isa(before));
}

}  // namespace
}  // namespace maek
