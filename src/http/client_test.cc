// SPDX-License-Identifier: Apache-2.0
// The client against our server and against hostile ones.
#include "http/client.h"

#include <atomic>   // for std::atomic

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/internal/raw_socket_fixture.h"   // for RawServer
#include "http/internal/server_fixture.h"       // for RunningServer
#include "http/url.h"                           // for kLongestUrl

namespace maek::http {
namespace {

using namespace internal;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

ClientOptions small_options() {
  ClientOptions options;
  options.connect_time = milliseconds(kPatience);
  options.total_time = milliseconds(kPatience);
  options.header_bytes = 2000;
  options.body_bytes = 10'000;
  return options;
}

TEST(Client, GetsAndPosts) {
  RunningServer running(small_router());
  const Client client(small_options());
  auto hello = client.get(running.url("/"));
  ASSERT_TRUE(hello) << hello.error().text();
  EXPECT_EQ(hello->status, 200);
  EXPECT_EQ(hello->text(), "hello");
  EXPECT_EQ(hello->headers.get("x-content-type-options"), "nosniff");
  auto echo = client.post(running.url("/echo"), "some text", "text/plain");
  ASSERT_TRUE(echo) << echo.error().text();
  EXPECT_EQ(echo->text(), "some text");
  auto missing = client.get(running.url("/nothing"));
  ASSERT_TRUE(missing);
  EXPECT_EQ(missing->status, 404);
}

TEST(Client, FindsAHostByItsName) {
  RunningServer running(small_router());
  auto hello = Client(small_options()).get("http://localhost:" + std::to_string(running.server->port()) + "/");
  ASSERT_TRUE(hello) << hello.error().text();
  EXPECT_EQ(hello->text(), "hello");
}

TEST(Client, AsksForHeadWithoutWaitingForABody) {
  RunningServer running(small_router());
  ClientRequest request;
  request.method = "HEAD";
  request.url = running.url("/");
  auto answer = Client(small_options()).send(request);
  ASSERT_TRUE(answer) << answer.error().text();
  EXPECT_EQ(answer->headers.get("Content-Length"), "5");
  EXPECT_EQ(answer->text(), "");
}

TEST(Client, SeesTheRefusalOfABodyThatIsTooLong) {
  RunningServer running(small_router());
  auto answer = Client(small_options()).post(running.url("/echo"), std::string(3'000'000, 'x'), "text/plain");
  ASSERT_TRUE(answer) << answer.error().text();
  EXPECT_EQ(answer->status, 413);
}

TEST(Client, HandsEventsToItsSinkAsTheyCome) {
  Router router;
  route(router, "GET", "/", [](const Request&) {
    return event_response([](EventStream stream) {
      for (int i = 0; i < 1000 && stream.send("", std::to_string(i)); ++i) std::this_thread::sleep_for(milliseconds(2));
    });
  });
  RunningServer running(std::move(router));
  std::string seen;
  ClientRequest request;
  request.url = running.url("/");
  auto answer = Client(small_options()).send(request, [&](std::string_view piece) {
    seen += piece;
    return seen.find("data: 5\n") == std::string::npos;
  });
  ASSERT_FALSE(answer);   // the sink ended it, long before the last event
  EXPECT_EQ(answer.error().code, ErrorCode::kCancelled);
  EXPECT_THAT(seen, HasSubstr("data: 0\n\ndata: 1\n\n"));
}

struct HostileAnswer {
  const char* name;
  std::string bytes;   // then the connection is closed
  ErrorCode code;
  const char* message;
};

TEST(Client, RefusesWhatAHostileServerAnswers) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const HostileAnswer answers[] = {
      {"nothing", "", ErrorCode::kMalformed, "without an answer"},
      {"no HTTP", "SSH-2.0-OpenSSH_9\r\n", ErrorCode::kMalformed, "not HTTP/1.1"},
      {"cut status line", "HTTP/1.1 20", ErrorCode::kMalformed, "cut short"},
      {"cut head", ok + "Content-Length: 5\r\n", ErrorCode::kMalformed, "cut short"},
      {"cut body", ok + "Content-Length: 5\r\n\r\nabc", ErrorCode::kMalformed, "cut short"},
      {"cut chunk", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nabc", ErrorCode::kMalformed, "cut short"},
      {"no last chunk", ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", ErrorCode::kMalformed, "cut short"},
      {"bad chunk", ok + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", ErrorCode::kMalformed, "not HTTP/1.1"},
      {"two lengths", ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", ErrorCode::kMalformed,
       "not HTTP/1.1"},
      {"length and chunks", ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       ErrorCode::kMalformed, "not HTTP/1.1"},
      {"huge head", ok + "A: " + std::string(5000, 'x') + "\r\n\r\n", ErrorCode::kTooLarge, "head of the answer"},
      {"announced huge body", ok + "Content-Length: 10001\r\n\r\n", ErrorCode::kTooLarge, "announces 10001"},
      {"huge body to the end", ok + "\r\n" + std::string(10'001, 'x'), ErrorCode::kTooLarge, "larger than 10000"},
      {"huge chunk", ok + "Transfer-Encoding: chunked\r\n\r\nffffffff\r\n" + std::string(20'000, 'x'),
       ErrorCode::kTooLarge, "larger than 10000"},
      {"interim answers only",
       [] {
         std::string many;
         for (int i = 0; i < 100; ++i) many += "HTTP/1.1 102 Processing\r\n\r\n";
         return many;
       }(),
       ErrorCode::kMalformed, "interim"},
      {"switching protocols", "HTTP/1.1 101 Switching Protocols\r\n\r\n", ErrorCode::kMalformed, "interim"},
  };
  for (const HostileAnswer& answer : answers) {
    RawServer server([&](RawSocket& socket) {
      socket.read_until("\r\n\r\n");
      socket.send(answer.bytes);
    });
    auto got = Client(small_options()).get(server.url("/a?secret=1"));
    ASSERT_FALSE(got) << answer.name;
    EXPECT_EQ(got.error().code, answer.code) << answer.name << ": " << got.error().text();
    EXPECT_THAT(got.error().message, HasSubstr(answer.message)) << answer.name;
    EXPECT_EQ(got.error().where, server.url("/a")) << answer.name;
  }
}

TEST(Client, ReadsAnswersOfEveryProperForm) {
  const struct {
    const char* bytes;
    const char* body;
  } answers[] = {
      {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef", "abc"},
      {"HTTP/1.1 200 OK\r\n\r\nuntil the end", "until the end"},
      {"HTTP/1.0 200 OK\r\n\r\nold", "old"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nab\r\n1\r\nc\r\n0\r\nX: y\r\n\r\n", "abc"},
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", "x"},
      {"HTTP/1.1 204 No Content\r\n\r\n", ""},
      {"HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx", nullptr},   // no blank behind the status
  };
  for (const auto& answer : answers) {
    RawServer server([&](RawSocket& socket) {
      socket.read_until("\r\n\r\n");
      for (const char c : std::string(answer.bytes)) socket.send({&c, 1});
    });
    auto got = Client(small_options()).get(server.url());
    ASSERT_EQ(got.has_value(), answer.body != nullptr) << answer.bytes;
    if (got) {
      EXPECT_EQ(got->text(), answer.body) << answer.bytes;
    }
  }
}

TEST(Client, GivesUpOnAServerThatNeverEnds) {
  const std::pair<const char*, std::string> endless[] = {
      {"", ""}, {"HTTP/1.1 200 OK\r\n", "A: b\r\n"}, {"HTTP/1.1 200 OK\r\n\r\n", "x"}};
  for (const auto& [begin, drip] : endless) {
    std::atomic<bool> stop{false};
    RawServer server([&](RawSocket& socket) {
      socket.read_until("\r\n\r\n");
      socket.send(begin);
      for (int i = 0; i < 500 && !stop && socket.send(drip); ++i) std::this_thread::sleep_for(milliseconds(10));
    });
    ClientOptions options = small_options();
    options.total_time = milliseconds(150);
    auto got = Client(options).get(server.url());
    stop = true;
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, ErrorCode::kUnreadable);
    EXPECT_THAT(got.error().message, HasSubstr("150 ms")) << begin;
  }
}

TEST(Client, SaysWhoRefused) {
  std::uint16_t port = 0;
  {
    RunningServer running(small_router());
    port = running.server->port();
  }
  auto refused = Client(small_options()).get("http://127.0.0.1:" + std::to_string(port) + "/");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("refused"));
  RawServer resets([](RawSocket& socket) { socket.reset(); });
  auto lost = Client(small_options()).get(resets.url());
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::kUnreadable) << lost.error().text();
  auto unknown = Client(small_options()).get("http://no-such-host.invalid/");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kUnreadable) << unknown.error().text();
}

TEST(Client, StopsWhenItIsCancelled) {
  RawServer server([](RawSocket& socket) { socket.read_all(); });
  Cancellation cancellation;
  ClientRequest request;
  request.url = server.url();
  request.cancellation = &cancellation;
  std::thread later([&] {
    std::this_thread::sleep_for(milliseconds(50));
    cancellation.request();
  });
  auto got = Client(small_options()).send(request);
  later.join();
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, ErrorCode::kCancelled);
}

TEST(Client, SendsNoHeaderThatCouldBecomeARequest) {
  const Client client(small_options());
  const Header bad[] = {{"A", "b\r\nHost: c"},
                        {"A\r\nB", "c"},
                        {"", "x"},
                        {"Host", "x"},
                        {"Content-Length", "0"},
                        {"Transfer-Encoding", "chunked"},
                        {"A", std::string("x\0y", 3)}};
  for (const Header& header : bad) {
    Headers headers;
    headers.add(header.name, header.value);
    auto got = client.get("http://127.0.0.1:1/", headers);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, ErrorCode::kInvalidArgument) << header.name << ": " << got.error().text();
  }
  for (const char* method : {"", "GE T", "GET\r\n", "CONNECT"}) {
    ClientRequest request;
    request.method = method;
    request.url = "http://127.0.0.1:1/";
    auto got = client.send(request);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, ErrorCode::kInvalidArgument) << method;
  }
}

TEST(Client, FollowsRedirectsOnlyWhenToldTo) {
  std::mutex lock;
  std::string last_head;
  RawServer target([&](RawSocket& socket) {
    const std::string head = socket.read_until("\r\n\r\n");
    const std::lock_guard guard(lock);
    last_head = head;
    socket.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhere");
  });
  RawServer first([&](RawSocket& socket) {
    const std::string head = socket.read_until("\r\n\r\n");
    const std::string to = head.find("/local") != std::string::npos ? "/away" : target.url("/x");
    socket.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + to + "\r\n\r\n");
  });
  Headers headers;
  headers.add("Authorization", "Bearer secret");
  auto stays = Client(small_options()).get(first.url("/local"), headers);
  ASSERT_TRUE(stays);
  EXPECT_EQ(stays->status, 302);
  ClientOptions options = small_options();
  options.redirects = 1;
  auto once = Client(options).get(first.url("/local"), headers);
  ASSERT_TRUE(once);
  EXPECT_EQ(once->status, 302);
  options.redirects = 2;
  auto twice = Client(options).get(first.url("/local"), headers);
  ASSERT_TRUE(twice) << twice.error().text();
  EXPECT_EQ(twice->text(), "here");
  const std::lock_guard guard(lock);
  EXPECT_THAT(last_head, HasSubstr("GET /x HTTP/1.1"));
  EXPECT_THAT(last_head, Not(HasSubstr("secret")));   // another origin
}

}  // namespace
}  // namespace maek::http
