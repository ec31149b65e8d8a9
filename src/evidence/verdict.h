// SPDX-License-Identifier: Apache-2.0
// Verdict: what a bundle proves under a policy, as three answers that are never mixed (verification, trust)
#pragma once

#include <optional>      // for std::optional
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"     // for Error
#include "evidence/bundle.h"   // for Bundle
#include "evidence/policy.h"   // for Policy

namespace maek::evidence {

struct Verdict {
  enum class Answer { kYes, kNo, kUnknown };
  Answer answer = Answer::kUnknown;
  std::string reason;                  // one sentence
  std::string reason_korean;           // the same in Korean
  std::vector<std::string> checked;    // what was checked, one line each
  std::vector<std::string> checked_korean;
};

struct VerdictReport {
  Verdict intact;    // the bytes: artefact, entries, proofs and the tree fit together
  Verdict signer;    // the log, the witnesses' quorum and the authors are known under the policy
  Verdict claim;     // the claim rests on what it cites: every input is on the log before it, and none is withdrawn
  std::vector<std::string> trusted;    // what had to be trusted, one line each
  std::vector<std::string> trusted_korean;
  bool all() const;
};

/// `policy` absent: the signer's verdict is kUnknown, and the bundle's own policy is named as a hint. `artefact`: the
/// bytes of the file in hand; absent, those that the bundle carries, and without either `intact` is kUnknown.
VerdictReport judge(const Bundle& bundle, const std::optional<Policy>& policy,
                    const std::optional<std::string_view>& artefact);

/// Of a file that parse_bundle_file refused: not intact, for that reason, and nothing else known.
VerdictReport refused_bundle(const Error& why);

/// For people, three headed lines and what was checked; Korean when `korean`.
std::string verdict_text(const VerdictReport& report, bool korean);
std::string verdict_json(const VerdictReport& report);

}  // namespace maek::evidence
