// SPDX-License-Identifier: Apache-2.0
// Progress by callback, and cancellation: how a long computation speaks to whoever started it.
#pragma once

#include <atomic>        // for std::atomic
#include <functional>    // for std::function
#include <string_view>   // for std::string_view

namespace maek {

/// Called now and then with the share done in [0, 1] and what is being done. May be empty.
/// Called from one thread at a time; must be quick.
using Progress = std::function<void(double share, std::string_view what)>;

/// Set by a signal handler or another thread; long loops look at it often.
class Cancellation {
 public:
  void request() noexcept { requested_.store(true, std::memory_order_relaxed); }
  bool requested() const noexcept { return requested_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> requested_{false};
};

}  // namespace maek
