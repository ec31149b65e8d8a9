// SPDX-License-Identifier: Apache-2.0
// Policies: the vectors, what each line refuses, and checkpoints judged under a quorum.
#include "evidence/policy.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "tests/vector_file.h"
#include "tests/test_data.h"

namespace maek::evidence {
namespace {

using ::testing::HasSubstr;

constexpr const char* kOrigin = "log.example/a";

SecretKey key_number(std::uint8_t number) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(number);
  return SecretKey::from_seed(seed);
}

std::string log_key(std::uint8_t number = 0, const std::string& name = kOrigin) {
  return VerifierKey{name, KeyType::kEd25519, key_number(number).public_key()}.text();
}

std::string witness_key(std::uint8_t number) {
  return VerifierKey{fmt::format("w{}.example", number), KeyType::kCosignature, key_number(number).public_key()}.text();
}

Policy two_of_three() {
  auto policy =
      parse_policy(fmt::format("log {}\nwitness a {}\nwitness b {}\nwitness c {}\ngroup g 2 a b c\nquorum g\n",
                               log_key(), witness_key(1), witness_key(2), witness_key(3)));
  EXPECT_TRUE(policy) << policy.error().text();
  return *policy;
}

// A checkpoint signed by the log and by the witnesses of these numbers.
Note cosigned(const std::vector<std::uint8_t>& witnesses) {
  const std::string text = Checkpoint{kOrigin, 7, sha256("root")}.text();
  Note note{text, {sign_note(text, kOrigin, key_number(0))}};
  for (const std::uint8_t number : witnesses)
    note.signatures.push_back(cosign(text, fmt::format("w{}.example", number), key_number(number), 1000u + number));
  return note;
}

TEST(Policy, JudgesTheVectors) {
  const auto path = test_data("data/vectors/tlog/policies.json");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/tlog/policies.json");
  int cases = 0, evaluations = 0;
  const auto vectors = read_vectors(*path);
  for (const auto& test : vectors["cases"]) {
    SCOPED_TRACE(test["id"].get<std::string>());
    const auto policy = parse_policy(test["policy"].get<std::string>());
    EXPECT_EQ(policy.has_value(), test["valid"].get<bool>()) << test["why"];
    if (policy && test.contains("evaluate")) {
      for (const auto& asked : test["evaluate"]) {
        EXPECT_EQ(quorum_met(*policy, asked["cosigned"].get<std::vector<std::string>>()), asked["met"].get<bool>());
        ++evaluations;
      }
    }
    ++cases;
  }
  EXPECT_EQ(cases, 28);
  EXPECT_EQ(evaluations, 11);
}

TEST(Policy, KeepsWhatTheLinesSay) {
  const auto policy =
      parse_policy(fmt::format("log {} https://log.example/\n\t witness \t a {} https://w.example/ \n"
                               "#quorum x\nquorum a\n",
                               log_key(), witness_key(1)));
  ASSERT_TRUE(policy) << policy.error().text();
  EXPECT_EQ(policy->logs.at(0).key.text(), log_key());
  EXPECT_EQ(policy->logs.at(0).url, "https://log.example/");
  EXPECT_EQ(policy->witnesses.at(0).name, "a");
  EXPECT_EQ(policy->witnesses.at(0).url, "https://w.example/");
  EXPECT_EQ(policy->quorum, "a");
}

TEST(Policy, SaysTheLine) {
  const std::string a = witness_key(1), b = witness_key(2);
  const std::string w = fmt::format("witness a {}\nwitness b {}\n", a, b);
  const std::pair<std::string, const char*> cases[] = {
      {w + "group g 01 a b\nquorum g\n", "policy:3"},
      {w + "group g +1 a b\nquorum g\n", "policy:3"},
      {w + "group g 18446744073709551617 a b\nquorum g\n", "policy:3"},
      {w + "group g ALL a b\nquorum g\n", "policy:3"},
      {w + "group g any a a\nquorum g\n", "policy:3"},
      {w + "group g any g\nquorum g\n", "policy:3"},
      {w + "group none any a\nquorum none\n", "policy:3"},
      {w + "group g any a\ngroup h any g\ngroup i any g\nquorum i\n", "policy:5"},
      {w + "quorum a b\n", "policy:3"},
      {w + "quorum\n", "policy:3"},
      {w + "quorum a", "policy:3"},
      {w + "log\nquorum a\n", "policy:3"},
      {w + "log " + log_key() + " url more\nquorum a\n", "policy:3"},
      {w + "witness c\nquorum a\n", "policy:3"},
      {w + "witness c " + log_key(5) + "\nquorum a\n", "policy:3"},
      {w + "log " + log_key() + "\nlog " + log_key(0, "log.example/other") + "\nquorum a\n", "policy:4"},
      {w + "Quorum a\n", "policy:3"},
      {w + "quorum a\n\x7f\n", "policy:4"},
      {w + "quorum a\v\n", "policy:3"},
      {w + std::string("quorum a\0\n", 10), "policy:3"},
      {w + "quorum\xC2\xA0"
           "a\n",
       "policy:3"},
      {"", "policy:0"},
  };
  for (const auto& [text, line] : cases) {
    const auto policy = parse_policy(text);
    ASSERT_FALSE(policy) << text;
    EXPECT_THAT(policy.error().text(), HasSubstr(line)) << text;
  }
}

TEST(Policy, RefusesEveryCut) {
  const std::string good = fmt::format("log {}\nwitness a {}\nquorum a\n", log_key(), witness_key(1));
  ASSERT_TRUE(parse_policy(good));
  for (std::size_t length = 0; length < good.size(); ++length)
    EXPECT_FALSE(parse_policy(good.substr(0, length))) << length;
}

TEST(Policy, HoldsHundredsOfLogsWitnessesAndGroups) {
  std::string text;
  std::string members;
  for (int i = 0; i < 200; ++i) {
    text += fmt::format("log {}\n", log_key(static_cast<std::uint8_t>(i), fmt::format("log{}", i)));
    text += fmt::format("witness w{} {}\ngroup g{} any w{}\n", i, witness_key(static_cast<std::uint8_t>(i)), i, i);
    members += fmt::format(" g{}", i);
  }
  const auto policy = parse_policy(text + "group all 150" + members + "\nquorum all\n");
  ASSERT_TRUE(policy) << policy.error().text();
  std::vector<std::string> signers;
  for (int i = 0; i < 149; ++i) signers.push_back(fmt::format("w{}", i));
  EXPECT_FALSE(quorum_met(*policy, signers));
  signers.emplace_back("w0");                       // the same one again
  EXPECT_FALSE(quorum_met(*policy, signers));
  signers.emplace_back("w199");
  EXPECT_TRUE(quorum_met(*policy, signers));
  const auto large = parse_policy(std::string(kMaxPolicyBytes + 1, '\n'));
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, ErrorCode::kTooLarge);
}

TEST(CheckpointUnderPolicy, NeedsItsQuorum) {
  const Policy policy = two_of_three();
  const auto good = verify_checkpoint(cosigned({1, 3}).bytes(), policy);
  ASSERT_TRUE(good) << good.error().text();
  EXPECT_EQ(good->log, kOrigin);
  EXPECT_EQ(good->checkpoint.size, 7u);
  ASSERT_EQ(good->cosignatures.size(), 2u);
  EXPECT_EQ(good->cosignatures[1].witness, "c");
  EXPECT_EQ(good->cosignatures[1].time, 1003u);

  for (const auto& witnesses : std::vector<std::vector<std::uint8_t>>{{}, {1}, {1, 1}, {1, 9}}) {
    const auto few = verify_checkpoint(cosigned(witnesses).bytes(), policy);
    ASSERT_FALSE(few);
    EXPECT_THAT(few.error().text(), HasSubstr("quorum 'g' is not met"));
  }
}

TEST(CheckpointUnderPolicy, CountsAWitnessThatSignedTwiceOnceAtItsLatestTime) {
  Note note = cosigned({1, 2});
  note.signatures.push_back(cosign(note.text, "w1.example", key_number(1), 2000));
  note.signatures.push_back(cosign(note.text, "w1.example", key_number(1), 1500));
  const auto verdict = verify_checkpoint(note.bytes(), two_of_three());
  ASSERT_TRUE(verdict) << verdict.error().text();
  ASSERT_EQ(verdict->cosignatures.size(), 2u);
  EXPECT_EQ(verdict->cosignatures[0].time, 2000u);
}

TEST(CheckpointUnderPolicy, NeedsItsLogsSignature) {
  Note note = cosigned({1, 2});
  note.signatures.erase(note.signatures.begin());
  const auto unsigned_log = verify_checkpoint(note.bytes(), two_of_three());
  ASSERT_FALSE(unsigned_log);
  EXPECT_THAT(unsigned_log.error().text(), HasSubstr("no signature of the log"));

  const std::string text = Checkpoint{"log.example/b", 7, sha256("root")}.text();
  const Note foreign{text, {sign_note(text, "log.example/b", key_number(0))}};
  const auto unknown = verify_checkpoint(foreign.bytes(), two_of_three());
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().text(), HasSubstr("knows no log"));
}

TEST(CheckpointUnderPolicy, IsRefusedForOneBadKnownCosignature) {
  Note note = cosigned({1, 2, 3});
  note.signatures[3].bytes[40] ^= 1;
  const auto verdict = verify_checkpoint(note.bytes(), two_of_three());   // 1 and 2 alone would do
  ASSERT_FALSE(verdict);
  EXPECT_THAT(verdict.error().text(), HasSubstr("w3.example"));
}

TEST(CheckpointUnderPolicy, DoesNotTakeTheCosignatureOfAnotherCheckpoint) {
  Note note = cosigned({1});
  const std::string other = Checkpoint{kOrigin, 8, sha256("other")}.text();
  note.signatures.push_back(cosign(other, "w2.example", key_number(2), 1002));
  EXPECT_FALSE(verify_checkpoint(note.bytes(), two_of_three()));
}

}  // namespace
}  // namespace maek::evidence
