// SPDX-License-Identifier: Apache-2.0
// The client before witnesses that are older, broken or hostile: scripted answers over real sockets.
#include "serve/witness_client.h"

#include <atomic>   // for std::atomic

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evidence/internal/ledger_fixture.h"  // for fixture_log
#include "http/server.h"                        // for Server
#include "serve/internal/serve_fixture.h"       // for HomeFixture

namespace maek::serve {
namespace {

using internal::HomeFixture;
using testing::HasSubstr;

// Answers every add-checkpoint by a function of how many came before.
struct ScriptedWitness {
  explicit ScriptedWitness(std::function<http::Response(int, const http::Request&)> answer) {
    http::Router router;
    EXPECT_TRUE(router.add("POST", "/add-checkpoint", http::Access::kOpen,
                           [this, answer](const http::Request& request) { return answer(asked++, request); }));
    http::ServerOptions options;
    options.access_log = {};
    auto started = http::Server::start(std::move(options), std::move(router));
    if (started) server = *std::move(started);
  }
  WitnessAddress address() const {
    return {server->url(), {"w.example", evidence::KeyType::kCosignature, evidence::fixture_key(7).public_key()}};
  }
  std::atomic<int> asked{0};
  std::unique_ptr<http::Server> server;
};

http::Response size_answer(const std::string& body, const std::string& type = evidence::kTreeSizeType) {
  return http::text_response(body, type, 409);
}
http::Response signed_answer(const http::Request& request, std::uint8_t key = 7) {
  const std::string note = request.body.substr(request.body.find("\n\n") + 2);
  return http::text_response(
      evidence::cosign(evidence::parse_note(note)->text, "w.example", evidence::fixture_key(key), 1'700'000'000)
          .line());
}

struct WitnessClient : testing::Test {
  WitnessClient() {
    home.capture("one");
    home.capture("two");
  }
  Expected<std::optional<Cosigned>> ask(const ScriptedWitness& witness) {
    auto reader = home.reader();
    return ask_witness(witness_http_client(), witness.address(), reader, {});
  }
  HomeFixture home;
};

TEST_F(WitnessClient, ProvesFromTheSizeThatTheWitnessHolds) {
  for (const char* type : {"text/x.tlog.size", "Text/X.TLog.Size; charset=utf-8"}) {
    const ScriptedWitness witness([type](int before, const http::Request& request) {
      return before == 0 ? size_answer("1\n", type) : signed_answer(request);
    });
    const auto cosigned = ask(witness);
    ASSERT_TRUE(cosigned) << cosigned.error().text();
    ASSERT_TRUE(*cosigned);
    EXPECT_EQ((*cosigned)->time, 1'700'000'000u);
    EXPECT_EQ(witness.asked, 2);
  }
}

TEST_F(WitnessClient, UnderstandsTheConflictOfOlderWitnessesAsAFork) {
  const std::uint64_t size = home.reader().size();
  const ScriptedWitness witness([size](int, const http::Request&) { return size_answer(std::to_string(size) + "\n"); });
  const auto cosigned = ask(witness);
  ASSERT_FALSE(cosigned);
  EXPECT_THAT(cosigned.error().text(), HasSubstr("forked or rolled back"));
  EXPECT_EQ(witness.asked, 2);
}

TEST_F(WitnessClient, TakesNoAnswerForMoreThanItIs) {
  struct Case {
    std::function<http::Response(int, const http::Request&)> answer;
    ErrorCode code;
  };
  const auto text = [](int status, const std::string& body) {
    return [status, body](int, const http::Request&) { return http::text_response(body, "text/plain", status); };
  };
  const std::vector<Case> cases = {
      {text(200, ""), ErrorCode::kMalformed},
      {text(200, "nonsense\n"), ErrorCode::kMalformed},
      {text(200, std::string(2'000'000, 'x')), ErrorCode::kTooLarge},
      {[](int, const http::Request& request) { return signed_answer(request, 8); }, ErrorCode::kMalformed},
      {text(403, ""), ErrorCode::kNotFound},
      {text(404, ""), ErrorCode::kNotFound},
      {text(409, "3\n"), ErrorCode::kMalformed},   // without its type
      {text(500, ""), ErrorCode::kUnsupported},
      {text(302, ""), ErrorCode::kUnsupported},
      {[](int, const http::Request&) { return size_answer("x\n"); }, ErrorCode::kMalformed},
      {[](int, const http::Request&) { return size_answer("1"); }, ErrorCode::kMalformed},
      {[](int, const http::Request&) { return size_answer("18446744073709551616\n"); }, ErrorCode::kMalformed},
      {[](int, const http::Request&) { return size_answer("0\n"); }, ErrorCode::kMalformed},   // what we said
      {[](int before, const http::Request&) { return size_answer(std::to_string(1 + before % 2) + "\n"); },
       ErrorCode::kUnreadable},   // never content
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const ScriptedWitness witness(cases[i].answer);
    const auto cosigned = ask(witness);
    ASSERT_FALSE(cosigned) << i;
    EXPECT_EQ(cosigned.error().code, cases[i].code) << i << ": " << cosigned.error().text();
    EXPECT_LE(witness.asked, 4);
  }
}

TEST_F(WitnessClient, SaysNothingOfATreeLargerThanItsOwn) {
  const ScriptedWitness witness([](int, const http::Request&) { return size_answer("1000000\n"); });
  const auto cosigned = ask(witness);
  ASSERT_TRUE(cosigned) << cosigned.error().text();
  EXPECT_FALSE(*cosigned);
  const auto asked_again = cosign_home(home.home, witness.address(), witness_http_client());
  ASSERT_FALSE(asked_again);
  EXPECT_THAT(asked_again.error().text(), HasSubstr("larger than the"));
}

TEST_F(WitnessClient, StopsWhenTheUserDoes) {
  const ScriptedWitness witness([](int, const http::Request& request) { return signed_answer(request); });
  Cancellation stopped;
  stopped.request();
  const auto cosigned = cosign_home(home.home, witness.address(), witness_http_client(), &stopped);
  ASSERT_FALSE(cosigned);
  EXPECT_EQ(cosigned.error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace maek::serve
