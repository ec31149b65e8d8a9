// SPDX-License-Identifier: Apache-2.0
// The server over real sockets: what a well-behaved client sees.
#include "http/server.h"

#include <atomic>       // for std::atomic
#include <filesystem>   // for std::filesystem
#include <fstream>      // for std::ofstream

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "http/internal/server_fixture.h"   // for RunningServer

namespace maek::http {
namespace {

using namespace internal;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

TEST(Server, AnswersOneRequestAfterTheOtherOnOneConnection) {
  RunningServer running(small_router());
  RawSocket client = running.connect();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.send(kGet));
    const std::string answer = client.read_answer();
    EXPECT_EQ(status_in(answer), 200);
    EXPECT_EQ(body_in(answer), "hello");
    EXPECT_THAT(answer, Not(HasSubstr("Connection: close")));
  }
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  RunningServer running(small_router());
  RawSocket client = running.connect();
  std::string requests;
  for (int i = 0; i < 20; ++i) {
    requests += "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n" + std::to_string(10 + i);
  }
  ASSERT_TRUE(client.send(requests));
  client.finish();   // a client may close its side and still read
  for (int i = 0; i < 20; ++i) EXPECT_EQ(body_in(client.read_answer()), std::to_string(10 + i));
  EXPECT_EQ(client.read_all(), "");
}

TEST(Server, ClosesWhenTheClientAsksForIt) {
  RunningServer running(small_router());
  for (const char* request : {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n"}) {
    RawSocket client = running.connect();
    ASSERT_TRUE(client.send(request));
    EXPECT_THAT(client.read_all(), HasSubstr("Connection: close"));
    EXPECT_TRUE(client.saw_end());
  }
}

TEST(Server, KeepsAnOldClientThatAsksToStay) {
  RunningServer running(small_router());
  RawSocket client = running.connect();
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
    EXPECT_THAT(client.read_answer(), HasSubstr("Connection: keep-alive"));
  }
}

TEST(Server, ReadsBodiesWhicheverWayTheyAreCut) {
  RunningServer running(small_router());
  const std::string plain = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello world";
  const std::string chunked =
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nA: "
      "b\r\n\r\n";
  for (const std::string& request : {plain, chunked}) {
    for (std::size_t cut = 1; cut < request.size(); ++cut) {
      RawSocket client = running.connect();
      ASSERT_TRUE(client.send(request.substr(0, cut)));
      ASSERT_TRUE(client.send(request.substr(cut)));
      const std::string answer = client.read_answer();
      EXPECT_EQ(body_in(answer), "hello world") << "cut after " << cut << " bytes: " << answer;
    }
  }
}

TEST(Server, AsksForTheBodyWhenTheClientWaits) {
  RunningServer running(small_router());
  RawSocket client = running.connect();
  ASSERT_TRUE(client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  ASSERT_TRUE(client.send("abc"));
  EXPECT_EQ(body_in(client.read_answer()), "abc");
}

TEST(Server, RefusesABodyThatIsTooLongBeforeItIsSent) {
  RunningServer running(small_router());
  RawSocket client = running.connect();
  ASSERT_TRUE(client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_EQ(status_in(client.read_all()), 413);
}

TEST(Server, LetsTheClientSeeTheRefusalOfABodyThatItGoesOnSending) {
  RunningServer running(small_router());
  RawSocket client = running.connect();
  ASSERT_TRUE(client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n"));
  const std::string piece(100'000, 'x');
  for (int i = 0; i < 50; ++i) client.send(piece);
  const std::string answer = client.read_all();
  EXPECT_EQ(status_in(answer), 413);
  EXPECT_EQ(nlohmann::json::parse(body_in(answer))["error"]["code"], "too_large");
}

TEST(Server, AnswersHeadWithoutABody) {
  RunningServer running(small_router());
  RawSocket client = running.connect();
  ASSERT_TRUE(client.send("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
  const std::string answer = client.read_all();
  EXPECT_THAT(answer, HasSubstr("Content-Length: 5\r\n"));
  EXPECT_EQ(body_in(answer), "");
}

TEST(Server, SendsLargeBodiesAndFilesWhole) {
  std::string large;
  for (int i = 0; large.size() < 3'000'000; ++i) large += std::to_string(i) + "\n";
  const auto shared = std::make_shared<const std::string>(large);
  const auto path = std::filesystem::temp_directory_path() / ("maek-http-" + std::to_string(::getpid()));
  std::ofstream(path, std::ios::binary) << large;
  Router router;
  route(router, "GET", "/shared", [&](const Request&) { return shared_response(shared, "text/plain"); });
  route(router, "GET", "/own", [&](const Request&) { return text_response(large); });
  route(router, "GET", "/file", [&](const Request&) { return file_response({path}, "text/plain"); });
  route(router, "GET", "/part", [&](const Request&) { return file_response({path, 10, 20}, "text/plain"); });
  route(router, "GET", "/missing", [&](const Request&) { return file_response({path / "no"}, "text/plain"); });
  route(router, "GET", "/beyond", [&](const Request&) { return file_response({path, 10, 4'000'000}, "text/plain"); });
  RunningServer running(std::move(router));
  RawSocket client = running.connect();
  const auto get = [&](const std::string& target) {
    client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    return client.read_answer();
  };
  EXPECT_EQ(body_in(get("/shared")), large);
  EXPECT_EQ(body_in(get("/own")), large);
  EXPECT_EQ(body_in(get("/file")), large);
  EXPECT_EQ(body_in(get("/part")), large.substr(10, 20));
  EXPECT_EQ(status_in(get("/missing")), 404);
  const std::string beyond = get("/beyond");
  EXPECT_EQ(status_in(beyond), 500);
  EXPECT_THAT(beyond, Not(HasSubstr(path.string())));
  std::filesystem::remove(path);
}

TEST(Server, TurnsAnExceptionIntoA500ThatTellsNothing) {
  Router router;
  route(router, "GET", "/", [](const Request&) -> Response { throw std::runtime_error("secret place"); });
  RunningServer running(std::move(router));
  RawSocket client = running.connect();
  client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: abc-1\r\n\r\n");
  const std::string answer = client.read_answer();
  EXPECT_EQ(status_in(answer), 500);
  EXPECT_THAT(answer, Not(HasSubstr("secret")));
  EXPECT_THAT(answer, HasSubstr("abc-1"));
}

TEST(Server, SendsNoStatusThatIsNone) {
  Router router;
  route(router, "GET", "/{status}", [](const Request& request) {
    return text_response("x", "text/plain", std::stoi(request.parameter("status")));
  });
  RunningServer running(std::move(router));
  RawSocket client = running.connect();
  for (const char* status : {"0", "100", "199", "600", "-5"}) {
    client.send(std::string("GET /") + status + " HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(status_in(client.read_answer()), 500) << status;
  }
}

TEST(Server, KeepsAHandlersHeadersFromBreakingTheAnswer) {
  Router router;
  route(router, "GET", "/", [](const Request&) {
    Response response = text_response("x");
    response.headers.add("X-Note", "a\r\nSet-Cookie: b");
    response.headers.add("Bad Name", "c");
    response.headers.add("Content-Length", "99");
    return response;
  });
  RunningServer running(std::move(router));
  RawSocket client = running.connect();
  client.send(kGet);
  const std::string answer = client.read_answer();
  EXPECT_THAT(answer, HasSubstr("X-Note: a  Set-Cookie: b\r\n"));
  EXPECT_THAT(answer, Not(HasSubstr("Bad Name")));
  EXPECT_THAT(answer, Not(HasSubstr("Content-Length: 99")));
}

TEST(Server, SaysBusyWhenTheQueueIsFull) {
  std::atomic<bool> go{false};
  Router router;
  route(router, "GET", "/", [&](const Request&) {
    eventually([&] { return go.load(); });
    return text_response("done");
  });
  Limits limits = small_limits();
  limits.queue = 1;
  ServerOptions options;
  options.workers = 1;
  RunningServer running(std::move(router), limits, options);
  RawSocket first = running.connect();
  first.send(kGet);
  Gauge& in_flight = running.server->metrics().gauge("http_requests_in_flight", "");
  ASSERT_TRUE(eventually([&] { return in_flight.value() == 1; }));
  RawSocket second = running.connect();
  second.send(kGet);
  ASSERT_TRUE(eventually([&] { return in_flight.value() == 2; }));
  RawSocket third = running.connect();
  third.send(kGet);
  const std::string busy = third.read_answer();
  EXPECT_EQ(status_in(busy), 503);
  EXPECT_THAT(busy, HasSubstr("Retry-After: 1\r\n"));
  go = true;
  EXPECT_EQ(body_in(first.read_answer()), "done");
  EXPECT_EQ(body_in(second.read_answer()), "done");
  third.send(kGet);   // the refusal did not cost the connection
  EXPECT_EQ(body_in(third.read_answer()), "done");
}

TEST(Server, LogsOneLineForEachRequestWithoutSecrets) {
  Keys keys;
  ASSERT_TRUE(keys.add_key("alice", "0123456789abcdef-key"));
  Router router = small_router();
  router.set_keys(std::move(keys));
  route(router, "POST", "/jobs/{id}", [](const Request&) { return no_content(); }, Access::kKey);
  RunningServer running(std::move(router));
  RawSocket client = running.connect();
  client.send(
      "POST /jobs/7?token=hidden HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer 0123456789abcdef-key\r\n"
      "X-Request-Id: my-id\r\nContent-Length: 6\r\n\r\nprivat");
  EXPECT_EQ(status_in(client.read_answer()), 204);
  client.send("POST /jobs/7 HTTP/1.1\r\nHost: a\r\nX-Request-Id: bad id!\r\n\r\n");
  EXPECT_EQ(status_in(client.read_answer()), 401);
  const auto lines = running.log.wait_for(2);
  ASSERT_EQ(lines.size(), 2u);
  const auto line = nlohmann::json::parse(lines[0]);
  EXPECT_EQ(line["method"], "POST");
  EXPECT_EQ(line["path"], "/jobs/7");
  EXPECT_EQ(line["route"], "/jobs/{id}");
  EXPECT_EQ(line["status"], 204);
  EXPECT_EQ(line["bytes_in"], 6);
  EXPECT_EQ(line["id"], "my-id");
  EXPECT_EQ(line["key"], "alice");
  EXPECT_EQ(line["peer"], "127.0.0.1");
  EXPECT_THAT(lines[0], Not(HasSubstr("hidden")));
  EXPECT_THAT(lines[0], Not(HasSubstr("0123456789abcdef")));
  EXPECT_THAT(lines[0], Not(HasSubstr("privat")));
  EXPECT_EQ(nlohmann::json::parse(lines[1])["id"].get<std::string>().size(), 32u);
}

TEST(Server, CountsByRouteAndNeverByPath) {
  auto metrics = std::make_shared<Metrics>();
  Router router = small_router();
  ASSERT_TRUE(add_metrics_route(router, metrics));
  ServerOptions options;
  options.metrics = metrics;
  RunningServer running(std::move(router), small_limits(), options);
  RawSocket client = running.connect();
  for (int i = 0; i < 5; ++i) {
    client.send("GET /path/" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    client.read_answer();
    client.send("BREW" + std::to_string(i) + " /nowhere/" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    client.read_answer();
  }
  client.send("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string text = body_in(client.read_answer());
  EXPECT_THAT(text, HasSubstr("http_requests_total{route=\"/path/{rest...}\",method=\"GET\",status=\"200\"} 5\n"));
  EXPECT_THAT(text, HasSubstr("http_requests_total{route=\"none\",method=\"other\",status=\"404\"} 5\n"));
  EXPECT_THAT(text, HasSubstr("http_request_seconds_count{route=\"/path/{rest...}\",method=\"GET\"} 5\n"));
  EXPECT_THAT(text, HasSubstr("http_requests_in_flight 1\n"));
  EXPECT_THAT(text, HasSubstr("http_connections 1\n"));
}

TEST(Server, ServesOnlyTheHostsThatItWasTold) {
  ServerOptions options;
  options.hosts = {"localhost", "127.0.0.1"};
  RunningServer running(small_router(), small_limits(), options);
  const struct {
    const char* host;
    int status;
  } cases[] = {
      {"localhost", 200}, {"LOCALHOST:8080", 200}, {"127.0.0.1:1", 200}, {"evil.example", 421}, {"[::1]:80", 421}};
  for (const auto& c : cases) {
    RawSocket client = running.connect();
    client.send(std::string("GET / HTTP/1.1\r\nHost: ") + c.host + "\r\n\r\n");
    EXPECT_EQ(status_in(client.read_answer()), c.status) << c.host;
  }
}

TEST(Server, LetsConnectionsBeyondTheLimitWait) {
  Limits limits = small_limits();
  limits.connections = 2;
  limits.idle_time = std::chrono::milliseconds(kPatience);
  RunningServer running(small_router(), limits);
  RawSocket first = running.connect();
  RawSocket second = running.connect();
  for (RawSocket* client : {&first, &second}) {
    client->send(kGet);
    ASSERT_EQ(status_in(client->read_answer()), 200);
  }
  RawSocket third = running.connect();
  third.send(kGet);
  EXPECT_EQ(running.connections(), 2);
  first.close();
  EXPECT_EQ(status_in(third.read_answer()), 200);
}

TEST(Server, SaysWhyItCannotStart) {
  RunningServer running(small_router());
  const auto start = [](ServerOptions options) {
    auto server = Server::start(std::move(options), small_router());
    return server ? std::string("started") : server.error().text();
  };
  ServerOptions taken;
  taken.port = running.server->port();
  EXPECT_THAT(start(taken), HasSubstr("cannot listen"));
  ServerOptions name;
  name.address = "localhost";
  EXPECT_THAT(start(name), HasSubstr("no IP address"));
  ServerOptions half;
  half.certificate = "certificate.pem";
  EXPECT_THAT(start(half), HasSubstr("its key"));
  half.key = "key.pem";
  EXPECT_THAT(start(half), HasSubstr("TLS certificate"));
}

}  // namespace
}  // namespace maek::http
