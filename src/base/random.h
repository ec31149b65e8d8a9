// SPDX-License-Identifier: Apache-2.0
// Random streams named seed/stream/index (random numbers, seed, Philox, uniform, normal, shuffle index).
// Counter-based: no state is shared, any stream can be made anywhere, results are equal on every machine and thread.
#pragma once

#include <array>         // for std::array
#include <bit>           // for std::bit_cast
#include <cmath>         // for std::sqrt (correctly rounded, so equal everywhere)
#include <cstdint>       // for std::uint32_t
#include <string_view>   // for std::string_view

namespace maek {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

/// Philox4x32 with ten rounds: 128 bits of counter to 128 random bits.
/// Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC'11, section 3.3 (constants: table 2).
constexpr PhiloxCounter philox4x32_10(PhiloxCounter counter, PhiloxKey key) {
  constexpr std::uint64_t kMultiplier0 = 0xD2511F53, kMultiplier1 = 0xCD9E8D57;
  constexpr std::uint32_t kWeyl0 = 0x9E3779B9, kWeyl1 = 0xBB67AE85;   // golden ratio, sqrt(3) - 1
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = kMultiplier0 * counter[0];
    const std::uint64_t product1 = kMultiplier1 * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(product0)};
    key[0] += kWeyl0;
    key[1] += kWeyl1;
  }
  return counter;
}

/// FNV-1a, 64 bits (offset basis and prime of the FNV authors): names of streams only, never against an attacker.
constexpr std::uint64_t stream_hash(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : name) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
}

/// Natural logarithm of a positive normal double by + - * / alone, so its bits are equal on every machine (that of
/// the C library is not). |error| < 2 ulp: log m = 2 atanh((m-1)/(m+1)) with m in [sqrt(1/2), sqrt(2)).
constexpr double portable_log(double x) {
  constexpr double kLn2High = 6.93147180369123816490e-01;   // ln 2 with its last 32 bits zero: e * it is exact
  constexpr double kLn2Low = 1.90821492927058770002e-10;    // ln 2 - kLn2High
  constexpr double kSqrt2 = 1.41421356237309504880;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  int exponent = static_cast<int>(bits >> 52) - 1023;
  double m = std::bit_cast<double>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m >= kSqrt2) {
    m *= 0.5;
    ++exponent;
  }
  const double s = (m - 1.0) / (m + 1.0);   // |s| <= 0.1716
  const double z = s * s;
  double tail = 0.0;                         // z/3 + z^2/5 + ... to z^11/23: what is left out is below 1e-19
  for (int k = 11; k >= 1; --k) tail = z * (tail + 1.0 / (2 * k + 1));
  return exponent * kLn2High + (2.0 * s + (2.0 * s * tail + exponent * kLn2Low));
}

/// The numbers of one stream. `index` tells apart many streams of one name: one for each run, pose, molecule.
/// Key: the first 64 bits of Philox(counter = hash of the name, key = seed). Counter: block number, then index.
/// A stream gives 2^64 blocks of four words; nothing overlaps for equal seed and name and unequal index.
class RandomStream {
 public:
  constexpr RandomStream(std::uint64_t seed, std::string_view stream, std::uint64_t index) {
    const std::uint64_t name = stream_hash(stream);
    const PhiloxCounter derived = philox4x32_10({low(name), high(name), kDeriveTag, 0}, {low(seed), high(seed)});
    key_ = {derived[0], derived[1]};
    counter_ = {0, 0, low(index), high(index)};
  }

  /// 32 random bits.
  constexpr std::uint32_t next() {
    if (used_ == 4) {
      words_ = philox4x32_10(counter_, key_);
      if (++counter_[0] == 0) ++counter_[1];
      used_ = 0;
    }
    return words_[used_++];
  }
  /// 64 random bits; the first word drawn is the upper half.
  constexpr std::uint64_t next64() {
    const std::uint64_t upper = next();
    return upper << 32 | next();
  }

  /// A multiple of 2^-24 in [0, 1).
  constexpr float uniform() { return static_cast<float>(next() >> 8) * 0x1p-24f; }
  /// An odd multiple of 2^-24 in (0, 1): neither end, for logarithms and divisions.
  constexpr float uniform_open() { return (static_cast<float>(next() >> 9) + 0.5f) * 0x1p-23f; }
  /// In [low, high) but for rounding, which may give `high` itself.
  constexpr float uniform(float low, float high) { return low + (high - low) * uniform(); }

  /// A multiple of 2^-53 in [0, 1). Two words.
  constexpr double uniform_double() { return static_cast<double>(next64() >> 11) * 0x1p-53; }
  /// An odd multiple of 2^-53 in (0, 1). Two words.
  constexpr double uniform_open_double() { return (static_cast<double>(next64() >> 12) + 0.5) * 0x1p-52; }

  /// A whole number in [0, n), each equally likely; 0 when n is 0 or 1.
  /// Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019): multiply, refuse the short rest.
  constexpr std::uint32_t below(std::uint32_t n) {
    if (n <= 1) return 0;
    std::uint64_t product = std::uint64_t{next()} * n;
    if (static_cast<std::uint32_t>(product) < n) {
      const std::uint32_t rest = (0u - n) % n;
      while (static_cast<std::uint32_t>(product) < rest) product = std::uint64_t{next()} * n;
    }
    return static_cast<std::uint32_t>(product >> 32);
  }

  /// Mean 0, variance 1. Marsaglia's polar method; only + - * /, the correctly rounded square root and portable_log:
  /// equal bits everywhere. Draws pairs and keeps the second one for the next call.
  double normal() {
    if (has_spare_) {
      has_spare_ = false;
      return spare_;
    }
    double u = 0.0, v = 0.0, square = 0.0;
    do {
      u = 2.0 * uniform_open_double() - 1.0;
      v = 2.0 * uniform_open_double() - 1.0;
      square = u * u + v * v;
    } while (square >= 1.0 || square == 0.0);
    const double scale = std::sqrt(-2.0 * portable_log(square) / square);
    spare_ = v * scale;
    has_spare_ = true;
    return u * scale;
  }

 private:
  static constexpr std::uint32_t kDeriveTag = 0x6d61656b;  // "maek": keeps derivation apart from the streams themselves
  static constexpr std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
  static constexpr std::uint32_t high(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); }

  PhiloxKey key_{};
  PhiloxCounter counter_{};
  PhiloxCounter words_{};
  int used_ = 4;
  bool has_spare_ = false;
  double spare_ = 0.0;
};

}  // namespace maek
