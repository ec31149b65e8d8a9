// SPDX-License-Identifier: Apache-2.0
// Ed25519 against RFC 8032, Wycheproof, speccheck and CCTV; base64 against RFC 4648.
#include "evidence/ed25519.h"

#include <algorithm>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "base/ids.h"
#include "tests/vector_file.h"
#include "tests/test_data.h"

namespace maek::evidence {
namespace {

template <class T>
T filled(const std::string& bytes) {
  T value;
  EXPECT_EQ(bytes.size(), value.bytes.size());
  std::copy_n(bytes.begin(), std::min(bytes.size(), value.bytes.size()), value.bytes.begin());
  return value;
}

std::array<std::uint8_t, 32> seed_of(const std::string& digits) { return filled<PublicKey>(from_hex(digits)).bytes; }

template <std::size_t N>
std::string hex(const std::array<std::uint8_t, N>& bytes) {
  return to_hex({reinterpret_cast<const char*>(bytes.data()), N});
}

// RFC 8032, 7.1, tests 1 to 3.
struct Rfc8032 {
  const char *seed, *key, *message, *signature;
};
constexpr Rfc8032 kRfc8032[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe246"
     "55141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb"
     "00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc"
     "027beceea1ec40a"},
};

TEST(Ed25519, SignsAsRfc8032Does) {
  for (const Rfc8032& test : kRfc8032) {
    const SecretKey key = SecretKey::from_seed(seed_of(test.seed));
    EXPECT_EQ(hex(key.public_key().bytes), test.key);
    EXPECT_EQ(hex(key.seed()), test.seed);
    const std::string message = from_hex(test.message);
    const Signature signature = key.sign(message);
    EXPECT_EQ(hex(signature.bytes), test.signature);
    EXPECT_TRUE(verify_signature(key.public_key(), message, signature));
  }
}

TEST(Ed25519, RefusesEveryFlippedBit) {
  const SecretKey key = SecretKey::from_seed(seed_of(kRfc8032[2].seed));
  const std::string message = from_hex(kRfc8032[2].message);
  const Signature good = key.sign(message);
  for (std::size_t bit = 0; bit < good.bytes.size() * 8; ++bit) {
    Signature bad = good;
    bad.bytes[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    EXPECT_FALSE(verify_signature(key.public_key(), message, bad)) << bit;
  }
  for (std::size_t bit = 0; bit < 256; ++bit) {
    PublicKey other = key.public_key();
    other.bytes[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    EXPECT_FALSE(verify_signature(other, message, good)) << bit;
  }
  EXPECT_FALSE(verify_signature(key.public_key(), message + '\0', good));
  EXPECT_FALSE(verify_signature(key.public_key(), "", good));
}

TEST(Ed25519, MakesDifferentKeysThatMoveWhole) {
  SecretKey one = SecretKey::generate();
  const SecretKey other = SecretKey::generate();
  EXPECT_NE(one.public_key(), other.public_key());
  const PublicKey known = one.public_key();
  SecretKey moved = std::move(one);
  EXPECT_TRUE(verify_signature(known, "text", moved.sign("text")));
  SecretKey assigned = SecretKey::generate();
  assigned = std::move(moved);
  EXPECT_EQ(assigned.public_key(), known);
  EXPECT_TRUE(verify_signature(known, "text", assigned.sign("text")));
}

TEST(Ed25519, SignsThePublishedVectors) {
  const auto path = test_data("data/vectors/ed25519/sign.json");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/ed25519/sign.json");
  int cases = 0;
  for (const auto& test : read_vectors(*path)) {
    const SecretKey key = SecretKey::from_seed(seed_of(test["seed"]));
    EXPECT_EQ(hex(key.public_key().bytes), test["public"].get<std::string>());
    EXPECT_EQ(hex(key.sign(from_hex(test["msg"])).bytes), test["sig"].get<std::string>());
    ++cases;
  }
  EXPECT_EQ(cases, 3);
}

// A signature of another length than 64 bytes cannot even be given to the verifier: it is refused before.
bool verdict(const std::string& key, const std::string& message, const std::string& signature) {
  if (key.size() != 32 || signature.size() != 64) return false;
  return verify_signature(filled<PublicKey>(key), message, filled<Signature>(signature));
}

TEST(Ed25519, JudgesWycheproofAsLibsodiumDoes) {
  const auto path = test_data("data/vectors/ed25519/wycheproof_ed25519.json.gz");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/ed25519/wycheproof_ed25519.json.gz");
  int cases = 0;
  const auto vectors = read_vectors(*path);
  for (const auto& test : vectors["tests"]) {
    const bool accepted = verdict(from_hex(test["pk"]), from_hex(test["msg"]), from_hex(test["sig"]));
    EXPECT_EQ(accepted, test["libsodium"].get<bool>()) << test["tcId"] << ' ' << test["comment"];
    EXPECT_EQ(accepted, test["result"] == "valid") << test["tcId"];
    ++cases;
  }
  EXPECT_EQ(cases, 151);
}

TEST(Ed25519, JudgesTheEdgeCasesOfSpeccheckAsLibsodiumDoes) {
  const auto path = test_data("data/vectors/ed25519/speccheck.json");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/ed25519/speccheck.json");
  int cases = 0;
  const auto vectors = read_vectors(*path);
  for (const auto& test : vectors["cases"]) {
    const bool accepted = verdict(from_hex(test["pk"]), from_hex(test["msg"]), from_hex(test["sig"]));
    EXPECT_EQ(accepted, test["libsodium_observed"].get<bool>()) << test["index"] << ' ' << test["comment"];
    ++cases;
  }
  EXPECT_EQ(cases, 12);
}

TEST(Ed25519, JudgesCctvAsLibsodiumDoes) {
  const auto path = test_data("data/vectors/ed25519/cctv_ed25519.json.gz");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/ed25519/cctv_ed25519.json.gz");
  int cases = 0, accepted = 0;
  const auto vectors = read_vectors(*path);
  for (const auto& row : vectors["rows"]) {
    const bool good = verdict(from_hex(row[1]), row[3], from_hex(row[2]));
    EXPECT_EQ(good, row[5] == 1) << row[0] << ' ' << row[4];
    ++cases;
    accepted += good ? 1 : 0;
  }
  EXPECT_EQ(cases, 914);
  EXPECT_EQ(accepted, 43);
}

TEST(Base64, WritesAndReadsTheExamplesOfRfc4648) {   // section 10
  const std::pair<const char*, const char*> cases[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : cases) {
    EXPECT_EQ(base64_encode(bytes), text);
    const auto decoded = base64_decode(text);
    ASSERT_TRUE(decoded) << text;
    EXPECT_EQ(*decoded, bytes);
  }
}

TEST(Base64, CarriesEveryByte) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (std::size_t length = 0; length <= all.size(); ++length) {
    const auto back = base64_decode(base64_encode(all.substr(0, length)));
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, all.substr(0, length));
  }
}

TEST(Base64, RefusesWhatNoEncoderWrites) {
  for (const std::string text : {"Zg", "Zg=", "Zg===", "Z===", "=", "====", "Zg==Zg==", "Zm=v", "Zm9v\n", "Zm9v ",
                                 " Zm9v", "Zm9_", "Zm9-", "Zm9*", "Zm\xC3\xA9", "Z\tm9", "Zm8=\r\n=="}) {
    EXPECT_FALSE(base64_decode(text)) << text;
    EXPECT_FALSE(base64_decode(text, true)) << text;
  }
  EXPECT_FALSE(base64_decode(std::string("Zm9\0", 4)));
}

TEST(Base64, TakesSpareBitsOnlyWhenTold) {
  for (const char* text : {"Zh==", "Zm9=", "//=="}) EXPECT_FALSE(base64_decode(text)) << text;
  const auto one = base64_decode("Zh==", true);
  ASSERT_TRUE(one);
  EXPECT_EQ(*one, "f");
  const auto two = base64_decode("Zm9=", true);
  ASSERT_TRUE(two);
  EXPECT_EQ(*two, "fo");
}

}  // namespace
}  // namespace maek::evidence
