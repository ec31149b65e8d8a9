// SPDX-License-Identifier: Apache-2.0
// One team, one shared counter: indices are begun in rising order.
#include "base/parallel.h"

#include <omp.h>

#include <atomic>      // for std::atomic
#include <cmath>       // for std::ceil
#include <exception>   // for std::exception
#include <fstream>     // for std::ifstream
#include <limits>      // for std::numeric_limits
#include <mutex>       // for std::mutex
#include <string>      // for std::string

#include <fmt/format.h>

namespace maek {
namespace {

// The quota of the control group in cores (version 2: "max 100000" or "200000 100000"), 0 when there is none.
double quota_in_cores() {
  double quota = 0, period = 0;
  if (std::ifstream two("/sys/fs/cgroup/cpu.max"); two >> quota >> period) return period > 0 ? quota / period : 0;
  std::ifstream one_quota("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"), one_period("/sys/fs/cgroup/cpu/cpu.cfs_period_us");
  if (one_quota >> quota && one_period >> period && quota > 0 && period > 0) return quota / period;
  return 0;
}

// The first failure by index, kept under a lock; `lowest` is read without it.
struct Failures {
  std::atomic<std::size_t> lowest{std::numeric_limits<std::size_t>::max()};
  std::mutex lock;
  std::string message;

  void add(std::size_t index, const char* text) noexcept {
    const std::lock_guard guard(lock);
    if (index >= lowest.load()) return;
    lowest.store(index);
    try {
      message = text;
    } catch (...) {
      message.clear();   // no memory for the text: the error still stands
    }
  }
};

}  // namespace

int available_cores() {
  const int affinity = std::max(1, omp_get_num_procs());
  const double quota = quota_in_cores();
  return quota > 0 ? std::clamp(static_cast<int>(std::ceil(quota)), 1, affinity) : affinity;
}

Expected<void> parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body,
                            const LoopControl& control) {
  Failures failures;
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stopped{false};
  std::mutex progress_lock;
  std::size_t done = 0;
  const auto work = [&]() noexcept {
    for (;;) {
      if (control.cancellation != nullptr && control.cancellation->requested()) {
        // Only what is left undone makes it a cancelled loop.
        if (next.load() < count) stopped.store(true);
        return;
      }
      const std::size_t index = next.fetch_add(1);
      // Indices above a failure are not begun; those below it have been, so the lowest failure is always found.
      if (index >= count || index > failures.lowest.load()) return;
      try {
        body(index);
        if (control.progress) {
          const std::lock_guard guard(progress_lock);
          ++done;
          control.progress(static_cast<double>(done) / static_cast<double>(count), control.what);
        }
      } catch (const std::exception& failure) {
        failures.add(index, failure.what());
      } catch (...) {
        failures.add(index, "an exception that tells nothing about itself");
      }
    }
  };
  const auto most = static_cast<std::size_t>(std::max(threads, 1));
  const int team = static_cast<int>(std::min(count, most));
  if (team <= 1) {
    work();
  } else {
#pragma omp parallel num_threads(team)
    work();
  }
  if (failures.lowest.load() != std::numeric_limits<std::size_t>::max()) {
    return Error{ErrorCode::kInternal, fmt::format("item {} failed: {}", failures.lowest.load() + 1, failures.message)};
  }
  if (stopped.load()) return Error{ErrorCode::kCancelled, "stopped before the end"};
  return {};
}

Expected<void> parallel_chunks(std::size_t count, std::size_t chunk, int threads,
                               const std::function<void(std::size_t begin, std::size_t end)>& body,
                               const LoopControl& control) {
  chunk = std::max<std::size_t>(chunk, 1);
  const std::size_t pieces = count / chunk + (count % chunk != 0);
  return parallel_for(
      pieces, threads,
      [&](std::size_t piece) {
        const std::size_t begin = piece * chunk;
        body(begin, begin + std::min(chunk, count - begin));
      },
      control);
}

}  // namespace maek
