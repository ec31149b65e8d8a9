// SPDX-License-Identifier: Apache-2.0
// What `maek affinity` tells: table, JSON, CSV and the prediction to be attested (results, summary).
#pragma once

#include <optional>  // for std::optional
#include <string>    // for std::string
#include <vector>    // for std::vector

#include <nlohmann/json.hpp>

#include "base/operation.h"  // for Claim
#include "dock/affinity.h"   // for Affinity
#include "dock/explain.h"    // for Explanation

namespace maek::dock::internal {

struct ScoredPose {
  std::string label;
  std::size_t receptor = 0;   // which complex it came from: ligands of one are compared
  MeasuredPose pose;
  Affinity affinity;
  std::optional<Pkd> relative;
};

std::string affinity_table(const std::vector<ScoredPose>& rows, const AffinityModel& model);
std::string affinity_csv(const std::vector<ScoredPose>& rows);
/// One member of `ligands` in the summary; `e` may be null.
nlohmann::json affinity_row(const ScoredPose& s, const AffinityModel& model, const Explanation* e,
                            const mol::Structure& receptor);
Claim affinity_claim(const ScoredPose& s, const AffinityModel& model);

}  // namespace maek::dock::internal
