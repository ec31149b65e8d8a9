// SPDX-License-Identifier: Apache-2.0
// components.cif of any bytes, in pieces: what is built must open, and must not depend on the pieces.
#include <cstdint>   // for std::uint8_t
#include <cstdlib>   // for std::abort

#include "mol/internal/ccd_fixture.h"   // for build

using namespace maek;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto whole = mol::fixture::build(text);
  const auto pieces = mol::fixture::build(text, false, std::size_t{1} + data[0] % 32);
  if (whole.has_value() != pieces.has_value()) std::abort();
  if (!whole) return 0;
  if (whole->bytes != pieces->bytes) std::abort();
  const auto dictionary = mol::ComponentDictionary::from_bytes(whole->bytes, "fuzz");
  if (!dictionary) std::abort();
  for (std::size_t i = 0; i < dictionary->size(); ++i) {
    if (!dictionary->find(dictionary->code(i))) std::abort();
  }
  return 0;
}
