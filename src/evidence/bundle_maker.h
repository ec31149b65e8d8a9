// SPDX-License-Identifier: Apache-2.0
// Bundle maker: gathers from the ledger all that proves an artefact offline
#pragma once

#include <string>   // for std::string

#include "base/expected.h"               // for Expected
#include "evidence/bundle.h"             // for Bundle
#include "evidence/ledger_reader.h"      // for LedgerReader

namespace maek::evidence {

struct BundleOptions {
  std::string policy;             // text of the maker's policy, put in as a hint
  bool with_inputs = false;       // carry the bytes of everything it rests on, not of the artefact alone
  std::uint64_t most_bytes = std::uint64_t{64} << 20;  // of carried files together: the artefact is left out beyond it
};

/// Attestations of the artefact and of all it rests on, status events about them, the keys that signed, each with its
/// proof. kNotFound when the artefact is on no entry.
Expected<Bundle> make_bundle(LedgerReader& reader, const Digest& artefact, const BundleOptions& options);

}  // namespace maek::evidence
