// SPDX-License-Identifier: Apache-2.0
// Entries, envelopes and proofs of an artefact's ancestry.
#include "evidence/bundle_maker.h"

#include <set>   // for std::set

#include "evidence/trace.h"   // for ancestry

namespace maek::evidence {
namespace {

Expected<Bundle::Item> item(LedgerReader& reader, std::uint64_t index, std::uint64_t size) {
  Bundle::Item item;
  item.index = index;
  auto text = reader.entry_text(index);
  if (!text) return text.error();
  item.entry = *std::move(text);
  const auto entry = reader.entry(index);
  if (!entry) return entry.error();
  if (reader.has_body(entry->body)) {
    auto body = reader.body(entry->body);
    if (!body) return body.error();
    item.envelope = *std::move(body);
  }
  auto proof = reader.prove_inclusion(index, size);
  if (!proof) return proof.error();
  item.proof = *std::move(proof);
  return item;
}

}  // namespace

Expected<Bundle> make_bundle(LedgerReader& reader, const Digest& artefact, const BundleOptions& options) {
  const auto from = ancestry(reader, artefact);
  if (!from) return from.error();
  if (from->attestations.empty()) {
    return Error{ErrorCode::kNotFound, "the ledger has no attestation of these bytes", artefact.hex(),
                 "Is it the file as it was written, and is this the right ledger?"};
  }
  Bundle bundle;
  bundle.artefact = artefact;
  bundle.policy = options.policy;
  std::set<std::uint64_t> indices;
  std::map<Digest, std::string> names;
  for (const Attested& one : from->attestations) {
    indices.insert(one.index);
    for (const Subject& subject : one.statement.subjects) {
      const auto hex = subject.digests.find("sha256");
      if (hex == subject.digests.end()) continue;
      if (const auto digest = parse_digest(hex->second)) names.emplace(*digest, subject.name);
    }
  }
  bundle.name = names[artefact];
  for (const auto& [digest, events] : from->status) {
    for (const StatusEvent& event : events) indices.insert(event.entry);
  }
  const auto keys = reader.of_type("key");
  if (!keys) return keys.error();
  indices.insert(keys->begin(), keys->end());
  // One note proves all: also the status events, which may be younger than what witnesses signed.
  auto note = reader.covering(*indices.rbegin() + 1);
  if (!note) return note.error();
  bundle.checkpoint = std::move(note->file);
  for (const std::uint64_t index : indices) {
    auto one = item(reader, index, note->checkpoint.size);
    if (!one) return one.error();
    bundle.items.push_back(*std::move(one));
  }
  std::uint64_t carried = 0;
  const auto carry = [&](const Digest& digest, const std::string& name) -> Expected<void> {
    if (!reader.has_body(digest)) return {};
    auto bytes = reader.body(digest);
    if (!bytes) return bytes.error();
    if (carried + bytes->size() > options.most_bytes) return {};
    carried += bytes->size();
    bundle.files.push_back({digest, name, *std::move(bytes)});
    return {};
  };
  if (auto done = carry(artefact, bundle.name); !done) return done.error();
  if (!options.with_inputs) return bundle;
  for (const Attested& one : from->attestations) {
    for (const Subject& subject : cited(one.statement)) {
      const auto digest = parse_digest(subject.digests.at("sha256"));
      if (!digest || *digest == artefact) continue;
      if (auto done = carry(*digest, subject.name); !done) return done.error();
    }
  }
  return bundle;
}

}  // namespace maek::evidence
