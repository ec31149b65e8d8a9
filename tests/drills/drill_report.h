// SPDX-License-Identifier: Apache-2.0
// Drill report: what the drill's writer tells its parent through a pipe before it is killed (receipts, phases)
#pragma once

#include <cstdint>       // for std::uint64_t
#include <type_traits>   // for std::is_trivially_copyable_v

#include "base/ids.h"   // for Digest

namespace maek::evidence {

/// One report; smaller than PIPE_BUF, so that it arrives whole or not at all.
struct DrillReport {
  enum Kind : std::uint64_t {
    kStarted,      // the program runs; the ledger is not open yet
    kOpened,
    kReceipt,      // an entry was acknowledged: index, body, leaf, size
    kPublishing,   // publish() is about to be called
    kPublished,    // size and root (in `leaf`) of the checkpoint
    kFailed,       // a call failed: never expected
  };
  Kind kind = kStarted;
  std::uint64_t index = 0;
  std::uint64_t size = 0;
  Digest body = {};
  Digest leaf = {};
};
static_assert(std::is_trivially_copyable_v<DrillReport>);

/// Descriptor of the pipe in the writer.
constexpr int kDrillPipe = 3;
/// Segments so small that a drill meets many of them.
constexpr std::uint64_t kDrillSegmentBytes = 50'000;

}  // namespace maek::evidence
