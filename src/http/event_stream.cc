// SPDX-License-Identifier: Apache-2.0
// EventStream and the channel behind it. Format: WHATWG HTML, "Server-sent events".
#include "http/event_stream.h"

#include <utility>   // for std::move

#include "http/internal/event_channel.h"   // for EventChannel

namespace maek::http {

namespace internal {

EventChannel::EventChannel(std::size_t capacity, std::chrono::milliseconds patience, std::function<void()> wake)
    : capacity_(capacity), patience_(patience), wake_(std::move(wake)) {}

Expected<void> EventChannel::push(std::string bytes, bool may_wait) {
  const auto fits = [&] { return closed_ || failed_ || finished_ || waiting_.size() + bytes.size() <= capacity_; };
  {
    std::unique_lock guard(lock_);
    if (bytes.size() > capacity_) {
      return Error{ErrorCode::kTooLarge, "the event is larger than the buffer of an event stream", "event",
                   "Send it in pieces, or a link to it."};
    }
    if (!may_wait && !fits()) {
      return Error{ErrorCode::kTooLarge, "the client has not read what was sent before", "event stream",
                   "Drop the event or try again later."};
    }
    if (!room_.wait_for(guard, patience_, fits)) {
      closed_ = true;
      waiting_.clear();
    }
    if (closed_ || failed_ || finished_) {
      const char* why = finished_ ? "the event stream is finished" : "the client is gone or reads too slowly";
      if (!finished_) {
        guard.unlock();
        wake_();
      }
      return Error{ErrorCode::kCancelled, why, "event stream", ""};
    }
    waiting_ += bytes;
  }
  wake_();
  return {};
}

void EventChannel::finish() {
  {
    const std::lock_guard guard(lock_);
    if (finished_) return;
    finished_ = true;
  }
  room_.notify_all();
  wake_();
}

void EventChannel::fail() {
  {
    const std::lock_guard guard(lock_);
    failed_ = true;
  }
  room_.notify_all();
  wake_();
}

bool EventChannel::gone() const {
  const std::lock_guard guard(lock_);
  return closed_ || failed_ || finished_;
}

bool EventChannel::stopping() const {
  const std::lock_guard guard(lock_);
  return stopping_ || closed_;
}

EventChannel::Taken EventChannel::take() {
  Taken taken;
  {
    const std::lock_guard guard(lock_);
    taken.bytes.swap(waiting_);
    taken.finished = finished_ && !failed_;
    taken.failed = closed_ || failed_;
  }
  room_.notify_all();
  return taken;
}

void EventChannel::close() {
  {
    const std::lock_guard guard(lock_);
    closed_ = true;
    waiting_.clear();
  }
  room_.notify_all();
}

void EventChannel::announce_stop() {
  const std::lock_guard guard(lock_);
  stopping_ = true;
}

}  // namespace internal

struct EventStream::Owner {
  explicit Owner(std::shared_ptr<internal::EventChannel> of) : channel(std::move(of)) {}
  ~Owner() { channel->finish(); }
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;
  std::shared_ptr<internal::EventChannel> channel;
};

EventStream::EventStream(std::shared_ptr<internal::EventChannel> channel)
    : owner_(std::make_shared<Owner>(std::move(channel))) {}

namespace {
Expected<void> check_name(std::string_view text, const char* what) {
  for (const char c : text) {
    if (c == '\n' || c == '\r' || c == '\0') {
      return Error{ErrorCode::kInvalidArgument, "a line break or NUL byte in one line of an event", what,
                   "Put free text into the event's data."};
    }
  }
  return {};
}

Expected<std::string> checked_event(std::string_view event, std::string_view data, std::string_view id) {
  if (auto fine = check_name(event, "event name"); !fine) return fine.error();
  if (auto fine = check_name(id, "event id"); !fine) return fine.error();
  return format_event(event, data, id);
}
}  // namespace

Expected<void> EventStream::send(std::string_view event, std::string_view data, std::string_view id) {
  auto bytes = checked_event(event, data, id);
  if (!bytes) return bytes.error();
  return owner_->channel->push(*std::move(bytes), true);
}

Expected<void> EventStream::try_send(std::string_view event, std::string_view data, std::string_view id) {
  auto bytes = checked_event(event, data, id);
  if (!bytes) return bytes.error();
  return owner_->channel->push(*std::move(bytes), false);
}

void EventStream::finish() { owner_->channel->finish(); }
bool EventStream::gone() const { return owner_->channel->gone(); }
bool EventStream::stopping() const { return owner_->channel->stopping(); }

std::string format_event(std::string_view event, std::string_view data, std::string_view id) {
  std::string text;
  if (!event.empty()) text.append("event: ").append(event).append("\n");
  if (!id.empty()) text.append("id: ").append(id).append("\n");
  text += "data: ";
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (data[i] == '\r' && i + 1 < data.size() && data[i + 1] == '\n') continue;   // CRLF is one break
    if (data[i] == '\r' || data[i] == '\n') {
      text += "\ndata: ";
    } else {
      text += data[i];
    }
  }
  return text += "\n\n";
}

}  // namespace maek::http
