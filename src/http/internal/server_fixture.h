// SPDX-License-Identifier: Apache-2.0
// For tests: a running server with small limits, its access log kept in memory (fixture).
#pragma once

#include <chrono>         // for std::chrono::milliseconds
#include <mutex>          // for std::mutex
#include <string>         // for std::string
#include <thread>         // for std::this_thread
#include <vector>         // for std::vector

#include <gtest/gtest.h>

#include "http/internal/raw_socket_fixture.h"   // for RawSocket
#include "http/server.h"                        // for Server

namespace maek::http::internal {

/// Lines of a log that other threads write.
class LogLines {
 public:
  void add(std::string_view line) {
    const std::lock_guard guard(lock_);
    lines_.emplace_back(line);
  }
  /// Waits until there are so many, or patience ends.
  std::vector<std::string> wait_for(std::size_t count) const {
    for (int i = 0; i < kPatience / 5; ++i) {
      {
        const std::lock_guard guard(lock_);
        if (lines_.size() >= count) return lines_;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    const std::lock_guard guard(lock_);
    return lines_;
  }

 private:
  mutable std::mutex lock_;
  std::vector<std::string> lines_;
};

/// Waits until it holds, or patience ends.
template <class Condition>
bool eventually(Condition&& condition) {
  for (int i = 0; i < kPatience / 5; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return condition();
}

/// Limits that a test can reach: small bodies, time-outs a few tenths of a second long.
inline Limits small_limits() {
  using std::chrono::milliseconds;
  Limits limits;
  limits.header_bytes = 2048;
  limits.body_bytes = 1000;
  limits.header_time = milliseconds(300);
  limits.body_time = milliseconds(300);
  limits.idle_time = milliseconds(300);
  limits.write_time = milliseconds(300);
  limits.linger_time = milliseconds(300);
  limits.heartbeat = milliseconds(100);
  return limits;
}

struct RunningServer {
  explicit RunningServer(Router router, Limits limits = small_limits(), ServerOptions options = {}) {
    options.limits = limits;
    options.access_log = [this](std::string_view line) { log.add(line); };
    auto started = Server::start(std::move(options), std::move(router));
    if (!started) {
      ADD_FAILURE() << started.error().text();
      return;
    }
    server = *std::move(started);
  }
  RawSocket connect(int receive_buffer = 0) const { return RawSocket::connect(server->port(), receive_buffer); }
  std::string url(const std::string& path) const { return server->url() + path; }
  double connections() const { return server->metrics().gauge("http_connections", "").value(); }

  LogLines log;   // before the server, which writes to it to the end
  std::unique_ptr<Server> server;
};

/// Adds a route that must be addable.
inline void route(Router& router, const std::string& method, const std::string& pattern, Handler handler,
                  Access access = Access::kOpen, RouteOptions options = {}) {
  const auto added = router.add(method, pattern, access, std::move(handler), options);
  if (!added) ADD_FAILURE() << added.error().text();
}

/// GET / says "hello", POST /echo gives the body back, GET /path/{rest...} what it matched.
inline Router small_router() {
  Router router;
  route(router, "GET", "/", [](const Request&) { return text_response("hello"); });
  route(router, "POST", "/echo", [](const Request& request) { return text_response(request.body); });
  route(router, "GET", "/path/{rest...}",
        [](const Request& request) { return text_response(request.parameter("rest")); });
  return router;
}

inline int status_in(const std::string& answer) {
  return answer.compare(0, 9, "HTTP/1.1 ") == 0 && answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0;
}
inline std::string body_in(const std::string& answer) {
  const std::size_t end = answer.find("\r\n\r\n");
  return end == std::string::npos ? "" : answer.substr(end + 4);
}

}  // namespace maek::http::internal
