// SPDX-License-Identifier: Apache-2.0
// The parsers of Beast behind WireParser: the only file that names them.
#include "http/internal/wire_parser.h"

#include <algorithm>   // for std::min
#include <limits>      // for std::numeric_limits

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace maek::http::internal {
namespace {

namespace beast_http = boost::beast::http;
using BeastError = boost::beast::error_code;
using BeastView = boost::beast::string_view;

std::string_view view(BeastView text) { return {text.data(), text.size()}; }

bool is_folded(std::string_view taken) {
  return taken.find("\r\n ") != std::string_view::npos || taken.find("\r\n\t") != std::string_view::npos;
}

template <bool kRequest>
class Parser final : public beast_http::basic_parser<kRequest> {
 public:
  Parser(MessageHead& head, std::uint64_t& limit, const WireParser::Sink& sink)
      : head_(head), limit_(limit), sink_(sink) {
    this->eager(false);
    // Counted in take(): Beast's own limit must stand before the head is known, and none would be less than any number.
    this->body_limit(std::numeric_limits<std::uint64_t>::max());
  }

 private:
  void on_request_impl(beast_http::verb, BeastView method, BeastView target, int version, BeastError&) override {
    head_.method = view(method);
    head_.target = view(target);
    head_.version = version;
  }
  void on_response_impl(int status, BeastView, int version, BeastError&) override {
    head_.status = status;
    head_.version = version;
  }
  void on_field_impl(beast_http::field, BeastView name, BeastView value, BeastError&) override {
    // Trailers are checked and dropped: nobody here needs them, and they must not overrule the head.
    if (!this->is_header_done()) head_.headers.add(std::string(view(name)), std::string(view(value)));
  }
  void on_header_impl(BeastError&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, BeastError&) override {}
  std::size_t on_body_impl(BeastView body, BeastError& error) override { return take(body, error); }
  void on_chunk_header_impl(std::uint64_t, BeastView, BeastError&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, BeastView body, BeastError& error) override {
    return take(body, error);
  }
  void on_finish_impl(BeastError&) override {}

  std::size_t take(BeastView piece, BeastError& error) {
    if (piece.size() > limit_) {
      error = beast_http::error::body_limit;
      return 0;
    }
    limit_ -= piece.size();
    if (!piece.empty()) sink_(view(piece));
    return piece.size();
  }

  MessageHead& head_;
  std::uint64_t& limit_;
  const WireParser::Sink& sink_;
};

}  // namespace

struct WireParser::State {
  Kind kind;
  std::size_t head_limit;
  Sink sink;
  MessageHead head;
  std::uint64_t body_left = std::numeric_limits<std::uint64_t>::max();
  std::string problem;
  std::unique_ptr<Parser<true>> request;
  std::unique_ptr<Parser<false>> response;
  bool head_told = false;

  template <class P>
  Parsed feed(P& parser, std::string_view bytes, std::size_t& used) {
    used = 0;
    while (true) {
      if (parser.is_done()) return Parsed::kWhole;  // Beast asserts on bytes behind the end
      BeastError error;
      const std::size_t taken = parser.put(boost::asio::const_buffer(bytes.data() + used, bytes.size() - used), error);
      // Folded lines: a proxy may read them otherwise than we do. Beast takes a field with all its folds at once.
      if (kind == Kind::kRequest && !head_told && is_folded(bytes.substr(used, taken))) {
        return fail("a header field goes on in the next line", Parsed::kBadMessage);
      }
      used += taken;
      if (error == beast_http::error::header_limit) return fail("the head is too long", Parsed::kBigHead);
      if (error == beast_http::error::body_limit) return fail("the body is too long", Parsed::kBigBody);
      if (error && error != beast_http::error::need_more) return fail(error.message(), Parsed::kBadMessage);
      if (parser.is_header_done() && !head_told) return tell_head(parser);
      if (parser.is_done()) continue;
      const std::size_t left = bytes.size() - used;
      // What waits for more is part of a head, a chunk header or a trailer: none of them may grow without end.
      if (error == beast_http::error::need_more && left > head_limit)
        return fail("a line is too long", Parsed::kBigHead);
      if (error == beast_http::error::need_more || left == 0) return Parsed::kMore;
    }
  }

  template <class P>
  Parsed tell_head(P& parser) {
    head_told = true;
    if (const auto length = parser.content_length()) head.content_length = *length;
    head.chunked = parser.chunked();
    head.keep_alive = parser.keep_alive();
    return Parsed::kHead;
  }

  Parsed fail(std::string why, Parsed how) {
    problem = std::move(why);
    return how;
  }
};

WireParser::WireParser(Kind kind, std::size_t head_limit, Sink sink) : state_(std::make_unique<State>()) {
  state_->kind = kind;
  state_->head_limit = head_limit;
  state_->sink = std::move(sink);
  const auto limit = static_cast<std::uint32_t>(std::min<std::size_t>(head_limit, 1u << 30));
  if (kind == Kind::kRequest) {
    state_->request = std::make_unique<Parser<true>>(state_->head, state_->body_left, state_->sink);
    state_->request->header_limit(limit);
  } else {
    state_->response = std::make_unique<Parser<false>>(state_->head, state_->body_left, state_->sink);
    state_->response->header_limit(limit);
  }
}

WireParser::~WireParser() = default;

Parsed WireParser::feed(std::string_view bytes, std::size_t& used) {
  return state_->request != nullptr ? state_->feed(*state_->request, bytes, used)
                                    : state_->feed(*state_->response, bytes, used);
}

bool WireParser::end() {
  if (!started()) return false;
  BeastError error;
  if (state_->request != nullptr) {
    state_->request->put_eof(error);
  } else {
    state_->response->put_eof(error);
  }
  if (error) state_->problem = error.message();
  return !error;
}

void WireParser::limit_body(std::uint64_t bytes) { state_->body_left = bytes; }
void WireParser::expect_no_body() {
  if (state_->response != nullptr) state_->response->skip(true);
}
MessageHead& WireParser::head() { return state_->head; }
bool WireParser::started() const {
  return state_->request != nullptr ? state_->request->got_some() : state_->response->got_some();
}
const std::string& WireParser::problem() const { return state_->problem; }

}  // namespace maek::http::internal
