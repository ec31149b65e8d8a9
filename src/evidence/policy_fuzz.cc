// SPDX-License-Identifier: Apache-2.0
// Fuzz: policies; in an accepted one all witnesses together meet the quorum, and fewer never do more.
#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::uint8_t
#include <cstdlib>       // for std::abort
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "evidence/policy.h"   // for parse_policy

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace maek::evidence;
  const auto policy = parse_policy({reinterpret_cast<const char*>(data), size});
  if (!policy) return 0;
  std::vector<std::string> all;
  for (const Policy::Witness& witness : policy->witnesses) all.push_back(witness.name);
  if (!quorum_met(*policy, all)) std::abort();
  if (quorum_met(*policy, {}) != (policy->quorum == "none")) std::abort();
  return 0;
}
