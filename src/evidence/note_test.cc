// SPDX-License-Identifier: Apache-2.0
// Signed notes and their keys: the published examples, the vectors, and damage of every kind.
#include "evidence/note.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "base/ids.h"
#include "tests/vector_file.h"
#include "tests/test_data.h"

namespace maek::evidence {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The example of C2SP signed-note.
constexpr const char* kExampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

SecretKey test_key(std::uint8_t fill = 7) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(fill);
  return SecretKey::from_seed(seed);
}

std::string signed_text(const std::string& text, const std::string& name = "log.example/a") {
  return Note{text, {sign_note(text, name, test_key())}}.bytes();
}

VerifierKey verifier(const std::string& name = "log.example/a") {
  return {name, KeyType::kEd25519, test_key().public_key()};
}

// "ok", or the word that the vectors have for what verification found.
std::string outcome(std::string_view file, const std::vector<VerifierKey>& keys, VerifiedNote* found = nullptr) {
  const auto note = parse_note(file);
  if (!note) return "malformed";
  auto verified = verify_note(*note, keys);
  if (verified) {
    if (found != nullptr) *found = *verified;
    return "ok";
  }
  switch (verified.error().code) {
    case ErrorCode::kNotFound:
      return "no_verifiable_signature";
    case ErrorCode::kInvalidArgument:
      return "ambiguous_key";
    default:
      return "invalid_signature";
  }
}

TEST(VerifierKey, IsReadAndWrittenAsPublished) {
  const auto key = parse_verifier_key(kExampleKey);
  ASSERT_TRUE(key) << key.error().text();
  EXPECT_EQ(key->name, "example.com/foo");
  EXPECT_EQ(key->type, KeyType::kEd25519);
  EXPECT_EQ(key->id(), 0x530d903au);
  EXPECT_EQ(key->text(), kExampleKey);
}

TEST(VerifierKey, RefusesEveryFlippedBitAndEveryCut) {
  const std::string good = kExampleKey;
  for (std::size_t length = 0; length < good.size(); ++length) EXPECT_FALSE(parse_verifier_key(good.substr(0, length)));
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(parse_verifier_key(bad)) << bad;
  }
}

TEST(VerifierKey, SaysThatAPostQuantumKeyIsUnsupported) {
  // The id is not looked at before the type: it cannot be recomputed for every kind.
  const auto key = parse_verifier_key("w.example+00000000+" + base64_encode("\x06" + std::string(1312, 'k')));
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, ErrorCode::kUnsupported);
  EXPECT_THAT(key.error().text(), HasSubstr("0x06"));
}

TEST(VerifierKey, JudgesTheVectors) {
  const auto path = test_data("data/vectors/tlog/vkeys.json");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/tlog/vkeys.json");
  int cases = 0;
  for (const auto& test : read_vectors(*path)) {
    const std::string text = test["vkey"];
    const auto key = parse_verifier_key(text);
    EXPECT_EQ(key.has_value(), test["valid"].get<bool>()) << text << ' ' << test["why"];
    if (key) {
      EXPECT_EQ(key->text(), text);
    }
    ++cases;
  }
  EXPECT_EQ(cases, 18);
}

TEST(KeyName, HasNoSpacePlusOrControl) {
  for (const std::string name : {"a", "log.example/evidence", "맥.example/원장", "a-b_c~d", "\xF0\x9F\x98\x80"})
    EXPECT_TRUE(is_key_name(name)) << name;
  const std::string spaces[] = {" ",
                                "\t",
                                "\n",
                                "\v",
                                "\f",
                                "\r",
                                "\xC2\x85",
                                "\xC2\xA0",
                                "\xE1\x9A\x80",
                                "\xE2\x80\x80",
                                "\xE2\x80\x8A",
                                "\xE2\x80\xA8",
                                "\xE2\x80\xA9",
                                "\xE2\x80\xAF",
                                "\xE2\x81\x9F",
                                "\xE3\x80\x80"};
  for (const std::string& space : spaces) EXPECT_FALSE(is_key_name("a" + space + "b")) << to_hex(space);
  for (const std::string name : {"", "a+b", "+", "a\x01", "\x1F"}) EXPECT_FALSE(is_key_name(name)) << to_hex(name);
  EXPECT_FALSE(is_key_name(std::string("a\0b", 3)));
  // Overlong, cut, lone continuation, surrogate, beyond U+10FFFF.
  for (const std::string name : {"\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xF0\x80\x80\xAF", "\xC3", "\xE2\x80", "\x80",
                                 "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"})
    EXPECT_FALSE(is_key_name(name)) << to_hex(name);
}

TEST(SignedNote, OpensWhatItSigned) {
  for (const std::string text : {"one line\n", "two\nlines\n", "empty\n\nlines\n\n\n", "\n", "글\n"}) {
    const std::string file = signed_text(text);
    VerifiedNote found;
    EXPECT_EQ(outcome(file, {verifier()}, &found), "ok") << text;
    EXPECT_THAT(found.signers, ElementsAre(0u));
    const auto note = parse_note(file);
    ASSERT_TRUE(note);
    EXPECT_EQ(note->text, text);
    EXPECT_EQ(note->bytes(), file);
  }
}

TEST(SignedNote, JudgesTheVectors) {
  const auto path = test_data("data/vectors/tlog/notes.json");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors/tlog/notes.json");
  const auto folder = ::testing::TempDir();
  int cases = 0;
  for (const auto& test : read_vectors(*path)) {
    SCOPED_TRACE(test["id"].get<std::string>());
    std::string file;
    if (test.contains("note")) {
      file = test["note"];
    } else if (test.contains("note_hex")) {
      file = from_hex(test["note_hex"]);
    } else {
      const auto packed = base64_decode(test["note_b64gz"].get<std::string>());
      ASSERT_TRUE(packed);
      const std::string at = folder + "/note.gz";
      std::ofstream(at, std::ios::binary) << *packed;
      file = read_archive(at).at("data");
    }
    std::vector<VerifierKey> keys;
    for (const auto& text : test["vkeys"]) {
      auto key = parse_verifier_key(text.get<std::string>());
      ASSERT_TRUE(key) << key.error().text();
      keys.push_back(*key);
    }
    const auto& expected = test["expect"];
    VerifiedNote found;
    EXPECT_EQ(outcome(file, keys, &found), expected["result"].get<std::string>());
    if (expected.contains("text") && expected["result"] != "malformed") {
      const auto note = parse_note(file);
      ASSERT_TRUE(note);
      EXPECT_EQ(note->text, expected["text"].get<std::string>());
    }
    if (expected["result"] == "ok") {
      std::vector<std::string> verified;
      for (const std::size_t i : found.signers)
        verified.push_back(fmt::format("{}+{:08x}", keys[i].name, keys[i].id()));
      EXPECT_EQ(verified, expected["verified"].get<std::vector<std::string>>());
      EXPECT_EQ(found.unknown, expected["unverified"].size());
    }
    ++cases;
  }
  EXPECT_EQ(cases, 42);
}

TEST(SignedNote, RefusesAFailingKnownSignature) {
  const std::string text = "a text\n";
  Note note{text, {sign_note(text, "log.example/a", test_key())}};
  // A second, bad signature of the same key does not hide behind the good one.
  note.signatures.push_back(note.signatures[0]);
  note.signatures[1].bytes[10] ^= 1;
  EXPECT_EQ(outcome(note.bytes(), {verifier()}), "invalid_signature");
}

TEST(SignedNote, RefusesEveryFlippedBit) {
  const std::string good = signed_text("log.example/a\n5\n");
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
    // Spare bits of the last character belong to no byte: another spelling of the same signature.
    const auto note = parse_note(bad);
    const auto original = parse_note(good);
    if (note && note->text == original->text && note->bytes() == good) continue;
    EXPECT_NE(outcome(bad, {verifier()}), "ok") << bit;
  }
}

TEST(SignedNote, RefusesEveryCut) {
  const std::string good = signed_text("log.example/a\n5\n");
  for (std::size_t length = 0; length < good.size(); ++length)
    EXPECT_NE(outcome(good.substr(0, length), {verifier()}), "ok") << length;
}

TEST(SignedNote, RefusesControlBytesAndOtherDialects) {
  const std::string good = signed_text("abc\n");
  for (int byte = 0; byte < 0x20; ++byte) {
    if (byte == '\n') continue;
    for (const std::size_t at : {std::size_t{0}, std::size_t{3}, std::size_t{4}, good.size() - 1, good.size()}) {
      std::string bad = good;
      bad.insert(at, 1, static_cast<char>(byte));
      EXPECT_EQ(outcome(bad, {verifier()}), "malformed") << byte << " at " << at;
    }
  }
  EXPECT_EQ(outcome(good + "\n", {verifier()}), "malformed");
  EXPECT_EQ(outcome("\xEF\xBB\xBF" + good, {verifier()}), "invalid_signature");   // a byte order mark is text
  std::string crlf;
  for (const char c : good) crlf += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_EQ(outcome(crlf, {verifier()}), "malformed");
}

TEST(SignedNote, HoldsAHundredSignaturesAndOneMegabyte) {
  const std::string text = "a text\n";
  Note note{text, {sign_note(text, "log.example/a", test_key())}};
  for (std::uint32_t i = 0; note.signatures.size() < kMaxNoteSignatures; ++i)
    note.signatures.push_back(
        {fmt::format("witness{}", i), i, std::string(5000, 'x')});   // as large as post-quantum ones
  EXPECT_EQ(outcome(note.bytes(), {verifier()}), "ok");
  note.signatures.push_back({"one-more", 1, "x"});
  const auto many = parse_note(note.bytes());
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().code, ErrorCode::kTooLarge);
  const auto large = parse_note(signed_text(std::string(kMaxNoteBytes, 'a') + "\n"));
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, ErrorCode::kTooLarge);
}

TEST(SignedNote, CountsARepeatedSignatureOnce) {
  const std::string text = "a text\n";
  Note note{text, {sign_note(text, "log.example/a", test_key())}};
  note.signatures.push_back(note.signatures[0]);
  note.signatures.push_back({"other", 1, "x"});
  note.signatures.push_back({"other", 1, "x"});
  const auto verified = verify_note(note, std::vector{verifier()});
  ASSERT_TRUE(verified);
  EXPECT_THAT(verified->signers, ElementsAre(0u));
  EXPECT_EQ(verified->unknown, 1u);
}

TEST(SignatureLines, AreReadAlone) {
  const NoteSignature signature = sign_note("t\n", "log.example/a", test_key());
  const auto lines = parse_signature_lines(signature.line() + signature.line());
  ASSERT_TRUE(lines);
  EXPECT_EQ(lines->size(), 2u);
  EXPECT_EQ((*lines)[0].line(), signature.line());
  for (const std::string& bad :
       {std::string(), std::string("\n"), "\n" + signature.line(), signature.line() + "\n",
        signature.line().substr(0, signature.line().size() - 1), std::string("\xE2\x80\x94 a\n"),
        std::string("\xE2\x80\x94  YWFhYWE=\n"), std::string("\xE2\x80\x94 a YWFhYQ==\n"),
        std::string("\xE2\x80\x94 a YWFhYWE= \n"), std::string("\xE2\x80\x94 a \n")})
    EXPECT_FALSE(parse_signature_lines(bad)) << bad;
}

}  // namespace
}  // namespace maek::evidence
