// SPDX-License-Identifier: Apache-2.0
// The thread pool.
#include "http/internal/work_queue.h"

#include <algorithm>   // for std::max
#include <exception>   // for std::exception
#include <string>      // for std::string
#include <utility>     // for std::move

#include "base/log.h"   // for log

namespace maek::http::internal {

WorkQueue::WorkQueue(std::size_t threads, std::size_t capacity)
    : most_threads_(std::max<std::size_t>(threads, 1)), capacity_(capacity) {}

bool WorkQueue::submit(std::function<void()> work) {
  {
    const std::lock_guard guard(lock_);
    // A free thread takes one at once: even a queue of no length serves as many as there are threads.
    if (stopped_ || waiting_.size() >= capacity_ + most_threads_ - busy_) return false;
    waiting_.push_back(std::move(work));
    if (waiting_.size() > threads_.size() - busy_ && threads_.size() < most_threads_) {
      try {
        threads_.emplace_back([this] { run(); });
      } catch (const std::exception& problem) {
        log(LogLevel::kError, std::string("work queue: no further thread: ") + problem.what());
        if (threads_.empty()) {
          waiting_.pop_back();
          return false;
        }
      }
    }
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
    ++busy_;
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
    --busy_;
  }
}

}  // namespace maek::http::internal
