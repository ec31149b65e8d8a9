// SPDX-License-Identifier: Apache-2.0
// Cosign: has witnesses sign the published checkpoint of a home's ledger, keeps their signatures, and remembers them
#pragma once

#include <filesystem>   // for std::filesystem::path
#include <span>         // for std::span
#include <string>       // for std::string

#include "base/expected.h"             // for Expected
#include "base/progress.h"             // for Cancellation
#include "evidence/home.h"             // for Home
#include "serve/witness_client.h"      // for Cosigned, WitnessAddress

namespace maek::serve {

/// Asks, and adds the cosignatures to the ledger's checkpoint file. What the witness signed is remembered in the home
/// (HOME/witnesses): so a ledger that was rolled back is noticed even before the witness is asked.
/// Errors: those of ask_witness; kUnwritable when a writer holds the ledger, or it grows faster than the witness signs.
Expected<Cosigned> cosign_home(const evidence::Home& home, const WitnessAddress& witness, const http::Client& client,
                               const Cancellation* cancellation = nullptr);

/// Where the last note that this witness signed is remembered.
std::filesystem::path remembered_path(const evidence::Home& home, const evidence::VerifierKey& witness);

/// Lines for a policy that trusts a log only with the signatures of all these witnesses (C2SP tlog-policy).
std::string policy_lines(const evidence::VerifierKey& log, std::span<const WitnessAddress> witnesses);

}  // namespace maek::serve
