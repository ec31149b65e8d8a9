// SPDX-License-Identifier: Apache-2.0
// The thread pool.
#include "http/internal/work_queue.h"

#include <algorithm>   // for std::max
#include <string>      // for std::string
#include <utility>     // for std::move

#include "base/log.h"   // for log

namespace maek::http::internal {

WorkQueue::WorkQueue(int threads, std::size_t capacity)
    : capacity_(capacity), idle_(static_cast<std::size_t>(std::max(threads, 1))) {
  for (int i = 0; i < std::max(threads, 1); ++i) threads_.emplace_back([this] { run(); });
}

bool WorkQueue::submit(std::function<void()> work) {
  {
    const std::lock_guard guard(lock_);
    // A free thread takes one at once: even a queue of no length serves as many as there are threads.
    if (stopped_ || waiting_.size() >= capacity_ + idle_) return false;
    waiting_.push_back(std::move(work));
  }
  there_is_work_.notify_one();
  return true;
}

void WorkQueue::stop() {
  std::deque<std::function<void()>> dropped;
  {
    const std::lock_guard guard(lock_);
    stopped_ = true;
    dropped.swap(waiting_);
  }
  there_is_work_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void WorkQueue::run() {
  std::unique_lock guard(lock_);
  while (true) {
    there_is_work_.wait(guard, [this] { return stopped_ || !waiting_.empty(); });
    if (stopped_) return;
    auto work = std::move(waiting_.front());
    waiting_.pop_front();
    --idle_;
    guard.unlock();
    try {
      work();
    } catch (const std::exception& problem) {   // no memory, say: one piece of work is lost, not the service
      log(LogLevel::kError, std::string("work queue: ") + problem.what());
    } catch (...) {
      log(LogLevel::kError, "work queue: unknown exception");
    }
    work = nullptr;
    guard.lock();
    ++idle_;
  }
}

}  // namespace maek::http::internal
