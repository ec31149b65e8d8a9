// SPDX-License-Identifier: Apache-2.0
// Captures, then the run that links to them.
#include "evidence/recorder.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/version.h"                // for version
#include "evidence/attest.h"             // for attestation
#include "evidence/body.h"               // for kMaxBodyBytes
#include "evidence/dsse.h"               // for parse_envelope
#include "evidence/ledger_reader.h"      // for LedgerReader

namespace maek::evidence {
namespace {

// Text of a user may hold any bytes; a statement holds UTF-8.
std::string utf8(const std::string& text) {
  const std::string dumped = nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return nlohmann::json::parse(dumped).get<std::string>();
}

// The entry that last gave these bytes to the ledger: a capture, or the run that made them.
Expected<std::optional<std::uint64_t>> origin_of(LedgerReader& reader, const Digest& digest) {
  const auto entries = reader.about(digest);
  if (!entries) return entries.error();
  for (auto index = entries->rbegin(); index != entries->rend(); ++index) {
    const auto entry = reader.entry(*index);
    if (!entry) return entry.error();
    if (entry->type == "capture" || entry->type == "run") return std::optional<std::uint64_t>(*index);
  }
  return std::optional<std::uint64_t>{};
}

Expected<Addition> capture_addition(const SigningKey& author, const CaptureFacts& facts, const NamedBytes& file) {
  nlohmann::json source = {{facts.is_uri ? "uri" : "path", utf8(facts.name)}};
  if (!facts.publisher.empty()) source["publisher"] = utf8(facts.publisher);
  if (!facts.licence.empty()) source["licence"] = utf8(facts.licence);
  auto addition = attestation("capture", {subject_of(file.digest(), utf8(facts.name))},
                              {{"source", source},
                               {"how", utf8(facts.how)},
                               {"tool", fmt::format("maek {}", version())},
                               {"time", Time::now().text()},
                               {"bytes", file.size()},
                               {"media_type", facts.media_type}},
                              author);
  if (!addition) return addition;
  if (!file.streamed && file.size() <= kMaxBodyBytes) addition->attachments.emplace_back(file.bytes);
  addition->person = facts.person;
  return addition;
}

// What the run found, as a claim that rests on it.
Expected<void> add_prediction(OpenLedger& open, const RunFacts& facts, const std::string& envelope, std::uint64_t run) {
  const auto parsed = parse_envelope(envelope);
  if (!parsed) return parsed.error();
  nlohmann::json predicate = nlohmann::json::parse(facts.prediction->predicate_json, nullptr, false);
  if (!predicate.is_object()) return Error{ErrorCode::kInternal, "a prediction is no JSON object"};
  predicate["run"] = {{"sha256", sha256(parsed->payload).hex()}};
  std::vector<Subject> subjects;
  for (const std::string& name : facts.prediction->outputs) {
    for (const NamedBytes& output : facts.outputs) {
      if (output.name == name) subjects.push_back(subject_of(output.digest(), utf8(name)));
    }
  }
  auto addition = attestation("prediction", subjects, predicate, open.author);
  if (!addition) return addition.error();
  addition->links = {{"run", run}};
  const auto receipt = open.ledger.append(*std::move(addition));
  if (!receipt) return receipt.error();
  return {};
}

}  // namespace

Expected<std::uint64_t> capture(OpenLedger& open, const Home& home, const CaptureFacts& facts, std::string_view bytes) {
  if (auto published = open.ledger.publish(); !published) return published.error();
  auto reader = LedgerReader::open(home.ledger());
  if (!reader) return reader.error();
  const auto known = origin_of(*reader, sha256(bytes));
  if (!known) return known.error();
  if (*known) return **known;
  auto addition = capture_addition(open.author, facts, {facts.name, bytes});
  if (!addition) return addition.error();
  const auto receipt = open.ledger.append(*std::move(addition));
  if (!receipt) return receipt.error();
  return receipt->index;
}

Expected<RecordedRun> record_run(const Home& home, const RunFacts& facts) {
  auto open = open_home(home, true);
  if (!open) return open.error();

  // Every input is on the ledger before the run that rests on it.
  std::vector<std::future<Expected<Receipt>>> waiting;
  std::vector<std::optional<std::uint64_t>> origins;
  nlohmann::json inputs = nlohmann::json::array();
  {
    auto reader = LedgerReader::open(home.ledger());
    if (!reader) return reader.error();
    for (const NamedBytes& input : facts.inputs) {
      const Digest digest = input.digest();
      const auto known = origin_of(*reader, digest);
      if (!known) return known.error();
      origins.push_back(*known);
      inputs.push_back({{"name", utf8(input.name)}, {"digest", {{"sha256", digest.hex()}}}, {"bytes", input.size()}});
      if (*known) continue;
      CaptureFacts source;
      source.name = input.name;
      source.publisher = input.publisher;
      source.licence = input.licence;
      auto addition = capture_addition(open->author, source, input);
      if (!addition) return addition.error();
      waiting.push_back(open->ledger.add(*std::move(addition)));
    }
  }
  std::vector<Link> links;
  auto next = waiting.begin();
  for (const auto& origin : origins) {
    std::uint64_t entry = 0;
    if (origin) {
      entry = *origin;
    } else {
      const auto receipt = (next++)->get();
      if (!receipt) return receipt.error();
      entry = receipt->index;
    }
    links.push_back({"input", entry});
  }

  nlohmann::json predicate = nlohmann::json::parse(facts.predicate_json, nullptr, false);
  if (!predicate.is_object()) return Error{ErrorCode::kInternal, "the facts of a run are no JSON object"};
  predicate["inputs"] = std::move(inputs);
  predicate["started"] = facts.started.text();
  predicate["seconds"] = facts.seconds;
  std::vector<Subject> subjects;
  for (const NamedBytes& output : facts.outputs) subjects.push_back(subject_of(output.digest(), utf8(output.name)));
  auto addition = attestation("run", subjects, predicate, open->author);
  if (!addition) return addition.error();
  addition->links = std::move(links);
  for (const NamedBytes& output : facts.outputs) {
    if (!output.streamed) addition->attachments.emplace_back(output.bytes);
  }
  const std::string envelope = addition->body;
  const auto receipt = open->ledger.append(*std::move(addition));
  if (!receipt) return receipt.error();
  if (facts.prediction) {
    if (auto done = add_prediction(*open, facts, envelope, receipt->index); !done) return done.error();
  }
  const auto checkpoint = open->ledger.publish();
  if (!checkpoint) return checkpoint.error();
  return RecordedRun{receipt->index, checkpoint->size, checkpoint->origin};
}

}  // namespace maek::evidence
