// SPDX-License-Identifier: Apache-2.0
// Proof files: the vectors under their policies, and a file of our own damaged bit by bit.
#include "evidence/proof_file.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "tests/vector_file.h"
#include "evidence/merkle.h"
#include "tests/test_data.h"

namespace maek::evidence {
namespace {

using ::testing::HasSubstr;

SecretKey test_key() {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(3);
  return SecretKey::from_seed(seed);
}

// A proof of entry 1 of 3.
ProofFile sample() {
  const std::vector<Digest> leaves{leaf_hash("a"), leaf_hash("b"), leaf_hash("c")};
  const std::string text = Checkpoint{"log.example/a", 3, tree_root(leaves)}.text();
  return {"more", 1, {leaves[0], leaves[2]}, Note{text, {sign_note(text, "log.example/a", test_key())}}.bytes()};
}

Policy sample_policy() {
  Policy policy;
  policy.logs.push_back({{"log.example/a", KeyType::kEd25519, test_key().public_key()}});
  policy.quorum = "none";
  return policy;
}

TEST(ProofFile, IsReadBackAndVerified) {
  const ProofFile proof = sample();
  const auto read = parse_proof_file(proof.bytes());
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->bytes(), proof.bytes());
  EXPECT_EQ(read->extra, "more");
  const auto verdict = verify_proof_file(*read, leaf_hash("b"), sample_policy());
  ASSERT_TRUE(verdict) << verdict.error().text();
  EXPECT_EQ(verdict->checkpoint.size, 3u);
  EXPECT_FALSE(verify_proof_file(*read, leaf_hash("a"), sample_policy()));
}

TEST(ProofFile, RefusesEveryCut) {
  const std::string good = sample().bytes();
  for (std::size_t length = 0; length < good.size(); ++length)
    EXPECT_FALSE(parse_proof_file(good.substr(0, length))) << length;
}

TEST(ProofFile, ProvesNothingAfterAFlippedBit) {
  const std::string good = sample().bytes();
  const ProofFile original = sample();
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
    const auto read = parse_proof_file(bad);
    if (!read) continue;
    const auto verdict = verify_proof_file(*read, leaf_hash("b"), sample_policy());
    // What nothing authenticates may differ: the extra data, and spare bits of a signature's base64.
    const bool same_claim = read->index == original.index && read->hashes == original.hashes &&
                            parse_note(read->checkpoint)->bytes() == original.checkpoint;
    EXPECT_EQ(verdict.has_value(), same_claim) << bit;
  }
}

TEST(ProofFile, HasAtMost63Hashes) {
  ProofFile proof = sample();
  proof.hashes.assign(kMaxProofHashes, Digest{});
  EXPECT_TRUE(parse_proof_file(proof.bytes()));
  proof.hashes.emplace_back();
  const auto many = parse_proof_file(proof.bytes());
  ASSERT_FALSE(many);
  EXPECT_THAT(many.error().text(), HasSubstr("63"));
}

TEST(ProofFile, RefusesOtherSpellings) {
  const std::string good = sample().bytes();
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = good;
    changed.replace(changed.find(from), from.size(), to);
    return changed;
  };
  for (const std::string& bad :
       {with("index 1", "index 01"), with("index 1", "index +1"), with("index 1", "index  1"),
        with("index 1", "index 1 "), with("index 1", "Index 1"), with("index 1", "index 9223372036854775808"),
        with("index 1\n", "index 1\r\n"), with("extra ", "extra  "), with("extra ", "extra\t"),
        with("index 1\n", "index 1\nindex 1\n"), "\n" + good, "\xEF\xBB\xBF" + good, std::string(3'000'000, 'x'),
        std::string()})
    EXPECT_FALSE(parse_proof_file(bad)) << bad.substr(0, 60);
}

TEST(ProofFile, JudgesTheVectors) {
  const auto path = test_data("data/vectors/tlog/proofs.json");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/tlog/proofs.json");
  const auto vectors = read_vectors(*path);
  int cases = 0;
  for (const auto& test : vectors["cases"]) {
    SCOPED_TRACE(test["id"].get<std::string>());
    std::string text = fmt::format("log {}\n", vectors["log_vkey"].get<std::string>());
    std::string members;
    for (std::size_t i = 0; i < vectors["witness_vkeys"].size(); ++i) {
      text += fmt::format("witness w{} {}\n", i, vectors["witness_vkeys"][i].get<std::string>());
      members += fmt::format(" w{}", i);
    }
    const int quorum = test["quorum_k_of_3"];
    text += quorum == 0 ? "quorum none\n" : fmt::format("group g {}{}\nquorum g\n", quorum, members);
    const auto policy = parse_policy(text);
    ASSERT_TRUE(policy) << policy.error().text();

    std::string outcome = "ok", why;
    if (const auto proof = parse_proof_file(test["proof"].get<std::string>()); !proof) {
      outcome = "malformed";
    } else {
      EXPECT_EQ(proof->bytes(), test["proof"].get<std::string>());
      const auto verdict = verify_proof_file(*proof, leaf_hash(test["leaf_data"].get<std::string>()), *policy);
      if (!verdict) {
        why = verdict.error().text();
        if (why.find("quorum") != why.npos)
          outcome = "quorum_not_met";
        else if (why.find("knows no log") != why.npos)
          outcome = "unknown_log";
        else if (why.find("is not good") != why.npos)
          outcome = "bad_signature";
        else if (verdict.error().where == "proof")
          outcome = "inclusion_fails";
        else
          outcome = "?";
      }
    }
    EXPECT_EQ(outcome, test["expect"].get<std::string>()) << why;
    ++cases;
  }
  EXPECT_EQ(cases, 21);
}

}  // namespace
}  // namespace maek::evidence
