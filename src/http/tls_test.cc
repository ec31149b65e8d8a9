// SPDX-License-Identifier: Apache-2.0
// TLS between our client and our server, and with peers that do not speak it.
#include <filesystem>   // for std::filesystem
#include <fstream>      // for std::ofstream

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "http/client.h"                          // for Client
#include "http/internal/certificate_fixture.h"    // for CertificateFixture
#include "http/internal/server_fixture.h"         // for RunningServer

namespace maek::http {
namespace {

using namespace internal;
using std::chrono::milliseconds;
using testing::HasSubstr;

ServerOptions with(const CertificateFixture& certificate) {
  ServerOptions options;
  options.certificate = certificate.certificate();
  options.key = certificate.key();
  return options;
}

Expected<Response> get(const std::string& url, const std::filesystem::path& authorities = {}) {
  ClientOptions options;
  options.authorities = authorities;
  options.connect_time = options.total_time = milliseconds(kPatience);
  return Client(options).get(url);
}

TEST(Tls, CarriesRequestsAndAnswersOfEverySize) {
  const CertificateFixture own("DNS:localhost,IP:127.0.0.1");
  std::string large;
  for (int i = 0; large.size() < 1'000'000; ++i) large += std::to_string(i);
  Router router = small_router();
  route(router, "GET", "/large", [&](const Request& request) { return text_response(request.tls ? large : ""); });
  Limits limits = small_limits();
  limits.body_bytes = 10'000'000;
  RunningServer running(std::move(router), limits, with(own));
  EXPECT_EQ(running.server->url().substr(0, 8), "https://");
  auto small = get(running.url("/"), own.certificate());
  ASSERT_TRUE(small) << small.error().text();
  EXPECT_EQ(small->text(), "hello");
  auto big = get(running.url("/large"), own.certificate());
  ASSERT_TRUE(big) << big.error().text();
  EXPECT_EQ(big->text(), large);
  ClientOptions options;
  options.authorities = own.certificate();
  auto echo = Client(options).post(running.url("/echo"), large, "text/plain");
  ASSERT_TRUE(echo) << echo.error().text();
  EXPECT_EQ(echo->text(), large);
  auto by_name = get("https://localhost:" + std::to_string(running.server->port()) + "/", own.certificate());
  EXPECT_TRUE(by_name) << by_name.error().text();
  EXPECT_TRUE(eventually([&] { return running.connections() == 0; }));
}

TEST(Tls, CarriesEventStreamsAndRefusalsOfLongBodies) {
  const CertificateFixture own("IP:127.0.0.1");
  Router router = small_router();
  route(router, "GET", "/events", [](const Request&) {
    return event_response([](EventStream stream) {
      for (int i = 0; i < 100; ++i) EXPECT_TRUE(stream.send("", std::to_string(i)));
    });
  });
  RunningServer running(std::move(router), small_limits(), with(own));
  auto events = get(running.url("/events"), own.certificate());
  ASSERT_TRUE(events) << events.error().text();
  EXPECT_THAT(std::string(events->text()), HasSubstr("data: 99\n\n"));
  ClientOptions options;
  options.authorities = own.certificate();
  auto refused = Client(options).post(running.url("/echo"), std::string(3'000'000, 'x'), "text/plain");
  ASSERT_TRUE(refused) << refused.error().text();
  EXPECT_EQ(refused->status, 413);
}

TEST(Tls, RefusesCertificatesThatProveNothing) {
  const CertificateFixture own("IP:127.0.0.1");
  const CertificateFixture other("IP:127.0.0.1");
  const CertificateFixture elsewhere("DNS:elsewhere.example,IP:127.0.0.2");
  const CertificateFixture expired("IP:127.0.0.1", -1);
  const struct {
    const char* name;
    const CertificateFixture* server;
    std::filesystem::path trusted;
    const char* message;
  } cases[] = {
      {"unknown to the system", &own, {}, "self"},
      {"signed by somebody else", &own, other.certificate(), "self"},
      {"for another host", &elsewhere, elsewhere.certificate(), "IP address mismatch"},
      {"expired", &expired, expired.certificate(), "expired"},
  };
  for (const auto& c : cases) {
    RunningServer running(small_router(), small_limits(), with(*c.server));
    auto got = get(running.url("/"), c.trusted);
    ASSERT_FALSE(got) << c.name;
    EXPECT_EQ(got.error().code, ErrorCode::kUnreadable) << c.name;
    EXPECT_THAT(got.error().message, HasSubstr("TLS failed")) << c.name;
    EXPECT_THAT(got.error().message, HasSubstr(c.message)) << c.name;
    EXPECT_TRUE(eventually([&] { return running.connections() == 0; })) << c.name;
  }
}

TEST(Tls, RefusesAHostNameThatTheCertificateDoesNotHave) {
  const CertificateFixture own("DNS:other.example,IP:127.0.0.1");
  RunningServer running(small_router(), small_limits(), with(own));
  auto got = get("https://localhost:" + std::to_string(running.server->port()) + "/", own.certificate());
  ASSERT_FALSE(got);
  EXPECT_THAT(got.error().message, HasSubstr("ostname mismatch"));
}

TEST(Tls, SurvivesPeersThatDoNotSpeakIt) {
  const CertificateFixture own("IP:127.0.0.1");
  RunningServer secure(small_router(), small_limits(), with(own));
  RawSocket plain = secure.connect();
  plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  plain.read_all();
  EXPECT_TRUE(plain.saw_end());
  RawSocket silent = secure.connect();   // never begins the handshake
  EXPECT_EQ(silent.read_all(), "");
  EXPECT_TRUE(silent.saw_end());
  RunningServer open(small_router());
  auto got = get("https://127.0.0.1:" + std::to_string(open.server->port()) + "/", own.certificate());
  ASSERT_FALSE(got);
  EXPECT_THAT(got.error().message, HasSubstr("TLS")) << got.error().text();
  EXPECT_TRUE(eventually([&] { return secure.connections() == 0 && open.connections() == 0; }));
}

/// Answers over TLS without a length, and goes away with or without ending TLS.
std::string answer_that_ends(bool properly) {
  const CertificateFixture own("IP:127.0.0.1");
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_use_certificate_chain_file(context, own.certificate().c_str());
  SSL_CTX_use_PrivateKey_file(context, own.key().c_str(), SSL_FILETYPE_PEM);
  std::string got;
  {
    RawServer server([&](RawSocket& socket) {
      SSL* ssl = SSL_new(context);
      SSL_set_fd(ssl, socket.descriptor());
      char request[1024];
      const char answer[] = "HTTP/1.1 200 OK\r\n\r\nhalf";
      if (SSL_accept(ssl) == 1 && SSL_read(ssl, request, sizeof request) > 0) SSL_write(ssl, answer, sizeof answer - 1);
      if (properly) SSL_shutdown(ssl);
      SSL_free(ssl);
    });
    const auto answer = get("https://127.0.0.1:" + std::to_string(server.port()) + "/", own.certificate());
    got = answer ? std::string(answer->text()) : answer.error().message;
  }
  SSL_CTX_free(context);
  return got;
}

TEST(Tls, DoesNotTakeACutConnectionForTheEndOfAnAnswer) {
  EXPECT_EQ(answer_that_ends(true), "half");
  EXPECT_EQ(answer_that_ends(false), "the answer was cut short");
}

TEST(Tls, StopsWithIdleClientsConnected) {
  const CertificateFixture own("IP:127.0.0.1");
  RunningServer running(small_router(), small_limits(), with(own));
  RawSocket half = running.connect();
  half.send("\x16\x03\x01");
  ASSERT_TRUE(eventually([&] { return running.connections() == 1; }));
  running.server->stop(milliseconds(kPatience));
  EXPECT_EQ(half.read_all(), "");
}

TEST(Tls, SaysWhatIsWrongWithItsFiles) {
  const CertificateFixture own("IP:127.0.0.1");
  const CertificateFixture other("IP:127.0.0.1");
  const auto start = [](const std::filesystem::path& certificate, const std::filesystem::path& key) {
    ServerOptions options;
    options.certificate = certificate;
    options.key = key;
    auto server = Server::start(std::move(options), small_router());
    return server ? std::string("started") : server.error().text();
  };
  EXPECT_THAT(start(own.certificate(), other.key()), HasSubstr("key"));
  EXPECT_THAT(start(own.key(), own.key()), HasSubstr("certificate"));
  EXPECT_THAT(start(own.certificate(), own.certificate()), HasSubstr("key"));
  auto got = get("https://127.0.0.1:1/", "no-such-file.pem");
  ASSERT_FALSE(got);
  EXPECT_THAT(got.error().text(), HasSubstr("no-such-file.pem"));
}

}  // namespace
}  // namespace maek::http
