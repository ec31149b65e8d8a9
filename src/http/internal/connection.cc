// SPDX-License-Identifier: Apache-2.0
// Connection, the reading side: from bytes to a request that is handed to the pool.
#include "http/internal/connection.h"

#include <algorithm>   // for std::max
#include <utility>     // for std::move

#include "http/internal/random_text.h"    // for random_hex
#include "http/internal/request_rules.h"  // for check_head, is_request_id
#include "http/target.h"                  // for parse_target

namespace maek::http::internal {
namespace {

constexpr std::size_t kReadAhead = 64 << 10;      // bytes of later requests that wait while one is answered
constexpr std::size_t kMostDrained = 16 << 20;    // bytes that a refused client may still send before we hang up
constexpr auto kGrain = std::chrono::milliseconds(1);

}  // namespace

Connection::Connection(std::shared_ptr<Service> service, std::unique_ptr<Stream> stream)
    : service_(std::move(service)),
      stream_(std::move(stream)),
      deadline_(*service_->loop),
      heartbeat_(*service_->loop) {}

void Connection::start() {
  deadline_.start(service_->options.limits.header_time, [self = shared_from_this()] { self->cut(); });
  stream_->handshake([self = shared_from_this()](const IoResult& result) {
    if (self->state_ == State::kClosed) return;
    if (!result) return self->cut();
    self->next_request();
  });
}

void Connection::begin_stop() {
  if (state_ == State::kHandshake) return cut();
  if (state_ == State::kIdle) return close_politely();
  if (exchange_ != nullptr && exchange_->events != nullptr) exchange_->events->announce_stop();
}

void Connection::next_request() {
  exchange_.reset();
  state_ = State::kIdle;
  if (service_->stopping) return close_politely();
  const Limits& limits = service_->options.limits;
  // A new connection that sends nothing costs as much as one that sends slowly.
  deadline_.start(first_ ? limits.header_time : limits.idle_time, [self = shared_from_this()] { self->time_out(); });
  parser_ = std::make_unique<WireParser>(WireParser::Kind::kRequest, limits.header_bytes,
                                         [this](std::string_view piece) { keep_body(piece); });
  advance();
}

void Connection::read_more() {
  if (reading_ || state_ == State::kClosed) return;
  if (peer_done_) return nothing_more();
  reading_ = true;
  stream_->read_some(buffer_.data(), buffer_.size(),
                     [self = shared_from_this()](const IoResult& result, std::size_t n) {
                       self->reading_ = false;
                       self->received(result, n);
                     });
}

void Connection::received(const IoResult& result, std::size_t bytes) {
  if (state_ == State::kClosed) return;
  if (!result) return ended(result);
  if (state_ == State::kDraining) {
    drained_ += bytes;
    if (drained_ > kMostDrained) return cut();
    return read_more();
  }
  input_.append(buffer_.data(), bytes);
  if (state_ == State::kIdle || state_ == State::kHead || state_ == State::kBody) return advance();
  // A request is being answered: reading on is how we learn that the client left.
  if (input_.size() < kReadAhead) read_more();
}

void Connection::ended(const IoResult& result) {
  switch (state_) {
    case State::kDraining:
      return drained();
    case State::kHandling:
    case State::kWriting:
      // A client may close its side and still wait for the answer; long work is told, short work is answered.
      exchange_->cancellation->request();
      if (result.status != IoStatus::kEnd) return cut();
      peer_done_ = true;
      return;
    default:
      return cut();
  }
}

/// Somebody wants to read, but the client has closed its side: what it sent before has been answered by now.
void Connection::nothing_more() {
  if (state_ == State::kIdle) return close_politely();
  if (state_ == State::kDraining) return drained();
  if (state_ != State::kHandling && state_ != State::kWriting) cut();
}

void Connection::begin_exchange() {
  exchange_ = std::make_shared<Exchange>(service_->held_bytes);
  Request& request = exchange_->request;
  request.peer = stream_->peer_address();
  request.peer_port = stream_->peer_port();
  request.tls = stream_->is_tls();
  request.cancellation = exchange_->cancellation;
  request.id = random_hex(16);
  first_ = false;
  over_memory_ = false;
  state_ = State::kHead;
  deadline_.start(service_->options.limits.header_time, [self = shared_from_this()] { self->time_out(); });
}

void Connection::advance() {
  while (state_ == State::kIdle || state_ == State::kHead || state_ == State::kBody) {
    if (state_ == State::kIdle) {
      while (input_.compare(0, 2, "\r\n") == 0) input_.erase(0, 2);  // RFC 9112, 2.2: some clients send one too many
      if (input_.empty() || input_ == "\r") return read_more();
      begin_exchange();
    }
    std::size_t used = 0;
    const Parsed parsed = parser_->feed(input_, used);
    input_.erase(0, used);
    if (over_memory_) {
      return refuse(503,
                    {ErrorCode::kTooLarge, "the server holds too many request bodies now", "", "Try again later."});
    }
    switch (parsed) {
      case Parsed::kMore:
        if (state_ == State::kBody) start_body_timer();
        return read_more();
      case Parsed::kHead:
        head_complete();
        break;
      case Parsed::kWhole:
        return hand_over();
      case Parsed::kBadMessage:
        return refuse(400, {ErrorCode::kMalformed, "this is not HTTP/1.1: " + parser_->problem(), "request", ""});
      case Parsed::kBigHead:
        return refuse(
            state_ == State::kBody ? 400 : 431,
            {ErrorCode::kTooLarge,
             "the head of a request may have " + std::to_string(service_->options.limits.header_bytes) + " bytes",
             "request", "Send fewer or shorter headers."});
      case Parsed::kBigBody:
        return refuse(413, {ErrorCode::kTooLarge,
                            "the body of this request may have " + std::to_string(exchange_->body_limit) + " bytes",
                            "request body", ""});
    }
  }
}

void Connection::keep_body(std::string_view piece) {
  const std::size_t held = service_->held_bytes->fetch_add(piece.size()) + piece.size();
  exchange_->body_bytes += piece.size();
  over_memory_ = over_memory_ || held > service_->options.limits.all_body_bytes;
  if (!over_memory_) exchange_->request.body.append(piece);
}

void Connection::head_complete() {
  MessageHead& head = parser_->head();
  Exchange& exchange = *exchange_;
  Request& request = exchange.request;
  const bool has_body = head.chunked || head.content_length.value_or(0) > 0;
  exchange.http10 = head.version < 11;
  exchange.keep_alive = head.keep_alive;
  exchange.unread = has_body;
  request.method = head.method;
  if (const std::string_view id = head.headers.get("X-Request-Id"); is_request_id(id)) request.id = id;
  if (auto refusal = check_head(head, service_->options.hosts); refusal.status != 0) {
    return refuse(refusal.status, refusal.error);
  }
  const bool wants_continue = head.headers.find("Expect") != nullptr && !exchange.http10;
  auto target = parse_target(head.target);
  if (!target) return refuse(400, target.error());
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  request.headers = std::move(head.headers);

  Router::Decision decision = service_->router.decide(request);
  exchange.pattern = std::move(decision.pattern);
  if (decision.answer) return respond(*std::move(decision.answer));
  exchange.route = decision.route;
  exchange.body_limit = decision.route->options.body_limit.value_or(service_->options.limits.body_bytes);
  if (head.content_length.value_or(0) > exchange.body_limit) {
    return refuse(413, {ErrorCode::kTooLarge,
                        "the body of this request may have " + std::to_string(exchange.body_limit) + " bytes",
                        "request body", ""});
  }
  parser_->limit_body(exchange.body_limit);
  state_ = State::kBody;
  body_begin_ = std::chrono::steady_clock::now();
  if (has_body) start_body_timer();
  if (has_body && wants_continue && input_.empty()) send_continue();
}

void Connection::send_continue() {
  state_ = State::kContinue;
  write("HTTP/1.1 100 Continue\r\n\r\n", [this] {
    exchange_->sent = 0;
    state_ = State::kBody;
    start_body_timer();
    advance();
  });
}

void Connection::start_body_timer() {
  const Limits& limits = service_->options.limits;
  const auto earned =
      std::chrono::milliseconds(1000 * exchange_->body_bytes / std::max<std::size_t>(limits.body_rate, 1));
  const auto spent =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - body_begin_);
  deadline_.start(std::max(limits.body_time + earned - spent, kGrain),
                  [self = shared_from_this()] { self->time_out(); });
}

void Connection::time_out() {
  if (state_ == State::kIdle) return close_politely();
  refuse(408, {ErrorCode::kMalformed, "the request did not come in time",
               state_ == State::kHead ? "request head" : "request body", ""});
}

void Connection::hand_over() {
  state_ = State::kHandling;
  exchange_->unread = false;
  deadline_.cancel();
  if (peer_done_) exchange_->cancellation->request();
  service_->in_flight->add(1);  // record() takes it back
  exchange_->in_flight = true;
  const bool taken =
      service_->workers->submit([self = shared_from_this(), exchange = exchange_] { work(self, exchange); });
  if (!taken) {
    Response busy =
        error_response(503, {ErrorCode::kCancelled, "too many requests wait already", "", "Try again later."});
    busy.headers.add("Retry-After", "1");
    return respond(std::move(busy));
  }
  if (input_.size() < kReadAhead) read_more();
}

void Connection::refuse(int status, const Error& error) {
  exchange_->unread = true;
  Response response = error_response(status, error);
  if (status == 503) response.headers.add("Retry-After", "1");
  respond(std::move(response));
}

}  // namespace maek::http::internal
