// SPDX-License-Identifier: Apache-2.0
// Connection, the answering side: text, files and events on their way to the client, and the polite end.
#include <algorithm>   // for std::min
#include <utility>     // for std::move, std::exchange

#include <fmt/format.h>

#include "base/log.h"   // for log
#include "http/internal/connection.h"

namespace maek::http::internal {
namespace {

constexpr std::size_t kPiece = 64 << 10;     // what a client must take within the time to write
constexpr std::size_t kJoined = 16 << 10;    // a body up to here travels with its head

bool never_has_body(int status) { return status == 204 || status == 304 || status < 200; }

}  // namespace

void Connection::respond(Response response, OutgoingFile file, std::shared_ptr<EventChannel> events) {
  state_ = State::kWriting;
  deadline_.cancel();
  Exchange& exchange = *exchange_;
  if (exchange.unread || service_->stopping) exchange.keep_alive = false;
  constexpr int kFirstStatus = 200;   // interim answers are the server's business
  constexpr int kLastStatus = 599;
  if (response.status < kFirstStatus || response.status > kLastStatus) {
    log(LogLevel::kError, fmt::format("route {}: no answer can have the status {}", exchange.pattern, response.status));
    response = error_response({ErrorCode::kInternal, "the server failed to answer", "", ""});
    if (events != nullptr) std::exchange(events, nullptr)->close();
    file = {};
  }
  service_->router.finish(exchange.request, response);
  exchange.response = std::move(response);
  exchange.file = std::move(file);
  exchange.events = std::move(events);

  const bool no_body = exchange.request.method == "HEAD" || never_has_body(exchange.response.status);
  const auto done = [this] { complete(); };
  if (exchange.events != nullptr) {
    if (exchange.http10) exchange.keep_alive = false;   // without chunks only the end of the connection ends it
    if (service_->stopping) exchange.events->announce_stop();
    std::string head = head_text(exchange, std::nullopt, !exchange.http10);
    if (no_body) return write(std::move(head), done);
    return write(std::move(head), [this] {
      state_ = State::kEvents;
      pump_events();
    });
  }
  if (exchange.file.is_open()) {
    std::string head = head_text(exchange, exchange.file.left(), false);
    if (no_body) return write(std::move(head), done);
    return write(std::move(head), [this] { pump_file(); });
  }
  const std::string_view text = exchange.response.text();
  const bool tell_length = !never_has_body(exchange.response.status);
  std::string head = head_text(exchange, tell_length ? std::optional<std::uint64_t>(text.size()) : std::nullopt, false);
  if (no_body) return write(std::move(head), done);
  if (text.size() > kJoined) return write(std::move(head), [this] { write_text(0); });
  write(head.append(text), done);
}

void Connection::write(std::string bytes, std::function<void()> then) {
  output_ = std::move(bytes);
  write_view(output_, std::move(then));
}

/// `then` runs while the connection lives; a client that does not take the bytes in time is cut.
void Connection::write_view(std::string_view bytes, std::function<void()> then) {
  writing_ = true;
  heartbeat_.cancel();
  exchange_->answered = exchange_->answered || state_ != State::kContinue;
  deadline_.start(service_->options.limits.write_time, [self = shared_from_this()] { self->cut(); });
  stream_->write(bytes, [self = shared_from_this(), then = std::move(then)](const IoResult& result, std::size_t sent) {
    self->writing_ = false;
    if (self->state_ == State::kClosed) return;
    self->exchange_->sent += sent;
    if (!result) return self->cut();
    self->deadline_.cancel();
    then();
  });
}

void Connection::write_text(std::size_t from) {
  const std::string_view text = exchange_->response.text();
  if (from == text.size()) return complete();
  const std::string_view piece = text.substr(from, kPiece);
  write_view(piece, [this, next = from + piece.size()] { write_text(next); });
}

void Connection::pump_file() {
  if (exchange_->file.left() == 0) return complete();
  const bool taken = service_->disk->submit([self = shared_from_this(), exchange = exchange_] {
    auto bytes = std::make_shared<std::string>(exchange->file.read(kPiece));
    self->service_->loop->post([self, exchange, bytes] {
      if (self->state_ != State::kWriting || self->exchange_ != exchange) return;
      // The length was promised: a file that became shorter can only end in a broken connection.
      if (bytes->empty()) return self->cut();
      self->write(std::move(*bytes), [connection = self.get()] { connection->pump_file(); });
    });
  });
  if (!taken) cut();
}

void Connection::pump_events() {
  if (state_ != State::kEvents || writing_) return;
  EventChannel::Taken taken = exchange_->events->take();
  if (taken.failed && taken.bytes.empty()) return cut();
  if (!taken.bytes.empty() || taken.finished) return write_events(taken.bytes, taken.finished);
  heartbeat_.start(service_->options.limits.heartbeat, [self = shared_from_this()] {
    if (self->state_ == State::kEvents && !self->writing_) self->write_events(":\n\n", false);
  });
  read_more();
}

void Connection::write_events(const std::string& bytes, bool last) {
  std::string wire;
  if (exchange_->http10) {
    wire = bytes;
  } else {
    if (!bytes.empty()) wire = fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes);
    if (last) wire += "0\r\n\r\n";
  }
  if (wire.empty()) return complete();
  write(std::move(wire), [this, last] { last ? complete() : pump_events(); });
}

void Connection::complete() {
  if (exchange_->events != nullptr) exchange_->events->close();
  const bool keep = exchange_->keep_alive;
  record(*service_, *exchange_, true);
  const bool unread = exchange_->unread;
  if (keep) return next_request();
  exchange_.reset();
  unread_ = unread;
  close_politely();
}

void Connection::close_politely() {
  state_ = State::kDraining;
  heartbeat_.cancel();
  deadline_.start(service_->options.limits.linger_time, [self = shared_from_this()] { self->drained(); });
  // Closing while bytes arrive resets the connection, and the client may lose the answer that says why. So what it
  // still sends is read and dropped. TLS cannot be half closed: there the reading comes first.
  if (stream_->is_tls()) return unread_ ? read_more() : drained();
  stream_->finish([](const IoResult&) {});
  read_more();
}

void Connection::drained() {
  if (state_ == State::kClosed) return;
  if (!stream_->is_tls() || finishing_) return cut();
  finishing_ = true;
  deadline_.start(service_->options.limits.linger_time, [self = shared_from_this()] { self->cut(); });
  stream_->finish([self = shared_from_this()](const IoResult&) { self->cut(); });
}

void Connection::cut() {
  if (state_ == State::kClosed) return;
  const auto self = shared_from_this();
  state_ = State::kClosed;
  deadline_.cancel();
  heartbeat_.cancel();
  if (exchange_ != nullptr) {
    exchange_->cancellation->request();
    if (exchange_->events != nullptr) exchange_->events->close();
    record(*service_, *exchange_, false);
    exchange_.reset();
  }
  stream_->close();
  service_->closed(this);
}

}  // namespace maek::http::internal
