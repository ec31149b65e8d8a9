// SPDX-License-Identifier: Apache-2.0
// Headers, Response makers, and the mapping from errors to statuses.
#include "http/message.h"

#include <algorithm>   // for std::find_if

#include <nlohmann/json.hpp>

namespace maek::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string dump(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

struct Reason {
  int status;
  std::string_view phrase;
};
constexpr Reason kReasons[] = {{100, "Continue"},
                               {200, "OK"},
                               {201, "Created"},
                               {202, "Accepted"},
                               {204, "No Content"},
                               {206, "Partial Content"},
                               {301, "Moved Permanently"},
                               {302, "Found"},
                               {303, "See Other"},
                               {304, "Not Modified"},
                               {307, "Temporary Redirect"},
                               {308, "Permanent Redirect"},
                               {400, "Bad Request"},
                               {401, "Unauthorized"},
                               {403, "Forbidden"},
                               {404, "Not Found"},
                               {405, "Method Not Allowed"},
                               {406, "Not Acceptable"},
                               {408, "Request Timeout"},
                               {409, "Conflict"},
                               {410, "Gone"},
                               {411, "Length Required"},
                               {412, "Precondition Failed"},
                               {413, "Content Too Large"},
                               {414, "URI Too Long"},
                               {415, "Unsupported Media Type"},
                               {417, "Expectation Failed"},
                               {421, "Misdirected Request"},
                               {422, "Unprocessable Content"},
                               {429, "Too Many Requests"},
                               {431, "Request Header Fields Too Large"},
                               {500, "Internal Server Error"},
                               {501, "Not Implemented"},
                               {502, "Bad Gateway"},
                               {503, "Service Unavailable"},
                               {504, "Gateway Timeout"},
                               {505, "HTTP Version Not Supported"},
                               {507, "Insufficient Storage"}};

}  // namespace

bool equal_without_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

void Headers::set(std::string_view name, std::string value) {
  std::string kept(name);
  remove(name);
  fields_.push_back({std::move(kept), std::move(value)});
}

void Headers::remove(std::string_view name) {
  std::erase_if(fields_, [wanted = std::string(name)](const Header& h) { return equal_without_case(h.name, wanted); });
}

const std::string* Headers::find(std::string_view name) const {
  const auto at =
      std::find_if(fields_.begin(), fields_.end(), [&](const Header& h) { return equal_without_case(h.name, name); });
  return at == fields_.end() ? nullptr : &at->value;
}

std::string_view Headers::get(std::string_view name) const {
  const std::string* value = find(name);
  return value == nullptr ? std::string_view{} : *value;
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::count_if(fields_.begin(), fields_.end(), [&](const Header& h) { return equal_without_case(h.name, name); }));
}

std::string Request::path_text() const {
  std::string text;
  for (const std::string& part : path) text += "/" + part;
  return text.empty() ? "/" : text;
}

const std::string& Request::parameter(const std::string& name) const {
  static const std::string kNone;
  const auto at = parameters.find(name);
  return at == parameters.end() ? kNone : at->second;
}

const std::string* Request::query_value(std::string_view name) const {
  for (const auto& [key_of, value] : query) {
    if (key_of == name) return &value;
  }
  return nullptr;
}

std::string_view Response::text() const {
  if (const auto* owned = std::get_if<std::string>(&body)) return *owned;
  const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&body);
  return shared != nullptr && *shared != nullptr ? std::string_view(**shared) : std::string_view{};
}

namespace {
Response with_body(Body body, std::string content_type, int status) {
  Response response{status, {}, std::move(body)};
  response.headers.add("Content-Type", std::move(content_type));
  return response;
}
}  // namespace

Response text_response(std::string text, std::string content_type, int status) {
  return with_body(std::move(text), std::move(content_type), status);
}
Response json_response(const nlohmann::json& json, int status) { return json_text_response(dump(json), status); }
Response json_text_response(std::string json, int status) {
  return with_body(std::move(json), "application/json", status);
}
Response shared_response(std::shared_ptr<const std::string> bytes, std::string content_type, int status) {
  return with_body(std::move(bytes), std::move(content_type), status);
}
Response file_response(FileBody file, std::string content_type) {
  return with_body(std::move(file), std::move(content_type), 200);
}
Response event_response(EventSource source) { return with_body(std::move(source), "text/event-stream", 200); }
Response no_content() { return Response{204, {}, {}}; }

Response error_response(const Error& error) { return error_response(status_of(error.code), error); }

Response error_response(int status, const Error& error) {
  const bool inside = status >= 500;
  const nlohmann::json json = {{"error",
                                {{"code", to_string(error.code)},
                                 {"message", error.message},
                                 {"where", inside ? std::string() : error.where},
                                 {"hint", error.hint}}}};
  return json_response(json, status);
}

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kMalformed:
      return 400;
    case ErrorCode::kNotFound:
      return 404;
    case ErrorCode::kUnsupported:
      return 422;
    case ErrorCode::kTooLarge:
      return 413;
    case ErrorCode::kCancelled:
      return 503;
    case ErrorCode::kDiskFull:
      return 507;
    case ErrorCode::kUnreadable:
    case ErrorCode::kUnwritable:
    case ErrorCode::kInternal:
      return 500;
  }
  return 500;
}

std::string_view reason_phrase(int status) {
  for (const Reason& reason : kReasons) {
    if (reason.status == status) return reason.phrase;
  }
  return "Status";
}

}  // namespace maek::http
