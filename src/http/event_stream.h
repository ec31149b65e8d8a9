// SPDX-License-Identifier: Apache-2.0
// EventStream: the writer of a server-sent event answer (SSE, text/event-stream, back-pressure, heartbeat).
#pragma once

#include <memory>         // for std::shared_ptr
#include <string>         // for std::string
#include <string_view>    // for std::string_view

#include "base/expected.h"   // for Expected

namespace maek::http {

namespace internal {
class EventChannel;
}

/// Copies share one stream; safe from any thread. The answer ends when the last copy is gone.
class EventStream {
 public:
  explicit EventStream(std::shared_ptr<internal::EventChannel> channel);

  /// Sends an event; waits while the client has too much unread, at most for the server's time to write.
  /// `event` names its kind and may be empty; `id` lets a client that comes back say what it saw (Last-Event-ID).
  /// Errors: kCancelled when the client is gone, too slow, the server has ended or the stream is finished;
  /// kInvalidArgument for line breaks or NUL in `event` or `id`; kTooLarge for an event beyond the server's buffer.
  Expected<void> send(std::string_view event, std::string_view data, std::string_view id = {});
  /// Like send, but never waits: kTooLarge when the buffer has no room now. For one writer with many listeners.
  Expected<void> try_send(std::string_view event, std::string_view data, std::string_view id = {});
  /// The answer is complete. Later sends fail.
  void finish();
  /// Nobody listens any more.
  bool gone() const;
  /// The server is about to end: a stream without an end of its own should finish now.
  bool stopping() const;

 private:
  struct Owner;
  std::shared_ptr<Owner> owner_;
};

/// One event as it stands on the wire; line breaks in `data` (LF, CRLF, CR) begin a new data line.
std::string format_event(std::string_view event, std::string_view data, std::string_view id);

}  // namespace maek::http
