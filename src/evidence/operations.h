// SPDX-License-Identifier: Apache-2.0
// The operations `evidence ...`: what a user does with the ledger at a terminal
#pragma once

#include <vector>   // for std::vector

#include "base/operation.h"          // for Arguments, Operation, Parameter
#include "evidence/key_file.h"       // for AskPassphrase

namespace maek::evidence {

/// init, keygen, capture, add, show, trace, impact, status, prove, verify, export, fsck, stats, rotate, revoke, forget.
/// The witness and the tile server are of `serve`.
std::vector<Operation> evidence_operations();

/// --home and --passphrase-file, as every operation on a ledger takes them.
Parameter home_parameter();
Parameter passphrase_parameter();
/// Gives the text of --passphrase-file; where a key is sealed and none was given, the error says so.
AskPassphrase passphrase_of(const Arguments& arguments);

}  // namespace maek::evidence
