// SPDX-License-Identifier: Apache-2.0
// Tests of random streams: published vectors, independence of streams, distributions.
#include "base/random.h"

#include <gtest/gtest.h>

#include <algorithm>     // for std::max
#include <cmath>         // for std::log
#include <cstdint>       // for std::uint64_t
#include <set>           // for std::set
#include <vector>        // for std::vector

namespace maek {
namespace {

// Rows "philox4x32 10" of Random123's tests/kat_vectors: counter, key, result.
struct Vector {
  PhiloxCounter counter;
  PhiloxKey key;
  PhiloxCounter result;
};
constexpr Vector kPublished[] = {
    {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {{~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     {0xa4093822, 0x299f31d0},
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
};
static_assert(philox4x32_10(kPublished[0].counter, kPublished[0].key) == kPublished[0].result);

constexpr int kDraws = 200'000;

TEST(Philox, GivesThePublishedVectors) {
  for (const Vector& v : kPublished) EXPECT_EQ(philox4x32_10(v.counter, v.key), v.result);
}

TEST(StreamHash, IsFnv1a) {
  // Vectors of the FNV authors' test suite.
  EXPECT_EQ(stream_hash(""), 0xcbf29ce484222325u);
  EXPECT_EQ(stream_hash("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(stream_hash("foobar"), 0x85944171f73967e8u);
}

TEST(RandomStream, IsTheDocumentedCipher) {
  const std::uint64_t seed = 0x0123456789abcdef, index = 0xfedcba9876543210, name = stream_hash("search");
  const PhiloxCounter derived =
      philox4x32_10({static_cast<std::uint32_t>(name), static_cast<std::uint32_t>(name >> 32), 0x6d61656b, 0},
                    {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
  RandomStream stream(seed, "search", index);
  for (std::uint32_t block = 0; block < 3; ++block) {
    for (const std::uint32_t word : philox4x32_10({block, 0, 0x76543210, 0xfedcba98}, {derived[0], derived[1]}))
      EXPECT_EQ(stream.next(), word);
  }
}

TEST(RandomStream, DiffersBySeedNameAndIndex) {
  std::set<std::uint64_t> firsts;
  for (std::uint64_t seed : {0, 1, 2}) {
    for (const char* name : {"", "a", "b", "search"}) {
      for (std::uint64_t index : {0, 1, 2, 3}) firsts.insert(RandomStream(seed, name, index).next64());
    }
  }
  firsts.insert(RandomStream(std::uint64_t{1} << 32, "a", 0).next64());
  firsts.insert(RandomStream(1, "a", std::uint64_t{1} << 32).next64());
  EXPECT_EQ(firsts.size(), 3u * 4u * 4u + 2u);
  EXPECT_EQ(RandomStream(7, "x", 3).next64(), RandomStream(7, "x", 3).next64());
}

TEST(RandomStream, UniformsStayInsideAndFillTheInterval) {
  RandomStream stream(1, "uniform", 0);
  double sum = 0, sum_open = 0, sum_double = 0, least = 1, most = 0;
  std::vector<int> bins(16);
  for (int i = 0; i < kDraws; ++i) {
    const float a = stream.uniform(), b = stream.uniform_open();
    const double c = stream.uniform_double(), d = stream.uniform_open_double();
    ASSERT_TRUE(a >= 0.0f && a < 1.0f && b > 0.0f && b < 1.0f && c >= 0.0 && c < 1.0 && d > 0.0 && d < 1.0);
    sum += a, sum_open += b, sum_double += c;
    least = std::min<double>(least, a), most = std::max<double>(most, a);
    ++bins[static_cast<std::size_t>(a * 16)];
  }
  const double five_sigma = 5 * std::sqrt(1.0 / 12 / kDraws);
  EXPECT_NEAR(sum / kDraws, 0.5, five_sigma);
  EXPECT_NEAR(sum_open / kDraws, 0.5, five_sigma);
  EXPECT_NEAR(sum_double / kDraws, 0.5, five_sigma);
  EXPECT_LT(least, 1e-3);
  EXPECT_GT(most, 1 - 1e-3);
  double chi_square = 0;
  for (const int n : bins) chi_square += (n - kDraws / 16.0) * (n - kDraws / 16.0) / (kDraws / 16.0);
  EXPECT_LT(chi_square, 44.3);   // 15 degrees of freedom, p = 1e-4
}

TEST(RandomStream, OpenUniformsAreOpenAtTheExtremeWords) {
  // The formulas at the smallest and largest word.
  EXPECT_EQ((0.0f + 0.5f) * 0x1p-23f, 0x1p-24f);
  EXPECT_LT((static_cast<float>(~0u >> 9) + 0.5f) * 0x1p-23f, 1.0f);
  EXPECT_LT((static_cast<double>(~std::uint64_t{0} >> 12) + 0.5) * 0x1p-52, 1.0);
}

TEST(RandomStream, BelowIsUnbiasedAndBounded) {
  RandomStream stream(3, "below", 0);
  for (const std::uint32_t n : {0u, 1u}) EXPECT_EQ(stream.below(n), 0u);
  std::vector<int> counts(7);
  for (int i = 0; i < kDraws; ++i) ++counts[stream.below(7)];
  double chi_square = 0;
  for (const int n : counts) chi_square += (n - kDraws / 7.0) * (n - kDraws / 7.0) / (kDraws / 7.0);
  EXPECT_LT(chi_square, 27.9);   // 6 degrees of freedom, p = 1e-4
  // For n = 3 * 2^30 plain multiplication would favour each third value: 2 to 1.
  constexpr std::uint32_t kLarge = 3u << 30;
  int thirds[3] = {};
  for (int i = 0; i < kDraws; ++i) {
    const std::uint32_t x = stream.below(kLarge);
    ASSERT_LT(x, kLarge);
    ++thirds[x % 3];
  }
  for (const int n : thirds) EXPECT_NEAR(n, kDraws / 3.0, 5 * std::sqrt(kDraws * 2.0 / 9));
}

TEST(PortableLog, AgreesWithTheCLibrary) {
  RandomStream stream(4, "log", 0);
  for (int i = 0; i < kDraws; ++i) {
    const double x = i % 2 ? stream.uniform_open_double() : 1.0 / stream.uniform_open_double();
    const double expected = std::log(x);
    EXPECT_NEAR(portable_log(x), expected, 4e-16 * std::max(std::abs(expected), 1e-3)) << x;
  }
  EXPECT_EQ(portable_log(1.0), 0.0);
}

TEST(RandomStream, NormalHasTheMomentsAndTailsOfTheNormal) {
  RandomStream stream(5, "normal", 0);
  double sum = 0, square = 0, fourth = 0;
  int beyond_two = 0, below_zero = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double x = stream.normal();
    sum += x, square += x * x, fourth += x * x * x * x;
    beyond_two += std::abs(x) > 2, below_zero += x < 0;
  }
  EXPECT_NEAR(sum / kDraws, 0, 5 / std::sqrt(kDraws));
  EXPECT_NEAR(square / kDraws, 1, 5 * std::sqrt(2.0 / kDraws));
  EXPECT_NEAR(fourth / kDraws, 3, 5 * std::sqrt(96.0 / kDraws));
  EXPECT_NEAR(beyond_two / double{kDraws}, 0.0455003, 5 * std::sqrt(0.0455 * 0.9545 / kDraws));   // 2 (1 - Phi(2))
  EXPECT_NEAR(below_zero / double{kDraws}, 0.5, 5 * std::sqrt(0.25 / kDraws));
}

}  // namespace
}  // namespace maek
