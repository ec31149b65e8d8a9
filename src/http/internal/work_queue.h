// SPDX-License-Identifier: Apache-2.0
// WorkQueue: a few threads and a bounded queue before them (thread pool).
#pragma once

#include <condition_variable>    // for std::condition_variable
#include <cstddef>               // for std::size_t
#include <deque>                 // for std::deque
#include <functional>            // for std::function
#include <mutex>                 // for std::mutex
#include <thread>                // for std::thread
#include <vector>                // for std::vector

namespace maek::http::internal {

class WorkQueue {
 public:
  /// Threads begin when there is work for them, at most `threads`.
  WorkQueue(std::size_t threads, std::size_t capacity);
  ~WorkQueue() { stop(); }
  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  /// False when all threads are busy and `capacity` pieces wait already, or after stop().
  bool submit(std::function<void()> work);
  /// Waits for what runs, drops what waits.
  void stop();

 private:
  void run();

  const std::size_t most_threads_;
  const std::size_t capacity_;
  std::mutex lock_;
  std::condition_variable there_is_work_;
  std::deque<std::function<void()>> waiting_;
  std::size_t busy_ = 0;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace maek::http::internal
