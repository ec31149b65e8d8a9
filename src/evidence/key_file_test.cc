// SPDX-License-Identifier: Apache-2.0
// Key files: what is written is read, nobody else may read it, nothing is overwritten, damage never opens.
#include "evidence/key_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "base/faulty_calls.h"
#include "tests/test_data.h"

namespace maek::evidence {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr PassphraseCost kCheap{1, 8};   // tests only

SigningKey sample(KeyType type = KeyType::kEd25519) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(0x2a);
  return {"log.example/a", type, SecretKey::from_seed(seed)};
}

AskPassphrase answer(const std::string& passphrase) {
  return [passphrase]() -> Expected<std::string> { return passphrase; };
}

class KeyFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::path(::testing::TempDir()) / "maek-keys-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path file(const char* name = "key") const { return folder_ / name; }
  std::size_t count() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), {})); }

  fs::path folder_;
};

TEST_F(KeyFile, IsReadBackForItsOwnerOnly) {
  for (const KeyType type : {KeyType::kEd25519, KeyType::kCosignature}) {
    const fs::path path = file(type == KeyType::kEd25519 ? "log" : "witness");
    ASSERT_TRUE(write_key_file(path, sample(type)));
    struct stat held{};
    ASSERT_EQ(::stat(path.c_str(), &held), 0);
    EXPECT_EQ(held.st_mode & 07777, 0600u);
    EXPECT_EQ(held.st_nlink, 1u);
    const auto key = read_key_file(path);
    ASSERT_TRUE(key) << key.error().text();
    EXPECT_EQ(key->verifier().text(), sample(type).verifier().text());
    EXPECT_EQ(key->secret.sign("m"), sample().secret.sign("m"));
  }
  EXPECT_EQ(count(), 2u);   // and nothing half-written beside them
}

TEST_F(KeyFile, IsNeverOverwritten) {
  ASSERT_TRUE(write_key_file(file(), sample()));
  const std::string before = file_bytes(file());
  const auto again = write_key_file(file(), {"other", KeyType::kEd25519, SecretKey::generate()});
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().text(), HasSubstr("never overwritten"));
  EXPECT_EQ(file_bytes(file()), before);
  // A link that leads nowhere is in the way too: what it points at is not written.
  fs::create_symlink(file("elsewhere"), file("link"));
  EXPECT_FALSE(write_key_file(file("link"), sample()));
  EXPECT_FALSE(fs::exists(file("elsewhere")));
}

TEST_F(KeyFile, IsRefusedWhenOthersMayTouchItOrALinkLeadsToIt) {
  ASSERT_TRUE(write_key_file(file(), sample()));
  for (const mode_t mode : {0640u, 0604u, 0620u, 0602u, 0610u, 0777u}) {
    ASSERT_EQ(::chmod(file().c_str(), mode), 0);
    const auto key = read_key_file(file());
    ASSERT_FALSE(key) << mode;
    EXPECT_THAT(key.error().text(), HasSubstr("chmod 600"));
  }
  ASSERT_EQ(::chmod(file().c_str(), 0400), 0);
  EXPECT_TRUE(read_key_file(file()));
  fs::create_symlink(file(), file("link"));
  const auto through = read_key_file(file("link"));
  ASSERT_FALSE(through);
  EXPECT_THAT(through.error().text(), HasSubstr("link"));
  const auto absent = read_key_file(file("absent"));
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(read_key_file(folder_));
  ASSERT_EQ(::mkfifo(file("pipe").c_str(), 0600), 0);
  EXPECT_FALSE(read_key_file(file("pipe")));   // and does not wait for a writer
}

TEST_F(KeyFile, IsWholeOrAbsentWhateverFails) {
  int faults = 0;
  for (const int number : {EIO, ENOSPC}) {
    for (int n = 0;; ++n) {
      FaultyCalls calls(n, number, 7);
      const auto written = write_key_file(file(), sample(), {}, {}, calls);
      const bool there = fs::exists(file());
      if (there) {
        const auto key = read_key_file(file());
        EXPECT_TRUE(key) << n << ": " << key.error().text();
      }
      if (!calls.fired()) {
        EXPECT_TRUE(written) << written.error().text();
        EXPECT_TRUE(there);
        fs::remove(file());
        break;
      }
      ++faults;
      EXPECT_LE(count(), there ? 1u : 0u) << "a part was left by call " << n;
      fs::remove(file());
    }
  }
  EXPECT_GT(faults, 40);
}

TEST_F(KeyFile, IsSealedByAPassphrase) {
  ASSERT_TRUE(write_key_file(file(), sample(), "correct horse", kCheap));
  const std::string text = file_bytes(file());
  const auto plain = key_file_text(sample());
  ASSERT_TRUE(plain);
  EXPECT_EQ(text.find(plain->substr(plain->find("seed "))), std::string::npos);

  const auto key = read_key_file(file(), answer("correct horse"));
  ASSERT_TRUE(key) << key.error().text();
  EXPECT_EQ(key->verifier().text(), sample().verifier().text());
  EXPECT_EQ(key->secret.sign("m"), sample().secret.sign("m"));
  for (const char* wrong : {"", "Correct horse", "correct horse "}) {
    const auto refused = read_key_file(file(), answer(wrong));
    ASSERT_FALSE(refused) << wrong;
    EXPECT_THAT(refused.error().text(), HasSubstr("passphrase"));
  }
  const auto unasked = read_key_file(file());
  ASSERT_FALSE(unasked);
  EXPECT_THAT(unasked.error().text(), HasSubstr("sealed by a passphrase"));
  const auto cancelled =
      read_key_file(file(), [] { return Expected<std::string>(Error{ErrorCode::kCancelled, "no"}); });
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error().code, ErrorCode::kCancelled);
}

TEST(KeyFileText, OfOneKeyIsSealedDifferentlyEachTime) {
  const auto one = key_file_text(sample(), "p", kCheap);
  const auto two = key_file_text(sample(), "p", kCheap);
  ASSERT_TRUE(one && two);
  EXPECT_NE(*one, *two);
}

// The example of docs/formats/keys.md: files of this version open for ever.
TEST(KeyFileText, OpensTheExampleOfItsPage) {
  const auto key = parse_key_file(
      "maek-secret-key v1\nname log.example/a\ntype ed25519\n"
      "public GX9rI+FshTLGq8g4+s1ep4m+DHaykgM0A5v6iz02jWE=\nfunction argon2id\npasses 1\nmemory-kib 8\n"
      "salt b+l1DzYJyPd1vD69UTU6qg==\nnonce E3Uibo4puRZLmNuG52FNDv5HlxwT8TdK\n"
      "box EZZowYljwY6LBsvpgr9cAQcx+fdINAgg50onDbBBjN7bQWhKjzDV6Dm2IPENx3aW\n",
      answer("correct horse"));
  ASSERT_TRUE(key) << key.error().text();
  EXPECT_EQ(key->secret.seed(), sample().secret.seed());
}

TEST(KeyFileText, DoesNotOpenAfterAFlippedBitOrACut) {
  for (const std::string passphrase : {"", "p"}) {
    const auto good = key_file_text(sample(), passphrase, kCheap);
    ASSERT_TRUE(good);
    ASSERT_TRUE(parse_key_file(*good, answer("p")));
    for (std::size_t length = 0; length < good->size(); ++length)
      EXPECT_FALSE(parse_key_file(good->substr(0, length), answer("p"))) << length;
    // In a plain file a name is not protected: its bits may flip into another name.
    const std::size_t begin = passphrase.empty() ? good->find("type ") : 0;
    for (std::size_t bit = begin * 8; bit < good->size() * 8; ++bit) {
      std::string bad = *good;
      bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
      EXPECT_FALSE(parse_key_file(bad, answer("p"))) << bit;
    }
  }
}

TEST(KeyFileText, RefusesHostileCostsBeforeAnyWork) {
  const auto good = key_file_text(sample(), "p", kCheap);
  ASSERT_TRUE(good);
  const std::pair<const char*, const char*> changes[] = {{"passes 1\n", "passes 0\n"},
                                                         {"passes 1\n", "passes 17\n"},
                                                         {"passes 1\n", "passes 01\n"},
                                                         {"passes 1\n", "passes 9223372036854775807\n"},
                                                         {"passes 1\n", "passes -1\n"},
                                                         {"memory-kib 8\n", "memory-kib 7\n"},
                                                         {"memory-kib 8\n", "memory-kib 0\n"},
                                                         {"memory-kib 8\n", "memory-kib 1048577\n"},
                                                         {"memory-kib 8\n", "memory-kib 18014398509481985\n"},
                                                         {"function argon2id", "function scrypt"},
                                                         {"maek-secret-key v1", "maek-secret-key v2"}};
  for (const auto& [from, to] : changes) {
    std::string bad = *good;
    bad.replace(bad.find(from), std::string(from).size(), to);
    bool asked = false;
    const auto key = parse_key_file(bad, [&]() -> Expected<std::string> {
      asked = true;
      return std::string("p");
    });
    EXPECT_FALSE(key) << to;
    EXPECT_FALSE(asked) << to;
  }
  EXPECT_FALSE(key_file_text(sample(), "p", {0, 8}));
  EXPECT_FALSE(key_file_text(sample(), "p", {1, kMaxPassphraseCost.memory_kib + 1}));
  EXPECT_FALSE(parse_key_file(std::string(20'000, 'a')));
  SigningKey spaced = sample();
  spaced.name = "two words";
  EXPECT_FALSE(key_file_text(spaced));
}

// The example keys of golang/mod, sumdb/note.
TEST(GoKey, IsRead) {
  const std::string line = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
  for (const char* end : {"", "\n"}) {
    const auto key = parse_key_file(line + end);
    ASSERT_TRUE(key) << key.error().text();
    EXPECT_EQ(key->verifier().text(), "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    EXPECT_EQ(
        sign_note("If you think cryptography is the answer to your problem,\n"
                  "then you don't know what your problem is.\n",
                  key->name, key->secret)
            .line(),
        "\xE2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6K"
        "E6RyyBwJnAM=\n");
  }
  for (std::size_t length = 0; length < line.size(); ++length) EXPECT_FALSE(parse_key_file(line.substr(0, length)));
  EXPECT_FALSE(parse_key_file(line + "\n\n"));
  EXPECT_FALSE(parse_key_file(line + "\r\n"));
  std::string other = line;
  other.replace(other.find("c74f20a3"), 8, "c74f20a4");
  EXPECT_FALSE(parse_key_file(other));
}

}  // namespace
}  // namespace maek::evidence
