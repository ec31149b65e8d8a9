// SPDX-License-Identifier: Apache-2.0
// Server: answers HTTP/1.1 requests on a socket, plain or TLS (limits, time-outs, thread pool, graceful shutdown).
#pragma once

#include <chrono>         // for std::chrono::milliseconds
#include <cstdint>        // for std::uint16_t
#include <filesystem>     // for std::filesystem::path
#include <memory>         // for std::unique_ptr
#include <string>         // for std::string
#include <vector>         // for std::vector

#include "base/expected.h"      // for Expected
#include "base/progress.h"      // for Cancellation
#include "http/access_log.h"    // for AccessLog
#include "http/metrics.h"       // for Metrics
#include "http/router.h"        // for Router

namespace maek::http {

/// What a client may cost. docs/http.md gives the reasons.
struct Limits {
  using Time = std::chrono::milliseconds;
  std::size_t header_bytes = 16 << 10;          // request line and fields
  std::size_t body_bytes = 1 << 20;             // of one request; a route may have its own
  std::size_t all_body_bytes = 256 << 20;       // of all requests at once; beyond: 503
  std::size_t connections = 1024;               // beyond: they wait in the system's queue
  std::size_t queue = 256;                      // requests that wait for a thread; beyond: 503
  std::size_t event_streams = 64;               // sources that run at once; beyond: 503
  std::size_t event_buffer = 256 << 10;         // unread events of one client
  Time header_time{10'000};  // from the first byte to the end of the head, and for a TLS handshake
  Time body_time{30'000};  // for the body, and one second more for each `body_rate` bytes received
  std::size_t body_rate = 16 << 10;  // bytes/s
  Time idle_time{60'000};  // between requests
  Time write_time{30'000};  // for the client to take the next 64 kB, or to make room for an event
  Time linger_time{2'000};  // after a refusal, for the client to stop sending and read it
  Time heartbeat{15'000};  // a comment on a silent event stream
};

struct ServerOptions {
  std::string address = "127.0.0.1";  // an IP address
  std::uint16_t port = 0;  // 0: one that is free
  std::filesystem::path certificate = {};  // PEM chain; with `key` the server speaks TLS only
  std::filesystem::path key = {};
  Limits limits = {};
  int workers = 0;  // threads for handlers; 0: as many as cores, at least 4
  std::vector<std::string> hosts = {};  // names that Host may have, no port, "[::1]"; none: any
  AccessLog access_log = log_to_stderr;  // may be empty
  std::shared_ptr<Metrics> metrics = {};  // may be shared with the service's own; none: one is made
};

/// One thread does all input and output, handlers run on a pool. Between start() and stop() it serves.
class Server {
 public:
  /// Errors: kInvalidArgument for an address that is none or half of a TLS pair, kUnreadable for a port that is taken
  /// or certificates that cannot be read.
  static Expected<std::unique_ptr<Server>> start(ServerOptions options, Router router);
  /// As stop(0).
  ~Server();

  std::uint16_t port() const;
  /// "http://127.0.0.1:8080": what a client on this machine calls.
  std::string url() const;
  Metrics& metrics();

  /// Accepts no more, closes idle connections, tells event streams, and gives what runs so long to end. Then requests
  /// cancel, connections are closed. Not from a handler. Returns when no handler runs: one that ignores its cancellation holds it up.
  void stop(std::chrono::milliseconds patience);
  /// Serves until `cancellation` is requested (InterruptGuard), then stops.
  void run_until(const Cancellation& cancellation, std::chrono::milliseconds patience = std::chrono::seconds(10));

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// `GET /metrics`.
Expected<void> add_metrics_route(Router& router, std::shared_ptr<Metrics> metrics, Access access = Access::kOpen);

}  // namespace maek::http
