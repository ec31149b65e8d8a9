// SPDX-License-Identifier: Apache-2.0
// The server against clients that are broken, malicious, slow or gone.
#include <atomic>   // for std::atomic

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "http/internal/server_fixture.h"   // for RunningServer

namespace maek::http {
namespace {

using namespace internal;
using testing::HasSubstr;

struct Malformed {
  const char* name;
  std::string bytes;
  int status;
};

std::string with_head(const std::string& fields, const std::string& body = "") {
  return "POST /echo HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

std::string get(const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"; }

std::vector<Malformed> malformed_requests() {
  using namespace std::string_literals;
  return {
      {"no HTTP at all", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s + std::string(40, 'x') + "\r\n\r\n", 400},
      {"no version", "GET /\r\n\r\n", 400},
      {"two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"version 2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 400},
      {"version 0.9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", 400},
      {"lower-case protocol", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
      {"method with a bracket", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"endless method", std::string(33, 'A') + " / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"bare line feeds", "GET / HTTP/1.1\nHost: a\n\n\r\n\r\n", 400},
      {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
      {"Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
      {"Host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400},
      {"blank before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400},
      {"blank before the name", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
      {"field without a name", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400},
      {"field without a colon", "GET / HTTP/1.1\r\nHost: a\r\nabc\r\n\r\n", 400},
      {"NUL in a field", "GET / HTTP/1.1\r\nHost: a\r\nA: b\0c\r\n\r\n"s, 400},
      {"carriage return in a field", "GET / HTTP/1.1\r\nHost: a\r\nA: b\rc\r\n\r\n", 400},
      {"length and encoding", with_head("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {"encoding and length", with_head("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"), 400},
      {"two lengths", with_head("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"), 400},
      {"the same length twice", with_head("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), 400},
      {"a list of lengths", with_head("Content-Length: 3, 3\r\n", "abc"), 400},
      {"signed length", with_head("Content-Length: +3\r\n", "abc"), 400},
      {"negative length", with_head("Content-Length: -1\r\n"), 400},
      {"hexadecimal length", with_head("Content-Length: 0x3\r\n", "abc"), 400},
      {"length beyond 64 bits", with_head("Content-Length: 99999999999999999999999\r\n"), 400},
      {"length of nearly 64 bits", with_head("Content-Length: 18446744073709551615\r\n"), 413},
      {"empty length", with_head("Content-Length:\r\n"), 400},
      {"unknown encoding", with_head("Transfer-Encoding: gzip\r\n"), 501},
      {"encoding that only looks like chunked", with_head("Transfer-Encoding: xchunked\r\n"), 501},
      {"chunked with a vertical tab",
       with_head("Transfer-Encoding: \x0b"
                 "chunked\r\n"),
       400},
      {"two encodings in one field", with_head("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
      {"two encodings in two fields", with_head("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n"), 501},
      {"chunked twice", with_head("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
      {"chunked in HTTP/1.0", "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"chunk size that is none", with_head("Transfer-Encoding: chunked\r\n", "zz\r\nabc\r\n0\r\n\r\n"), 400},
      {"negative chunk", with_head("Transfer-Encoding: chunked\r\n", "-1\r\nabc\r\n0\r\n\r\n"), 400},
      {"chunk beyond 64 bits", with_head("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\nabc"), 400},
      {"chunk of nearly 64 bits",
       with_head("Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\n" + std::string(2000, 'x')), 413},
      {"chunk without its line end", with_head("Transfer-Encoding: chunked\r\n", "3\r\nabcX0\r\n\r\n"), 400},
      {"chunks beyond the limit",
       with_head("Transfer-Encoding: chunked\r\n",
                 "258\r\n" + std::string(600, 'x') + "\r\n258\r\n" + std::string(600, 'x') + "\r\n0\r\n\r\n"),
       413},
      {"endless chunk extension", with_head("Transfer-Encoding: chunked\r\n", "3;" + std::string(5000, 'x')), 400},
      {"endless trailer", with_head("Transfer-Encoding: chunked\r\n", "0\r\n" + std::string(5000, 'x')), 400},
      {"length in the trailer", with_head("Transfer-Encoding: chunked\r\n", "0\r\nContent-Length: 3\r\n\r\n"), 400},
      {"huge field", "GET / HTTP/1.1\r\nHost: a\r\nA: " + std::string(5000, 'x') + "\r\n\r\n", 431},
      {"huge head of many fields",
       [] {
         std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
         for (int i = 0; i < 500; ++i) head += "A: b\r\n";
         return head + "\r\n";
       }(),
       431},
      {"more fields than anyone needs",
       [] {
         std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
         for (int i = 0; i < 200; ++i) head += "A: b\r\n";
         return head + "\r\n";
       }(),
       431},
      {"folded field", "GET / HTTP/1.1\r\nHost: a\r\nA: b\r\n c\r\n\r\n", 400},
      {"folded encoding", with_head("Transfer-Encoding:\r\n\tchunked\r\n", "0\r\n\r\n"), 400},
      {"huge target", get("/" + std::string(5000, 'x')), 431},
      {"body beyond the limit", with_head("Content-Length: 1001\r\n", std::string(1001, 'x')), 413},
      {"unknown expectation", with_head("Content-Length: 1\r\nExpect: tea\r\n", "x"), 417},
      {"tunnel", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"target without a slash", get("path"), 400},
      {"absolute target", get("http://a/"), 200},
      {"absolute target of another protocol", get("ftp://a/"), 400},
      {"star for GET", get("*"), 400},
      {"fragment", get("/path/a#b"), 400},
      {"dots", get("/path/../x"), 400},
      {"encoded dots", get("/path/%2e%2e/x"), 400},
      {"half-encoded dots", get("/path/.%2E/x"), 400},
      {"encoded slash", get("/path/..%2fx"), 400},
      {"encoded backslash", get("/path/..%5cx"), 400},
      {"encoded NUL", get("/path/a%00b"), 400},
      {"encoded line break", get("/path/a%0d%0ab"), 400},
      {"double encoding is decoded once", get("/path/%252e%252e"), 200},
      {"overlong dot", get("/path/%c0%ae%c0%ae/x"), 400},
      {"overlong slash", get("/path/%e0%80%af"), 400},
      {"surrogate", get("/path/%ed%a0%80"), 400},
      {"cut escape", get("/path/%2"), 400},
      {"escape that is none", get("/path/%zz"), 400},
      {"empty part", get("/path//etc"), 400},
      {"raw byte in the target", get("/path/\xff"), 400},
      {"NUL in the query", get("/?a=%00"), 400},
      {"too many parts", get([] {
         std::string target = "/path";
         for (int i = 0; i < 100; ++i) target += "/a";
         return target;
       }()),
       400},
      {"a part that is fine", get("/path/%EC%95%BD%20a"), 200},
  };
}

TEST(HostileClient, GetsTheStatusOfItsFault) {
  RunningServer running(small_router());
  for (const Malformed& c : malformed_requests()) {
    RawSocket client = running.connect();
    ASSERT_TRUE(client.send(c.bytes)) << c.name;
    const std::string answer = c.status == 200 ? client.read_answer() : client.read_all();
    EXPECT_EQ(status_in(answer), c.status) << c.name << ": " << answer;
    if (c.status == 200) continue;
    // One answer and no second one: nothing behind the fault may pass for a request.
    EXPECT_EQ(answer.find("HTTP/1.1 ", 1), std::string::npos) << c.name << ": " << answer;
    EXPECT_TRUE(client.saw_end()) << c.name;
    const auto body = nlohmann::json::parse(body_in(answer), nullptr, false);
    ASSERT_FALSE(body.is_discarded()) << c.name << ": " << answer;
    EXPECT_FALSE(body["error"]["message"].get<std::string>().empty()) << c.name;
  }
}

TEST(HostileClient, CannotStopTheServerWithACutRequest) {
  RunningServer running(small_router());
  const std::string whole = with_head("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n");
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    RawSocket client = running.connect();
    client.send(whole.substr(0, cut));
    cut % 2 == 0 ? client.close() : client.reset();
  }
  EXPECT_TRUE(eventually([&] { return running.connections() == 0; }));
  RawSocket client = running.connect();
  client.send(whole);
  EXPECT_EQ(body_in(client.read_answer()), "abc");
}

TEST(HostileClient, CannotSmuggleByFlippingABit) {
  RunningServer running(small_router());
  const std::string whole = with_head("Content-Length: 3\r\n", "abc");
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string bytes = whole;
    bytes[i] = static_cast<char>(bytes[i] ^ 0x10);
    RawSocket client = running.connect();
    client.send(bytes);
    client.finish();
    const std::string answers = client.read_all();
    std::size_t count = 0;
    for (std::size_t at = 0; (at = answers.find("HTTP/1.1 ", at)) != std::string::npos; ++at) ++count;
    // One answer, or a second one that refuses what a wrong length left over.
    EXPECT_LE(count, 2u) << i << ": " << answers;
    if (count == 2) {
      EXPECT_THAT(answers, HasSubstr("400 Bad Request")) << i;
    }
  }
}

TEST(HostileClient, IsCutWhenItsHeadNeverEnds) {
  RunningServer running(small_router());
  RawSocket client = running.connect();
  client.send("GET / HTTP/1.1\r\n");
  std::atomic<bool> stop{false};
  std::thread drip([&] {
    for (int i = 0; i < 40 && !stop; ++i) {
      client.send("A: b\r\n");
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  });
  const std::string answer = client.read_all();
  stop = true;
  drip.join();
  EXPECT_EQ(status_in(answer), 408);
}

TEST(HostileClient, IsCutWhenItsBodyNeverEnds) {
  RunningServer running(small_router());
  RawSocket client = running.connect();
  client.send(with_head("Content-Length: 900\r\n"));
  std::atomic<bool> stop{false};
  std::thread drip([&] {
    for (int i = 0; i < 40 && !stop; ++i) {
      client.send("x");
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  });
  const std::string answer = client.read_all();
  stop = true;
  drip.join();
  EXPECT_EQ(status_in(answer), 408);
}

TEST(HostileClient, IsCutWhenItSaysNothing) {
  RunningServer running(small_router());
  RawSocket silent = running.connect();
  RawSocket idle = running.connect();
  idle.send(get("/"));
  idle.read_answer();
  EXPECT_EQ(silent.read_all(), "");
  EXPECT_EQ(idle.read_all(), "");
  EXPECT_TRUE(silent.saw_end());
  EXPECT_TRUE(idle.saw_end());
}

TEST(HostileClient, IsCutWhenItDoesNotReadItsAnswer) {
  const auto large = std::make_shared<const std::string>(64 << 20, 'x');
  Router router = small_router();
  route(router, "GET", "/large", [&](const Request&) { return shared_response(large, "text/plain"); });
  RunningServer running(std::move(router));
  RawSocket client = running.connect(4096);
  client.send(get("/large"));
  const auto lines = running.log.wait_for(1);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(nlohmann::json::parse(lines[0])["complete"], false);
  EXPECT_TRUE(eventually([&] { return running.connections() == 0; }));
  EXPECT_TRUE(eventually([&] { return large.use_count() == 1; }));   // nothing holds its answer any more
}

TEST(HostileClient, FreesEverythingWhenItVanishesWithinABody) {
  RunningServer running(small_router());
  {
    RawSocket client = running.connect();
    client.send(with_head("Content-Length: 900\r\n", "abc"));
    ASSERT_TRUE(eventually([&] { return running.connections() == 1; }));
    client.reset();
  }
  EXPECT_TRUE(eventually([&] { return running.connections() == 0; }));
  const auto lines = running.log.wait_for(1);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(nlohmann::json::parse(lines[0])["status"], 499);
}

TEST(HostileClient, CancelsTheWorkThatNobodyWaitsFor) {
  for (const bool hard : {false, true}) {
    std::atomic<bool> began{false};
    std::atomic<bool> saw{false};
    Router router;
    route(router, "GET", "/", [&](const Request& request) {
      began = true;
      saw = eventually([&] { return request.cancelled(); });
      return text_response("late");
    });
    RunningServer running(std::move(router));
    RawSocket client = running.connect();
    client.send(get("/"));
    ASSERT_TRUE(eventually([&] { return began.load(); }));
    hard ? client.reset() : client.close();
    EXPECT_TRUE(eventually([&] { return saw.load(); })) << hard;
    EXPECT_TRUE(eventually([&] { return running.connections() == 0; })) << hard;
  }
}

TEST(HostileClient, CannotFillTheMemoryWithManyBodies) {
  Limits limits = small_limits();
  limits.all_body_bytes = 1500;
  limits.body_time = std::chrono::milliseconds(kPatience);
  RunningServer running(small_router(), limits);
  RawSocket first = running.connect();
  first.send(with_head("Content-Length: 1000\r\n", std::string(900, 'x')));
  std::string answer;
  ASSERT_TRUE(eventually([&] {   // the first may not have been read yet
    RawSocket second = running.connect();
    second.send(with_head("Content-Length: 900\r\n", std::string(900, 'x')));
    answer = second.read_answer();
    return status_in(answer) == 503;
  })) << answer;
  first.send(std::string(100, 'x'));
  EXPECT_EQ(status_in(first.read_answer()), 200);
  EXPECT_TRUE(eventually([&] {   // what was held is free again, as soon as the first connection is done with it
    RawSocket third = running.connect();
    third.send(with_head("Content-Length: 900\r\n", std::string(900, 'x')));
    return status_in(third.read_answer()) == 200;
  }));
}

}  // namespace
}  // namespace maek::http
