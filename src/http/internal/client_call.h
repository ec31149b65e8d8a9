// SPDX-License-Identifier: Apache-2.0
// ClientCall: one request of a client and its answer, on a loop of its own (connect, handshake, write, read, limits).
#pragma once

#include <chrono>     // for std::chrono::steady_clock
#include <memory>     // for std::unique_ptr
#include <optional>   // for std::optional
#include <string>     // for std::string

#include "http/client.h"                 // for ClientOptions, ClientRequest, BodySink
#include "http/internal/loop.h"          // for Loop, Stream, Timer
#include "http/internal/wire_parser.h"   // for WireParser
#include "http/url.h"                    // for Url

namespace maek::http::internal {

class ClientCall {
 public:
  using Clock = std::chrono::steady_clock;
  ClientCall(const ClientOptions& options, const ClientRequest& request, Url url, const BodySink& sink,
             Clock::time_point until);
  /// Blocks. `tls` is null for http.
  Expected<Response> run(std::shared_ptr<TlsSettings> tls);

 private:
  void connected(const IoResult& result, std::unique_ptr<Stream> stream);
  void send_request();
  void read_more();
  void received(const IoResult& result, std::size_t bytes);
  void parse();
  void take_piece(std::string_view piece);
  void new_parser();
  void watch_cancellation();
  void succeed();
  void fail(ErrorCode code, const std::string& message, const std::string& hint = "");
  void lost(const IoResult& result, const char* doing);
  std::string place() const;

  const ClientOptions& options_;
  const ClientRequest& request_;
  const Url url_;
  const BodySink& sink_;
  const Clock::time_point until_;
  Loop loop_;
  Timer total_;
  Timer connecting_;
  Timer watch_;
  std::shared_ptr<Attempt> attempt_;
  std::unique_ptr<Stream> stream_;
  std::unique_ptr<WireParser> parser_;
  std::string buffer_;
  std::string input_;
  std::string output_;
  std::string body_;
  int interim_ = 0;           // answers 1xx so far
  bool head_seen_ = false;
  bool sink_ended_ = false;
  std::optional<Expected<Response>> result_;
};

}  // namespace maek::http::internal
