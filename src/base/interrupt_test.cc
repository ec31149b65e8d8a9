// SPDX-License-Identifier: Apache-2.0
// Tests of Ctrl-C: first a request, then the end.
#include "base/interrupt.h"

#include <gtest/gtest.h>

#include <csignal>   // for std::raise

namespace maek {
namespace {

TEST(InterruptGuard, TurnsTheFirstSignalIntoARequest) {
  for (const int signal : {SIGINT, SIGTERM}) {
    Cancellation cancellation;
    {
      const InterruptGuard guard(cancellation);
      EXPECT_FALSE(cancellation.requested());
      std::raise(signal);
      EXPECT_TRUE(cancellation.requested());
    }
    struct sigaction now{};
    sigaction(signal, nullptr, &now);
    EXPECT_EQ(now.sa_handler, SIG_DFL) << "the handler stays behind";
  }
}

TEST(InterruptGuardDeathTest, LetsTheSecondSignalKill) {
  EXPECT_EXIT(
      {
        Cancellation cancellation;
        const InterruptGuard guard(cancellation);
        std::raise(SIGINT);
        std::raise(SIGINT);
      },
      testing::KilledBySignal(SIGINT), "");
}

TEST(InterruptGuard, LeavesIgnoredSignalsIgnored) {
  auto* before = std::signal(SIGINT, SIG_IGN);
  {
    Cancellation cancellation;
    const InterruptGuard guard(cancellation);
    std::raise(SIGINT);
    EXPECT_FALSE(cancellation.requested());
  }
  std::signal(SIGINT, before);
}

}  // namespace
}  // namespace maek
