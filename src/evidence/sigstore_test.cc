// SPDX-License-Identifier: Apache-2.0
// Inclusion proofs that another log made: the Merkle part of the Sigstore project's conformance bundles.
#include <gtest/gtest.h>

#include <charconv>   // for std::from_chars
#include <optional>   // for std::optional
#include <string>     // for std::string
#include <vector>     // for std::vector

#include <nlohmann/json.hpp>

#include "evidence/ed25519.h"   // for base64_decode
#include "evidence/merkle.h"    // for verify_inclusion
#include "tests/archive.h"      // for read_archive
#include "tests/test_data.h"    // for test_data

namespace maek::evidence {
namespace {

using nlohmann::json;

std::optional<Digest> digest_of(const json& base64) {
  const auto bytes = base64_decode(base64.get<std::string>());
  Digest digest;
  if (!bytes || bytes->size() != digest.bytes.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), digest.bytes.begin());
  return digest;
}

/// A count, which protobuf's JSON writes as a string; nothing for a negative one.
std::optional<std::uint64_t> count_of(const json& text) {
  const std::string digits = text.is_string() ? text.get<std::string>() : text.dump();
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (failed != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

bool verifies(const json& entry) {
  const json& proof = entry.at("inclusionProof");
  const auto body = base64_decode(entry.at("canonicalizedBody").get<std::string>());
  const auto index = count_of(proof.value("logIndex", json("0")));
  const auto size = count_of(proof.at("treeSize"));
  const auto root = digest_of(proof.at("rootHash"));
  if (!body || !index || !size || !root) return false;
  std::vector<Digest> hashes;
  for (const json& hash : proof.value("hashes", json::array())) {
    const auto digest = digest_of(hash);
    if (!digest) return false;
    hashes.push_back(*digest);
  }
  return static_cast<bool>(verify_inclusion(*index, *size, leaf_hash(*body), hashes, *root));
}

TEST(Sigstore, InclusionProofsVerifyAsRecomputed) {
  const auto path = test_data("data/vectors/provenance/sigstore_merkle.json");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/provenance/sigstore_merkle.json");
  const auto archive = test_data("data/vectors/provenance/sigstore_bundles.tar.gz");
  MAEK_SKIP_WITHOUT_DATA(archive, "data/vectors/provenance/sigstore_bundles.tar.gz");
  const auto files = read_archive(*archive);
  int good = 0;
  int bad = 0;
  const json vectors = json::parse(file_bytes(*path));
  for (const json& row : vectors.at("rows")) {
    const std::string name = row.at("case").get<std::string>();
    const auto file = files.find("bundle-verify/" + name + "/bundle.sigstore.json");
    ASSERT_NE(file, files.end()) << name;
    const json bundle = json::parse(file->second, nullptr, false);
    EXPECT_EQ(bundle.is_discarded(), row.contains("json") && !row.at("json").get<bool>()) << name;
    if (!row.contains("inclusion_verifies")) continue;   // it holds no proof, or no entry
    const json& entry = bundle.at("verificationMaterial").at("tlogEntries").at(0);
    EXPECT_EQ(verifies(entry), row.at("inclusion_verifies").get<bool>()) << name;
    ++(row.at("inclusion_verifies").get<bool>() ? good : bad);
    if (!row.at("inclusion_verifies").get<bool>()) continue;
    // And not for another leaf of the same tree, nor with a hash left out.
    json other = entry;
    const std::uint64_t size = *count_of(entry.at("inclusionProof").at("treeSize"));
    const std::uint64_t index = *count_of(entry.at("inclusionProof").value("logIndex", json("0")));
    if (size > 1) {
      other["inclusionProof"]["logIndex"] = std::to_string(index == 0 ? 1 : index - 1);
      EXPECT_FALSE(verifies(other)) << name;
      other = entry;
      other["inclusionProof"]["hashes"].erase(0);
      EXPECT_FALSE(verifies(other)) << name;
    }
  }
  EXPECT_GT(good, 50);
  EXPECT_GE(bad, 5);
}

}  // namespace
}  // namespace maek::evidence
