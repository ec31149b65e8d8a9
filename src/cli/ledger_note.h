// SPDX-License-Identifier: Apache-2.0
// Puts a finished run on the user's ledger, and says what to print of it (evidence, record)
#pragma once

#include <string>   // for std::string
#include <vector>   // for std::vector

#include "base/atomic_file.h"    // for OutputFolder
#include "base/operation.h"      // for Arguments, OperationResult
#include "cli/provenance.h"      // for RunRecord
#include "evidence/entry.h"      // for Time

namespace maek::cli {

/// What became of it. `json` is "" when nothing is to be said.
struct LedgerNote {
  std::vector<std::string> lines;   // for people
  std::string json;                 // {"recorded": true, "entry", "origin", "size", "verify"} or false with "reason"
  bool failed = false;              // it should have been recorded
};

/// Records unless --no-evidence was given. A failure to record is told and does not undo the run: its files are whole.
/// `folder`: where the files went, or nullptr.
LedgerNote put_on_ledger(const RunRecord& record, const Arguments& arguments, const OperationResult& result,
                         const std::string& summary, const OutputFolder* folder, evidence::Time started);

/// The summary with a member "evidence".
std::string with_evidence(const std::string& summary, const LedgerNote& note);

}  // namespace maek::cli
