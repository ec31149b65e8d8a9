// SPDX-License-Identifier: Apache-2.0
// Sets and filters of digests beside a plain set.
#include "evidence/internal/digest_set.h"

#include <set>      // for std::set
#include <string>   // for std::to_string

#include <gtest/gtest.h>

namespace maek::evidence {
namespace {

TEST(DigestSet, HoldsWhatWasInsertedAndNothingElse) {
  DigestSet set;
  std::set<Digest> plain;
  EXPECT_FALSE(set.contains(Digest{}));
  EXPECT_FALSE(set.contains(sha256("0")));
  for (int i = 0; i < 5000; ++i) {
    const Digest digest = sha256(std::to_string(i % 4000));
    EXPECT_EQ(set.contains(digest), plain.contains(digest));
    set.insert(digest);
    plain.insert(digest);
    EXPECT_TRUE(set.contains(digest));
  }
  std::set<Digest> seen;
  set.for_each([&](const Digest& digest) { EXPECT_TRUE(seen.insert(digest).second); });
  EXPECT_EQ(seen, plain);
  set.clear();
  EXPECT_FALSE(set.contains(sha256("1")));
}

TEST(DigestSet, TellsDigestsApartThatBeginAlike) {
  DigestSet set;
  for (int i = 0; i < 2000; ++i) {   // all want the same place; the first is the one that marks free places
    Digest digest;
    digest.bytes[30] = static_cast<std::uint8_t>(i / 256);
    digest.bytes[31] = static_cast<std::uint8_t>(i % 256);
    EXPECT_FALSE(set.contains(digest)) << i;
    set.insert(digest);
    EXPECT_TRUE(set.contains(digest)) << i;
  }
}

TEST(DigestFilter, NeverForgetsAndSeldomErrs) {
  constexpr int kCount = 20'000;
  DigestFilter filter(kCount);
  for (int i = 0; i < kCount; ++i) filter.insert(sha256(std::to_string(i)));
  for (int i = 0; i < kCount; ++i) EXPECT_TRUE(filter.perhaps(sha256(std::to_string(i))));
  int wrong = 0;
  for (int i = kCount; i < 2 * kCount; ++i) wrong += filter.perhaps(sha256(std::to_string(i))) ? 1 : 0;
  EXPECT_LT(wrong, kCount / 8);
  EXPECT_FALSE(DigestFilter().perhaps(sha256("1")));
}

}  // namespace
}  // namespace maek::evidence
