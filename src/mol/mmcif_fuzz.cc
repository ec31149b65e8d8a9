// SPDX-License-Identifier: Apache-2.0
// Fuzz: the mmCIF reader, gzip, and the writers of whatever was read.
#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::uint8_t
#include <string_view>   // for std::string_view

#include "mol/internal/fuzz_structure.h"   // for exercise_structure

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto structure = maek::mol::read_mmcif(text, "fuzz");
  if (structure) maek::mol::exercise_structure(*structure);
  constexpr std::size_t kMostInflated = 1 << 20;   // bytes
  (void)maek::mol::inflate_if_gzip(text, "fuzz", kMostInflated);
  return 0;
}
