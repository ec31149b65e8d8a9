// SPDX-License-Identifier: Apache-2.0
// EventChannel: bytes of an event stream on their way from a writer's thread to the connection (bounded buffer).
#pragma once

#include <chrono>                // for std::chrono::milliseconds
#include <condition_variable>    // for std::condition_variable
#include <cstddef>               // for std::size_t
#include <functional>            // for std::function
#include <mutex>                 // for std::mutex
#include <string>                // for std::string
#include <string_view>           // for std::string_view

#include "base/expected.h"   // for Expected

namespace maek::http::internal {

/// Writers push on their threads, the connection takes on the loop's.
class EventChannel {
 public:
  /// At most `capacity` bytes wait; a writer waits at most `patience` for room. `wake` is called, without the lock,
  /// when there is something to take.
  EventChannel(std::size_t capacity, std::chrono::milliseconds patience, std::function<void()> wake);

  Expected<void> push(std::string bytes, bool may_wait);
  void finish();
  /// The source broke off: what waits is still sent, but the client must not take it for the whole.
  void fail();
  bool gone() const;
  bool stopping() const;

  struct Taken {
    std::string bytes;
    bool finished = false;   // nothing comes after them
    bool failed = false;     // nothing comes, and the stream must not look complete
  };
  Taken take();
  /// The connection ended: writers fail from now on.
  void close();
  void announce_stop();

 private:
  const std::size_t capacity_;
  const std::chrono::milliseconds patience_;
  const std::function<void()> wake_;
  mutable std::mutex lock_;
  std::condition_variable room_;
  std::string waiting_;
  bool finished_ = false;
  bool failed_ = false;
  bool closed_ = false;
  bool stopping_ = false;
};

}  // namespace maek::http::internal
