// SPDX-License-Identifier: Apache-2.0
// Loop and Timer over Asio's io_context and steady_timer.
#include "http/internal/loop.h"

#include <boost/asio/error.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/steady_timer.hpp>

#include "http/internal/loop_asio.h"   // for Loop::State

namespace maek::http::internal {

namespace asio = boost::asio;

Loop::Loop() : state_(std::make_unique<State>()) {}
Loop::~Loop() = default;

void Loop::run() {
  const auto stay = asio::make_work_guard(state_->context);
  state_->context.run();
}
void Loop::post(std::function<void()> work) { asio::post(state_->context, std::move(work)); }
void Loop::stop() { state_->context.stop(); }

struct Timer::State {
  explicit State(asio::io_context& context) : timer(context) {}
  asio::steady_timer timer;
  std::uint64_t turn = 0;   // a callback of an earlier turn is dropped
};

Timer::Timer(Loop& loop) : state_(std::make_shared<State>(loop.state().context)) {}
Timer::~Timer() { cancel(); }

void Timer::start(std::chrono::milliseconds after, std::function<void()> callback) {
  const std::uint64_t turn = ++state_->turn;
  state_->timer.expires_after(after);
  state_->timer.async_wait([state = state_, turn, callback = std::move(callback)](boost::system::error_code error) {
    if (!error && state->turn == turn) callback();
  });
}

void Timer::cancel() {
  ++state_->turn;
  state_->timer.cancel();
}

IoResult to_result(const boost::system::error_code& error) {
  if (!error) return {};
  if (error == asio::error::eof) return {IoStatus::kEnd};
  // Somebody in between could have done that. It matters where only the end tells that a message is complete.
  if (error == asio::ssl::error::stream_truncated) return {IoStatus::kEnd, "TLS was not ended"};
  if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) return {IoStatus::kClosed};
  if (error == asio::error::connection_refused) return {IoStatus::kRefused, error.message()};
  if (error.category() == asio::error::get_ssl_category()) return {IoStatus::kTls, error.message()};
  return {IoStatus::kFailed, error.message()};
}

bool is_ip_address(const std::string& text) {
  boost::system::error_code failed;
  asio::ip::make_address(text, failed);
  return !failed;
}

}  // namespace maek::http::internal
