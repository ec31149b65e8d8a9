// SPDX-License-Identifier: Apache-2.0
// Signal handlers that touch one lock-free pointer and nothing else.
#include "base/interrupt.h"

#include <atomic>   // for std::atomic

namespace maek {
namespace {

std::atomic<Cancellation*> current{nullptr};
static_assert(std::atomic<Cancellation*>::is_always_lock_free);   // a signal handler may touch nothing else

// SA_RESETHAND has put the default action back before this runs: the second signal of its kind kills.
void on_signal(int) {
  if (Cancellation* cancellation = current.load()) cancellation->request();
}

void install(int signal, struct sigaction& before) {
  sigaction(signal, nullptr, &before);
  if (before.sa_handler == SIG_IGN) return;
  struct sigaction action{};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESETHAND | SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

}  // namespace

InterruptGuard::InterruptGuard(Cancellation& cancellation) {
  Cancellation* none = nullptr;
  if (!current.compare_exchange_strong(none, &cancellation)) return;
  installed_ = true;
  install(SIGINT, before_int_);
  install(SIGTERM, before_term_);
}

InterruptGuard::~InterruptGuard() {
  if (!installed_) return;
  sigaction(SIGINT, &before_int_, nullptr);
  sigaction(SIGTERM, &before_term_, nullptr);
  current.store(nullptr);
}

}  // namespace maek
