// SPDX-License-Identifier: Apache-2.0
// The recursion of subtree proofs and the loop that verifies them.
#include "evidence/subtree.h"

#include <bit>   // for std::bit_ceil, std::bit_floor, std::bit_width

#include <fmt/format.h>

namespace maek::evidence {
namespace {

Error refused(std::string message) { return {ErrorCode::kMalformed, std::move(message), "proof"}; }

std::string text(Subtree range) { return fmt::format("[{}, {})", range.begin, range.end); }

// Appends the proof that `subtree` is in `window`; `known` while the verifier can tell the window's own hash.
Expected<void> prove(Subtree subtree, Subtree window, bool known, const NodeReader& nodes, std::vector<Digest>& proof) {
  const auto take = [&](std::uint64_t begin, std::uint64_t end) -> Expected<void> {
    auto hash = subtree_root(begin, end, nodes);
    if (!hash) return std::move(hash).error();
    proof.push_back(*hash);
    return {};
  };
  if (subtree == window) return known ? Expected<void>() : take(window.begin, window.end);
  const std::uint64_t middle = window.begin + std::bit_floor(window.end - window.begin - 1);
  if (subtree.end <= middle) {
    if (auto below = prove(subtree, {window.begin, middle}, known, nodes, proof); !below) return below;
    return take(middle, window.end);
  }
  if (subtree.begin < middle) {   // a subtree that crosses the middle begins where the window does
    subtree.begin = middle;
    known = false;
  }
  if (auto below = prove(subtree, {middle, window.end}, known, nodes, proof); !below) return below;
  return take(window.begin, middle);
}

}  // namespace

bool is_subtree(Subtree range) {
  if (range.begin > range.end || range.end >= kMaxTreeSize) return false;
  return range.begin == range.end || range.begin % std::bit_ceil(range.end - range.begin) == 0;
}

Expected<std::pair<Subtree, Subtree>> cover(Subtree range) {
  if (range.begin > range.end || range.end >= kMaxTreeSize) {
    return Error{ErrorCode::kInvalidArgument, "is no range of leaves", text(range)};
  }
  if (range.end - range.begin <= 1) return std::pair{range, Subtree{range.end, range.end}};
  // Split where the first and the last leaf part ways; then let the left half begin early enough to be a subtree.
  const std::uint64_t last = range.end - 1;
  const std::uint64_t mask = (std::uint64_t{1} << (std::bit_width(range.begin ^ last) - 1)) - 1;
  const std::uint64_t middle = last & ~mask;
  const auto reach = std::bit_width(~range.begin & mask);
  const std::uint64_t begin = range.begin >> reach << reach;
  return std::pair{Subtree{begin, middle}, Subtree{middle, range.end}};
}

Expected<std::vector<Digest>> subtree_inclusion_proof(std::uint64_t index, Subtree subtree, const NodeReader& nodes) {
  if (!is_subtree(subtree) || index < subtree.begin || index >= subtree.end) {
    return Error{ErrorCode::kInvalidArgument, fmt::format("leaf {} is in no subtree {}", index, text(subtree)),
                 "index"};
  }
  const NodeReader shifted = [&](NodeId node) {
    return nodes({node.level, node.index + (subtree.begin >> node.level)});
  };
  return inclusion_proof(index - subtree.begin, subtree.end - subtree.begin, shifted);
}

Expected<void> verify_subtree_inclusion(std::uint64_t index, Subtree subtree, const Digest& leaf,
                                        std::span<const Digest> proof, const Digest& subtree_hash) {
  if (!is_subtree(subtree)) return refused(text(subtree) + " is no subtree");
  if (index < subtree.begin || index >= subtree.end) {
    return refused(fmt::format("leaf {} is not in the subtree {}", index, text(subtree)));
  }
  return verify_inclusion(index - subtree.begin, subtree.end - subtree.begin, leaf, proof, subtree_hash);
}

Expected<std::vector<Digest>> subtree_consistency_proof(Subtree subtree, std::uint64_t size, const NodeReader& nodes) {
  if (!is_subtree(subtree) || subtree.end > size || size >= kMaxTreeSize) {
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("{} is no subtree of a tree of {} leaves", text(subtree), size), "subtree"};
  }
  std::vector<Digest> proof;
  if (subtree.begin == subtree.end) return proof;
  if (auto made = prove(subtree, {0, size}, true, nodes, proof); !made) return made.error();
  return proof;
}

Expected<void> verify_subtree_consistency(Subtree subtree, std::uint64_t size, std::span<const Digest> proof,
                                          const Digest& subtree_hash, const Digest& root) {
  if (!is_subtree(subtree)) return refused(text(subtree) + " is no subtree");
  if (subtree.end > size) return refused(fmt::format("the subtree {} reaches beyond {} leaves", text(subtree), size));
  if (subtree.begin == subtree.end) {
    if (!proof.empty()) return refused("an empty subtree needs no proof, yet there is one");
    if (subtree_hash != empty_root()) return refused("an empty subtree has the hash of the empty tree, not this one");
    return {};
  }
  std::uint64_t first = subtree.begin;
  std::uint64_t last = subtree.end - 1;
  std::uint64_t edge = size - 1;
  const auto up = [&] {
    first >>= 1;
    last >>= 1;
    edge >>= 1;
  };
  // To the highest node that the subtree's hash, or the first hash of the proof, is the hash of.
  if (last == edge) {
    while (first != last) up();
  } else {
    while (first != last && (last & 1) != 0) up();
  }
  const bool whole = first == last;
  if (!whole && proof.empty()) return refused("the subtree's proof is empty");
  Digest old_hash = whole ? subtree_hash : proof.front();
  Digest hash = old_hash;
  for (const Digest& next : proof.subspan(whole ? 0 : 1)) {
    if (edge == 0) return refused("the subtree's proof has more hashes than the tree has levels");
    if ((last & 1) != 0 || last == edge) {
      if (first < last) old_hash = node_hash(next, old_hash);
      hash = node_hash(next, hash);
      while ((last & 1) == 0 && last != 0) up();
    } else {
      hash = node_hash(hash, next);
    }
    up();
  }
  if (edge != 0) return refused("the subtree's proof has too few hashes");
  if (old_hash != subtree_hash) return refused("the proof does not lead to the subtree's hash");
  if (hash != root) return refused("the subtree's proof does not lead to the root");
  return {};
}

}  // namespace maek::evidence
