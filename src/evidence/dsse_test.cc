// SPDX-License-Identifier: Apache-2.0
#include "evidence/dsse.h"

#include <gtest/gtest.h>

#include <algorithm>   // for std::copy
#include <string>      // for std::string
#include <vector>      // for std::vector

#include <nlohmann/json.hpp>

#include "base/ids.h"                  // for sha256, to_hex
#include "evidence/canonical_json.h"   // for parse_strict_json
#include "evidence/statement.h"        // for parse_statement
#include "tests/test_data.h"           // for test_data

namespace maek::evidence {
namespace {

using nlohmann::json;

std::string bytes_of(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

SecretKey key_of(char seed) {
  std::array<std::uint8_t, 32> bytes{};
  bytes.fill(static_cast<std::uint8_t>(seed));
  return SecretKey::from_seed(bytes);
}

Envelope signed_by(const SecretKey& key) {
  Envelope envelope{kInTotoType, R"({"환자":"익명"})", {}};
  sign_envelope(envelope, key);
  return envelope;
}

TEST(Dsse, EncodesThePublishedExample) {
  // protocol.md of secure-systems-lab/dsse, "Test Vectors".
  EXPECT_EQ(pre_authentication_encoding("http://example.com/HelloWorld", "hello world"),
            "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  EXPECT_EQ(pre_authentication_encoding("", ""), "DSSEv1 0  0 ");
  EXPECT_EQ(pre_authentication_encoding("타입", std::string_view("\0\n", 2)), std::string("DSSEv1 6 타입 2 \0\n", 20));
}

TEST(Dsse, KeyIdIsTheDigestOfThePublicKey) { EXPECT_EQ(key_id(PublicKey{}), sha256(std::string(32, '\0')).hex()); }

TEST(Dsse, ReadsWhatItWrites) {
  const SecretKey a = key_of('a');
  Envelope envelope = signed_by(a);
  sign_envelope(envelope, key_of('b'));
  envelope.signatures.push_back({"", std::string(3, '\xFF')});
  const auto read = parse_envelope(envelope.text());
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->payload, envelope.payload);
  EXPECT_EQ(read->payload_type, kInTotoType);
  ASSERT_EQ(read->signatures.size(), 3u);
  EXPECT_EQ(read->signatures[0].key_id, key_id(a.public_key()));
  EXPECT_EQ(read->signatures[2].key_id, "");
  EXPECT_EQ(read->text(), envelope.text());
  EXPECT_TRUE(parse_canonical_json(envelope.text()));
}

TEST(Dsse, CountsDistinctKeys) {
  const SecretKey a = key_of('a');
  const SecretKey b = key_of('b');
  Envelope envelope = signed_by(a);
  sign_envelope(envelope, a);
  const std::vector<PublicKey> twice{a.public_key(), a.public_key(), b.public_key()};
  EXPECT_FALSE(verify_envelope(envelope, twice, 2));
  EXPECT_FALSE(verify_envelope(envelope, {}, 1));
  EXPECT_FALSE(verify_envelope(envelope, twice, 0));
  sign_envelope(envelope, b);
  const auto good = verify_envelope(envelope, twice, 2);
  ASSERT_TRUE(good) << good.error().text();
  EXPECT_EQ(*good, (std::vector<std::size_t>{0, 2}));
}

TEST(Dsse, RefusesEveryFlippedBitOfWhatIsSigned) {
  const SecretKey key = key_of('a');
  const std::vector<PublicKey> keys{key.public_key()};
  const Envelope good = signed_by(key);
  ASSERT_TRUE(verify_envelope(good, keys));
  const auto flip_all = [&](auto&& field) {
    Envelope changed = good;
    std::string& bytes = field(changed);
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
      EXPECT_FALSE(verify_envelope(changed, keys)) << bit;
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    }
  };
  flip_all([](Envelope& e) -> std::string& { return e.payload; });
  flip_all([](Envelope& e) -> std::string& { return e.payload_type; });
  flip_all([](Envelope& e) -> std::string& { return e.signatures[0].bytes; });
}

TEST(Dsse, RefusesAMovedBorderBetweenTypeAndBody) {
  // Without the lengths "ab" + "c" and "a" + "bc" would be signed alike.
  EXPECT_NE(pre_authentication_encoding("a b", "c"), pre_authentication_encoding("a", "b c"));
  EXPECT_NE(pre_authentication_encoding("a 1 b", "c"), pre_authentication_encoding("a", "b 1 c"));
}

TEST(Dsse, ReadsEitherAlphabetButNoMixture) {
  const auto envelope = [](const char* payload) {
    return std::string(R"({"payload":")") + payload + R"(","payloadType":"t","signatures":[{"sig":"-_8="}]})";
  };
  for (const char* same : {"+/8=", "-_8="}) {
    const auto read = parse_envelope(envelope(same));
    ASSERT_TRUE(read) << same << read.error().text();
    EXPECT_EQ(read->payload, "\xFB\xFF") << same;
  }
  for (const char* bad : {"+_8=", "-/8=", "-_8", "-_9=", "-_8==", " -_8=", "a", "===="}) {
    EXPECT_FALSE(parse_envelope(envelope(bad))) << bad;
  }
}

TEST(Dsse, NamesTheMemberThatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"[]", "the whole"},
      {"{}", "'payloadType'"},
      {R"({"payloadType":1})", "payloadType"},
      {R"({"payloadType":"t"})", "'payload'"},
      {R"({"payloadType":"t","payload":"%%"})", "payload"},
      {R"({"payloadType":"t","payload":""})", "signatures"},
      {R"({"payloadType":"t","payload":"","signatures":[]})", "signatures"},
      {R"({"payloadType":"t","payload":"","signatures":{"sig":""}})", "signatures"},
      {R"({"payloadType":"t","payload":"","signatures":[1]})", "signatures[0]"},
      {R"({"payloadType":"t","payload":"","signatures":[{"sig":""},{}]})", "signatures[1]"},
      {R"({"payloadType":"t","payload":"","signatures":[{"sig":"A"}]})", "signatures[0].sig"},
      {R"({"payloadType":"t","payload":"","signatures":[{"sig":"","keyid":7}]})", "signatures[0].keyid"},
      {R"({"payloadType":"t","payload":"","payload":"","signatures":[{"sig":""}]})", "byte"},
  };
  for (const auto& [text, word] : cases) {
    const auto read = parse_envelope(text);
    ASSERT_FALSE(read) << text;
    EXPECT_NE(read.error().text().find(word), std::string::npos) << text << ": " << read.error().text();
  }
}

TEST(Dsse, RefusesMoreSignaturesThanItWillTry) {
  json many{{"payload", ""}, {"payloadType", "t"}, {"signatures", json::array()}};
  for (std::size_t i = 0; i < kMaxEnvelopeSignatures; ++i) many["signatures"].push_back({{"sig", ""}});
  EXPECT_TRUE(parse_envelope(many.dump()));
  many["signatures"].push_back({{"sig", ""}});
  const auto read = parse_envelope(many.dump());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kTooLarge);
}

TEST(Dsse, EncodesTheVectorsOfOthers) {
  const auto path = test_data("data/vectors/dsse/dsse.json");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/dsse/dsse.json");
  const json vectors = json::parse(file_bytes(*path));
  ASSERT_EQ(vectors.at("pae").size(), 6u);
  for (const json& one : vectors.at("pae")) {
    // A body of null is described in words: the byte 'x', 12,345 times.
    const std::string body =
        one.at("body_hex").is_null() ? std::string(12'345, 'x') : bytes_of(one.at("body_hex").get<std::string>());
    const std::string made = pre_authentication_encoding(one.at("payload_type").get<std::string>(), body);
    EXPECT_EQ(sha256(made).hex(), one.at("pae_sha256").get<std::string>());
    if (!one.at("pae_hex").is_null()) {
      EXPECT_EQ(to_hex(made), one.at("pae_hex").get<std::string>());
    }
  }
}

/// The verdict in the words of the vectors: each step of a reader that trusts `keys` and takes `types`.
std::string verdict(const std::string& text, const std::vector<PublicKey>& keys, std::size_t threshold,
                    const std::vector<std::string>& types) {
  const auto envelope = parse_envelope(text);
  if (!envelope) return "malformed";
  if (!verify_envelope(*envelope, keys, threshold)) return "not_enough_signatures";
  if (std::find(types.begin(), types.end(), envelope->payload_type) == types.end()) return "unsupported_payload_type";
  if (!parse_strict_json(envelope->payload)) return "bad_payload";
  if (!parse_statement(envelope->payload)) return "bad_statement";
  return "ok";
}

TEST(Dsse, GivesTheVerdictsOfTheVectors) {
  const auto path = test_data("data/vectors/dsse/dsse.json");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/dsse/dsse.json");
  const json vectors = json::parse(file_bytes(*path));
  std::map<std::string, PublicKey> keys;
  for (const auto& [name, key] : vectors.at("keys").items()) {
    std::array<std::uint8_t, 32> seed{};
    const std::string seed_bytes = bytes_of(key.at("seed_hex").get<std::string>());
    std::copy(seed_bytes.begin(), seed_bytes.end(), seed.begin());
    keys[name] = SecretKey::from_seed(seed).public_key();
    const std::string public_bytes(keys[name].bytes.begin(), keys[name].bytes.end());
    EXPECT_EQ(to_hex(public_bytes), key.at("public_hex").get<std::string>()) << name;
    EXPECT_EQ(key_id(keys[name]), key.at("keyid").get<std::string>()) << name;
  }
  ASSERT_EQ(vectors.at("cases").size(), 23u);
  for (const json& one : vectors.at("cases")) {
    std::vector<PublicKey> trusted;
    for (const auto& name : one.at("trusted")) trusted.push_back(keys.at(name.get<std::string>()));
    EXPECT_EQ(verdict(one.at("envelope").dump(), trusted, one.at("threshold").get<std::size_t>(),
                      one.at("accept_types").get<std::vector<std::string>>()),
              one.at("expect").get<std::string>())
        << one.at("id");
  }
}

TEST(Dsse, ReadsThePublishedEcdsaEnvelopeAndPassesOverItsSignature) {
  const auto path = test_data("data/vectors/dsse/dsse.json");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/dsse/dsse.json");
  const json published = json::parse(file_bytes(*path)).at("published_ecdsa");
  const auto envelope = parse_envelope(published.at("envelope").dump());
  ASSERT_TRUE(envelope) << envelope.error().text();
  EXPECT_EQ(envelope->payload, "hello world");
  EXPECT_EQ(pre_authentication_encoding(envelope->payload_type, envelope->payload),
            "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  // The signature is ECDSA P-256, outside our profile (Ed25519 alone): it is not verified here, and though it has the
  // 64 bytes of an Ed25519 signature, nobody is said to have signed.
  EXPECT_FALSE(verify_envelope(*envelope, std::vector<PublicKey>{key_of('a').public_key()}));
}

}  // namespace
}  // namespace maek::evidence
