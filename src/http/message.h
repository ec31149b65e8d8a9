// SPDX-License-Identifier: Apache-2.0
// Request and Response: what a handler is given and what it gives back (HTTP message, headers, status, JSON error body).
#pragma once

#include <cstdint>  // for std::uint16_t
#include <filesystem>  // for std::filesystem::path
#include <functional>  // for std::function
#include <map>  // for std::map
#include <memory>  // for std::shared_ptr
#include <optional>  // for std::optional
#include <string>  // for std::string
#include <string_view>  // for std::string_view
#include <utility>  // for std::pair
#include <variant>  // for std::variant
#include <vector>  // for std::vector

#include <nlohmann/json_fwd.hpp>  // for nlohmann::json

#include "base/expected.h"  // for Error
#include "base/progress.h"  // for Cancellation
#include "http/event_stream.h"  // for EventStream

namespace maek::http {

struct Header {
  std::string name;
  std::string value;
};

/// Header fields in the order of the wire; names compare without case.
class Headers {
 public:
  void add(std::string name, std::string value) { fields_.push_back({std::move(name), std::move(value)}); }
  /// In place of all fields of that name.
  void set(std::string_view name, std::string value);
  void remove(std::string_view name);
  /// The first value, or nullptr.
  const std::string* find(std::string_view name) const;
  /// The first value, or nothing.
  std::string_view get(std::string_view name) const;
  std::size_t count(std::string_view name) const;

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  std::size_t size() const { return fields_.size(); }

 private:
  std::vector<Header> fields_;
};

/// Equal but for the case of ASCII letters.
bool equal_without_case(std::string_view a, std::string_view b);

struct Request {
  std::string method;  // as sent: "GET"
  std::vector<std::string> path;  // decoded parts, see parse_target; "/a/b%20c" -> a, b c
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
  Headers headers;
  std::string body;
  std::string peer;  // IP address of the other side
  std::uint16_t peer_port = 0;
  bool tls = false;
  std::map<std::string, std::string> parameters;  // what the route's {names} stand for
  std::string id;  // X-Request-Id, given or made
  std::string key;  // the name of the key that opened the route, or nothing
  std::shared_ptr<const Cancellation> cancellation;  // requested when the client is gone or the server ends

  /// "/a/b c": for logs and messages.
  std::string path_text() const;
  /// The value of {name} in the route's pattern; nothing when it has none.
  const std::string& parameter(const std::string& name) const;
  /// The first value of that name in the query, or nullptr.
  const std::string* query_value(std::string_view name) const;
  /// Nobody waits for the answer any more. Long work asks now and then.
  bool cancelled() const { return cancellation != nullptr && cancellation->requested(); }
};

/// A file to send. The handler has made sure that the client may have it: the path is opened as it is.
struct FileBody {
  std::filesystem::path path;
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> length = {};  // to the end of the file
};

/// Writes server-sent events; called on a thread of its own, and the answer begins at once. It may return early and
/// leave the stream with somebody else: the answer ends when the last copy of the stream is gone or with finish().
using EventSource = std::function<void(EventStream)>;

using Body = std::variant<std::string, std::shared_ptr<const std::string>, FileBody, EventSource>;

struct Response {
  int status = 200;
  Headers headers;
  Body body;

  /// The bytes of a body that is held in memory; nothing for files and events.
  std::string_view text() const;
};

Response text_response(std::string text, std::string content_type = "text/plain; charset=utf-8", int status = 200);
/// Invalid UTF-8 inside becomes U+FFFD.
Response json_response(const nlohmann::json& json, int status = 200);
/// JSON that is text already.
Response json_text_response(std::string json, int status = 200);
/// Bytes that several answers share.
Response shared_response(std::shared_ptr<const std::string> bytes, std::string content_type, int status = 200);
Response file_response(FileBody file, std::string content_type);
Response event_response(EventSource source);
Response no_content();

/// {"error": {"code", "message", "where", "hint"}} with the status that the code has. What went wrong inside (5xx)
/// leaves without `where`: paths of this machine are no business of the client.
Response error_response(const Error& error);
/// The same with another status, for refusals that belong to HTTP: 401, 405, 429.
Response error_response(int status, const Error& error);

/// 400 for wrong arguments and malformed input, 404, 413, 422 for what is outside what is built, 503 for cancelled,
/// 507 for a full disk, 500 for the rest.
int status_of(ErrorCode code);
/// "Not Found".
std::string_view reason_phrase(int status);

}  // namespace maek::http
