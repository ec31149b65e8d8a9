// SPDX-License-Identifier: Apache-2.0
// Connection, the part off the loop: runs a handler, opens its file, starts its event source.
#include <utility>   // for std::move

#include "base/log.h"   // for log
#include "http/internal/connection.h"

namespace maek::http::internal {
namespace {

/// The answer's file, or an answer that says that it cannot be read.
OutgoingFile open_file(Response& response) {
  auto opened = OutgoingFile::open(std::get<FileBody>(response.body));
  if (opened) return *std::move(opened);
  log(LogLevel::kError, opened.error().text());
  response = error_response(opened.error().code == ErrorCode::kNotFound ? 404 : 500,
                            {opened.error().code, "the file of this answer cannot be read", "", ""});
  return {};
}

/// On a thread of its own.
void run_source(const EventSource& source, const std::shared_ptr<EventChannel>& events, const std::string& pattern) {
  const EventStream stream(events);   // held here, so that unwinding does not end it as if it were complete
  std::string problem = "unknown exception";
  try {
    return source(stream);
  } catch (const std::exception& thrown) {
    problem = thrown.what();
  } catch (...) {
  }
  events->fail();
  log(LogLevel::kError, "event stream of " + pattern + ": " + problem);
}

Response too_many_streams() {
  Response busy =
      error_response(503, {ErrorCode::kCancelled, "too many event streams are open already", "", "Try again later."});
  busy.headers.add("Retry-After", "1");
  return busy;
}

}  // namespace

std::shared_ptr<EventChannel> Connection::start_events(Response& response, const Exchange& exchange) {
  const Limits& limits = service_->options.limits;
  auto events = std::make_shared<EventChannel>(limits.event_buffer, limits.write_time,
                                               [loop = service_->loop_link, connection = weak_from_this()] {
                                                 const auto alive = loop.lock();
                                                 if (alive == nullptr) return;
                                                 alive->post([connection] {
                                                   if (const auto to = connection.lock()) to->pump_events();
                                                 });
                                               });
  if (exchange.request.method == "HEAD") return events;
  const bool taken =
      service_->streams->submit([source = std::get<EventSource>(std::move(response.body)), events,
                                 pattern = exchange.route->pattern] { run_source(source, events, pattern); });
  if (taken) return events;
  response = too_many_streams();
  return nullptr;
}

void Connection::work(const std::shared_ptr<Connection>& self, const std::shared_ptr<Exchange>& exchange) {
  auto response = std::make_shared<Response>(Router::run(*exchange->route, exchange->request));
  auto file = std::make_shared<OutgoingFile>();
  std::shared_ptr<EventChannel> events;
  if (std::holds_alternative<FileBody>(response->body)) *file = open_file(*response);
  if (std::holds_alternative<EventSource>(response->body)) events = self->start_events(*response, *exchange);
  self->service_->loop->post([self, exchange, response, file, events] {
    if (self->state_ == State::kHandling && self->exchange_ == exchange) {
      self->respond(std::move(*response), std::move(*file), events);
    } else if (events != nullptr) {
      events->close();   // the client left before its answer
    }
  });
}

}  // namespace maek::http::internal
