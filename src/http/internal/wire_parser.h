// SPDX-License-Identifier: Apache-2.0
// Parsers of HTTP/1.1 messages, fed with bytes, without sockets (request line, status line, fields, chunked bodies).
#pragma once

#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::uint64_t
#include <functional>    // for std::function
#include <memory>        // for std::unique_ptr
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include "http/message.h"   // for Headers

namespace maek::http::internal {

/// What stands before a body.
struct MessageHead {
  std::string method;    // requests
  std::string target;    // requests, as sent
  int status = 0;        // responses
  int version = 11;      // 10 or 11
  Headers headers;
  std::optional<std::uint64_t> content_length;
  bool chunked = false;
  bool keep_alive = true;   // what version and Connection say
};

enum class Parsed {
  kMore,        // give more bytes
  kHead,        // head() is complete; feed again for the body
  kWhole,       // the message is complete
  kBadMessage,  // bytes that are no HTTP, see problem()
  kBigHead,     // head or trailer beyond their limit
  kBigBody,     // body beyond its limit
};

/// One message. Bytes that it leaves belong to the next one.
class WireParser {
 public:
  enum class Kind { kRequest, kResponse };
  using Sink = std::function<void(std::string_view piece)>;

  /// `head_limit` [bytes] bounds the head and, again, the trailer and each chunk header; pieces of the body go to `sink`.
  WireParser(Kind kind, std::size_t head_limit, Sink sink);
  ~WireParser();

  /// Takes what it can of `bytes` and sets `used`. The caller keeps the rest and offers it again with more behind it.
  Parsed feed(std::string_view bytes, std::size_t& used);
  /// The sender sends nothing more: true when the message is complete by that.
  bool end();

  /// The body may have so many bytes; set before the body is fed. A head that announces more gives kBigBody.
  void limit_body(std::uint64_t bytes);
  /// Responses: there is no body whatever the head says (answers to HEAD).
  void expect_no_body();

  MessageHead& head();
  bool started() const;
  const std::string& problem() const;

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace maek::http::internal
