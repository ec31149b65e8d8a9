// SPDX-License-Identifier: Apache-2.0
// Tests of parallel loops: every index once, equal bits at any number of threads, failures, cancellation.
#include "base/parallel.h"

#include <gtest/gtest.h>
#include <omp.h>   // for omp_get_thread_limit

#include <atomic>       // for std::atomic
#include <chrono>       // for std::chrono
#include <limits>       // for std::numeric_limits
#include <stdexcept>    // for std::runtime_error
#include <thread>       // for std::this_thread

#include "base/random.h"   // for RandomStream

namespace maek {
namespace {

constexpr int kThreadCounts[] = {-1, 0, 1, 2, 3, 8};

TEST(ParallelFor, CallsEveryIndexOnce) {
  for (const int threads : kThreadCounts) {
    for (const std::size_t count : {0u, 1u, 2u, 1000u}) {
      std::vector<std::atomic<int>> calls(count);
      ASSERT_TRUE(parallel_for(count, threads, [&](std::size_t i) { ++calls[i]; }));
      for (const auto& n : calls) EXPECT_EQ(n, 1);
    }
  }
}

TEST(ParallelFor, ReallyUsesMoreThanOneThread) {
  // Each call waits for the other one (but not for ever: where threads are limited to one, it would never come).
  std::atomic<int> arrived{0}, met{0};
  ASSERT_TRUE(parallel_for(2, 2, [&](std::size_t) {
    ++arrived;
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (arrived < 2 && std::chrono::steady_clock::now() < give_up) std::this_thread::yield();
    met += arrived == 2;
  }));
  if (omp_get_thread_limit() < 2) GTEST_SKIP() << "OpenMP is limited to one thread here";
  EXPECT_EQ(met, 2);
}

TEST(ParallelChunks, CutsTheSameWhateverTheThreads) {
  for (const int threads : kThreadCounts) {
    std::vector<std::size_t> ends(10);
    ASSERT_TRUE(parallel_chunks(10, 4, threads, [&](std::size_t begin, std::size_t end) { ends[begin] = end; }));
    EXPECT_EQ(ends, (std::vector<std::size_t>{4, 0, 0, 0, 8, 0, 0, 0, 10, 0}));
  }
  // A count near the end of the type neither wraps nor loops for ever.
  std::size_t covered = 0;
  constexpr std::size_t kHuge = std::numeric_limits<std::size_t>::max();
  ASSERT_TRUE(parallel_chunks(kHuge, kHuge, 1, [&](std::size_t begin, std::size_t end) { covered += end - begin; }));
  EXPECT_EQ(covered, kHuge);
  EXPECT_TRUE(parallel_chunks(3, 0, 2, [](std::size_t begin, std::size_t end) { EXPECT_EQ(end, begin + 1); }));
}

TEST(ParallelReduce, GivesEqualBitsAtAnyNumberOfThreads) {
  RandomStream stream(1, "reduce", 0);
  std::vector<double> values(100'003);
  for (double& x : values) x = stream.normal() * 1e6 / stream.uniform_open_double();
  const auto sum = [&](int threads) {
    return parallel_reduce(
        values.size(), 1000, threads, 0.0,
        [&](std::size_t begin, std::size_t end) {
          double part = 0;
          for (std::size_t i = begin; i < end; ++i) part += values[i];
          return part;
        },
        [](double a, double b) { return a + b; });
  };
  const double expected = *sum(1);
  EXPECT_NE(expected, 0.0);
  for (const int threads : kThreadCounts) EXPECT_EQ(*sum(threads), expected) << threads;
}

TEST(ParallelFor, ReportsTheLowestFailureWhateverTheThreads) {
  for (const int threads : kThreadCounts) {
    for (int repeat = 0; repeat < 20; ++repeat) {
      const auto done = parallel_for(500, threads, [](std::size_t i) {
        if (i == 37 || i == 38 || i == 200) throw std::runtime_error("pose " + std::to_string(i));
      });
      ASSERT_FALSE(done);
      EXPECT_EQ(done.error().code, ErrorCode::kInternal);
      EXPECT_EQ(done.error().message, "item 38 failed: pose 37");
    }
  }
  EXPECT_FALSE(parallel_for(1, 1, [](std::size_t) { throw 7; }));   // no std::exception
}

TEST(ParallelFor, StopsWhenCancelledAndSaysSo) {
  for (const int threads : kThreadCounts) {
    Cancellation cancellation;
    std::atomic<int> calls{0};
    const auto done = parallel_for(1'000'000, threads,
                                   [&](std::size_t i) {
                                     ++calls;
                                     if (i == 10) cancellation.request();
                                   },
                                   {.cancellation = &cancellation});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::kCancelled);
    EXPECT_GE(calls, 11);
    EXPECT_LT(calls, 1'000'000);
  }
  // Asked to stop when everything has been begun: nothing is missing, so nothing failed.
  Cancellation late;
  EXPECT_TRUE(parallel_for(3, 1,
                           [&](std::size_t i) {
                             if (i == 2) late.request();
                           },
                           {.cancellation = &late}));
}

TEST(ParallelFor, TellsProgressInOrder) {
  for (const int threads : kThreadCounts) {
    std::vector<double> shares;
    const Progress progress = [&](double share, std::string_view what) {
      EXPECT_EQ(what, "poses");
      shares.push_back(share);
    };
    ASSERT_TRUE(parallel_for(40, threads, [](std::size_t) {}, {.progress = progress, .what = "poses"}));
    ASSERT_EQ(shares.size(), 40u);
    for (std::size_t i = 0; i < shares.size(); ++i) EXPECT_DOUBLE_EQ(shares[i], (static_cast<double>(i) + 1) / 40);
  }
}

TEST(AvailableCores, AreAtLeastOne) { EXPECT_GE(available_cores(), 1); }

}  // namespace
}  // namespace maek
