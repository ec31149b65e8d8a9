// SPDX-License-Identifier: Apache-2.0
// The locks of a ledger: held by whoever changes its files, or its cosigned note (flock, one writer)
#pragma once

#include <chrono>   // for std::chrono::milliseconds

#include "evidence/internal/ledger_files.h"    // for kLockName
#include "evidence/internal/ledger_folder.h"   // for Descriptor, LedgerFolder

namespace maek::evidence {

/// Held until the descriptor closes. kUnwritable when another holds it for longer than `wait`.
Expected<Descriptor> take_lock(const LedgerFolder& folder, std::chrono::milliseconds wait,
                               const char* name = kLockName);

}  // namespace maek::evidence
