// SPDX-License-Identifier: Apache-2.0
// Bodies stored, taken, restored and checked: one verdict, however it is asked for.
#include "evidence/body.h"

#include <string>   // for std::string
#include <vector>   // for std::vector

#include <gtest/gtest.h>

namespace maek::evidence {
namespace {

// Short, compressible, and not to be compressed.
std::vector<std::string> samples() {
  std::string noise;
  for (int i = 0; i < 100; ++i) {
    const Digest digest = sha256(std::to_string(i));
    noise.append(reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size());
  }
  return {"", "short", std::string(100'000, 'x'), noise};
}

TEST(Body, IsTheSameTakenOrCopied) {
  for (const std::string& bytes : samples()) {
    const StoredBody stored = store_body(bytes);
    std::string given = bytes;
    const StoredBody taken = take_body(std::move(given));
    EXPECT_EQ(taken.digest, sha256(bytes));
    EXPECT_EQ(taken.digest, stored.digest);
    EXPECT_EQ(taken.bytes, bytes.size());
    EXPECT_EQ(taken.codec, stored.codec);
    EXPECT_EQ(taken.stored, stored.stored);
    EXPECT_EQ(*restore_body(taken), bytes);
    EXPECT_TRUE(check_body({taken.digest, taken.bytes, taken.codec, {}}, taken.stored));
  }
}

TEST(Body, IsRefusedWithOneVerdictWhereAnythingIsAltered) {
  for (const std::string& bytes : samples()) {
    const StoredBody good = store_body(bytes);
    std::vector<StoredBody> bad(5, good);
    bad[0].digest.bytes[31] ^= 1;
    ++bad[1].bytes;
    bad[2].stored += 'x';
    bad[3].codec = good.codec == Codec::kPlain ? Codec::kZstd : Codec::kPlain;
    bad[4].bytes = kMaxBodyBytes + 1;
    if (!good.stored.empty()) {
      for (const std::size_t at : {std::size_t{0}, good.stored.size() / 2, good.stored.size() - 1}) {
        bad.push_back(good);
        bad.back().stored[at] ^= 4;
      }
      bad.push_back(good);
      bad.back().stored.pop_back();
    }
    for (const StoredBody& body : bad) {
      const auto restored = restore_body(body);
      const auto checked = check_body({body.digest, body.bytes, body.codec, {}}, body.stored);
      ASSERT_FALSE(restored);
      ASSERT_FALSE(checked);
      EXPECT_EQ(checked.error().text(), restored.error().text());
      EXPECT_EQ(checked.error().code, ErrorCode::kMalformed);
    }
  }
}

}  // namespace
}  // namespace maek::evidence
