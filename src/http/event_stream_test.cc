// SPDX-License-Identifier: Apache-2.0
// Server-sent events: their form, back-pressure, clients that leave or do not read, the end of the server.
#include "http/event_stream.h"

#include <atomic>     // for std::atomic
#include <optional>   // for std::optional

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/internal/server_fixture.h"   // for RunningServer

namespace maek::http {
namespace {

using namespace internal;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kGet = "GET /events HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr const char* kLastChunk = "\r\n0\r\n\r\n";

RunningServer serve(EventSource source, Limits limits = small_limits()) {
  Router router = small_router();
  route(router, "GET", "/events", [source](const Request&) { return event_response(source); });
  return RunningServer(std::move(router), limits);
}

TEST(EventFormat, WritesNamesIdsAndManyLines) {
  EXPECT_EQ(format_event("", "x", ""), "data: x\n\n");
  EXPECT_EQ(format_event("token", "a\nb", "7"), "event: token\nid: 7\ndata: a\ndata: b\n\n");
  EXPECT_EQ(format_event("", "a\r\nb\rc\n", ""), "data: a\ndata: b\ndata: c\ndata: \n\n");
  EXPECT_EQ(format_event("", "", ""), "data: \n\n");
}

TEST(EventStream, SendsEventsAndEnds) {
  auto running = serve([](EventStream stream) {
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(stream.send("count", std::to_string(i)));
  });
  RawSocket client = running.connect();
  for (int round = 0; round < 2; ++round) {   // the connection serves on after a stream
    client.send(kGet);
    const std::string head = client.read_until("\r\n\r\n");
    EXPECT_THAT(head, HasSubstr("Content-Type: text/event-stream\r\n"));
    EXPECT_THAT(head, HasSubstr("Transfer-Encoding: chunked\r\n"));
    const std::string events = client.read_until(kLastChunk);
    for (const char* event : {"event: count\ndata: 0\n\n", "event: count\ndata: 1\n\n", "event: count\ndata: 2\n\n"}) {
      EXPECT_THAT(events, HasSubstr(event));
    }
  }
}

TEST(EventStream, ReachesAnOldClientWithoutChunks) {
  auto running = serve([](EventStream stream) { EXPECT_TRUE(stream.send("", "x")); });
  RawSocket client = running.connect();
  client.send("GET /events HTTP/1.0\r\n\r\n");
  const std::string answer = client.read_all();
  EXPECT_EQ(body_in(answer), "data: x\n\n");
  EXPECT_THAT(answer, Not(HasSubstr("chunked")));
}

TEST(EventStream, IsNotStartedForHead) {
  std::atomic<int> started{0};
  auto running = serve([&](EventStream) { ++started; });
  RawSocket client = running.connect();
  client.send("HEAD /events HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(body_in(client.read_all()), "");
  EXPECT_EQ(started, 0);
}

TEST(EventStream, MayBeLeftWithSomebodyElse) {
  std::mutex lock;
  std::optional<EventStream> kept;
  auto running = serve([&](EventStream stream) {
    const std::lock_guard guard(lock);
    kept = std::move(stream);
  });
  RawSocket client = running.connect();
  client.send(kGet);
  client.read_until("\r\n\r\n");
  ASSERT_TRUE(eventually([&] {
    const std::lock_guard guard(lock);
    return kept.has_value();
  }));
  EXPECT_TRUE(kept->send("", "from another thread"));
  EXPECT_THAT(client.read_until("\n\n"), HasSubstr("from another thread"));
  EXPECT_FALSE(kept->gone());
  kept.reset();   // the last copy ends it
  EXPECT_THAT(client.read_until(kLastChunk), HasSubstr(kLastChunk));
}

TEST(EventStream, OutlivesItsServer) {
  std::mutex lock;
  std::optional<EventStream> kept;
  {
    auto running = serve([&](EventStream stream) {
      const std::lock_guard guard(lock);
      kept = std::move(stream);
    });
    RawSocket client = running.connect();
    client.send(kGet);
    client.read_until("\r\n\r\n");
    ASSERT_TRUE(eventually([&] {
      const std::lock_guard guard(lock);
      return kept.has_value();
    }));
  }
  EXPECT_TRUE(kept->gone());
  const auto sent = kept->send("", "x");
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, ErrorCode::kCancelled);
}

TEST(EventStream, SendsHeartbeatsWhileNothingHappens) {
  std::atomic<bool> go{false};
  auto running = serve([&](EventStream) { eventually([&] { return go.load(); }); });
  RawSocket client = running.connect();
  client.send(kGet);
  client.read_until("\r\n\r\n");
  EXPECT_EQ(client.read_until(":\n\n\r\n"), "3\r\n:\n\n\r\n");
  EXPECT_EQ(client.read_until(":\n\n\r\n"), "3\r\n:\n\n\r\n");
  go = true;
}

TEST(EventStream, NoticesAClientThatVanishes) {
  for (const bool hard : {false, true}) {
    std::atomic<bool> ended{false};
    auto running =
        serve([&](EventStream stream) { ended = eventually([&] { return stream.gone(); }) && !stream.send("", "x"); });
    RawSocket client = running.connect();
    client.send(kGet);
    client.read_until("\r\n\r\n");
    hard ? client.reset() : client.close();
    EXPECT_TRUE(eventually([&] { return ended.load(); })) << hard;
    EXPECT_TRUE(eventually([&] { return running.connections() == 0; })) << hard;
  }
}

TEST(EventStream, HoldsTheWriterBackAndCutsAClientThatDoesNotRead) {
  Limits limits = small_limits();
  limits.event_buffer = 64 << 10;
  std::atomic<std::size_t> sent{0};
  std::atomic<bool> failed{false};
  auto running = serve(
      [&](EventStream stream) {
        const std::string data(10'000, 'x');
        while (sent < (1u << 30)) {
          if (!stream.send("", data)) break;
          sent += data.size();
        }
        failed = true;
      },
      limits);
  RawSocket client = running.connect(4096);
  client.send(kGet);
  ASSERT_TRUE(eventually([&] { return failed.load(); }));
  // What was taken is what lies in the buffers of the stream and of the system, by far not a gigabyte.
  EXPECT_LT(sent, 64u << 20);
  EXPECT_THAT(client.read_all(), Not(HasSubstr(kLastChunk)));   // a broken stream must not look complete
  EXPECT_TRUE(eventually([&] { return running.connections() == 0; }));
}

TEST(EventStream, DoesNotWaitWhenToldNotTo) {
  Limits limits = small_limits();
  limits.event_buffer = 64 << 10;
  limits.write_time = std::chrono::milliseconds(kPatience);
  std::atomic<bool> full{false};
  auto running = serve(
      [&](EventStream stream) {
        const std::string data(10'000, 'x');
        for (int i = 0; i < 100'000 && !full; ++i) {
          const auto sent = stream.try_send("", data);
          full = !sent && sent.error().code == ErrorCode::kTooLarge;
        }
      },
      limits);
  RawSocket client = running.connect(4096);
  client.send(kGet);
  EXPECT_TRUE(eventually([&] { return full.load(); }));
}

TEST(EventStream, RefusesWhatWouldBreakTheStream) {
  std::atomic<int> refused{0};
  auto running = serve([&](EventStream stream) {
    using namespace std::string_view_literals;
    for (const auto bad : {"a\nb"sv, "a\rb"sv, "a\0b"sv}) {
      const auto name = stream.send(bad, "x");
      const auto id = stream.send("", "x", bad);
      refused += !name && name.error().code == ErrorCode::kInvalidArgument ? 1 : 0;
      refused += !id && id.error().code == ErrorCode::kInvalidArgument ? 1 : 0;
    }
    const auto huge = stream.send("", std::string(1 << 20, 'x'));
    refused += !huge && huge.error().code == ErrorCode::kTooLarge ? 1 : 0;
    stream.finish();
    refused += stream.send("", "late") ? 0 : 1;
  });
  RawSocket client = running.connect();
  client.send(kGet);
  client.read_until("\r\n\r\n");
  EXPECT_EQ(client.read_until("0\r\n\r\n"), "0\r\n\r\n");
  EXPECT_TRUE(eventually([&] { return refused == 8; })) << refused;
}

TEST(EventStream, LeavesTheWorkersToRequests) {
  std::atomic<bool> go{false};
  std::atomic<int> running_sources{0};
  Limits limits = small_limits();
  limits.event_streams = 2;
  Router router = small_router();
  route(router, "GET", "/events", [&](const Request&) {
    return event_response([&](EventStream) {
      ++running_sources;
      eventually([&] { return go.load(); });
    });
  });
  ServerOptions options;
  options.workers = 1;
  RunningServer running(std::move(router), limits, options);
  RawSocket first = running.connect();
  RawSocket second = running.connect();
  first.send(kGet);
  second.send(kGet);
  ASSERT_TRUE(eventually([&] { return running_sources == 2; }));
  RawSocket third = running.connect();
  third.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(body_in(third.read_answer()), "hello");
  third.send(kGet);
  EXPECT_EQ(status_in(third.read_answer()), 503);   // no thread for a third stream
  go = true;
  first.read_until(kLastChunk);
  second.read_until(kLastChunk);
  ASSERT_TRUE(eventually([&] {   // the threads are free again
    RawSocket fourth = running.connect();
    fourth.send(kGet);
    return status_in(fourth.read_until("\r\n\r\n")) == 200;
  }));
}

TEST(EventStream, CutsTheStreamWhenItsSourceThrows) {
  auto running = serve([](EventStream stream) {
    if (!stream.send("", "x")) return;
    throw std::runtime_error("broken");
  });
  RawSocket client = running.connect();
  client.send(kGet);
  const std::string answer = client.read_all();
  EXPECT_THAT(answer, HasSubstr("data: x\n\n"));
  EXPECT_THAT(answer, Not(HasSubstr(kLastChunk)));
}

}  // namespace
}  // namespace maek::http
