// SPDX-License-Identifier: Apache-2.0
// For tests: a small log in memory whose entries are signed attestations, and bundles out of it (fixture)
#pragma once

#include <array>         // for std::array
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <utility>       // for std::move
#include <vector>        // for std::vector

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "evidence/bundle.h"       // for Bundle
#include "evidence/checkpoint.h"   // for Checkpoint, cosign
#include "evidence/dsse.h"         // for Envelope, sign_envelope
#include "evidence/entry.h"        // for Entry
#include "evidence/merkle.h"       // for inclusion_proof, leaf_hash, tree_root
#include "evidence/policy.h"       // for Policy, parse_policy
#include "evidence/statement.h"    // for Statement

namespace maek::evidence {

constexpr const char* kTestOrigin = "example.com/ledger";
constexpr const char* kTestWitness = "witness.example/w";

inline SecretKey test_key(std::uint8_t number) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(number);
  return SecretKey::from_seed(seed);
}
constexpr std::uint8_t kLogSeed = 1;
constexpr std::uint8_t kWitnessSeed = 2;
constexpr std::uint8_t kAuthorSeed = 3;
constexpr std::uint8_t kOtherSeed = 4;

inline VerifierKey test_signer(std::uint8_t seed) {
  return {fmt::format("author{}", seed), KeyType::kEd25519, test_key(seed).public_key()};
}

inline std::string test_policy_text(std::uint8_t log_seed = kLogSeed) {
  const VerifierKey log{kTestOrigin, KeyType::kEd25519, test_key(log_seed).public_key()};
  const VerifierKey witness{kTestWitness, KeyType::kCosignature, test_key(kWitnessSeed).public_key()};
  return fmt::format("log {}\nwitness w1 {}\nquorum w1\n", log.text(), witness.text());
}
inline Policy test_policy(std::uint8_t log_seed = kLogSeed) { return *parse_policy(test_policy_text(log_seed)); }

/// Predicates that check_predicate accepts.
inline nlohmann::json capture_predicate(const std::string& name) {
  return {{"source", {{"uri", "https://example.com/" + name}}},
          {"how", "HTTP GET"},
          {"tool", "curl 7"},
          {"time", "2026-11-24T09:00:00Z"},
          {"bytes", 5},
          {"media_type", "text/plain"}};
}
inline nlohmann::json digest_json(const Digest& digest) { return {{"sha256", digest.hex()}}; }
inline nlohmann::json run_predicate(const std::vector<std::string>& inputs) {
  nlohmann::json list = nlohmann::json::array();
  for (const std::string& name : inputs) {
    list.push_back({{"name", name}, {"digest", digest_json(sha256(name))}, {"bytes", name.size()}});
  }
  return {{"operation", "dock"},
          {"version", "0.1.0"},
          {"revision", "unknown"},
          {"command", nlohmann::json::array()},
          {"options", nlohmann::json::object()},
          {"started", "2026-11-24T09:00:00Z"},
          {"seconds", 1.5},
          {"machine", {{"cpu", "x86-64"}, {"isa", "avx2"}, {"threads", 2}}},
          {"inputs", std::move(list)},
          {"notes", nlohmann::json::array()}};
}
inline nlohmann::json status_predicate(const std::string& event) {
  nlohmann::json predicate{{"event", event}, {"reason", "the ligand was rebuilt"}, {"date", "2026-11-25"}};
  if (event == "supersession") predicate["replaced_by"] = {{{"digest", digest_json(sha256("newer"))}}};
  return predicate;
}
inline nlohmann::json key_predicate(const std::string& event, std::uint8_t seed,
                                    const std::string& date = "2026-11-24") {
  nlohmann::json predicate{{"event", event}, {"key", test_signer(seed).text()}, {"role", "signer"}, {"date", date}};
  if (event == "revoked") predicate["reason"] = "stolen";
  return predicate;
}

/// An artefact's bytes are its name: digest = SHA-256 of the name.
class TestLog {
 public:
  struct Said {
    std::string word;
    std::vector<Digest> subjects;
    nlohmann::json predicate;
    std::uint8_t seed = kLogSeed;   // of the key that signs; 0: nobody
    std::vector<Link> links = {};
    std::optional<Digest> person = {};
    std::string type = {};          // of the entry, when it is not the word
    std::vector<Digest> named = {}; // the entry's subjects, when they are not the statement's
  };

  /// Adds an attestation, an hour after the one before, from 2026-11-24T10:00Z on.
  std::uint64_t add(const Said& said) {
    Statement statement;
    for (const Digest& subject : said.subjects) statement.subjects.push_back(subject_of(subject));
    statement.predicate_type = predicate_uri(said.word);
    statement.predicate = said.predicate;
    return add_text(statement.text(), said);
  }
  std::uint64_t add_text(const std::string& payload, const Said& said) {
    Envelope envelope{kInTotoType, payload, {}};
    sign_envelope(envelope, test_key(said.seed));
    Entry entry;
    entry.type = said.type.empty() ? said.word : said.type;
    entry.time =
        *parse_time(fmt::format("2026-11-{:02}T{:02}:00:00Z", 24 + entries_.size() / 12, 10 + entries_.size() % 12));
    entry.media_type = "application/vnd.dsse+json";
    entry.subjects = said.named.empty() ? said.subjects : said.named;
    entry.links = said.links;
    entry.person = said.person;
    payloads_.push_back(sha256(payload));
    return add_body(envelope.text(), entry);
  }
  std::uint64_t add_body(const std::string& body, Entry entry) {
    entry.body = sha256(body);
    entry.body_bytes = body.size();
    payloads_.resize(entries_.size() + 1);
    return add_entry(entry.text(), body);
  }
  std::uint64_t add_entry(const std::string& text, const std::string& body) {
    entries_.push_back(text);
    bodies_.push_back(body);
    leaves_.push_back(leaf_hash(text));
    return entries_.size() - 1;
  }

  std::uint64_t capture(const std::string& name, std::uint8_t seed = kLogSeed) {
    return add({"capture", {sha256(name)}, capture_predicate(name), seed});
  }
  std::uint64_t run(const std::string& output, const std::vector<std::string>& inputs, std::uint8_t seed = kLogSeed) {
    return add({"run", {sha256(output)}, run_predicate(inputs), seed});
  }
  std::uint64_t key_event(const std::string& event, std::uint8_t key, std::uint8_t by = kLogSeed,
                          const std::string& date = "2026-11-24", std::uint8_t successor = 0) {
    auto predicate = key_predicate(event, key, date);
    if (successor != 0) predicate["successor"] = test_signer(successor).text();
    return add({"key", {sha256(test_signer(key).text())}, predicate, by});
  }

  const Digest& payload(std::uint64_t index) const { return payloads_[index]; }
  const std::string& body(std::uint64_t index) const { return bodies_[index]; }
  std::uint64_t size() const { return entries_.size(); }

  Checkpoint checkpoint(std::uint64_t size) const {
    return {kTestOrigin, size, tree_root(std::span(leaves_).first(size))};
  }
  std::string checkpoint_file(std::uint64_t size, std::uint8_t log_seed = kLogSeed) const {
    const std::string text = checkpoint(size).text();
    Note note{text,
              {sign_note(text, kTestOrigin, test_key(log_seed)),
               cosign(text, kTestWitness, test_key(kWitnessSeed), 1'795'000'000)}};
    return note.bytes();
  }
  Bundle::Item item(std::uint64_t index, std::uint64_t size) const {
    const NodeReader nodes = [this](NodeId node) -> Expected<Digest> {
      const std::uint64_t width = std::uint64_t{1} << node.level;
      return tree_root(std::span(leaves_).subspan(node.index * width, width));
    };
    return {index, entries_[index], bodies_[index], *inclusion_proof(index, size, nodes)};
  }
  /// Everything on the log, and the artefact's bytes.
  Bundle bundle(const std::string& artefact) const {
    Bundle bundle;
    bundle.artefact = sha256(artefact);
    bundle.name = artefact;
    for (std::uint64_t i = 0; i < size(); ++i) bundle.items.push_back(item(i, size()));
    bundle.files = {{sha256(artefact), artefact, artefact}};
    bundle.checkpoint = checkpoint_file(size());
    bundle.policy = test_policy_text();
    return bundle;
  }

 private:
  std::vector<std::string> entries_;
  std::vector<std::string> bodies_;
  std::vector<Digest> leaves_;
  std::vector<Digest> payloads_;
};

/// Two captures, a run upon them, and the key of the author who signed all but the first.
inline TestLog sample_log() {
  TestLog log;
  log.key_event("added", kAuthorSeed);
  log.capture("receptor.pdb", kAuthorSeed);
  log.capture("ligand.sdf", kAuthorSeed);
  log.run("poses.sdf", {"receptor.pdb", "ligand.sdf"}, kAuthorSeed);
  return log;
}

}  // namespace maek::evidence
