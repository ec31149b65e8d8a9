// SPDX-License-Identifier: Apache-2.0
// Subtrees of a Merkle tree: which ranges are one, their proofs, and covering any range by two (partial proof, range)
#pragma once

#include <cstdint>   // for std::uint64_t
#include <span>      // for std::span
#include <utility>   // for std::pair
#include <vector>    // for std::vector

#include "base/expected.h"       // for Expected
#include "base/ids.h"            // for Digest
#include "evidence/merkle.h"     // for NodeReader, subtree_root

namespace maek::evidence {

// After draft-ietf-plants-merkle-tree-certs, "Subtrees". The root of a subtree is subtree_root() of evidence/merkle.h.

/// Leaves [begin, end) of a tree.
struct Subtree {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  auto operator<=>(const Subtree&) const = default;
};

/// A range is a subtree when it begins at a multiple of the smallest power of two that is not below its length; an
/// empty range is one too. False beyond kMaxTreeSize.
bool is_subtree(Subtree range);

/// The one or two neighbouring subtrees [s, m), [m, e) that cover a range, with s <= range.begin and e = range.end; the
/// second is empty where one suffices. kInvalidArgument when the range runs backwards or beyond kMaxTreeSize.
Expected<std::pair<Subtree, Subtree>> cover(Subtree range);

/// From leaf `index` of the tree up to the root of the subtree. kInvalidArgument when it is not in there.
Expected<std::vector<Digest>> subtree_inclusion_proof(std::uint64_t index, Subtree subtree, const NodeReader& nodes);
Expected<void> verify_subtree_inclusion(std::uint64_t index, Subtree subtree, const Digest& leaf,
                                        std::span<const Digest> proof, const Digest& subtree_hash);

/// That a subtree is part of the tree of `size` leaves. kInvalidArgument when it is no subtree, or not within the tree.
Expected<std::vector<Digest>> subtree_consistency_proof(Subtree subtree, std::uint64_t size, const NodeReader& nodes);
/// For a subtree that begins at 0 this is verify_consistency, except that an empty one is allowed: its hash is the
/// empty tree's, and nothing is proved.
Expected<void> verify_subtree_consistency(Subtree subtree, std::uint64_t size, std::span<const Digest> proof,
                                          const Digest& subtree_hash, const Digest& root);

}  // namespace maek::evidence
