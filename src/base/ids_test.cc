// SPDX-License-Identifier: Apache-2.0
// Tests of identifiers: published SHA-256 vectors, pieces, round trips, malformed text.
#include "base/ids.h"

#include <gtest/gtest.h>

#include <string>        // for std::string
#include <type_traits>   // for std::is_convertible_v

namespace maek {
namespace {

static_assert(!std::is_convertible_v<Digest, RunId> && !std::is_convertible_v<RunId, Digest>);

// FIPS 180-2, appendix B, and the empty message.
struct Vector {
  std::string message;
  const char* digest;
};
const Vector kPublished[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
};

TEST(Digest, GivesThePublishedVectorsWholeAndInPieces) {
  Sha256 hash;
  for (const Vector& v : kPublished) {
    EXPECT_EQ(sha256(v.message).hex(), v.digest);
    for (std::size_t i = 0; i < v.message.size(); i += 4093) hash.update(std::string_view(v.message).substr(i, 4093));
    EXPECT_EQ(hash.finish().hex(), v.digest);   // the same object serves message after message
  }
}

TEST(Digest, ReadsItsOwnTextInBothCasesAndWithPrefix) {
  const Digest digest = sha256("abc");
  std::string upper = digest.hex();
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  for (const std::string& text : {digest.hex(), upper, "sha256:" + digest.hex()}) {
    const auto read = parse_digest(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(*read, digest);
  }
}

TEST(Digest, RefusesWhatIsNoDigest) {
  const std::string good = sha256("abc").hex();
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(parse_digest(good.substr(0, size))) << size;
  EXPECT_FALSE(parse_digest(good + "0"));
  for (const char bad : {'g', ' ', '\0', '\xff'}) {
    std::string text = good;
    text[10] = bad;
    const auto read = parse_digest(text);
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().message.find("character 11"), std::string::npos) << read.error().text();
  }
}

TEST(RunId, IsTheSameForTheSameQuestionOnly) {
  const RunId id = make_run_id("dock receptor seed=1");
  EXPECT_EQ(id, make_run_id("dock receptor seed=1"));
  EXPECT_NE(id, make_run_id("dock receptor seed=2"));
  const auto read = parse_run_id(id.text());
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, id);
  EXPECT_EQ(id.text().size(), 4u + 32u);
  for (const char* bad : {"", "run-", "run-12", "0123456789abcdef0123456789abcdef"})
    EXPECT_FALSE(parse_run_id(bad)) << bad;
}

}  // namespace
}  // namespace maek
