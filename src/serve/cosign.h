// SPDX-License-Identifier: Apache-2.0
// Cosign: has witnesses sign the published checkpoint of a home's ledger, keeps their signatures, and remembers them
#pragma once

#include <filesystem>   // for std::filesystem::path
#include <span>         // for std::span
#include <string>       // for std::string
#include <vector>       // for std::vector

#include "base/expected.h"             // for Expected
#include "base/progress.h"             // for Cancellation
#include "evidence/home.h"             // for Home
#include "serve/witness_client.h"      // for Cosigned, WitnessAddress

namespace maek::serve {

/// What came of asking several witnesses about one and the same checkpoint.
struct CosignRound {
  std::uint64_t size = 0;                     // of that checkpoint
  std::vector<Expected<Cosigned>> answers;    // in the order of the witnesses
  /// The signatures stand in checkpoint.cosigned. Not when nobody signed, or when a note stays there that is of a larger
  /// tree, or that alone satisfies the home's policy.
  bool kept = false;
};

/// Asks all about the checkpoint that is published now, and keeps what they sign in the ledger's checkpoint.cosigned,
/// also while a writer holds the ledger. What each signed is remembered in the home (HOME/witnesses): so a ledger that
/// was rolled back is noticed even before a witness is asked. Errors: of the ledger, and kCancelled; those of a witness
/// are its answer.
Expected<CosignRound> cosign_home(const evidence::Home& home, std::span<const WitnessAddress> witnesses,
                                  const http::Client& client, const Cancellation* cancellation = nullptr);
/// The same for one witness, whose error is returned.
Expected<Cosigned> cosign_home(const evidence::Home& home, const WitnessAddress& witness, const http::Client& client,
                               const Cancellation* cancellation = nullptr);

/// Where the last note that this witness signed is remembered.
std::filesystem::path remembered_path(const evidence::Home& home, const evidence::VerifierKey& witness);

/// Lines for a policy that trusts a log only with the signatures of all these witnesses (C2SP tlog-policy).
std::string policy_lines(const evidence::VerifierKey& log, std::span<const WitnessAddress> witnesses);

}  // namespace maek::serve
