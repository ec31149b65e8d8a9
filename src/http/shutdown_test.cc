// SPDX-License-Identifier: Apache-2.0
// The end of a server: what runs may finish, what does not is cancelled and cut.
#include <atomic>   // for std::atomic

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/internal/server_fixture.h"   // for RunningServer

namespace maek::http {
namespace {

using namespace internal;
using std::chrono::milliseconds;
using testing::HasSubstr;

constexpr const char* kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

TEST(Shutdown, LetsARunningRequestFinish) {
  std::atomic<bool> began{false};
  std::atomic<bool> go{false};
  Router router;
  route(router, "GET", "/", [&](const Request& request) {
    began = true;
    eventually([&] { return go.load(); });
    return text_response(request.cancelled() ? "cancelled" : "whole");
  });
  RunningServer running(std::move(router));
  RawSocket client = running.connect();
  client.send(kGet);
  ASSERT_TRUE(eventually([&] { return began.load(); }));
  std::thread stopping([&] { running.server->stop(milliseconds(kPatience)); });
  EXPECT_TRUE(eventually([&] { return !running.connect().is_open(); }));   // accepts no more
  go = true;
  const std::string answer = client.read_all();
  stopping.join();
  EXPECT_EQ(body_in(answer), "whole");
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
}

TEST(Shutdown, CancelsWhatDoesNotFinishInTime) {
  std::atomic<bool> began{false};
  std::atomic<bool> cancelled{false};
  Router router;
  route(router, "GET", "/", [&](const Request& request) {
    began = true;
    cancelled = eventually([&] { return request.cancelled(); });
    return text_response("late");
  });
  RunningServer running(std::move(router));
  RawSocket client = running.connect();
  client.send(kGet);
  ASSERT_TRUE(eventually([&] { return began.load(); }));
  running.server->stop(milliseconds(50));
  EXPECT_TRUE(cancelled);
  EXPECT_EQ(client.read_all(), "");
}

TEST(Shutdown, TellsAnEventStreamAndLetsItEnd) {
  Router router;
  route(router, "GET", "/", [](const Request&) {
    return event_response([](EventStream stream) {
      if (!stream.send("", "first")) return;
      if (eventually([&] { return stream.stopping(); })) static_cast<void>(stream.send("", "last"));
    });
  });
  RunningServer running(std::move(router));
  RawSocket client = running.connect();
  client.send(kGet);
  EXPECT_THAT(client.read_until("\n\n"), HasSubstr("HTTP/1.1 200"));
  std::thread stopping([&] { running.server->stop(milliseconds(kPatience)); });
  const std::string rest = client.read_all();
  stopping.join();
  EXPECT_THAT(rest, HasSubstr("data: last\n\n"));
  EXPECT_THAT(rest, HasSubstr("\r\n0\r\n\r\n"));
}

TEST(Shutdown, CutsAnEventStreamThatGoesOn) {
  std::atomic<bool> failed{false};
  Router router;
  route(router, "GET", "/", [&](const Request&) {
    return event_response([&](EventStream stream) {
      while (stream.send("", "x")) std::this_thread::sleep_for(milliseconds(5));
      failed = true;
    });
  });
  RunningServer running(std::move(router));
  RawSocket client = running.connect();
  client.send(kGet);
  client.read_until("data: x");
  running.server->stop(milliseconds(50));
  EXPECT_TRUE(failed);
}

TEST(Shutdown, ClosesIdleAndHalfSentRequests) {
  RunningServer running(small_router());
  RawSocket idle = running.connect();
  idle.send(kGet);
  idle.read_answer();
  RawSocket half = running.connect();
  half.send("GET / HT");
  ASSERT_TRUE(eventually([&] { return running.connections() == 2; }));
  running.server->stop(milliseconds(50));
  EXPECT_EQ(idle.read_all(), "");
  EXPECT_TRUE(idle.saw_end());
  half.read_all();
  EXPECT_TRUE(half.saw_end());
}

TEST(Shutdown, HappensOnceAndWithoutClients) {
  RunningServer running(small_router());
  running.server->stop(milliseconds(kPatience));
  running.server->stop(milliseconds(kPatience));
  EXPECT_FALSE(running.connect().is_open());
}

TEST(Shutdown, FollowsACancellation) {
  RunningServer running(small_router());
  Cancellation cancellation;
  std::thread serving([&] { running.server->run_until(cancellation, milliseconds(50)); });
  RawSocket client = running.connect();
  client.send(kGet);
  EXPECT_EQ(status_in(client.read_answer()), 200);
  client.close();
  cancellation.request();
  serving.join();
  EXPECT_FALSE(running.connect().is_open());
}

}  // namespace
}  // namespace maek::http
