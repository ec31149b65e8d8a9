// SPDX-License-Identifier: Apache-2.0
// Policy: which logs and which quorum of witnesses are trusted (C2SP tlog-policy)
#pragma once

#include <cstdint>       // for std::uint64_t
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"           // for Expected
#include "evidence/checkpoint.h"     // for Checkpoint, VerifierKey

namespace maek::evidence {

constexpr std::size_t kMaxPolicyBytes = 1'000'000;

struct Policy {
  struct Log {
    VerifierKey key;
    std::string url = {};
  };
  struct Witness {
    std::string name;      // within the policy
    VerifierKey key;
    std::string url = {};
  };
  struct Group {
    std::string name;
    std::size_t threshold = 1;
    std::vector<std::string> members;   // names of witnesses and groups
  };
  std::vector<Log> logs;
  std::vector<Witness> witnesses;
  std::vector<Group> groups;
  std::string quorum;                   // a witness, a group, or "none"
};
/// Errors say the line.
Expected<Policy> parse_policy(std::string_view file);
/// Does this set of witnesses (their policy names) meet the quorum?
bool quorum_met(const Policy& policy, const std::vector<std::string>& witnesses);

/// What a checkpoint file is under a policy.
struct PolicyVerdict {
  Checkpoint checkpoint;
  std::string log;                       // key name of the log that signed
  struct Cosignature {
    std::string witness;                 // its name in the policy
    std::uint64_t time = 0;
  };
  std::vector<Cosignature> cosignatures; // verified ones
};
/// Signed by a log of the policy whose key name is the origin; every known cosignature good; quorum met.
Expected<PolicyVerdict> verify_checkpoint(std::string_view file, const Policy& policy);

}  // namespace maek::evidence
