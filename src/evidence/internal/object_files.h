// SPDX-License-Identifier: Apache-2.0
// Object files: large bodies, each a file named after its digest
#pragma once

#include <string>   // for std::string

#include "evidence/body.h"                      // for StoredBody
#include "evidence/internal/ledger_folder.h"    // for LedgerFolder

namespace maek::evidence {

/// "objects/ab/cdef..."
std::string object_name(const Digest& digest);
/// Durable on return.
Expected<void> write_object(const LedgerFolder& folder, const StoredBody& body);
/// The stored bytes.
Expected<std::string> read_object(const LedgerFolder& folder, const Digest& digest, std::uint64_t stored_bytes);

}  // namespace maek::evidence
