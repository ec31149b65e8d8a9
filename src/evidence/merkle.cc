// SPDX-License-Identifier: Apache-2.0
// The recursions of RFC 6962, 2.1, over complete nodes, and the loops of RFC 9162, 2.1.3.2 and 2.1.4.2.
#include "evidence/merkle.h"

#include <array>    // for std::array
#include <bit>      // for std::bit_floor, std::bit_width, std::countr_zero, std::has_single_bit
#include <cstring>  // for std::memcpy

#include <fmt/format.h>

namespace maek::evidence {
namespace {

Error refused(std::string message) { return {ErrorCode::kMalformed, std::move(message), "proof"}; }

// The largest power of two strictly below n > 1: where a tree of n leaves is split.
std::uint64_t split(std::uint64_t n) { return std::bit_floor(n - 1); }

// One context for each thread: making one costs more than the hash of a node.
Sha256& hasher() {
  thread_local Sha256 sha;
  return sha;
}

class ProofMaker {
 public:
  ProofMaker(const NodeReader& nodes, std::uint64_t size) : nodes_(nodes) {
    proof_.reserve(static_cast<std::size_t>(std::bit_width(size)) + 1);
  }

  // Appends the root of [begin, end) to the proof.
  bool take(std::uint64_t begin, std::uint64_t end) {
    auto hash = subtree_root(begin, end, nodes_);
    if (!hash) {
      error_ = std::move(hash).error();
      return false;
    }
    proof_.push_back(*hash);
    return true;
  }
  // PATH(index, D[begin:end])
  bool path(std::uint64_t index, std::uint64_t begin, std::uint64_t end) {
    if (end - begin == 1) return true;
    const std::uint64_t middle = begin + split(end - begin);
    return index < middle ? path(index, begin, middle) && take(middle, end)
                          : path(index, middle, end) && take(begin, middle);
  }
  // SUBPROOF(old, D[begin:end], known), with `old` counted from the whole tree's start.
  bool subproof(std::uint64_t old, std::uint64_t begin, std::uint64_t end, bool known) {
    if (old == end) return known || take(begin, end);
    const std::uint64_t middle = begin + split(end - begin);
    return old <= middle ? subproof(old, begin, middle, known) && take(middle, end)
                         : subproof(old, middle, end, false) && take(begin, middle);
  }
  Expected<std::vector<Digest>> result(bool made) {
    if (!made) return std::move(error_);
    return std::move(proof_);
  }

 private:
  const NodeReader& nodes_;
  std::vector<Digest> proof_;
  Error error_;
};

Expected<void> check_size(std::uint64_t size) {
  if (size < kMaxTreeSize) return {};
  return Error{ErrorCode::kInvalidArgument, fmt::format("a tree of {} leaves is beyond 2^63", size), "size"};
}

}  // namespace

Digest empty_root() { return sha256({}); }

Digest leaf_hash(std::string_view data) {
  hasher().update(std::string_view("\0", 1));
  hasher().update(data);
  return hasher().finish();
}

Digest node_hash(const Digest& left, const Digest& right) {
  std::array<char, 65> message;
  message[0] = 1;
  std::memcpy(message.data() + 1, left.bytes.data(), 32);
  std::memcpy(message.data() + 33, right.bytes.data(), 32);
  hasher().update({message.data(), message.size()});
  return hasher().finish();
}

Digest tree_root(std::span<const Digest> leaf_hashes) {
  if (leaf_hashes.empty()) return empty_root();
  if (leaf_hashes.size() == 1) return leaf_hashes.front();
  const std::size_t k = split(leaf_hashes.size());
  return node_hash(tree_root(leaf_hashes.first(k)), tree_root(leaf_hashes.subspan(k)));
}

Expected<Digest> subtree_root(std::uint64_t begin, std::uint64_t end, const NodeReader& nodes) {
  if (begin >= end) return empty_root();
  const std::uint64_t n = end - begin;
  if (std::has_single_bit(n) && begin % n == 0) {
    const int level = std::countr_zero(n);
    return nodes({level, begin >> level});
  }
  const std::uint64_t middle = begin + split(n);
  auto left = subtree_root(begin, middle, nodes);
  if (!left) return left;
  auto right = subtree_root(middle, end, nodes);
  if (!right) return right;
  return node_hash(*left, *right);
}

Expected<std::vector<Digest>> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeReader& nodes) {
  if (auto fits = check_size(size); !fits) return fits.error();
  if (index >= size) {
    return Error{ErrorCode::kInvalidArgument, fmt::format("entry {} is not in a tree of {} entries", index, size),
                 "index"};
  }
  ProofMaker maker(nodes, size);
  return maker.result(maker.path(index, 0, size));
}

Expected<std::vector<Digest>> consistency_proof(std::uint64_t old_size, std::uint64_t size, const NodeReader& nodes) {
  if (auto fits = check_size(size); !fits) return fits.error();
  if (old_size == 0 || old_size > size) {
    return Error{ErrorCode::kInvalidArgument, fmt::format("sizes {} and {} have no consistency proof", old_size, size),
                 "size"};
  }
  ProofMaker maker(nodes, size);
  return maker.result(maker.subproof(old_size, 0, size, true));
}

Expected<void> verify_inclusion(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                                std::span<const Digest> proof, const Digest& root) {
  if (index >= size) return refused(fmt::format("entry {} cannot be in a tree of {} entries", index, size));
  std::uint64_t fn = index;
  std::uint64_t sn = size - 1;
  Digest hash = leaf;
  for (const Digest& sibling : proof) {
    if (sn == 0) return refused("the inclusion proof has more hashes than the tree has levels");
    if ((fn & 1) != 0 || fn == sn) {
      hash = node_hash(sibling, hash);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      hash = node_hash(hash, sibling);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0) return refused("the inclusion proof has too few hashes");
  if (hash != root) return refused("the inclusion proof leads to another root than the checkpoint's");
  return {};
}

Expected<void> verify_consistency(std::uint64_t old_size, std::uint64_t size, std::span<const Digest> proof,
                                  const Digest& old_root, const Digest& root) {
  if (old_size == 0) return refused("nothing can be proved about an empty tree");
  if (old_size > size) return refused(fmt::format("the old tree ({}) is larger than the new one ({})", old_size, size));
  if (old_size == size) {
    if (!proof.empty()) return refused("two trees of one size need no consistency proof, yet there is one");
    if (old_root != root) return refused("two trees of one size have different roots: the log was forked");
    return {};
  }
  if (proof.empty()) return refused("the consistency proof is empty");
  std::uint64_t fn = old_size - 1;
  std::uint64_t sn = size - 1;
  while ((fn & 1) != 0) {
    fn >>= 1;
    sn >>= 1;
  }
  const bool old_is_first = std::has_single_bit(old_size);
  Digest old_hash = old_is_first ? old_root : proof.front();
  Digest hash = old_hash;
  for (const Digest& next : proof.subspan(old_is_first ? 0 : 1)) {
    if (sn == 0) return refused("the consistency proof has more hashes than the tree has levels");
    if ((fn & 1) != 0 || fn == sn) {
      old_hash = node_hash(next, old_hash);
      hash = node_hash(next, hash);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      hash = node_hash(hash, next);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (old_hash != old_root) return refused("the consistency proof does not lead to the old root");
  if (hash != root) return refused("the consistency proof does not lead to the new root");
  if (sn != 0) return refused("the consistency proof has too few hashes");
  return {};
}

Expected<Frontier> Frontier::read(std::uint64_t size, const NodeReader& nodes) {
  Frontier frontier;
  frontier.size_ = size;
  std::uint64_t begin = 0;
  for (int level = 63; level >= 0; --level) {
    const std::uint64_t width = std::uint64_t{1} << level;
    if ((size & width) == 0) continue;
    auto peak = nodes({level, begin >> level});
    if (!peak) return peak.error();
    frontier.peaks_.push_back(*peak);
    begin += width;
  }
  return frontier;
}

void Frontier::add(const Digest& leaf) {
  std::vector<Digest> ignored;
  add(leaf, 64, ignored);
}

void Frontier::add(const Digest& leaf, int every, std::vector<Digest>& complete) {
  Digest hash = leaf;
  int level = 0;
  for (std::uint64_t bits = size_; (bits & 1) != 0; bits >>= 1) {
    hash = node_hash(peaks_.back(), hash);
    peaks_.pop_back();
    if (++level % every == 0) complete.push_back(hash);
  }
  peaks_.push_back(hash);
  ++size_;
}

Digest Frontier::root() const {
  if (peaks_.empty()) return empty_root();
  Digest hash = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) hash = node_hash(peaks_[i], hash);
  return hash;
}

}  // namespace maek::evidence
