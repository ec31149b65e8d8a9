// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/ordered_stage.h"

#include <algorithm>            // for std::max
#include <chrono>               // for std::chrono::milliseconds
#include <condition_variable>   // for std::condition_variable
#include <deque>                // for std::deque
#include <exception>            // for std::exception
#include <memory>               // for std::unique_ptr
#include <mutex>                // for std::mutex
#include <new>                  // for std::bad_alloc
#include <optional>             // for std::optional
#include <thread>               // for std::thread

namespace maek::dock::internal {
namespace {

constexpr std::size_t kAhead = 4;                       // records for each thread between reading and delivering
constexpr std::chrono::milliseconds kGlance{50};        // between two looks at the cancellation

struct Slot {
  LibraryRecord record;
  ScreenOutcome outcome;
  bool done = false;
};

/// A ligand whose computation threw is a failed ligand, nothing more.
ScreenOutcome guarded(const ScreenStage& stage, const LibraryRecord& record, int worker, const Cancellation& stop) {
  ScreenOutcome outcome;
  outcome.row.index = record.index;
  outcome.row.digest = record.digest;
  try {
    return stage(record, worker, stop);
  } catch (const std::bad_alloc&) {
    outcome.row.message = "the memory of this machine did not suffice";
  } catch (const std::exception& failure) {
    outcome.row.message = failure.what();
  }
  return outcome;
}

class Workers {
 public:
  Workers(const ScreenStage& stage, int threads) : stage_(stage) {
    for (int w = 0; w < threads; ++w) threads_.emplace_back([this, w] { run(w); });
  }
  ~Workers() {
    {
      const std::lock_guard guard(lock_);
      quit_ = true;
      waiting_.clear();
    }
    stop_.request();
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void give(Slot* slot) {
    {
      const std::lock_guard guard(lock_);
      waiting_.push_back(slot);
    }
    wake_.notify_one();
  }
  /// Waits a moment for `slot`; true when it is done.
  bool wait(const Slot& slot) {
    std::unique_lock guard(lock_);
    return done_.wait_for(guard, kGlance, [&] { return slot.done; });
  }
  bool is_done(const Slot& slot) {
    const std::lock_guard guard(lock_);
    return slot.done;
  }

 private:
  void run(int worker) {
    std::unique_lock guard(lock_);
    for (;;) {
      wake_.wait(guard, [&] { return quit_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      Slot* slot = waiting_.front();
      waiting_.pop_front();
      guard.unlock();
      ScreenOutcome outcome = guarded(stage_, slot->record, worker, stop_);
      guard.lock();
      slot->outcome = std::move(outcome);
      slot->done = true;
      done_.notify_one();
    }
  }

  const ScreenStage& stage_;
  std::mutex lock_;
  std::condition_variable wake_, done_;
  std::deque<Slot*> waiting_;
  bool quit_ = false;
  Cancellation stop_;
  std::vector<std::thread> threads_;
};

}  // namespace

Expected<bool> run_ordered(const OrderedWork& work) {
  const int threads = std::max(work.threads, 1);
  std::deque<std::unique_ptr<Slot>> window;   // outlives the workers, who write into it
  Workers workers(work.stage, threads);
  std::optional<Error> failed;
  bool ended = false;
  for (;;) {
    while (!ended && window.size() < kAhead * static_cast<std::size_t>(threads)) {
      auto slot = std::make_unique<Slot>();
      auto more = work.source(slot->record);
      if (!more) failed = more.error();
      ended = !more || !*more;
      if (ended) break;
      window.push_back(std::move(slot));
      workers.give(window.back().get());
    }
    if (window.empty()) break;
    bool done = workers.wait(*window.front());
    const bool cancelled = work.cancellation != nullptr && work.cancellation->requested();
    while (done) {   // when cancelled, all that is ready; else one, then the window is filled again
      Slot& front = *window.front();
      if (front.outcome.stopped) return false;
      if (auto taken = work.deliver(front.record, std::move(front.outcome)); !taken) return taken.error();
      window.pop_front();
      done = cancelled && !window.empty() && workers.is_done(*window.front());
    }
    if (cancelled) return false;
  }
  if (failed) return *std::move(failed);
  return true;
}

}  // namespace maek::dock::internal
