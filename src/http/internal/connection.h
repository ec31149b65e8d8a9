// SPDX-License-Identifier: Apache-2.0
// Connection: one client of a server, from the handshake to the last answer (state machine, keep-alive, pipelining).
#pragma once

#include <array>         // for std::array
#include <cstddef>       // for std::size_t
#include <functional>    // for std::function
#include <memory>        // for std::shared_ptr
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include "http/internal/loop.h"          // for Stream, Timer
#include "http/internal/service.h"       // for Service, Exchange
#include "http/internal/wire_parser.h"   // for WireParser

namespace maek::http::internal {

/// All of it runs on the loop's thread; only work() and what it calls run on a thread of the pool.
///
///   handshake -> idle -> head -> body -> handling -> writing -> idle ...     a request after the other
///                                            \-> writing -> events           an answer that goes on
///                            any -> writing -> draining -> closed            a refusal, or the last answer
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Service> service, std::unique_ptr<Stream> stream);
  void start();
  /// The server ends: close when idle, else after the answer.
  void begin_stop();
  /// Close now, whatever is under way.
  void cut();

 private:
  enum class State { kHandshake, kIdle, kHead, kBody, kContinue, kHandling, kWriting, kEvents, kDraining, kClosed };

  // Reading: connection.cc
  void next_request();
  void read_more();
  void received(const IoResult& result, std::size_t bytes);
  void ended(const IoResult& result);
  void nothing_more();
  void advance();
  void begin_exchange();
  void keep_body(std::string_view piece);
  void head_complete();
  void send_continue();
  void hand_over();
  void refuse(int status, const Error& error);
  void start_body_timer();
  void time_out();

  // On a thread of the pool: connection_work.cc
  std::shared_ptr<EventChannel> start_events(Response& response, const Exchange& exchange);
  static void work(const std::shared_ptr<Connection>& self, const std::shared_ptr<Exchange>& exchange);

  // Answering: connection_answer.cc
  void respond(Response response, OutgoingFile file = {}, std::shared_ptr<EventChannel> events = {});
  void write(std::string bytes, std::function<void()> then);
  void write_view(std::string_view bytes, std::function<void()> then);
  void write_text(std::size_t from);
  void pump_file();
  void pump_events();
  void write_events(const std::string& bytes, bool last);
  void complete();
  void close_politely();
  void drained();

  const std::shared_ptr<Service> service_;
  const std::unique_ptr<Stream> stream_;
  Timer deadline_;
  Timer heartbeat_;
  State state_ = State::kHandshake;
  std::array<char, 16 << 10> buffer_;
  std::string input_;          // received, not yet parsed
  std::string output_;         // being written
  bool reading_ = false;
  bool writing_ = false;
  bool first_ = true;          // no request yet
  bool over_memory_ = false;
  bool peer_done_ = false;     // the client has closed its side
  bool unread_ = false;        // the client may be sending what nobody reads
  bool finishing_ = false;     // the TLS end is under way
  std::size_t drained_ = 0;    // bytes
  std::unique_ptr<WireParser> parser_;
  std::shared_ptr<Exchange> exchange_;
  std::chrono::steady_clock::time_point body_begin_;
};

}  // namespace maek::http::internal
