// SPDX-License-Identifier: Apache-2.0
// Client: checks what the caller gives, follows redirects where allowed.
#include "http/client.h"

#include <mutex>      // for std::mutex
#include <optional>   // for std::optional

#include "http/internal/client_call.h"   // for ClientCall
#include "http/url.h"                    // for parse_url

namespace maek::http {
namespace {

bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && kMarks.find(c) == std::string_view::npos) return false;
  }
  return !text.empty();
}

/// A line break in a header would let its author write requests of their own.
Expected<void> check_request(const ClientRequest& request) {
  if (!is_token(request.method) || request.method == "CONNECT") {
    return Error{ErrorCode::kInvalidArgument, "no request can have this method", "method", ""};
  }
  for (const Header& field : request.headers) {
    bool good = is_token(field.name);
    for (const char c : field.value) good = good && (static_cast<unsigned char>(c) >= 0x20 || c == '\t') && c != 0x7f;
    for (const char* ours : {"Host", "Content-Length", "Connection", "Transfer-Encoding", "Accept-Encoding"}) {
      good = good && !equal_without_case(field.name, ours);
    }
    if (!good) {
      return Error{ErrorCode::kInvalidArgument, "a header has a control character, or is one that the client writes",
                   "header " + (is_token(field.name) ? field.name : std::string("name")), ""};
    }
  }
  return {};
}

/// Where an answer sends the client, or nothing when it is not to be followed.
std::optional<Url> redirect_of(const Response& response, const Url& from) {
  for (const int status : {301, 302, 303, 307, 308}) {
    if (response.status != status) continue;
    const std::string_view location = response.headers.get("Location");
    const bool local = location.substr(0, 1) == "/" && location.substr(0, 2) != "//";
    auto to = parse_url(local ? from.origin() + std::string(location) : std::string(location));
    if (!to || (from.tls && !to->tls)) return std::nullopt;
    return *to;
  }
  return std::nullopt;
}

}  // namespace

struct Client::Trust {
  std::mutex lock;
  std::shared_ptr<internal::TlsSettings> settings;

  Expected<std::shared_ptr<internal::TlsSettings>> get(const std::filesystem::path& authorities) {
    const std::lock_guard guard(lock);
    if (settings != nullptr) return settings;
    auto read = internal::client_tls(authorities);
    if (read) settings = *read;
    return read;
  }
};

Client::Client(ClientOptions options) : options_(std::move(options)), trust_(std::make_shared<Trust>()) {}

Expected<Response> Client::get(const std::string& url, Headers headers) const {
  return send({"GET", url, std::move(headers), {}, nullptr});
}

Expected<Response> Client::post(const std::string& url, std::string body, const std::string& content_type,
                                Headers headers) const {
  headers.set("Content-Type", content_type);
  return send({"POST", url, std::move(headers), std::move(body), nullptr});
}

Expected<Response> Client::send(const ClientRequest& request, const BodySink& sink) const {
  const auto until = internal::ClientCall::Clock::now() + options_.total_time;
  auto url = parse_url(request.url);
  if (!url) return url.error();
  if (auto fine = check_request(request); !fine) return fine.error();
  ClientRequest current = request;
  const bool may_follow = request.method == "GET" || request.method == "HEAD";
  for (int followed = 0;; ++followed) {
    try {
      std::shared_ptr<internal::TlsSettings> tls;
      if (url->tls) {
        auto settings = trust_->get(options_.authorities);
        if (!settings) return settings.error();
        tls = *settings;
      }
      internal::ClientCall call(options_, current, *url, sink, until);
      auto response = call.run(std::move(tls));
      if (!response || !may_follow || followed >= options_.redirects) return response;
      auto next = redirect_of(*response, *url);
      if (!next) return response;
      // What proves who we are was meant for the first server.
      if (next->origin() != url->origin()) {
        current.headers.remove("Authorization");
        current.headers.remove("Cookie");
      }
      *url = *next;
    } catch (const std::exception& problem) {   // no descriptors, no memory
      return Error{ErrorCode::kInternal, std::string("the request failed: ") + problem.what(), url->origin(), ""};
    }
  }
}

}  // namespace maek::http
