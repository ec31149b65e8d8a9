// SPDX-License-Identifier: Apache-2.0
// Run sets: which sets of vectors there are, and running those of a folder (conformance, test vectors)
#pragma once

#include <filesystem>   // for std::filesystem::path
#include <vector>       // for std::vector

#include "base/expected.h"                     // for Expected
#include "tools/conformance/tally.h"           // for Tally
#include "tools/conformance/vector_folder.h"   // for VectorFolder

namespace maek::tools {

void run_merkle(const VectorFolder& folder);
void run_tlog(const VectorFolder& folder);
void run_witness_sessions(const VectorFolder& folder);   // of tlog
void run_jcs(const VectorFolder& folder);
void run_ed25519(const VectorFolder& folder);
void run_dsse(const VectorFolder& folder);
void run_provenance(const VectorFolder& folder);

/// Every set whose folder is in `folder`. kNotFound when none is.
Expected<std::vector<Tally>> run_sets(const std::filesystem::path& folder);

}  // namespace maek::tools
