// SPDX-License-Identifier: Apache-2.0
// The set "tlog": keys, notes, checkpoints, cosignatures, tiles, bundles, proof files, policies, three example logs.
#include <algorithm>   // for std::min

#include <fmt/format.h>

#include "evidence/checkpoint.h"           // for parse_checkpoint
#include "evidence/policy.h"               // for parse_policy
#include "evidence/proof_file.h"           // for parse_proof_file
#include "evidence/tile.h"                 // for parse_tile_path
#include "tools/conformance/run_sets.h"    // for run_tlog

namespace maek::tools {
namespace {

using namespace evidence;
using nlohmann::json;

std::string outcome_words(const std::string& got, const std::string& expected) {
  return fmt::format("ends as '{}' where it must be '{}'", got, expected);
}

std::string valid(bool yes) { return yes ? "valid" : "refused"; }

std::vector<VerifierKey> keys_of(const json& texts) {
  std::vector<VerifierKey> keys;
  for (const json& text : texts) {
    const auto key = parse_verifier_key(text.get<std::string>());
    if (!key) throw std::invalid_argument(key.error().text());
    keys.push_back(*key);
  }
  return keys;
}

// In the words of the vectors.
std::string outcome_of(const Error& error) {
  if (error.code == ErrorCode::kNotFound) return "no_verifiable_signature";
  return error.code == ErrorCode::kInvalidArgument ? "ambiguous_key" : "invalid_signature";
}

std::string note_file(const json& one) {
  if (one.contains("note")) return one.at("note");
  if (one.contains("note_hex")) return bytes_of_hex(one.at("note_hex"));
  const auto packed = base64_decode(one.at("note_b64gz").get<std::string>());
  const auto bytes = packed ? gunzip(*packed) : packed;
  if (!bytes) throw std::invalid_argument(bytes.error().text());
  return *bytes;
}

void judge_note(const VectorFolder& folder, const json& one) {
  const std::vector<VerifierKey> keys = keys_of(one.at("vkeys"));
  const json& expected = one.at("expect");
  const auto note = parse_note(note_file(one));
  const auto verified = note ? verify_note(*note, keys) : Expected<VerifiedNote>(note.error());
  std::string outcome = !note ? "malformed" : verified ? "ok" : outcome_of(verified.error());
  if (note && expected.contains("text") && note->text != expected.at("text").get<std::string>())
    outcome = "another text";
  if (verified) {
    std::vector<std::string> signers;
    for (const std::size_t i : verified->signers)
      signers.push_back(fmt::format("{}+{:08x}", keys[i].name, keys[i].id()));
    if (signers != expected.value("verified", std::vector<std::string>())) outcome = "other signers";
    if (verified->unknown != expected.at("unverified").size())
      outcome = "another number of unknown signatures";
  }
  folder.tally().judge(outcome == expected.at("result").get<std::string>(), one.at("id").get<std::string>(),
                       outcome_words(outcome, expected.at("result")));
}

void run_keys_and_notes(const VectorFolder& folder) {
  folder.json("vkeys.json", [&](const json& all) {
    for (const json& one : all) {
      const std::string text = one.at("vkey");
      const auto key = parse_verifier_key(text);
      const bool expected = one.at("valid");
      folder.tally().judge(key.has_value() == expected && (!key || key->text() == text), "vkeys: " + text,
                           outcome_words(valid(key.has_value()), valid(expected)));
    }
  });
  folder.json("notes.json", [&](const json& all) {
    for (const json& one : all) folder.guarded("notes", [&] { judge_note(folder, one); });
  });
  folder.json("checkpoints.json", [&](const json& all) {
    for (const json& one : all.at("cases")) {
      const std::string text = one.at("text");
      const auto checkpoint = parse_checkpoint(text);
      const bool expected = one.at("valid");
      folder.tally().judge(checkpoint.has_value() == expected && (!checkpoint || checkpoint->text() == text),
                           "checkpoints: " + one.at("id").get<std::string>(),
                           outcome_words(valid(checkpoint.has_value()), valid(expected)));
    }
  });
}

void run_cosignatures(const VectorFolder& folder) {
  folder.json("cosignatures.json.gz", [&](const json& all) {
    Tally& tally = folder.tally();
    for (const auto& [name, described] : all.at("keys").items()) {
      const SecretKey key = secret_key_of(described);
      const VerifierKey verifier{described.at("name"), static_cast<KeyType>(described.at("type").get<int>()),
                                 key.public_key()};
      tally.judge(verifier.text() == described.at("vkey").get<std::string>(), "cosignatures: key " + name,
                  "another verifier key");
      if (!described.contains("sign")) continue;
      const json& sign = described.at("sign");
      tally.judge(sign_note(sign.at("text"), verifier.name, key).line() == sign.at("signature_line").get<std::string>(),
                  "cosignatures: signature of " + name, "another signature");
    }
    std::size_t number = 0;
    for (const json& one : all.at("ed25519")) {
      const json& described = all.at("keys").at(one.at("cosigner").get<std::string>());
      const std::string text = one.at("checkpoint_body");
      const auto time = one.at("timestamp").get<std::uint64_t>();
      const NoteSignature made = cosign(text, described.at("name"), secret_key_of(described), time);
      const auto key = keys_of(json::array({described.at("vkey")}));
      tally.judge(cosignature_message(text, time) == one.at("signed_message").get<std::string>() &&
                      made.line() == one.at("line").get<std::string>() && verify_note({text, {made}}, key).has_value(),
                  fmt::format("cosignatures: ed25519 {}", number++), "another message or signature");
    }
    for (const json& one : all.at("ed25519_bad")) {
      const auto note =
          parse_note(one.at("checkpoint_body").get<std::string>() + "\n" + one.at("line").get<std::string>());
      const auto verified = note ? verify_note(*note, keys_of(one.at("vkeys"))) : Expected<VerifiedNote>(note.error());
      const std::string outcome = !note ? "malformed" : verified ? "ok" : outcome_of(verified.error());
      tally.judge(outcome == one.at("expect").get<std::string>(), "cosignatures: " + one.at("id").get<std::string>(),
                  outcome_words(outcome, one.at("expect")));
    }
    tally.skip("an ML-DSA-44 cosignature: this build verifies Ed25519 alone", all.at("ml_dsa_44").at("cases").size());
  });
}

TileId tile_of(const json& one) {
  const json& level = one.at("level");
  return {level == "entries" ? kEntriesLevel : level.get<int>(), one.at("index").get<std::uint64_t>(),
          one.at("width").get<int>()};
}

void run_tiles(const VectorFolder& folder) {
  folder.json("tile_paths.json", [&](const json& all) {
    for (const json& one : all.at("encode")) {
      const TileId tile = tile_of(one);
      const std::string path = one.at("path");
      const auto read = parse_tile_path(path);
      folder.tally().judge(tile_path(tile) == path && read && *read == tile, "tile_paths: " + path,
                           "another path or tile");
    }
    for (const json& one : all.at("reject")) {
      const std::string path = one.at("path");
      folder.tally().judge(!parse_tile_path(path), "tile_paths: " + path, "was taken for a path");
    }
    for (const json& one : all.at("tiles_by_size")) {
      const auto size = one.at("size").get<std::uint64_t>();
      std::map<int, std::pair<std::uint64_t, int>> levels, expected;   // full tiles, width of the partial one
      for (const TileId& tile : new_tiles(0, size)) {
        auto& [full, partial] = levels[tile.level];
        tile.width == kFullTile ? void(++full) : void(partial = tile.width);
      }
      for (const json& level : one.at("levels")) {
        expected[level.at("level").get<int>()] = {level.at("full").get<std::uint64_t>(),
                                                  level.at("partial_width").get<int>()};
      }
      if (size > 0) expected[kEntriesLevel] = expected.at(0);   // bundles are as the tiles of level 0
      folder.tally().judge(levels == expected, fmt::format("tile_paths: tiles of {}", size), "other tiles");
    }
  });
  folder.json("entry_bundles.json", [&](const json& all) {
    std::size_t number = 0;
    for (const json& one : all.at("good")) {
      std::string bundle, tile;
      std::vector<std::string> entries;
      for (const json& hex : one.at("entries_hex")) {
        entries.push_back(bytes_of_hex(hex));
        append_to_bundle(bundle, entries.back());
        tile += leaf_hash(entries.back()).hex();
      }
      const auto read = parse_bundle(bundle, static_cast<int>(entries.size()));
      folder.tally().judge(bundle == bytes_of_hex(one.at("bundle_hex")) &&
                               tile == one.at("level0_tile_hex").get<std::string>() && read &&
                               std::equal(read->begin(), read->end(), entries.begin(), entries.end()),
                           fmt::format("entry_bundles: good {}", number++), "another bundle or tile");
    }
    for (const json& one : all.at("bad")) {
      bool accepted = false;
      for (int width = 1; width <= kFullTile; ++width) {
        accepted = accepted || parse_bundle(bytes_of_hex(one.at("bundle_hex")), width).has_value();
      }
      folder.tally().judge(!accepted, "entry_bundles: " + one.at("why").get<std::string>(), "was taken for a bundle");
    }
    folder.tally().judge(kMaxEntryBytes == all.at("max_entry_bytes"), "entry_bundles: max_entry_bytes",
                         "another limit");
  });
}

std::string proof_outcome(const std::string& file, const Digest& leaf, const Policy& policy) {
  const auto proof = parse_proof_file(file);
  if (!proof || proof->bytes() != file) return "malformed";
  const auto verdict = verify_proof_file(*proof, leaf, policy);
  if (verdict) return "ok";
  const std::string why = verdict.error().text();
  if (why.find("quorum") != std::string::npos) return "quorum_not_met";
  if (why.find("knows no log") != std::string::npos) return "unknown_log";
  if (why.find("is not good") != std::string::npos) return "bad_signature";
  return verdict.error().where == "proof" ? "inclusion_fails" : why;
}

void run_proofs_and_policies(const VectorFolder& folder) {
  folder.json("proofs.json", [&](const json& all) {
    for (const json& one : all.at("cases")) {
      std::string text = fmt::format("log {}\n", all.at("log_vkey").get<std::string>());
      std::string members;
      std::size_t number = 0;
      for (const json& key : all.at("witness_vkeys")) {
        text += fmt::format("witness w{} {}\n", number, key.get<std::string>());
        members += fmt::format(" w{}", number++);
      }
      const int quorum = one.at("quorum_k_of_3");
      const auto policy = parse_policy(
          text + (quorum == 0 ? "quorum none\n" : fmt::format("group g {}{}\nquorum g\n", quorum, members)));
      const std::string outcome =
          policy ? proof_outcome(one.at("proof"), leaf_hash(one.at("leaf_data").get<std::string>()), *policy)
                 : policy.error().text();
      folder.tally().judge(outcome == one.at("expect").get<std::string>(), "proofs: " + one.at("id").get<std::string>(),
                           outcome_words(outcome, one.at("expect")));
    }
  });
  folder.json("policies.json", [&](const json& all) {
    for (const json& one : all.at("cases")) {
      const std::string id = "policies: " + one.at("id").get<std::string>();
      const auto policy = parse_policy(one.at("policy").get<std::string>());
      const bool expected = one.at("valid");
      folder.tally().judge(policy.has_value() == expected, id,
                           outcome_words(valid(policy.has_value()), valid(expected)));
      for (const json& asked : one.value("evaluate", json::array())) {
        folder.tally().judge(policy && quorum_met(*policy, asked.at("cosigned")) == asked.at("met").get<bool>(), id,
                             "another verdict on a quorum");
      }
    }
  });
}

// Each checkpoint of an example log must have the root that its tiles make.
void run_example_logs(const VectorFolder& folder) {
  folder.text("example_logs.tar.gz", [&](const std::string& tar) {
    const auto files = read_tar(tar);
    if (!files) throw std::invalid_argument(files.error().text());
    for (const auto& [name, bytes] : *files) {
      const std::size_t slash = name.find("/checkpoint");
      if (slash == std::string::npos) continue;
      const std::string tiles_at = name.substr(0, slash + 1) + "tile/";
      const auto first = files->lower_bound(tiles_at);
      if (first == files->end() || !first->first.starts_with(tiles_at)) {
        folder.tally().skip("a checkpoint of an example log without tiles beside it");
        continue;
      }
      const auto note = parse_note(bytes);
      const auto checkpoint = note ? parse_checkpoint(note->text) : Expected<Checkpoint>(note.error());
      if (!checkpoint) {
        folder.tally().judge(false, "example_logs: " + name, checkpoint.error().text());
        continue;
      }
      const auto tiles = [&](const TileId& tile) -> Expected<std::string> {
        TileId whole = tile;
        whole.width = kFullTile;
        for (const TileId& candidate : {tile, whole}) {
          const auto file = files->find(name.substr(0, slash + 1) + tile_path(candidate));
          if (file != files->end()) return file->second.substr(0, static_cast<std::size_t>(tile.width) * 32);
        }
        return Error{ErrorCode::kNotFound, "is not there", tile_path(tile)};
      };
      const auto root = subtree_root(0, checkpoint->size, nodes_from_tiles(checkpoint->size, tiles));
      folder.tally().judge(root && *root == checkpoint->root, "example_logs: " + name,
                           root ? "its tiles make another root" : root.error().text());
    }
  });
}

}  // namespace

void run_tlog(const VectorFolder& folder) {
  run_keys_and_notes(folder);
  run_cosignatures(folder);
  run_tiles(folder);
  run_proofs_and_policies(folder);
  run_witness_sessions(folder);
  run_example_logs(folder);
}

}  // namespace maek::tools
