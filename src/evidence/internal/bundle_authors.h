// SPDX-License-Identifier: Apache-2.0
// Authors of attestations: which keys the log introduced, when each was good, and who signed each item (key rotation, revocation)
#pragma once

#include <string>  // for std::string
#include <vector>  // for std::vector

#include "evidence/internal/bundle_items.h"  // for OpenedItem
#include "evidence/policy.h"  // for Policy
#include "evidence/verdict.h"  // for Verdict

namespace maek::evidence {

/// The checkpoint under the policy, then the author of each item. `trusted` grows by what that rests on.
Verdict judge_signer(const Bundle& bundle, const Policy& policy, const std::vector<OpenedItem>& items,
                     std::vector<std::string>& trusted);

}  // namespace maek::evidence
