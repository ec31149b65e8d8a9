// SPDX-License-Identifier: Apache-2.0
// Interrupt: Ctrl-C (SIGINT) and SIGTERM become a Cancellation; the second one kills (signals).
#pragma once

#include <csignal>   // for sigaction

#include "base/progress.h"   // for Cancellation

namespace maek {

/// While it lives the first SIGINT or SIGTERM requests `cancellation`; the next one does what it did before (kills).
/// One at a time in a process; a second one made meanwhile does nothing. A signal that the process was told to
/// ignore (nohup, a shell's background job) stays ignored.
class InterruptGuard {
 public:
  explicit InterruptGuard(Cancellation& cancellation);
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  bool installed_ = false;
  struct sigaction before_int_{};
  struct sigaction before_term_{};
};

}  // namespace maek
