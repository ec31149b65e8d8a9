// SPDX-License-Identifier: Apache-2.0
// The lock of a ledger: held by whoever changes its files (flock, one writer)
#pragma once

#include <chrono>   // for std::chrono::milliseconds

#include "evidence/internal/ledger_folder.h"   // for Descriptor, LedgerFolder

namespace maek::evidence {

/// Held until the descriptor closes. kUnwritable when another holds it for longer than `wait`.
Expected<Descriptor> take_lock(const LedgerFolder& folder, std::chrono::milliseconds wait);

}  // namespace maek::evidence
