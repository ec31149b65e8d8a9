// SPDX-License-Identifier: Apache-2.0
// Client: asks an http or https server (GET, POST, download), with time-outs and limits for whatever it may answer.
#pragma once

#include <chrono>         // for std::chrono::milliseconds
#include <cstdint>        // for std::uint64_t
#include <filesystem>     // for std::filesystem::path
#include <functional>     // for std::function
#include <memory>         // for std::shared_ptr
#include <string>         // for std::string
#include <string_view>    // for std::string_view

#include "base/expected.h"   // for Expected
#include "base/progress.h"   // for Cancellation
#include "http/message.h"    // for Headers, Response

namespace maek::http {

namespace internal {
struct TlsSettings;
}

struct ClientOptions {
  std::chrono::milliseconds connect_time{10'000};   // name look-up, connecting and the TLS handshake
  std::chrono::milliseconds total_time{60'000};     // from the call to the last byte
  std::size_t header_bytes = 64 << 10;              // of the answer
  std::uint64_t body_bytes = 64 << 20;              // of the answer
  std::filesystem::path authorities = {};           // PEM file of certificates to trust; none: the system's
  int redirects = 0;  // how many to follow (GET and HEAD only); never from https to http
  std::string user_agent = "maek";
};

struct ClientRequest {
  std::string method = "GET";
  std::string url;
  Headers headers = {};  // Host, Content-Length and Connection are written for you
  std::string body = {};
  const Cancellation* cancellation = nullptr;  // looked at several times a second
};

/// Pieces of the body as they come; false ends the transfer (kCancelled).
using BodySink = std::function<bool(std::string_view piece)>;

/// Each call uses a connection of its own and blocks; calls are safe from several threads. TLS certificates are always
/// verified. Whatever status the server gives is a Response; errors are for answers that did not come:
/// kInvalidArgument (address), kUnreadable (refused, timed out, TLS failure, connection lost), kMalformed (not HTTP, cut
/// short), kTooLarge (beyond a limit), kCancelled. The message says which; `where` is the address without its query.
class Client {
 public:
  explicit Client(ClientOptions options = {});

  Expected<Response> get(const std::string& url, Headers headers = {}) const;
  Expected<Response> post(const std::string& url, std::string body, const std::string& content_type,
                          Headers headers = {}) const;
  /// With `sink` the body of a 2xx answer goes there and not into the Response: for event streams and big files.
  Expected<Response> send(const ClientRequest& request, const BodySink& sink = {}) const;

 private:
  struct Trust;
  ClientOptions options_;
  std::shared_ptr<Trust> trust_;  // certificates to trust, read at the first https address
};

}  // namespace maek::http
