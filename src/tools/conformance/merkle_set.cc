// SPDX-License-Identifier: Apache-2.0
// The set "merkle": hashing, inclusion and consistency proofs, subtrees, the log of 70,000 leaves and its tiles.
#include <optional>   // for std::optional
#include <vector>     // for std::vector

#include <fmt/format.h>

#include "evidence/merkle.h"             // for verify_inclusion
#include "evidence/subtree.h"            // for verify_subtree_inclusion
#include "evidence/tile.h"               // for new_tiles
#include "tools/conformance/run_sets.h"  // for run_merkle

namespace maek::tools {
namespace {

using evidence::NodeId;
using evidence::Subtree;
using nlohmann::json;

constexpr std::uint64_t kAccumulated = 130;   // leaves of the accumulated digests' tree
constexpr const char* kOddLength =
    "a hash or root that is not 32 bytes long: hashes have a type of 32 bytes, so such a case cannot be put";

// A tree in memory: every complete node.
class Tree {
 public:
  void add(const Digest& leaf) {
    Digest hash = leaf;
    for (std::size_t level = 0;; ++level) {
      if (level == levels_.size()) levels_.emplace_back();
      levels_[level].push_back(hash);
      const std::size_t count = levels_[level].size();
      if (count % 2 != 0) return;
      hash = evidence::node_hash(levels_[level][count - 2], levels_[level][count - 1]);
    }
  }
  evidence::NodeReader nodes() const {
    return [this](NodeId id) -> Expected<Digest> {
      const auto level = static_cast<std::size_t>(id.level);
      if (level >= levels_.size() || id.index >= levels_[level].size())
        return Error{ErrorCode::kNotFound, "no such node"};
      return levels_[level][static_cast<std::size_t>(id.index)];
    };
  }
  Digest root(std::uint64_t begin, std::uint64_t end) const { return *evidence::subtree_root(begin, end, nodes()); }
  const Digest& leaf(std::uint64_t index) const { return levels_.at(0).at(static_cast<std::size_t>(index)); }
  std::uint64_t size() const { return levels_.empty() ? 0 : levels_[0].size(); }

 private:
  std::vector<std::vector<Digest>> levels_;
};

std::string verdict_words(bool accepted, bool expected) {
  return fmt::format("was {} where it must be {}", accepted ? "accepted" : "refused",
                     expected ? "accepted" : "refused");
}

std::optional<std::vector<Digest>> proof_of(const json& hashes) {
  std::vector<Digest> proof;
  for (const json& hash : hashes.is_null() ? json::array() : hashes) {
    const auto digest = digest_of_base64(hash);
    if (!digest) return std::nullopt;
    proof.push_back(*digest);
  }
  return proof;
}

// Cases of one shape: `verify` gets the proof and two hashes.
template <class Verify>
void run_proofs(const VectorFolder& folder, const std::string& name, const char* first, const char* second,
                Verify&& verify) {
  folder.json_lines(name, [&](const json& one) {
    const auto proof = proof_of(one.at("proof"));
    const auto a = digest_of_base64(one.at(first));
    const auto b = digest_of_base64(one.at(second));
    if (!proof || !a || !b) return folder.tally().skip(kOddLength);
    const bool accepted = verify(one, *proof, *a, *b).has_value();
    const bool expected = !one.at("wantErr").get<bool>();
    folder.tally().judge(accepted == expected, one.at("id").get<std::string>(), verdict_words(accepted, expected));
  });
}

std::uint64_t number(const json& one, const char* name) { return one.at(name).get<std::uint64_t>(); }

void run_hashing(const VectorFolder& folder) {
  folder.json("hashing.json", [&](const json& all) {
    Tally& tally = folder.tally();
    tally.judge(evidence::empty_root().hex() == all.at("empty_root").get<std::string>(), "hashing/empty_root",
                "another hash");
    for (const json& one : all.at("leaf_hash")) {
      tally.judge(evidence::leaf_hash(bytes_of_hex(one.at("data"))).hex() == one.at("hash").get<std::string>(),
                  "hashing/leaf_hash", "another hash");
    }
    for (const json& one : all.at("node_hash")) {
      const auto left = digest_of_hex(one.at("left"));
      const auto right = digest_of_hex(one.at("right"));
      if (!left || !right) {
        tally.skip(kOddLength);
      } else {
        tally.judge(evidence::node_hash(*left, *right).hex() == one.at("hash").get<std::string>(), "hashing/node_hash",
                    "another hash");
      }
    }
    const json& eight = all.at("tree8");
    Tree tree;
    for (const json& data : eight.at("leaf_data")) tree.add(evidence::leaf_hash(bytes_of_hex(data)));
    std::size_t level = 0;
    for (const json& hashes : eight.at("levels")) {
      std::uint64_t index = 0;
      for (const json& hash : hashes) {
        const auto node = tree.nodes()({static_cast<int>(level), index++});
        tally.judge(node && node->hex() == hash.get<std::string>(), fmt::format("hashing/tree8/level {}", level),
                    "another hash");
      }
      ++level;
    }
    std::uint64_t size = 0;
    for (const json& root : eight.at("root_by_size")) {
      tally.judge(tree.root(0, size).hex() == root.get<std::string>(), fmt::format("hashing/tree8/root of {}", size),
                  "another hash");
      ++size;
    }
  });
}

// The published digests over everything that a tree of 130 leaves, leaf i being the byte i, can be asked.
void run_accumulated(const VectorFolder& folder) {
  folder.json("accumulated.json", [&](const json& all) {
    Tree tree;
    for (std::uint64_t i = 0; i < kAccumulated; ++i)
      tree.add(evidence::leaf_hash(std::string(1, static_cast<char>(i))));
    const evidence::NodeReader nodes = tree.nodes();
    std::string roots, inclusion, consistency, hashes, sub_inclusion, sub_consistency, covering;
    const auto put = [](std::string& text, const Expected<std::vector<Digest>>& proof) {
      for (const Digest& hash : *proof) text += " " + hash.hex();
      text += "\n";
    };
    for (std::uint64_t n = 0; n <= kAccumulated; ++n) {
      roots += fmt::format("{} {}\n", n, tree.root(0, n).hex());
      for (std::uint64_t i = 0; i < n; ++i) {
        inclusion += fmt::format("{} {}", i, n);
        put(inclusion, evidence::inclusion_proof(i, n, nodes));
      }
      for (std::uint64_t m = 1; m <= n; ++m) {
        consistency += fmt::format("{} {}", m, n);
        put(consistency, evidence::consistency_proof(m, n, nodes));
      }
    }
    for (std::uint64_t end = 0; end <= kAccumulated; ++end) {
      for (std::uint64_t begin = 0; begin <= end; ++begin) {
        const auto two = evidence::cover({begin, end});
        covering +=
            fmt::format("[{}, {}) [{}, {})\n", two->first.begin, two->first.end, two->second.begin, two->second.end);
        if (!evidence::is_subtree({begin, end})) continue;
        hashes += fmt::format("[{}, {}) {}\n", begin, end, tree.root(begin, end).hex());
        for (std::uint64_t index = begin; index < end; ++index) {
          sub_inclusion += fmt::format("{} [{}, {})", index, begin, end);
          put(sub_inclusion, evidence::subtree_inclusion_proof(index, {begin, end}, nodes));
        }
      }
    }
    for (std::uint64_t n = 0; n <= kAccumulated; ++n) {
      for (std::uint64_t end = 0; end <= n; ++end) {
        for (std::uint64_t begin = 0; begin <= end; ++begin) {
          if (!evidence::is_subtree({begin, end})) continue;
          sub_consistency += fmt::format("[{}, {}) {}", begin, end, n);
          put(sub_consistency, evidence::subtree_consistency_proof({begin, end}, n, nodes));
        }
      }
    }
    const std::pair<const char*, const std::string*> digests[] = {{"root_130", &roots},
                                                                  {"inclusion_130", &inclusion},
                                                                  {"consistency_130", &consistency},
                                                                  {"subtree_hash_130", &hashes},
                                                                  {"subtree_inclusion_130", &sub_inclusion},
                                                                  {"subtree_consistency_130", &sub_consistency},
                                                                  {"subtree_covering_130", &covering}};
    for (const auto& [name, text] : digests) {
      folder.tally().judge(sha256(*text).hex() == all.at(name).get<std::string>(), std::string("accumulated/") + name,
                           "another digest");
    }
  });
}

std::vector<Digest> hex_proof(const json& hashes) {
  std::vector<Digest> proof;
  for (const json& hash : hashes) proof.push_back(digest_of_hex(hash).value());
  return proof;
}

void run_synthetic(const VectorFolder& folder, const Tree& tree) {
  folder.json_lines("synthetic70000.jsonl.gz", [&](const json& one) {
    const std::string kind = one.at("kind");
    const auto judge = [&](bool good, std::uint64_t at, std::uint64_t size) {
      folder.tally().judge(good, fmt::format("synthetic70000/{} {} of {}", kind, at, size), "differs");
    };
    if (kind == "root") {
      return judge(tree.root(0, number(one, "size")).hex() == one.at("root").get<std::string>(), 0,
                   number(one, "size"));
    }
    const std::vector<Digest> proof = hex_proof(one.at("proof"));
    if (kind == "inclusion") {
      const std::uint64_t index = number(one, "index"), size = number(one, "size");
      const Digest leaf = digest_of_hex(one.at("leaf_hash")).value();
      const auto made = evidence::inclusion_proof(index, size, tree.nodes());
      return judge(made && *made == proof && leaf == tree.leaf(index) &&
                       evidence::verify_inclusion(index, size, leaf, proof, tree.root(0, size)),
                   index, size);
    }
    const std::uint64_t old = number(one, "size1"), size = number(one, "size2");
    const auto made = evidence::consistency_proof(old, size, tree.nodes());
    judge(made && *made == proof &&
              evidence::verify_consistency(old, size, proof, digest_of_hex(one.at("root1")).value(),
                                           digest_of_hex(one.at("root2")).value()),
          old, size);
  });
}

void run_synthetic_tiles(const VectorFolder& folder, const Tree& tree) {
  const auto digest_of_tile = [&](const evidence::TileId& tile) {
    std::string bytes;
    for (int i = 0; i < tile.width; ++i) {
      const std::uint64_t at = tile.index * evidence::kTileWidth + static_cast<std::uint64_t>(i);
      const auto node = tree.nodes()({tile.level * evidence::kTileHeight, at});
      if (node) bytes.append(reinterpret_cast<const char*>(node->bytes.data()), node->bytes.size());
    }
    return sha256(bytes).hex();
  };
  folder.json("synthetic_tiles.json", [&](const json& all) {
    for (const json& log : all.at("logs")) {
      const std::uint64_t size = number(log, "size");
      std::string lines;
      std::uint64_t count = 0;
      for (const evidence::TileId& tile : evidence::new_tiles(0, size)) {
        if (tile.level == evidence::kEntriesLevel) continue;
        lines += fmt::format("{}{} {} {} {}", count++ == 0 ? "" : "\n", tile.level, tile.index, tile.width,
                             digest_of_tile(tile));
      }
      const json& tiles = log.at("tiles");
      const bool listed = tiles.is_array();
      folder.tally().judge(count == (listed ? tiles.size() : number(tiles, "count")), fmt::format("tiles of {}", size),
                           "another number of tiles");
      if (!listed) {
        folder.tally().judge(sha256(lines).hex() == tiles.at("list_sha256_of_all").get<std::string>(),
                             fmt::format("all tiles of {}", size), "another digest");
      }
      for (const json& one : listed ? tiles : tiles.at("some")) {
        const evidence::TileId tile{one.at("level").get<int>(), number(one, "index"), one.at("width").get<int>()};
        folder.tally().judge(digest_of_tile(tile) == one.at("sha256").get<std::string>(),
                             fmt::format("{} of {}", tile_path(tile), size), "another digest");
      }
    }
  });
}

}  // namespace

void run_merkle(const VectorFolder& folder) {
  run_hashing(folder);
  run_proofs(folder, "inclusion.jsonl.gz", "leafHash", "root",
             [](const json& one, const auto& proof, const Digest& leaf, const Digest& root) {
               return evidence::verify_inclusion(number(one, "leafIdx"), number(one, "treeSize"), leaf, proof, root);
             });
  run_proofs(folder, "consistency.jsonl.gz", "root1", "root2",
             [](const json& one, const auto& proof, const Digest& old, const Digest& root) {
               return evidence::verify_consistency(number(one, "size1"), number(one, "size2"), proof, old, root);
             });
  const auto range = [](const json& one) { return Subtree{number(one, "start"), number(one, "end")}; };
  run_proofs(folder, "subtreeinclusion.jsonl.gz", "leafHash", "root",
             [&](const json& one, const auto& proof, const Digest& leaf, const Digest& root) {
               return evidence::verify_subtree_inclusion(number(one, "leafIdx"), range(one), leaf, proof, root);
             });
  run_proofs(folder, "subtreeconsistency.jsonl.gz", "root1", "root2",
             [&](const json& one, const auto& proof, const Digest& hash, const Digest& root) {
               return evidence::verify_subtree_consistency(range(one), number(one, "size"), proof, hash, root);
             });
  run_accumulated(folder);
  Tree log;
  for (std::uint64_t i = 0; i < 70'000; ++i) log.add(evidence::leaf_hash(fmt::format("maek-vector-leaf-{:08}", i)));
  run_synthetic(folder, log);
  run_synthetic_tiles(folder, log);
}

}  // namespace maek::tools
