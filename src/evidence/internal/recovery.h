// SPDX-License-Identifier: Apache-2.0
// Recovery: from what a writer left on disk to the state in which the next one goes on (replay, crash, torn write)
#pragma once

#include <functional>   // for std::function
#include <string>       // for std::string

#include "evidence/entry.h"                     // for Time
#include "evidence/internal/ledger_files.h"     // for DurablePosition, LedgerFolder
#include "evidence/internal/tile_builder.h"     // for TileBuilder
#include "evidence/merkle.h"                    // for Frontier

namespace maek::evidence {

/// Everything the writer needs to go on.
struct LedgerState {
  Frontier frontier;
  TileBuilder tiles;
  DurablePosition position;          // the last commit; .size = entries acknowledged
  SegmentPosition end;               // where the next commit goes
  std::string checkpoint_file;       // of the last commit; "" when the ledger is empty
  std::uint64_t published = 0;       // size of the published checkpoint
  Time last_time;
  std::uint64_t set_aside = 0;       // bytes of a torn end that were moved to torn/
};

/// Checks that `record` follows `state` and applies it: order, chain of records, entries, root, signature.
/// `entries`, where given, gets the record's entries.
Expected<void> apply_record(const CommitRecord& record, const VerifierKey& log, LedgerState& state,
                            std::vector<Entry>* entries = nullptr);

/// Reads state and replays the commits behind the published ones. Sets a torn end aside. Changes nothing else.
Expected<LedgerState> recover(const LedgerFolder& folder, const VerifierKey& log);

}  // namespace maek::evidence
