// SPDX-License-Identifier: Apache-2.0
// Which instruction set the kernels use (CPU features, SIMD, AVX2, AVX-512, dispatch, --isa).
#pragma once

#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"   // for Expected

namespace maek {

/// The paths that every fast kernel has, slowest first.
enum class Isa {
  kPortable,   // plain C++, any processor
  kAvx2,       // AVX2 and FMA
  kAvx512,     // AVX-512 F, BW, DQ, VL
};

/// "portable", "avx2", "avx512".
const char* to_string(Isa isa);
/// All words that parse_isa takes, in the order of Isa, then "auto".
std::vector<std::string> isa_words();
/// A word to an Isa; "auto" is best_isa(). Another word is an error that lists the right ones.
Expected<Isa> parse_isa(std::string_view word);

/// True when processor and operating system run it.
bool is_available(Isa isa);
/// The fastest one available.
Isa best_isa();

/// Forces a path for the whole process; an Isa that this machine lacks is an error and changes nothing.
Expected<void> set_isa(Isa isa);
/// What kernels must use: the forced one, else best_isa(). One relaxed load: cheap, and safe from any thread.
Isa current_isa();

/// The processor's features that matter to us and their presence, for reports: {"avx2", true}, ...
struct CpuFeature {
  const char* name;
  bool present;
};
std::vector<CpuFeature> cpu_features();
/// The processor's name as the system gives it, "unknown processor" when it does not.
std::string cpu_name();

}  // namespace maek
