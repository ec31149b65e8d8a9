// SPDX-License-Identifier: Apache-2.0
// The life of a client's call.
#include "http/internal/client_call.h"

#include <algorithm>   // for std::max
#include <utility>     // for std::move

#include <fmt/format.h>

#include "http/internal/resolve.h"   // for resolve

namespace maek::http::internal {
namespace {

constexpr std::size_t kBuffer = 64 << 10;   // bytes a read
constexpr int kMostInterim = 16;            // answers 1xx before the real one
constexpr auto kLook = std::chrono::milliseconds(50);

std::chrono::milliseconds left_until(ClientCall::Clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - ClientCall::Clock::now());
  return std::max(left, std::chrono::milliseconds(0));
}

}  // namespace

ClientCall::ClientCall(const ClientOptions& options, const ClientRequest& request, Url url, const BodySink& sink,
                       Clock::time_point until)
    : options_(options),
      request_(request),
      url_(std::move(url)),
      sink_(sink),
      until_(until),
      total_(loop_),
      connecting_(loop_),
      watch_(loop_),
      buffer_(kBuffer, '\0') {}

std::string ClientCall::place() const { return url_.origin() + url_.target.substr(0, url_.target.find('?')); }

Expected<Response> ClientCall::run(std::shared_ptr<TlsSettings> tls) {
  const auto connect_until = std::min(until_, Clock::now() + options_.connect_time);
  auto addresses = resolve(url_.host, left_until(connect_until));
  if (!addresses) return addresses.error();
  new_parser();
  total_.start(left_until(until_), [this] {
    fail(ErrorCode::kUnreadable, fmt::format("no complete answer within {} ms", options_.total_time.count()),
         "Is the server slow, or the limit too small?");
  });
  connecting_.start(left_until(connect_until), [this] {
    fail(ErrorCode::kUnreadable, fmt::format("connecting timed out after {} ms", options_.connect_time.count()),
         "Is the address right, and does a firewall let it through?");
  });
  watch_cancellation();
  attempt_ = Attempt::connect(
      loop_, *std::move(addresses), url_.port, std::move(tls), url_.host,
      [this](const IoResult& result, std::unique_ptr<Stream> stream) { connected(result, std::move(stream)); });
  loop_.run();
  attempt_->close();
  if (stream_ != nullptr) stream_->close();
  return *std::move(result_);
}

void ClientCall::new_parser() {
  parser_ = std::make_unique<WireParser>(WireParser::Kind::kResponse, options_.header_bytes,
                                         [this](std::string_view piece) { take_piece(piece); });
  parser_->limit_body(options_.body_bytes);
  if (request_.method == "HEAD") parser_->expect_no_body();
  head_seen_ = false;
}

void ClientCall::watch_cancellation() {
  if (request_.cancellation == nullptr) return;
  if (request_.cancellation->requested()) return fail(ErrorCode::kCancelled, "the request was cancelled");
  watch_.start(kLook, [this] { watch_cancellation(); });
}

void ClientCall::connected(const IoResult& result, std::unique_ptr<Stream> stream) {
  if (result_) return;
  if (!result) return lost(result, "connecting");
  stream_ = std::move(stream);
  stream_->handshake([this](const IoResult& shaken) {
    if (result_) return;
    if (!shaken) return lost(shaken, "the TLS handshake");
    connecting_.cancel();
    send_request();
  });
}

void ClientCall::send_request() {
  output_ = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", request_.method, url_.target, url_.authority());
  for (const Header& field : request_.headers) output_ += field.name + ": " + field.value + "\r\n";
  if (request_.headers.find("User-Agent") == nullptr) output_ += "User-Agent: " + options_.user_agent + "\r\n";
  if (request_.headers.find("Accept") == nullptr) output_ += "Accept: */*\r\n";
  output_ += "Accept-Encoding: identity\r\nConnection: close\r\n";
  if (!request_.body.empty() || (request_.method != "GET" && request_.method != "HEAD")) {
    output_ += fmt::format("Content-Length: {}\r\n", request_.body.size());
  }
  output_ += "\r\n";
  output_ += request_.body;
  // A failed write is no end: a server may refuse early and close, and its answer says why.
  stream_->write(output_, [](const IoResult&, std::size_t) {});
  read_more();
}

void ClientCall::read_more() {
  stream_->read_some(buffer_.data(), buffer_.size(),
                     [this](const IoResult& result, std::size_t bytes) { received(result, bytes); });
}

void ClientCall::received(const IoResult& result, std::size_t bytes) {
  if (result_) return;
  if (result) {
    input_.append(buffer_.data(), bytes);
    return parse();
  }
  if (result.status != IoStatus::kEnd) return lost(result, "reading the answer");
  if (!parser_->started()) {
    return fail(ErrorCode::kMalformed, "the server closed the connection without an answer", "Is this an HTTP server?");
  }
  if (!parser_->end() || !result.message.empty())
    return fail(ErrorCode::kMalformed, "the answer was cut short", "Try again.");
  succeed();
}

void ClientCall::parse() {
  while (!result_) {
    std::size_t used = 0;
    const Parsed parsed = parser_->feed(input_, used);
    input_.erase(0, used);
    if (sink_ended_) return fail(ErrorCode::kCancelled, "the transfer was ended by its receiver");
    switch (parsed) {
      case Parsed::kMore:
        return read_more();
      case Parsed::kHead:
        head_seen_ = true;
        if (parser_->head().content_length.value_or(0) > options_.body_bytes && request_.method != "HEAD") {
          return fail(ErrorCode::kTooLarge, fmt::format("the answer announces {} bytes, more than the limit of {}",
                                                        *parser_->head().content_length, options_.body_bytes));
        }
        break;
      case Parsed::kWhole:
        if (parser_->head().status >= 200) return succeed();
        if (++interim_ > kMostInterim || parser_->head().status == 101) {
          return fail(ErrorCode::kMalformed, "the server sends interim answers only");
        }
        new_parser();
        break;
      case Parsed::kBadMessage:
        return fail(ErrorCode::kMalformed, "the answer is not HTTP/1.1: " + parser_->problem(),
                    "Is this an HTTP server, and http or https right?");
      case Parsed::kBigHead:
        return fail(ErrorCode::kTooLarge,
                    fmt::format("the head of the answer is larger than {} bytes", options_.header_bytes));
      case Parsed::kBigBody:
        return fail(ErrorCode::kTooLarge, fmt::format("the answer is larger than {} bytes", options_.body_bytes));
    }
  }
}

void ClientCall::take_piece(std::string_view piece) {
  const int status = parser_->head().status;
  if (sink_ && status >= 200 && status < 300) {
    sink_ended_ = sink_ended_ || !sink_(piece);
  } else {
    body_.append(piece);
  }
}

void ClientCall::succeed() {
  Response response;
  response.status = parser_->head().status;
  response.headers = std::move(parser_->head().headers);
  response.body = std::move(body_);
  result_ = std::move(response);
  loop_.stop();
}

void ClientCall::fail(ErrorCode code, const std::string& message, const std::string& hint) {
  if (result_) return;
  result_ = Error{code, message, place(), hint};
  loop_.stop();
}

void ClientCall::lost(const IoResult& result, const char* doing) {
  switch (result.status) {
    case IoStatus::kRefused:
      return fail(ErrorCode::kUnreadable, "the connection was refused", "Does the server run, and on this port?");
    case IoStatus::kTls:
      return fail(ErrorCode::kUnreadable, "TLS failed: " + result.message,
                  "Is the certificate for this host, and its authority trusted?");
    case IoStatus::kEnd:
      return fail(ErrorCode::kUnreadable, std::string("the server closed the connection during ") + doing,
                  url_.tls ? "Does it speak TLS on this port?" : "");
    default:
      return fail(ErrorCode::kUnreadable,
                  std::string("the connection was lost during ") + doing + ": " + result.message, "Try again.");
  }
}

}  // namespace maek::http::internal
