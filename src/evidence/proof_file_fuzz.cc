// SPDX-License-Identifier: Apache-2.0
// Fuzz: proof files; whatever is accepted is written back byte for byte, and verified without harm.
#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::uint8_t
#include <cstdlib>       // for std::abort
#include <string_view>   // for std::string_view

#include "evidence/proof_file.h"   // for parse_proof_file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace maek::evidence;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto proof = parse_proof_file(text);
  if (!proof) return 0;
  if (proof->bytes() != text) std::abort();
  Policy policy;
  policy.logs.push_back({{"log.example/a", KeyType::kEd25519, {}}});
  policy.quorum = "none";
  if (verify_proof_file(*proof, {}, policy)) std::abort();   // nobody holds the secret of that key
  return 0;
}
