// SPDX-License-Identifier: Apache-2.0
// Trees against the plain definition, published numbers, and vectors written by others.
#include "evidence/merkle.h"

#include <string>  // for std::string

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace maek::evidence {
namespace {

// A tree in memory, by the definition.
struct Tree {
  std::vector<Digest> leaves;
  NodeReader reader() const {
    return [this](NodeId node) -> Expected<Digest> {
      const std::uint64_t begin = node.index << node.level;
      const std::uint64_t count = std::uint64_t{1} << node.level;
      if (begin + count > leaves.size()) return Error{ErrorCode::kNotFound, "no such node"};
      return tree_root(std::span(leaves).subspan(begin, count));
    };
  }
  Digest root(std::size_t size) const { return tree_root(std::span(leaves).first(size)); }
};

Tree make_tree(std::size_t size) {
  Tree tree;
  for (std::size_t i = 0; i < size; ++i) tree.leaves.push_back(leaf_hash(fmt::format("leaf {}", i)));
  return tree;
}

std::string hex_bytes(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

// The eight leaves and the roots of RFC 6962's reference trees (certificate-transparency, merkle_tree_test).
TEST(Merkle, HasThePublishedRoots) {
  EXPECT_EQ(empty_root().hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(leaf_hash("").hex(), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  const std::vector<std::string> leaves = {
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
  const std::vector<std::string> roots = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Tree tree;
  Frontier frontier;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    tree.leaves.push_back(leaf_hash(hex_bytes(leaves[i])));
    frontier.add(tree.leaves.back());
    EXPECT_EQ(tree.root(i + 1).hex(), roots[i]);
    EXPECT_EQ(frontier.root().hex(), roots[i]);
  }
}

TEST(Merkle, EveryProofOfSmallTreesVerifiesAndNoDamagedOneDoes) {
  const Tree tree = make_tree(70);
  const NodeReader nodes = tree.reader();
  for (std::uint64_t size = 1; size <= 70; ++size) {
    const Digest root = tree.root(size);
    for (std::uint64_t index = 0; index < size; ++index) {
      auto proof = inclusion_proof(index, size, nodes);
      ASSERT_TRUE(proof);
      EXPECT_TRUE(verify_inclusion(index, size, tree.leaves[index], *proof, root));
      EXPECT_FALSE(verify_inclusion(index, size, leaf_hash("other"), *proof, root));
      if (size > 1) {
        EXPECT_FALSE(verify_inclusion(index ^ 1, size, tree.leaves[index], *proof, root));
      }
      for (Digest& hash : *proof) {
        hash.bytes[index % 32] ^= 1;
        EXPECT_FALSE(verify_inclusion(index, size, tree.leaves[index], *proof, root));
        hash.bytes[index % 32] ^= 1;
      }
      proof->push_back(root);
      EXPECT_FALSE(verify_inclusion(index, size, tree.leaves[index], *proof, root));
    }
    for (std::uint64_t old = 1; old <= size; ++old) {
      auto proof = consistency_proof(old, size, nodes);
      ASSERT_TRUE(proof);
      EXPECT_TRUE(verify_consistency(old, size, *proof, tree.root(old), root));
      EXPECT_FALSE(verify_consistency(old, size, *proof, leaf_hash("other"), root));
      EXPECT_FALSE(verify_consistency(old, size, *proof, tree.root(old), leaf_hash("other")));
      for (Digest& hash : *proof) {
        hash.bytes[old % 32] ^= 0x80;
        EXPECT_FALSE(verify_consistency(old, size, *proof, tree.root(old), root));
        hash.bytes[old % 32] ^= 0x80;
      }
      if (!proof->empty()) {
        proof->pop_back();
        EXPECT_FALSE(verify_consistency(old, size, *proof, tree.root(old), root));
      }
    }
  }
}

TEST(Merkle, RefusesSizesWithoutMeaning) {
  const Tree tree = make_tree(3);
  EXPECT_FALSE(inclusion_proof(3, 3, tree.reader()));
  EXPECT_FALSE(inclusion_proof(0, 0, tree.reader()));
  EXPECT_FALSE(inclusion_proof(0, kMaxTreeSize, tree.reader()));
  EXPECT_FALSE(consistency_proof(0, 3, tree.reader()));
  EXPECT_FALSE(consistency_proof(4, 3, tree.reader()));
  EXPECT_FALSE(verify_consistency(0, 3, {}, empty_root(), tree.root(3)));
  EXPECT_FALSE(inclusion_proof(0, 5, tree.reader())) << "a node that is not there";
}

TEST(Frontier, TellsTheNodesThatALeafCompletes) {
  const Tree tree = make_tree(70);
  Frontier frontier;
  for (std::uint64_t size = 1; size <= 70; ++size) {
    std::vector<Digest> complete;
    frontier.add(tree.leaves[size - 1], 2, complete);
    std::vector<Digest> expected;
    for (const std::uint64_t width : {4u, 16u, 64u}) {
      if (size % width == 0) expected.push_back(tree_root(std::span(tree.leaves).subspan(size - width, width)));
    }
    EXPECT_EQ(complete, expected) << size;
    EXPECT_EQ(frontier.root(), tree.root(size));
  }
}

TEST(Frontier, GoesOnFromAStoredTree) {
  const Tree tree = make_tree(300);
  for (const std::uint64_t start : {0, 1, 2, 3, 127, 128, 255, 256, 257, 299}) {
    auto frontier = Frontier::read(start, tree.reader());
    ASSERT_TRUE(frontier);
    for (std::uint64_t i = start; i < 300; ++i) {
      EXPECT_EQ(frontier->root(), tree.root(i));
      frontier->add(tree.leaves[i]);
    }
    EXPECT_EQ(frontier->root(), tree.root(300));
    EXPECT_EQ(frontier->size(), 300u);
  }
}

}  // namespace
}  // namespace maek::evidence
