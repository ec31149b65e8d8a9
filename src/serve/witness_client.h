// SPDX-License-Identifier: Apache-2.0
// Witness client: asks a witness to cosign the published checkpoint of a ledger (C2SP tlog-witness, add-checkpoint)
#pragma once

#include <cstdint>   // for std::uint64_t
#include <optional>  // for std::optional
#include <string>    // for std::string
#include <vector>    // for std::vector

#include "base/expected.h"               // for Expected
#include "base/progress.h"               // for Cancellation
#include "evidence/ledger_reader.h"      // for LedgerReader
#include "evidence/witness.h"            // for WitnessRecord
#include "http/client.h"                 // for Client

namespace maek::serve {

struct WitnessAddress {
  std::string url;              // what add-checkpoint is put behind
  evidence::VerifierKey key;    // of the kind kCosignature
};

/// What a witness signed.
struct Cosigned {
  std::vector<evidence::NoteSignature> signatures;   // verified
  std::uint64_t size = 0;
  std::uint64_t time = 0;                            // [POSIX seconds], as the witness says
  bool forgot = false;                               // it held less than what it had signed before
};

/// A client for small answers, with time-outs that a person waits for.
http::Client witness_http_client();

/// Asks about the reader's checkpoint. `before`: what this witness signed last, where that is remembered. Nothing when
/// the witness holds a larger tree than the reader: the reader is old, or the ledger was rolled back.
/// Errors: kUnwritable when two trees of the log do not fit (forked or rolled back: the message says which two);
/// kNotFound when the witness does not know the log; those of the client and of read_witness_answer.
Expected<std::optional<Cosigned>> ask_witness(const http::Client& client, const WitnessAddress& witness,
                                              evidence::LedgerReader& reader,
                                              const std::optional<evidence::WitnessRecord>& before,
                                              const Cancellation* cancellation = nullptr);

/// The error for a log of which a witness, or our own memory of it, holds another history.
Error forked(const std::string& witness, const std::string& why);

}  // namespace maek::serve
