// SPDX-License-Identifier: Apache-2.0
// Authors of attestations: which keys the log introduced, when each was good, and who signed each item (key rotation, revocation)
#pragma once

#include <vector>  // for std::vector

#include "evidence/internal/bundle_items.h"  // for OpenedItem
#include "evidence/policy.h"  // for Policy
#include "evidence/verdict.h"  // for Verdict, VerdictReport

namespace maek::evidence {

/// The checkpoint under the policy, then the author of each item. `report` learns what is trusted for that.
Verdict judge_signer(const Bundle& bundle, const Policy& policy, const std::vector<OpenedItem>& items,
                     VerdictReport& report);

}  // namespace maek::evidence
