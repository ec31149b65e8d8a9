// SPDX-License-Identifier: Apache-2.0
// Fuzz: the text of checkpoints; whatever is accepted is exactly what would be written.
#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::uint8_t
#include <cstdlib>       // for std::abort
#include <string_view>   // for std::string_view

#include "evidence/checkpoint.h"   // for parse_checkpoint

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace maek::evidence;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto checkpoint = parse_checkpoint(text); checkpoint && checkpoint->text() != text) std::abort();
  (void)open_checkpoint(text, {"log.example/a", KeyType::kEd25519, {}});
  return 0;
}
