// SPDX-License-Identifier: Apache-2.0
// Fuzz: the canonical form of whatever is JSON must be read again, as itself.
#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::uint8_t
#include <cstdlib>       // for std::abort
#include <string_view>   // for std::string_view

#include <nlohmann/json.hpp>

#include "evidence/canonical_json.h"   // for canonical_json

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using maek::evidence::canonical_json;
  using maek::evidence::parse_canonical_json;
  using maek::evidence::parse_strict_json;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto made = canonical_json(text);
  if (made.has_value() != parse_strict_json(text).has_value()) std::abort();
  if (!made) return 0;
  const auto again = canonical_json(*made);
  if (!again || *again != *made) std::abort();
  const auto value = parse_canonical_json(*made);
  if (!value) std::abort();
  if (text != *made && parse_canonical_json(text)) std::abort();
  // Another reader must find the same value in it.
  if (nlohmann::json::parse(*made, nullptr, false) != *value) std::abort();
  return 0;
}
