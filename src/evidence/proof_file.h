// SPDX-License-Identifier: Apache-2.0
// Proof files (.tlog-proof): one entry's inclusion under a cosigned checkpoint (C2SP tlog-proof)
#pragma once

#include <cstdint>       // for std::uint64_t
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"      // for Expected
#include "base/ids.h"           // for Digest
#include "evidence/policy.h"    // for Policy, PolicyVerdict

namespace maek::evidence {

struct ProofFile {
  std::optional<std::string> extra;   // not authenticated by anything
  std::uint64_t index = 0;
  std::vector<Digest> hashes;
  std::string checkpoint;             // the note, verbatim

  std::string bytes() const;
};
Expected<ProofFile> parse_proof_file(std::string_view file);

/// The leaf is in the tree of the checkpoint, which `policy` accepts.
Expected<PolicyVerdict> verify_proof_file(const ProofFile& proof, const Digest& leaf, const Policy& policy);

}  // namespace maek::evidence
