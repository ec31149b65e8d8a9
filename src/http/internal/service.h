// SPDX-License-Identifier: Apache-2.0
// Service: what all connections of a server share (options, router, queues, counts), and the record of one exchange.
#pragma once

#include <atomic>     // for std::atomic
#include <chrono>     // for std::chrono::steady_clock
#include <cstdint>    // for std::uint64_t
#include <memory>     // for std::shared_ptr
#include <optional>   // for std::optional
#include <string>     // for std::string

#include "http/internal/event_channel.h"   // for EventChannel
#include "http/internal/loop.h"            // for Loop
#include "http/internal/outgoing_file.h"   // for OutgoingFile
#include "http/internal/work_queue.h"      // for WorkQueue
#include "http/server.h"                   // for ServerOptions, Router

namespace maek::http::internal {

class Connection;

/// Used on the loop's thread, but for the queues and `held_bytes`.
struct Service {
  ServerOptions options;
  Router router;
  Loop* loop = nullptr;
  std::weak_ptr<Loop> loop_link;    // for writers that may outlive the server
  WorkQueue* workers = nullptr;
  WorkQueue* streams = nullptr;   // sources of event streams: they must not keep the workers from requests
  WorkQueue* disk = nullptr;        // reads files that are sent: a slow disk must not hold the loop
  std::shared_ptr<std::atomic<std::size_t>> held_bytes = std::make_shared<std::atomic<std::size_t>>(0);
  std::function<void(Connection*)> closed;
  bool stopping = false;
  Gauge* connections = nullptr;
  Gauge* in_flight = nullptr;
};

/// One request and its answer. A thread of the pool reads `request` while the loop keeps its hands off it.
struct Exchange {
  explicit Exchange(std::shared_ptr<std::atomic<std::size_t>> held) : held_bytes(std::move(held)) {}
  ~Exchange() { held_bytes->fetch_sub(body_bytes); }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  Request request;
  const Router::Route* route = nullptr;
  std::string pattern;
  std::shared_ptr<Cancellation> cancellation = std::make_shared<Cancellation>();
  std::chrono::system_clock::time_point time = std::chrono::system_clock::now();
  std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
  std::uint64_t body_limit = 0;
  std::uint64_t body_bytes = 0;
  std::shared_ptr<std::atomic<std::size_t>> held_bytes;
  bool http10 = false;
  bool keep_alive = true;
  bool unread = false;             // the client may still be sending what nobody will read

  Response response;
  OutgoingFile file;               // open when the response is a file
  std::uint64_t sent = 0;          // bytes
  bool answered = false;           // a head was handed over
  bool in_flight = false;          // counted among the requests with a handler
  std::shared_ptr<EventChannel> events;
};

/// Counts and logs an exchange that is over.
void record(Service& service, const Exchange& exchange, bool complete);
/// The head on the wire. Fields that the server owns and what a handler may not break are taken care of.
std::string head_text(const Exchange& exchange, std::optional<std::uint64_t> length, bool chunked);

}  // namespace maek::http::internal
