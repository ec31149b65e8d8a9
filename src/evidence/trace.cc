// SPDX-License-Identifier: Apache-2.0
// Walks attestations backwards through what they cite, and forwards through who cites them.
#include "evidence/trace.h"

#include <deque>        // for std::deque
#include <functional>   // for std::function
#include <set>          // for std::set

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "evidence/attest.h"      // for kEnvelopeType
#include "evidence/citations.h"   // for citations
#include "evidence/dsse.h"     // for parse_envelope

namespace maek::evidence {
namespace {

using nlohmann::json;

constexpr std::size_t kMostNodes = 100'000;   // of a trace: beyond that nobody reads it

// A member of a predicate as text, "" where it is none.
std::string text_of(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::optional<Digest> digest_of(const Subject& subject) {
  const auto found = subject.digests.find("sha256");
  if (found == subject.digests.end()) return std::nullopt;
  auto digest = parse_digest(found->second);
  return digest ? std::optional<Digest>(*digest) : std::nullopt;
}

bool makes_things(const std::string& type) { return type != "status" && type != "erasure" && type != "key"; }

std::string name_in(const Statement& statement, const Digest& digest) {
  for (const Subject& subject : statement.subjects) {
    if (digest_of(subject) == digest) return subject.name;
  }
  return {};
}

std::string entity_id(const Digest& digest) { return "sha256:" + digest.hex(); }

// The graph of one attestation; digests it cites become entities.
class GraphMaker {
 public:
  explicit GraphMaker(const Ancestry& from) : from_(from) {}

  ProvenanceGraph make(const Digest& artefact) {
    // Of a run's outputs only those that lead to the artefact: its other results are another story.
    wanted_ = {artefact};
    for (const Attested& one : from_.attestations) {
      for (const Subject& subject : cited(one.statement)) {
        if (const auto digest = digest_of(subject)) wanted_.insert(*digest);
      }
    }
    entity(artefact, "");
    for (const Attested& one : from_.attestations) add(one);
    return std::move(graph_);
  }

 private:
  std::size_t entity(const Digest& digest, const std::string& name) {
    ProvenanceNode node;
    node.id = entity_id(digest);
    node.title = name.empty() ? digest.hex().substr(0, 16) : name;
    node.digest = digest;
    if (const auto status = from_.status.find(digest); status != from_.status.end()) {
      for (const StatusEvent& event : status->second) node.status.push_back(event.text());
    }
    const std::size_t at = graph_.add(std::move(node));
    if (!name.empty() && graph_.nodes[at].title == digest.hex().substr(0, 16)) graph_.nodes[at].title = name;
    return at;
  }

  std::size_t agent(const std::string& name, const char* role) {
    ProvenanceNode node;
    node.kind = NodeKind::kAgent;
    node.id = "agent:" + name;
    node.title = name;
    node.role = role;
    return graph_.add(std::move(node));
  }

  void add(const Attested& one) {
    const json& predicate = one.statement.predicate;
    ProvenanceNode activity;
    activity.kind = NodeKind::kActivity;
    activity.id = fmt::format("entry:{}", one.index);
    activity.title = one.entry.type;
    activity.attributes.emplace_back("entry", std::to_string(one.index));
    if (one.entry.type == "run") {
      activity.title = text_of(predicate, "operation");
      activity.begin = text_of(predicate, "started");
      for (const char* name : {"version", "revision", "seed", "run_id"}) {
        if (const std::string value = text_of(predicate, name); !value.empty())
          activity.attributes.emplace_back(name, value);
      }
    } else if (one.entry.type == "capture") {
      activity.end = text_of(predicate, "time");
      activity.attributes.emplace_back("how", text_of(predicate, "how"));
    }
    const std::size_t process = graph_.add(std::move(activity));
    for (const Subject& subject : one.statement.subjects) {
      const auto digest = digest_of(subject);
      if (!digest || !wanted_.contains(*digest)) continue;
      const std::size_t made = entity(*digest, subject.name);
      graph_.connect(EdgeKind::kGenerated, made, process, "", one.entry.time.text());
    }
    for (const Subject& subject : cited(one.statement)) {
      if (const auto digest = digest_of(subject)) {
        graph_.connect(EdgeKind::kUsed, process, entity(*digest, subject.name));
      }
    }
    if (one.entry.type == "run") {
      graph_.connect(EdgeKind::kAssociated, process, agent("maek " + text_of(predicate, "version"), "software"));
    } else if (one.entry.type == "capture") {
      add_source(predicate, process);
    }
  }

  void add_source(const json& predicate, std::size_t process) {
    graph_.connect(EdgeKind::kAssociated, process, agent(text_of(predicate, "tool"), "software"));
    const auto source = predicate.find("source");
    if (source == predicate.end()) return;
    const std::string uri = text_of(*source, "uri");
    const std::string path = text_of(*source, "path");
    ProvenanceNode node;
    node.id = "source:" + (uri.empty() ? path : uri);
    node.title = uri.empty() ? path : uri;
    for (const char* name : {"publisher", "licence"}) {
      if (const std::string value = text_of(*source, name); !value.empty()) node.attributes.emplace_back(name, value);
    }
    graph_.connect(EdgeKind::kUsed, process, graph_.add(std::move(node)));
  }

  const Ancestry& from_;
  std::set<Digest> wanted_;
  ProvenanceGraph graph_;
};

// Lines of the tree below a digest.
class TreeText {
 public:
  explicit TreeText(const Ancestry& from) : from_(from) {}

  std::string write(const Digest& artefact) {
    below(artefact, "", "", "");
    return std::move(text_);
  }

 private:
  void below(const Digest& digest, const std::string& name, const std::string& first, const std::string& rest) {
    std::vector<const Attested*> makers;
    for (const Attested& one : from_.attestations) {
      for (const Subject& subject : one.statement.subjects) {
        if (digest_of(subject) == digest) {
          makers.push_back(&one);
          break;
        }
      }
    }
    std::string shown = name;
    if (shown.empty() && !makers.empty()) shown = name_in(makers.front()->statement, digest);
    text_ += fmt::format("{}{}{}sha256:{}\n", first, shown, shown.empty() ? "" : "  ", digest.hex().substr(0, 16));
    if (const auto status = from_.status.find(digest); status != from_.status.end()) {
      for (const StatusEvent& event : status->second) text_ += fmt::format("{}  ! {}\n", rest, event.text());
    }
    if (makers.empty()) text_ += rest + "  on no entry: nobody said where it is from\n";
    if (!seen_.insert(digest).second) {
      if (!makers.empty()) text_ += rest + "  (its origin is above)\n";
      return;
    }
    for (const Attested* maker : makers) {
      const bool last = maker == makers.back();
      const std::string deeper = rest + (last ? "   " : "│  ");
      text_ += fmt::format("{}{}{}\n", rest, last ? "└─ " : "├─ ", title(*maker));
      const std::vector<Subject> inputs = cited(maker->statement);
      for (const Subject& input : inputs) {
        const bool final_one = &input == &inputs.back();
        if (const auto next = digest_of(input)) {
          below(*next, input.name, deeper + (final_one ? "└─ " : "├─ "), deeper + (final_one ? "   " : "│  "));
        }
      }
    }
  }

  static std::string title(const Attested& one) {
    const json& predicate = one.statement.predicate;
    if (one.entry.type == "run") {
      return fmt::format("run of maek {} {}, entry {}, {}", text_of(predicate, "operation"),
                         text_of(predicate, "version"), one.index, one.entry.time.text());
    }
    if (one.entry.type == "capture") {
      const json source = predicate.value("source", json::object());
      const std::string uri = text_of(source, "uri");
      const std::string licence = text_of(source, "licence");
      return fmt::format("captured from {}{}, entry {}, {}", uri.empty() ? text_of(source, "path") : uri,
                         licence.empty() ? "" : " (" + licence + ")", one.index, one.entry.time.text());
    }
    return fmt::format("{}, entry {}, {}", one.entry.type, one.index, one.entry.time.text());
  }

  const Ancestry& from_;
  std::set<Digest> seen_;
  std::string text_;
};

}  // namespace

namespace {

Expected<Attested> attested(LedgerReader& reader, std::uint64_t index, Expected<Entry> entry) {
  if (!entry) return entry.error();
  auto body = reader.body(entry->body);
  if (!body) return body.error();
  auto statement = statement_in(*body);
  if (!statement) {
    Error error = statement.error();
    error.where = fmt::format("entry {}", index) + (error.where.empty() ? "" : ": " + error.where);
    return error;
  }
  return Attested{index, *std::move(entry), *std::move(body), *std::move(statement)};
}

bool is_status(const std::string& type) { return type == "status" || type == "erasure"; }

StatusEvent event_of(const Attested& one) {
  const json& predicate = one.statement.predicate;
  return {one.index, one.entry.type == "erasure" ? "erasure" : text_of(predicate, "event"), text_of(predicate, "date"),
          text_of(predicate, "reason")};
}

}  // namespace

Expected<Attested> attested(LedgerReader& reader, std::uint64_t index) {
  return attested(reader, index, reader.entry(index));
}

// A run is found by the link to it: its payload's digest is no subject.
std::vector<Subject> cited(const Statement& statement) {
  std::vector<Subject> all;
  for (const Citation& one : citations(predicate_word(statement.predicate_type), statement.predicate)) {
    if (!one.is_run) all.push_back(subject_of(one.digest, one.name));
  }
  return all;
}

std::string StatusEvent::text() const {
  if (event == "erasure") return "erased by right on " + date;
  return fmt::format("{} on {}: {}", event, date, reason);
}

Expected<std::vector<StatusEvent>> status_of(LedgerReader& reader, const Digest& digest) {
  const auto entries = reader.about(digest);
  if (!entries) return entries.error();
  std::vector<StatusEvent> events;
  for (const std::uint64_t index : *entries) {
    auto entry = reader.entry(index);
    if (!entry) return entry.error();
    if (!is_status(entry->type)) continue;
    const auto one = attested(reader, index, std::move(entry));
    if (!one) return one.error();
    events.push_back(event_of(*one));
  }
  return events;
}

Expected<Ancestry> ancestry(LedgerReader& reader, const Digest& artefact) {
  Ancestry result;
  std::set<Digest> met = {artefact};
  std::map<std::uint64_t, Digest> made;   // attestations that were taken, and their bodies
  std::deque<std::pair<Digest, std::string>> waiting = {{artefact, ""}};
  // Takes an attestation, and what it cites and links to. A prediction names its run by a link.
  const std::function<Expected<void>(std::uint64_t, Expected<Entry>)> take =
      [&](std::uint64_t index, Expected<Entry> entry) -> Expected<void> {
    if (entry && !makes_things(entry->type)) return {};
    if (entry) made.emplace(index, entry->body);
    auto one = attested(reader, index, std::move(entry));
    if (!one) return one.error();
    for (const Subject& subject : cited(one->statement)) {
      const auto next = digest_of(subject);
      if (next && met.insert(*next).second) waiting.emplace_back(*next, subject.name);
    }
    const std::vector<Link> links = one->entry.links;
    result.attestations.push_back(*std::move(one));
    for (const Link& link : links) {
      if (made.contains(link.entry)) continue;
      if (auto done = take(link.entry, reader.entry(link.entry)); !done) return done;
    }
    return {};
  };
  while (!waiting.empty()) {
    const auto [digest, name] = waiting.front();
    waiting.pop_front();
    if (met.size() > kMostNodes) {
      return Error{ErrorCode::kTooLarge, fmt::format("rests on more than {} things", kMostNodes), artefact.hex()};
    }
    const auto entries = reader.about(digest);
    if (!entries) return entries.error();
    bool known = false;
    for (const std::uint64_t index : *entries) {
      if (const auto before = made.find(index); before != made.end()) {   // an attestation of several digests
        known = known || before->second != digest;
        continue;
      }
      auto entry = reader.entry(index);
      if (!entry) return entry.error();
      if (is_status(entry->type)) {
        const auto one = attested(reader, index, std::move(entry));
        if (!one) return one.error();
        result.status[digest].push_back(event_of(*one));
        continue;
      }
      if (!makes_things(entry->type) || entry->body == digest) continue;
      known = true;
      if (auto done = take(index, std::move(entry)); !done) return done.error();
    }
    if (!known) result.unknown.push_back(subject_of(digest, name));
  }
  return result;
}

ProvenanceGraph trace(const Ancestry& from, const Digest& artefact) { return GraphMaker(from).make(artefact); }

Expected<ProvenanceGraph> trace(LedgerReader& reader, const Digest& artefact) {
  const auto from = ancestry(reader, artefact);
  if (!from) return from.error();
  return trace(*from, artefact);
}

std::string trace_text(const Ancestry& from, const Digest& artefact) { return TreeText(from).write(artefact); }

Expected<std::vector<Affected>> impact(LedgerReader& reader, const Digest& digest) {
  std::vector<Affected> affected;
  std::set<Digest> met = {digest};
  std::deque<std::pair<Digest, int>> waiting = {{digest, 0}};
  while (!waiting.empty()) {
    const auto [at, steps] = waiting.front();
    waiting.pop_front();
    const auto entries = reader.about(at);
    if (!entries) return entries.error();
    for (const std::uint64_t index : *entries) {
      const auto users = reader.links_to(index);
      if (!users) return users.error();
      for (const Link& user : *users) {
        const auto one = attested(reader, user.entry);
        if (!one) return one.error();
        if (!makes_things(one->entry.type)) continue;
        bool uses_it = false;
        for (const Subject& subject : cited(one->statement)) uses_it = uses_it || digest_of(subject) == at;
        if (!uses_it) continue;   // another output of the same run was used
        for (const Subject& subject : one->statement.subjects) {
          const auto made = digest_of(subject);
          if (!made || !met.insert(*made).second) continue;
          affected.push_back({*made, subject.name, user.entry, steps + 1});
          waiting.emplace_back(*made, steps + 1);
        }
      }
    }
  }
  return affected;
}

}  // namespace maek::evidence
