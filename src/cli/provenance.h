// SPDX-License-Identifier: Apache-2.0
// Provenance: what makes a result checkable (inputs, digests, command, options, seed, version, machine).
#pragma once

#include <cstdint>   // for std::uint64_t
#include <string>    // for std::string
#include <vector>    // for std::vector

#include "base/ids.h"          // for Digest, RunId
#include "base/operation.h"    // for OutputFile
#include "cli/invocation.h"    // for Invocation

namespace maek::cli {

/// An input as it was opened.
struct OpenedInput {
  std::string name;
  std::uint64_t bytes = 0;
  Digest digest;
  std::string parameter = {};  // of a file that the operation itself read piece by piece; "" for what the door opened
};

/// Everything that the record needs beside the result.
struct RunRecord {
  const Invocation& invocation;
  std::vector<OpenedInput> inputs;  // one for each file that was opened, in that order
};

/// The id of what was asked: see RunId. Names of files do not matter, their bytes do.
RunId run_id(const RunRecord& record);

/// The summary of an operation (one JSON object, or nothing) with a member "provenance" added: docs/formats/summary.md.
/// kInternal when it is no JSON object.
Expected<std::string> add_provenance(const std::string& summary_json, const RunRecord& record,
                                     const OperationResult& result);

/// The members of a run's predicate (docs/formats/attestations.md) but for its inputs and time.
std::string run_predicate(const RunRecord& record, const OperationResult& result);

/// {"error": {"code", "message", "where", "hint"}} and a line break.
std::string error_json(const Error& error);

}  // namespace maek::cli
