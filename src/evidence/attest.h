// SPDX-License-Identifier: Apache-2.0
// Attest: a signed statement as an addition to the ledger, and back from an entry's body
#pragma once

#include <string>   // for std::string
#include <vector>   // for std::vector

#include <nlohmann/json_fwd.hpp>

#include "base/expected.h"           // for Expected
#include "evidence/key_file.h"       // for SigningKey
#include "evidence/ledger.h"         // for Addition
#include "evidence/statement.h"      // for Statement, Subject

namespace maek::evidence {

constexpr const char* kEnvelopeType = "application/vnd.dsse+json";

/// The statement with Maek's predicate `word`, checked and signed, as an addition whose subjects are its own.
Expected<Addition> attestation(const std::string& word, const std::vector<Subject>& subjects,
                               const nlohmann::json& predicate, const SigningKey& signer);

/// The statement in an envelope, its signature not verified: for showing. kMalformed where it is none.
Expected<Statement> statement_in(const std::string& envelope);

}  // namespace maek::evidence
