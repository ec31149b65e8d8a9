// SPDX-License-Identifier: Apache-2.0
// What the processor and the operating system support, by the compiler's builtins.
#include "base/cpu.h"

#include <atomic>    // for std::atomic
#include <fstream>   // for std::ifstream

#include <fmt/format.h>

namespace maek {
namespace {

constexpr Isa kAll[] = {Isa::kPortable, Isa::kAvx2, Isa::kAvx512};

// The builtins ask the operating system too (XGETBV): a kernel without saved vector state counts as absent.
#if defined(__x86_64__)
bool has_avx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
bool has_avx512() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") && has_avx2();
}
#else
bool has_avx2() { return false; }
bool has_avx512() { return false; }
#endif

Isa find_best() {
#if defined(__x86_64__)
  __builtin_cpu_init();   // may run before constructors
#endif
  return has_avx512() ? Isa::kAvx512 : has_avx2() ? Isa::kAvx2 : Isa::kPortable;
}

constexpr int kNotForced = -1;
std::atomic<int> forced{kNotForced};

}  // namespace

const char* to_string(Isa isa) {
  switch (isa) {
    case Isa::kPortable:
      return "portable";
    case Isa::kAvx2:
      return "avx2";
    case Isa::kAvx512:
      return "avx512";
  }
  return "portable";
}

std::vector<std::string> isa_words() {
  std::vector<std::string> words;
  for (const Isa isa : kAll) words.emplace_back(to_string(isa));
  words.emplace_back("auto");
  return words;
}

Expected<Isa> parse_isa(std::string_view word) {
  for (const Isa isa : kAll) {
    if (word == to_string(isa)) return isa;
  }
  if (word == "auto") return best_isa();
  return Error{ErrorCode::kInvalidArgument, fmt::format("'{}' is not an instruction set", word), "--isa",
               fmt::format("Choose one of {}.", fmt::join(isa_words(), ", "))};
}

Isa best_isa() {
  static const Isa best = find_best();
  return best;
}

bool is_available(Isa isa) { return isa <= best_isa(); }

Expected<void> set_isa(Isa isa) {
  if (!is_available(isa)) {
    return Error{ErrorCode::kUnsupported, fmt::format("this machine does not run {}", to_string(isa)), "--isa",
                 fmt::format("The fastest it runs is {}.", to_string(best_isa()))};
  }
  forced.store(static_cast<int>(isa), std::memory_order_relaxed);
  return {};
}

Isa current_isa() {
  const int isa = forced.load(std::memory_order_relaxed);
  return isa == kNotForced ? best_isa() : static_cast<Isa>(isa);
}

std::vector<CpuFeature> cpu_features() {
#if defined(__x86_64__)
  best_isa();   // initialises the builtins
  return {{"avx2", __builtin_cpu_supports("avx2") != 0},
          {"fma", __builtin_cpu_supports("fma") != 0},
          {"avx512f", __builtin_cpu_supports("avx512f") != 0},
          {"avx512bw", __builtin_cpu_supports("avx512bw") != 0},
          {"avx512dq", __builtin_cpu_supports("avx512dq") != 0},
          {"avx512vl", __builtin_cpu_supports("avx512vl") != 0},
          {"avx512vnni", __builtin_cpu_supports("avx512vnni") != 0},
          {"avx512bf16", __builtin_cpu_supports("avx512bf16") != 0}};
#else
  return {};
#endif
}

std::string cpu_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("model name")) continue;
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown processor";
}

}  // namespace maek
