// SPDX-License-Identifier: Apache-2.0
// OrderedStage: several threads work on records, their outcomes are delivered in the order of the records (pipeline).
#pragma once

#include <functional>   // for std::function

#include "base/expected.h"    // for Expected
#include "base/progress.h"    // for Cancellation
#include "dock/screen.h"      // for ScreenStage, ScreenOutcome

namespace maek::dock::internal {

struct OrderedWork {
  int threads = 1;
  const Cancellation* cancellation = nullptr;
  /// The next record; false at the end. Called from the calling thread.
  std::function<Expected<bool>(LibraryRecord&)> source;
  ScreenStage stage;
  /// Takes outcomes in the order of the records. Called from the calling thread.
  std::function<Expected<void>(const LibraryRecord&, ScreenOutcome)> deliver;
};

/// Until the source ends, fails or the work is cancelled; what was begun before the source failed is delivered first.
/// At most a few records for each thread are in memory. False when cancelled: then some begun work was dropped.
Expected<bool> run_ordered(const OrderedWork& work);

}  // namespace maek::dock::internal
