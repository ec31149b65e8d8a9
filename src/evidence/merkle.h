// SPDX-License-Identifier: Apache-2.0
// Merkle trees of RFC 6962: leaf and node hashes, inclusion and consistency proofs, subtrees (transparency log, SHA-256)
#pragma once

#include <cstdint>  // for std::uint64_t
#include <functional>  // for std::function
#include <span>  // for std::span
#include <string_view>  // for std::string_view
#include <vector>  // for std::vector

#include "base/expected.h"  // for Expected
#include "base/ids.h"  // for Digest

namespace maek::evidence {

/// Trees have fewer leaves than this: a proof never has more than kMaxProofHashes hashes.
constexpr std::uint64_t kMaxTreeSize = std::uint64_t{1} << 63;
constexpr std::size_t kMaxProofHashes = 63;

/// SHA-256 of nothing: the root of the tree without leaves.
Digest empty_root();
/// SHA-256(0x00 || data)   (RFC 6962, 2.1)
Digest leaf_hash(std::string_view data);
/// SHA-256(0x01 || left || right)   (RFC 6962, 2.1)
Digest node_hash(const Digest& left, const Digest& right);

/// MTH(leaves): the plain definition, for tests and small trees.
Digest tree_root(std::span<const Digest> leaf_hashes);

/// A range [level, index]: the node that covers leaves [index * 2^level, (index + 1) * 2^level), all of them present.
struct NodeId {
  int level = 0;
  std::uint64_t index = 0;
  auto operator<=>(const NodeId&) const = default;
};
/// Gives the hash of a complete node; fails when it cannot be had. What tiles, memory or a server hold.
using NodeReader = std::function<Expected<Digest>(NodeId)>;

/// MTH(D[begin:end]) from complete nodes; [begin, end) must be a valid subtree (see below) or begin = 0.
Expected<Digest> subtree_root(std::uint64_t begin, std::uint64_t end, const NodeReader& nodes);
/// PATH(index, D[0:size]), from the leaf's sibling to the root's child. kInvalidArgument when index >= size.
Expected<std::vector<Digest>> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeReader& nodes);
/// PROOF(old_size, D[0:size]). kInvalidArgument unless 0 < old_size <= size.
Expected<std::vector<Digest>> consistency_proof(std::uint64_t old_size, std::uint64_t size, const NodeReader& nodes);

/// Verification, RFC 9162 2.1.3.2 and 2.1.4.2. The Error's message says which condition failed.
Expected<void> verify_inclusion(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                                std::span<const Digest> proof, const Digest& root);
Expected<void> verify_consistency(std::uint64_t old_size, std::uint64_t size, std::span<const Digest> proof,
                                  const Digest& old_root, const Digest& root);

/// The right edge of a growing tree: adds leaves and knows the root in O(log n) memory.
class Frontier {
 public:
  Frontier() = default;
  /// The frontier of a tree of `size` leaves, from its complete nodes.
  static Expected<Frontier> read(std::uint64_t size, const NodeReader& nodes);

  void add(const Digest& leaf);
  /// Appends to `complete` the nodes of the levels `every`, 2 * `every`, ... that this leaf completes.
  void add(const Digest& leaf, int every, std::vector<Digest>& complete);
  std::uint64_t size() const { return size_; }
  Digest root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Digest> peaks_;  // complete subtrees, largest first: one for each bit of size_
};

}  // namespace maek::evidence
