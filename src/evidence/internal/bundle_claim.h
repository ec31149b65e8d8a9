// SPDX-License-Identifier: Apache-2.0
// Claim: does an artefact's attestation rest on what it cites, back to captures, and is any of it withdrawn (provenance, taint)
#pragma once

#include <vector>  // for std::vector

#include "evidence/internal/bundle_items.h"  // for OpenedItem
#include "evidence/verdict.h"  // for Verdict

namespace maek::evidence {

Verdict judge_claim(const Bundle& bundle, const std::vector<OpenedItem>& items);

}  // namespace maek::evidence
