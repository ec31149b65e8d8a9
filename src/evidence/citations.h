// SPDX-License-Identifier: Apache-2.0
// Citations: what an attestation says that it rests on, by digest (inputs, weights, datasets, runs)
#pragma once

#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include <nlohmann/json_fwd.hpp>

#include "base/ids.h"   // for Digest

namespace maek::evidence {

struct Citation {
  Digest digest;
  std::string name;      // as the predicate has it, may be ""
  bool is_run = false;   // the digest is that of a payload of a run's attestation
};

/// In the order of docs/formats/attestations.md. A question, and what replaces a subject, are none. What is no reference
/// is passed over: check_predicate refuses it.
std::vector<Citation> citations(std::string_view word, const nlohmann::json& predicate);

}  // namespace maek::evidence
