// SPDX-License-Identifier: Apache-2.0
// Every subtree of small trees, good proofs and damaged ones. Published digests: the tests of maek-conformance.
#include "evidence/subtree.h"

#include <string>   // for std::string

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace maek::evidence {
namespace {

constexpr std::uint64_t kLeaves = 37;

struct Leaves {
  std::vector<Digest> hashes;
  Leaves() {
    for (std::uint64_t i = 0; i < kLeaves; ++i) hashes.push_back(leaf_hash(fmt::format("leaf {}", i)));
  }
  Digest root(std::uint64_t begin, std::uint64_t end) const {
    return tree_root(std::span(hashes).subspan(begin, end - begin));
  }
  NodeReader nodes() const {
    return [this](NodeId node) -> Expected<Digest> {
      const std::uint64_t begin = node.index << node.level;
      const std::uint64_t end = begin + (std::uint64_t{1} << node.level);
      if (end > kLeaves) return Error{ErrorCode::kNotFound, "no such node"};
      return root(begin, end);
    };
  }
};

TEST(Subtree, BeginsAtAMultipleOfItsRoundedLength) {
  const std::vector<std::pair<Subtree, bool>> cases = {
      {{0, 0}, true},
      {{5, 5}, true},
      {{0, 1}, true},
      {{7, 8}, true},
      {{0, 13}, true},
      {{8, 13}, true},
      {{8, 16}, true},
      {{4, 8}, true},
      {{4, 7}, true},
      {{4, 9}, false},
      {{2, 5}, false},
      {{1, 3}, false},
      {{6, 8}, true},
      {{12, 20}, false},
      {{16, 24}, true},
      {{3, 2}, false},
      {{0, kMaxTreeSize - 1}, true},
      {{0, kMaxTreeSize}, false},
      {{1, ~std::uint64_t{0}}, false},
      {{std::uint64_t{1} << 62, kMaxTreeSize - 1}, true},
  };
  for (const auto& [range, valid] : cases) EXPECT_EQ(is_subtree(range), valid) << range.begin << " " << range.end;
}

TEST(Subtree, EveryRangeIsCoveredByTwo) {
  for (std::uint64_t end = 0; end <= kLeaves; ++end) {
    for (std::uint64_t begin = 0; begin <= end; ++begin) {
      const auto two = cover({begin, end});
      ASSERT_TRUE(two);
      EXPECT_TRUE(is_subtree(two->first) && is_subtree(two->second)) << begin << " " << end;
      EXPECT_LE(two->first.begin, begin);
      EXPECT_EQ(two->first.end, two->second.begin);
      EXPECT_EQ(two->second.end, end);
      EXPECT_LE(two->second.end - two->first.begin, 2 * (end - begin) + 1) << "the cover is tight";
    }
  }
  EXPECT_FALSE(cover({2, 1}));
  EXPECT_FALSE(cover({0, kMaxTreeSize}));
  EXPECT_TRUE(cover({1, kMaxTreeSize - 1}));
}

TEST(Subtree, EveryProofVerifiesAndNoDamagedOneDoes) {
  const Leaves leaves;
  const NodeReader nodes = leaves.nodes();
  for (std::uint64_t size = 1; size <= kLeaves; ++size) {
    const Digest root = leaves.root(0, size);
    for (std::uint64_t end = 0; end <= size; ++end) {
      for (std::uint64_t begin = 0; begin <= end; ++begin) {
        const Subtree subtree{begin, end};
        auto proof = subtree_consistency_proof(subtree, size, nodes);
        ASSERT_EQ(proof.has_value(), is_subtree(subtree));
        if (!proof) continue;
        const Digest hash = leaves.root(begin, end);
        EXPECT_TRUE(verify_subtree_consistency(subtree, size, *proof, hash, root))
            << begin << " " << end << " " << size;
        EXPECT_FALSE(verify_subtree_consistency(subtree, size, *proof, leaf_hash("other"), root));
        if (begin == end) continue;
        EXPECT_FALSE(verify_subtree_consistency(subtree, size, *proof, hash, leaf_hash("other")));
        for (Digest& one : *proof) {
          one.bytes[begin % 32] ^= 1;
          EXPECT_FALSE(verify_subtree_consistency(subtree, size, *proof, hash, root));
          one.bytes[begin % 32] ^= 1;
        }
        proof->push_back(root);
        EXPECT_FALSE(verify_subtree_consistency(subtree, size, *proof, hash, root));
        proof->pop_back();
        if (!proof->empty()) {
          proof->pop_back();
          EXPECT_FALSE(verify_subtree_consistency(subtree, size, *proof, hash, root));
        }
      }
    }
  }
}

TEST(Subtree, ProvesItsLeaves) {
  const Leaves leaves;
  const NodeReader nodes = leaves.nodes();
  for (const Subtree subtree : {Subtree{0, 37}, Subtree{8, 13}, Subtree{32, 37}, Subtree{20, 21}, Subtree{16, 32}}) {
    const Digest hash = leaves.root(subtree.begin, subtree.end);
    for (std::uint64_t index = subtree.begin; index < subtree.end; ++index) {
      const auto proof = subtree_inclusion_proof(index, subtree, nodes);
      ASSERT_TRUE(proof);
      EXPECT_TRUE(verify_subtree_inclusion(index, subtree, leaves.hashes[index], *proof, hash));
      EXPECT_FALSE(verify_subtree_inclusion(index, subtree, leaf_hash("other"), *proof, hash));
      EXPECT_FALSE(verify_subtree_inclusion(subtree.end, subtree, leaves.hashes[index], *proof, hash));
    }
  }
  EXPECT_FALSE(subtree_inclusion_proof(7, {8, 13}, nodes));
  EXPECT_FALSE(subtree_inclusion_proof(9, {9, 13}, nodes)) << "no subtree";
}

// As consistency proofs are those of subtrees that begin at 0.
TEST(Subtree, AgreesWithConsistencyProofs) {
  const Leaves leaves;
  for (std::uint64_t size = 1; size <= kLeaves; ++size) {
    for (std::uint64_t old = 1; old <= size; ++old) {
      EXPECT_EQ(*subtree_consistency_proof({0, old}, size, leaves.nodes()),
                *consistency_proof(old, size, leaves.nodes()));
    }
  }
}

}  // namespace
}  // namespace maek::evidence
