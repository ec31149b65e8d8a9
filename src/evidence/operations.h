// SPDX-License-Identifier: Apache-2.0
// The operations `evidence ...`: what a user does with the ledger at a terminal
#pragma once

#include <vector>   // for std::vector

#include "base/operation.h"   // for Operation

namespace maek::evidence {

/// init, keygen, capture, add, show, trace, impact, status, prove, verify, export, fsck, stats, rotate, revoke, forget.
/// The witness and the tile server are of `serve`.
std::vector<Operation> evidence_operations();

}  // namespace maek::evidence
