// SPDX-License-Identifier: Apache-2.0
// Digest set and filter: which bodies are known, at a cache miss a question (hash set, open addressing, Bloom filter)
#pragma once

#include <bit>        // for std::bit_ceil
#include <cstdint>    // for std::uint64_t
#include <cstring>    // for std::memcpy
#include <vector>     // for std::vector

#include "base/ids.h"   // for Digest

namespace maek::evidence {

/// The beginning of a digest is as good as any hash of it.
inline std::uint64_t digest_number(const Digest& digest) {
  std::uint64_t value = 0;
  std::memcpy(&value, digest.bytes.data(), sizeof value);
  return value;
}

/// A set of digests, exact; one array without allocations of its own for each.
class DigestSet {
 public:
  bool contains(const Digest& digest) const {
    if (digest == Digest{}) return has_zero_;
    return !places_.empty() && places_[place(digest)] == digest;
  }
  void insert(const Digest& digest) {
    if (digest == Digest{}) {   // marks free places
      has_zero_ = true;
      return;
    }
    if (2 * (count_ + 1) > places_.size()) grow();
    Digest& here = places_[place(digest)];
    if (here == digest) return;
    here = digest;
    ++count_;
  }
  void clear() { *this = {}; }
  template <class Use>
  void for_each(const Use& use) const {
    if (has_zero_) use(Digest{});
    for (const Digest& digest : places_) {
      if (digest != Digest{}) use(digest);
    }
  }

 private:
  // Where it is, or would be.
  std::size_t place(const Digest& digest) const {
    const std::size_t mask = places_.size() - 1;
    std::size_t at = static_cast<std::size_t>(digest_number(digest)) & mask;
    while (places_[at] != Digest{} && places_[at] != digest) at = (at + 1) & mask;
    return at;
  }
  void grow() {
    std::vector<Digest> before(places_.empty() ? 1024 : 2 * places_.size());
    before.swap(places_);
    for (const Digest& digest : before) {
      if (digest != Digest{}) places_[place(digest)] = digest;
    }
  }

  std::vector<Digest> places_;   // a power of two of them, at most half taken
  std::size_t count_ = 0;
  bool has_zero_ = false;
};

/// Says "no" for certain, or "perhaps": of the absent ones, some one in sixteen as long as it has the size it is for.
class DigestFilter {
 public:
  DigestFilter() = default;
  explicit DigestFilter(std::uint64_t digests) : bits_(std::bit_ceil(digests / 4 + 64)) {}

  void insert(const Digest& digest) { bits_[word(digest)] |= bit(digest); }
  bool perhaps(const Digest& digest) const { return (bits_[word(digest)] & bit(digest)) != 0; }

 private:
  std::size_t word(const Digest& digest) const {
    return static_cast<std::size_t>(digest_number(digest) >> 6) & (bits_.size() - 1);
  }
  static std::uint64_t bit(const Digest& digest) { return std::uint64_t{1} << (digest_number(digest) & 63); }

  std::vector<std::uint64_t> bits_ = std::vector<std::uint64_t>(1);   // sixteen bits a digest
};

}  // namespace maek::evidence
