// SPDX-License-Identifier: Apache-2.0
// Response heads, and what is counted and logged of an exchange.
#include "http/internal/service.h"

#include <array>   // for std::array
#include <ctime>   // for gmtime_r

#include <fmt/format.h>

namespace maek::http::internal {
namespace {

std::string date_text() {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", kDays[static_cast<std::size_t>(parts.tm_wday)],
                     parts.tm_mday, kMonths[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

bool is_field_name(std::string_view name) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && kMarks.find(c) == std::string_view::npos) return false;
  }
  return !name.empty();
}

/// A field that the server writes itself.
bool is_ours(std::string_view name) {
  for (const std::string_view ours : {"Content-Length", "Transfer-Encoding", "Connection", "Date", "Keep-Alive"}) {
    if (equal_without_case(name, ours)) return true;
  }
  return false;
}

/// Methods by name only where everyone knows them: a client must not be able to make up series.
std::string method_label(const std::string& method) {
  for (const char* known : {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
    if (method == known) return method;
  }
  return method.empty() ? "none" : "other";
}

}  // namespace

std::string head_text(const Exchange& exchange, std::optional<std::uint64_t> length, bool chunked) {
  std::string head = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", exchange.response.status,
                                 reason_phrase(exchange.response.status), date_text());
  for (const Header& field : exchange.response.headers) {
    if (!is_field_name(field.name) || is_ours(field.name)) continue;
    head += field.name + ": ";
    // A line break in a value would let whoever chose the value write the rest of the answer.
    for (const char c : field.value) head += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    head += "\r\n";
  }
  if (length) head += fmt::format("Content-Length: {}\r\n", *length);
  if (chunked) head += "Transfer-Encoding: chunked\r\n";
  if (!exchange.keep_alive) head += "Connection: close\r\n";
  if (exchange.keep_alive && exchange.http10) head += "Connection: keep-alive\r\n";
  return head += "\r\n";
}

void record(Service& service, const Exchange& exchange, bool complete) {
  if (exchange.in_flight) service.in_flight->add(-1);
  constexpr int kClientLeft = 499;   // nginx's number for it
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - exchange.begin).count();
  const int status = exchange.answered ? exchange.response.status : kClientLeft;
  const std::string route = exchange.pattern.empty() ? "none" : exchange.pattern;
  const std::string method = method_label(exchange.request.method);
  Metrics& metrics = *service.options.metrics;
  metrics
      .counter("http_requests_total", "Requests that are over, by route, method and status.",
               {{"route", route}, {"method", method}, {"status", std::to_string(status)}})
      .add();
  metrics
      .histogram("http_request_seconds", "From the first byte of a request to the last of its answer.",
                 duration_bounds(), {{"route", route}, {"method", method}})
      .observe(seconds);
  metrics.counter("http_request_body_bytes_total", "Bytes of request bodies.").add(exchange.body_bytes);
  metrics.counter("http_response_bytes_total", "Bytes of answers, heads included.").add(exchange.sent);
  if (!service.options.access_log) return;
  const Request& request = exchange.request;
  service.options.access_log(access_line(
      {exchange.time, request.peer, request.method, request.method.empty() ? std::string() : request.path_text(),
       exchange.pattern, status, exchange.body_bytes, exchange.sent, seconds, complete, request.id, request.key}));
}

}  // namespace maek::http::internal
