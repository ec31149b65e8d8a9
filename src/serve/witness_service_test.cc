// SPDX-License-Identifier: Apache-2.0
// The witness over sockets answers what the witness without sockets answers.
#include "serve/witness_service.h"

#include <fstream>   // for std::ofstream
#include <thread>    // for std::thread

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "evidence/internal/ledger_fixture.h"  // for fixture_log
#include "evidence/merkle.h"                    // for empty_root
#include "evidence/witness.h"                   // for Witness
#include "evidence/witness_store.h"             // for WitnessFiles
#include "tests/vector_file.h"                  // for read_vectors
#include "http/client.h"                        // for Client
#include "http/internal/certificate_fixture.h"  // for CertificateFixture
#include "serve/internal/serve_fixture.h"       // for WitnessFixture
#include "tests/test_data.h"                    // for test_data

namespace maek::serve {
namespace {

using evidence::KeyType;
using internal::WitnessFixture;
using testing::HasSubstr;

constexpr std::uint64_t kNow = 1'700'000'000;

evidence::SecretKey key_of(const nlohmann::json& described) {
  const std::string hex = described["seed_hex"];
  std::array<std::uint8_t, 32> seed{};
  for (std::size_t i = 0; i < seed.size(); ++i)
    seed[i] = static_cast<std::uint8_t>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
  return evidence::SecretKey::from_seed(seed);
}

std::uint64_t session_time = kNow;

TEST(WitnessService, AnswersTheSessionByteForByteOverHttp) {
  const auto path = test_data("data/vectors/tlog/witness_session.json.gz");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/tlog/witness_session.json.gz");
  const auto vectors = evidence::read_vectors(*path);
  const auto log = evidence::parse_verifier_key(vectors["log"]["vkey"].get<std::string>());
  ASSERT_TRUE(log);
  const evidence::TemporaryFolder folder;
  WitnessSettings settings{
      {vectors["witness"]["name"], KeyType::kCosignature, key_of(vectors["witness"])}, {*log}, folder.path() / "store"};
  settings.server.access_log = {};
  settings.now = [] { return session_time; };
  const auto service = WitnessService::start(std::move(settings));
  ASSERT_TRUE(service) << service.error().text();
  const http::Client client;
  int steps = 0;
  for (const auto& step : vectors["steps"]) {
    SCOPED_TRACE(step["id"].get<std::string>());
    session_time = step.value("witness_time", kNow);
    const auto reply = client.post((*service)->url() + "/add-checkpoint", step["request"], "text/plain");
    ASSERT_TRUE(reply) << reply.error().text();
    EXPECT_EQ(reply->status, step["status"].get<int>()) << reply->text();
    if (step.contains("response_body")) {
      EXPECT_EQ(reply->text(), step["response_body"].get<std::string>());
    }
    if (step.contains("response_content_type")) {
      EXPECT_EQ(reply->headers.get("Content-Type"), step["response_content_type"].get<std::string>());
    }
    ++steps;
  }
  EXPECT_EQ(steps, 33);
  for (const auto& asked : vectors["monitoring"]) {
    std::string address = asked["request"];
    address = address.substr(address.find("> /") == address.npos ? address.find(">/") + 2 : 0);
    const auto reply = client.get((*service)->url() + "/" + address);
    ASSERT_TRUE(reply) << address << reply.error().text();
    EXPECT_EQ(reply->status, asked["status"].get<int>()) << address;
    if (asked.contains("body")) {
      EXPECT_EQ(reply->text(), asked["body"].get<std::string>());
    }
  }
}

std::string request_of(const evidence::VerifierKey& log, const std::string& leaf = "leaf") {
  const std::string text = evidence::Checkpoint{log.name, 1, evidence::leaf_hash(leaf)}.text();
  return evidence::add_checkpoint_request(
      0, {}, evidence::Note{text, {evidence::sign_note(text, log.name, evidence::fixture_key())}}.bytes());
}

TEST(WitnessService, RefusesInPlainTextAndByMethod) {
  const auto log = evidence::fixture_log();
  const WitnessFixture witness(11, {log}, "/w/");
  const std::string url = witness.service->url();
  EXPECT_TRUE(url.ends_with("/w"));
  const http::Client client;
  const std::string longest(evidence::kMaxWitnessRequestBytes + 1, 'a');
  struct Case {
    std::string method, path, body;
    int status;
  };
  for (const Case& c : std::vector<Case>{{"POST", "/add-checkpoint", "", 400},
                                         {"POST", "/add-checkpoint", longest, 400},
                                         {"POST", "/add-checkpoint", longest + longest, 413},
                                         {"POST", "/add-checkpoint", std::string(5, '\0'), 400},
                                         {"GET", "/add-checkpoint", "", 405},
                                         {"PUT", "/add-checkpoint", "", 405},
                                         {"GET", "/00/checkpoint", "", 404},
                                         {"GET", "/" + sha256(log.name).hex() + "/checkpoint", "", 404},
                                         {"GET", "/", "", 404}}) {
    http::ClientRequest request{.method = c.method, .url = url + c.path, .body = c.body};
    const auto reply = client.send(request);
    ASSERT_TRUE(reply) << c.path << reply.error().text();
    EXPECT_EQ(reply->status, c.status) << c.method << ' ' << c.path;
    if (c.status == 400) {
      EXPECT_EQ(reply->headers.get("Content-Type"), "text/plain; charset=utf-8");
    }
  }
  const auto reply = client.post(url + "/add-checkpoint", request_of(log), "text/plain");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200) << reply->text();
  const auto last = client.get(url + "/" + sha256(log.name).hex() + "/checkpoint");
  ASSERT_TRUE(last);
  EXPECT_EQ(last->status, 200);
  EXPECT_TRUE(last->text().ends_with(reply->text()));
}

TEST(WitnessService, ShowsWhatItDoes) {
  const auto log = evidence::fixture_log();
  WitnessFixture witness(11, {log});
  const http::Client client;
  const std::string url = witness.service->url();
  for (const char* leaf : {"leaf", "fork"}) {
    ASSERT_TRUE(client.post(url + "/add-checkpoint", request_of(log, leaf), "text/plain"));
  }
  const auto metrics = client.get(url + "/metrics");
  ASSERT_TRUE(metrics);
  EXPECT_THAT(std::string(metrics->text()), HasSubstr("witness_replies_total{status=\"200\"} 1\n"));
  EXPECT_THAT(std::string(metrics->text()), HasSubstr("witness_replies_total{status=\"409\"} 1\n"));
  EXPECT_THAT(std::string(metrics->text()), HasSubstr("witness_tree_size{origin=\"example.com/ledger\"} 1\n"));
  EXPECT_EQ(client.get(url + "/healthz")->status, 200);

  // A damaged record is never taken for none.
  const auto record = witness.store() / (sha256(log.name).hex() + ".checkpoint");
  ASSERT_TRUE(write_file(record, "damaged"));
  EXPECT_EQ(client.get(url + "/healthz")->status, 503);
  EXPECT_EQ(client.post(url + "/add-checkpoint", request_of(log), "text/plain")->status, 500);
  witness.service.reset();
  WitnessSettings settings{{"w.example", KeyType::kCosignature, evidence::fixture_key(11)}, {log}, witness.store()};
  EXPECT_FALSE(WitnessService::start(std::move(settings)));
}

TEST(WitnessService, LetsOneOfManyRacingForksThrough) {
  const auto log = evidence::fixture_log();
  const WitnessFixture witness(11, {log});
  const std::string url = witness.service->url() + "/add-checkpoint";
  std::atomic<int> signed_ones{0}, refused{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&, i] {
      const auto reply = http::Client().post(url, request_of(log, std::to_string(i)), "text/plain");
      if (reply && reply->status == 200) ++signed_ones;
      if (reply && reply->status == 409) ++refused;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(signed_ones, 1);
  EXPECT_EQ(refused, 15);
}

TEST(WitnessService, SpeaksTls) {
  const http::internal::CertificateFixture certificate("IP:127.0.0.1");
  const auto log = evidence::fixture_log();
  const evidence::TemporaryFolder folder;
  WitnessSettings settings{{"w.example", KeyType::kCosignature, evidence::fixture_key(11)}, {log}, folder.path() / "s"};
  settings.server.access_log = {};
  settings.server.certificate = certificate.certificate();
  settings.server.key = certificate.key();
  const auto service = WitnessService::start(std::move(settings));
  ASSERT_TRUE(service) << service.error().text();
  EXPECT_TRUE((*service)->url().starts_with("https://"));
  const http::Client client({.authorities = certificate.certificate()});
  const auto reply = client.post((*service)->url() + "/add-checkpoint", request_of(log), "text/plain");
  ASSERT_TRUE(reply) << reply.error().text();
  EXPECT_EQ(reply->status, 200);
}

TEST(WitnessService, RefusesSettingsThatCannotBe) {
  const auto log = evidence::fixture_log();
  const evidence::TemporaryFolder folder;
  const auto start = [&](KeyType type, std::vector<evidence::VerifierKey> logs, const std::string& prefix,
                         const std::filesystem::path& store) {
    WitnessSettings settings{{"w.example", type, evidence::fixture_key(11)}, std::move(logs), store};
    settings.prefix = prefix;
    settings.server.access_log = {};
    return WitnessService::start(std::move(settings));
  };
  const auto store = folder.path() / "store";
  EXPECT_FALSE(start(KeyType::kEd25519, {log}, "/", store));
  EXPECT_FALSE(start(KeyType::kCosignature, {}, "/", store));
  EXPECT_FALSE(start(KeyType::kCosignature, {log, log}, "/", store));
  for (const char* prefix : {"w", "//", "/a//b", "/..", "/a/./b", "/{x}", "/a b", "/%41"}) {
    EXPECT_FALSE(start(KeyType::kCosignature, {log}, prefix, store)) << prefix;
  }
  const auto first = start(KeyType::kCosignature, {log}, "/a/b", store);
  ASSERT_TRUE(first) << first.error().text();
  EXPECT_FALSE(start(KeyType::kCosignature, {log}, "/", store));   // the folder is taken
}

}  // namespace
}  // namespace maek::serve
