// SPDX-License-Identifier: Apache-2.0
// The operations as a user meets them: keys and files made by one, used by the next, over real sockets.
#include "serve/operations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "evidence/internal/ledger_fixture.h"  // for fixture_log
#include "evidence/key_file.h"                    // for write_key_file
#include "evidence/policy.h"                      // for verify_checkpoint
#include "evidence/proof_file.h"                  // for parse_proof_file
#include "http/client.h"                          // for Client
#include "http/internal/server_fixture.h"         // for RawSocket, status_in
#include "http/url.h"                             // for parse_url
#include "serve/internal/operation_fixture.h"     // for call, RunningOperation
#include "serve/internal/serve_fixture.h"         // for HomeFixture

namespace maek::serve {
namespace {

using internal::call;
using internal::Given;
using internal::HomeFixture;
using internal::RunningOperation;
using testing::HasSubstr;

// What stands behind `word` in a line: an address, a key.
std::string after(const std::string& line, const std::string& word) {
  const std::size_t at = line.find(word);
  if (at == std::string::npos) return {};
  const std::string rest = line.substr(at + word.size());
  return rest.substr(0, rest.find_first_of(", "));
}

struct WitnessOperation {
  WitnessOperation(const std::filesystem::path& folder, const std::string& name, const evidence::VerifierKey& log,
                   const std::string& passphrase = {}) {
    const auto file = [&](const char* what) { return (folder / (name + what)).string(); };
    Given keygen = {{"name", {name}}, {"to", {file(".key")}}, {"cosigner", {"true"}}};
    Given witness = {{"key", {file(".key")}}, {"logs", {file(".logs")}}, {"store", {file(".store")}}, {"port", {"0"}}};
    if (!passphrase.empty()) {
      EXPECT_TRUE(write_file(file(".passphrase"), passphrase + "\n"));
      keygen["passphrase-file"] = witness["passphrase-file"] = {file(".passphrase")};
    }
    EXPECT_TRUE(call("evidence keygen", keygen));
    EXPECT_TRUE(write_file(file(".logs"), "# logs\n\n" + log.text() + "\n"));
    running = std::make_unique<RunningOperation>("evidence witness", witness);
    const auto lines = running->announced(2);
    if (lines.size() < 2) {
      ADD_FAILURE() << running->stop().error().text();
      return;
    }
    url = after(lines[0], " at ");
    key = after(lines[1], "key: ");
  }
  std::unique_ptr<RunningOperation> running;
  std::string url, key;
};

TEST(Operations, CarryCosignaturesFromTwoWitnessesIntoProofsAndBundles) {
  HomeFixture home;
  home.capture("finding");
  const auto log = home.reader().log();
  const std::string folder = home.home.path.string();
  const auto outside = home.folder.path();
  ASSERT_TRUE(write_file(outside / "finding", "finding"));
  const std::string artefact = (outside / "finding").string();
  WitnessOperation first(outside, "first", log), second(outside, "second", log, "a long passphrase");

  const auto cosigned = call(
      "evidence cosign", {{"witness", {first.url, second.url}}, {"key", {first.key, second.key}}, {"home", {folder}}});
  ASSERT_TRUE(cosigned) << cosigned.error().text();
  EXPECT_FALSE(cosigned->refused) << cosigned->table;
  const auto summary = nlohmann::json::parse(cosigned->summary_json);
  EXPECT_EQ(summary["witnesses"].size(), 2u);
  EXPECT_EQ(summary["witnesses"][1]["size"], home.reader().size());
  const std::string policy_file = summary["policy"];
  const auto policy = evidence::parse_policy(policy_file);
  ASSERT_TRUE(policy) << policy.error().text() << policy_file;
  EXPECT_THAT(cosigned->table, HasSubstr(policy_file));
  EXPECT_EQ(policy->witnesses[0].url, first.url);

  const auto proved = call("evidence prove", {{"what", {artefact}}, {"home", {folder}}});
  ASSERT_TRUE(proved) << proved.error().text();
  const auto proof = evidence::parse_proof_file(proved->files[0].bytes);
  ASSERT_TRUE(proof) << proof.error().text();
  const auto verdict = evidence::verify_checkpoint(proof->checkpoint, *policy);
  ASSERT_TRUE(verdict) << verdict.error().text();
  EXPECT_EQ(verdict->cosignatures.size(), 2u);

  const auto exported = call("evidence export", {{"what", {artefact}}, {"format", {"bundle"}}, {"home", {folder}}});
  ASSERT_TRUE(exported) << exported.error().text();
  const std::string bundle = (outside / "finding.maek-bundle").string();
  ASSERT_TRUE(write_file(bundle, exported->files[0].bytes));
  ASSERT_TRUE(write_file(outside / "policy", policy_file));
  const Given verify = {{"what", {bundle}}, {"policy", {(outside / "policy").string()}}};
  const auto judged = call("evidence verify", verify);
  ASSERT_TRUE(judged) << judged.error().text();
  EXPECT_FALSE(judged->refused) << judged->table;
  const auto checked = call("evidence fsck", {{"home", {folder}}});
  ASSERT_TRUE(checked) << checked.error().text();
  EXPECT_FALSE(checked->refused) << checked->table;

  // The witnesses that a policy names need not be named again.
  ASSERT_TRUE(write_file(home.home.policy(), policy_file));
  home.capture("second finding");
  const auto again = call("evidence cosign", {{"home", {folder}}});
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_FALSE(again->refused) << again->table;
  EXPECT_TRUE(evidence::verify_checkpoint(home.reader().checkpoint_file(), *policy));

  const auto ended = first.running->stop();
  ASSERT_TRUE(ended) << ended.error().text();
  EXPECT_EQ(nlohmann::json::parse(ended->summary_json)["cosigned"], 2);
}

TEST(Operations, SayWhichWitnessRefusesAndKeepWhatOthersSigned) {
  HomeFixture home;
  home.capture("one");
  const auto log = home.reader().log();
  WitnessOperation knows(home.folder.path(), "knows", log);
  WitnessOperation stranger(home.folder.path(), "stranger", evidence::fixture_log());
  const auto cosigned = call("evidence cosign", {{"witness", {stranger.url, knows.url}},
                                                 {"key", {stranger.key, knows.key}},
                                                 {"home", {home.home.path.string()}}});
  ASSERT_TRUE(cosigned) << cosigned.error().text();
  EXPECT_TRUE(cosigned->refused);
  const auto summary = nlohmann::json::parse(cosigned->summary_json);
  EXPECT_EQ(summary["witnesses"][0]["error"]["code"], "not_found");
  EXPECT_EQ(summary["witnesses"][1]["cosigned"], true);
  const std::string policy_file = summary["policy"];
  EXPECT_THAT(policy_file, testing::Not(HasSubstr("stranger")));
  EXPECT_TRUE(evidence::verify_checkpoint(home.reader().checkpoint_file(), *evidence::parse_policy(policy_file)));
}

TEST(Operations, ServeTilesUntilTheyAreStopped) {
  HomeFixture home;
  home.capture("one");
  RunningOperation running("evidence serve-tiles",
                           {{"home", {home.home.path.string()}}, {"port", {"0"}}, {"prefix", {"/lab"}}});
  const auto lines = running.announced(2);
  ASSERT_EQ(lines.size(), 2u);
  const std::string url = after(lines[0], " at ");
  const auto key = evidence::parse_verifier_key(after(lines[1], "key: "));
  ASSERT_TRUE(key) << lines[1];
  const http::Client client;
  const auto checkpoint = client.get(url + "/checkpoint");
  ASSERT_TRUE(checkpoint) << checkpoint.error().text();
  EXPECT_TRUE(evidence::open_checkpoint(checkpoint->text(), *key));
  // A web page that reaches this machine through a name of its own gets nothing.
  const auto status_for = [&](const std::string& host) {
    auto socket = http::internal::RawSocket::connect(http::parse_url(url)->port);
    socket.send("GET /lab/checkpoint HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    return http::internal::status_in(socket.read_all());
  };
  EXPECT_EQ(status_for("localhost"), 200);
  EXPECT_GE(status_for("evil.example"), 400);
  ASSERT_TRUE(running.stop());
  EXPECT_FALSE(client.get(url + "/checkpoint"));
}

TEST(Operations, RefuseWhatCannotBe) {
  HomeFixture home;
  home.capture("one");
  const std::string folder = home.home.path.string();
  const auto outside = home.folder.path();
  const std::string vkey =
      evidence::VerifierKey{"w.example", evidence::KeyType::kCosignature, evidence::fixture_key(3).public_key()}.text();
  const std::string log_key = home.reader().log().text();
  ASSERT_TRUE(write_file(outside / "logs", log_key + "\n"));
  ASSERT_TRUE(write_file(outside / "empty", "# nobody\n"));
  const auto file = [&](const char* name) { return (outside / name).string(); };
  ASSERT_TRUE(call("evidence keygen", {{"name", {"w"}}, {"to", {file("w.key")}}, {"cosigner", {"true"}}}));
  const Given witness = {
      {"key", {file("w.key")}}, {"logs", {file("logs")}}, {"store", {file("store")}}, {"port", {"0"}}};
  const auto with = [](Given given, const std::string& name, const std::string& value) {
    given[name] = {value};
    return given;
  };
  struct Case {
    const char* operation;
    Given given;
    const char* says;
  };
  const std::vector<Case> cases = {
      {"evidence cosign", {{"home", {folder}}}, "names no witness"},
      {"evidence cosign", {{"home", {folder}}, {"witness", {"http://127.0.0.1:1"}}}, "1 addresses and 0 keys"},
      {"evidence cosign", {{"home", {folder}}, {"witness", {"http://a", "http://b"}}, {"key", {vkey, vkey}}}, "twice"},
      {"evidence cosign", {{"home", {folder}}, {"witness", {"http://a"}}, {"key", {log_key}}}, "not of a witness"},
      {"evidence cosign", {{"home", {folder}}, {"witness", {"http://a"}}, {"key", {"x"}}}, "--key x"},
      {"evidence cosign", {{"home", {file("nowhere")}}}, "no ledger"},
      {"evidence serve-tiles", {{"home", {file("nowhere")}}}, "no ledger"},
      {"evidence serve-tiles", {{"home", {folder}}, {"port", {"0"}}, {"tls-key", {"x"}}}, "belong together"},
      {"evidence serve-tiles", {{"home", {folder}}, {"port", {"0"}}, {"address", {"nowhere"}}}, "nowhere"},
      {"evidence serve-tiles", {{"home", {folder}}, {"port", {"0"}}, {"prefix", {"lab"}}}, "--prefix"},
      {"evidence witness", with(witness, "logs", file("empty")), "no log is named"},
      {"evidence witness", with(witness, "key", (home.home.log_key()).string()), "not of a witness"},
      {"evidence witness", with(witness, "key", file("nothing")), "nothing"},
      {"evidence witness", with(witness, "port", "65536"), "65536"},
  };
  const Cancellation never;
  OperationContext context;
  context.cancellation = &never;
  for (const Case& c : cases) {
    const auto result = call(c.operation, c.given, context);
    ASSERT_FALSE(result) << c.operation << c.says;
    EXPECT_THAT(result.error().text(), HasSubstr(c.says)) << c.operation;
  }
  // Without anybody who could stop it a service does not begin.
  EXPECT_FALSE(call("evidence witness", witness));
  EXPECT_FALSE(call("evidence serve-tiles", {{"home", {folder}}, {"port", {"0"}}}));
}

}  // namespace
}  // namespace maek::serve
