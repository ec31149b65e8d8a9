// SPDX-License-Identifier: Apache-2.0
#include "evidence/ro_crate.h"

#include <algorithm>   // for std::find
#include <map>         // for std::map
#include <utility>     // for std::move

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "evidence/internal/package_path.h"       // for path_to_uri
#include "evidence/internal/predicate_values.h"   // for is_date

namespace maek::evidence {
namespace {

using nlohmann::json;

constexpr const char* kContext = "https://w3id.org/ro/crate/1.2/context";
constexpr const char* kProfile = "https://w3id.org/ro/crate/1.2";
constexpr int kIndent = 2;

json reference(const std::string& id) { return json{{"@id", id}}; }

/// An @id for a node, one for each: its path for a file of the crate, else a local name.
std::string crate_id(const ProvenanceNode& node) {
  if (!node.path.empty()) return path_to_uri(node.path);
  return "#" + path_to_uri(node.id);
}

/// One value alone, several as a list: what compacted JSON-LD asks for.
void put(json& entity, const char* member, json value) {
  if (!entity.contains(member)) {
    entity[member] = std::move(value);
    return;
  }
  json& there = entity[member];
  if (!there.is_array()) there = json::array({std::move(there)});
  if (std::find(there.begin(), there.end(), value) == there.end()) there.push_back(std::move(value));
}

json write_entity(const ProvenanceNode& node) {
  json out{{"@id", crate_id(node)}, {"name", node.title.empty() ? node.id : node.title}};
  switch (node.kind) {
    case NodeKind::kEntity:
      out["@type"] = "File";
      if (node.digest) out["sha256"] = node.digest->hex();
      break;
    case NodeKind::kActivity:
      out["@type"] = "CreateAction";
      if (!node.begin.empty()) out["startTime"] = node.begin;
      if (!node.end.empty()) out["endTime"] = node.end;
      break;
    case NodeKind::kAgent:
      out["@type"] = node.role == "person"         ? "Person"
                     : node.role == "organization" ? "Organization"
                                                   : "SoftwareApplication";
      break;
  }
  // Attributes that schema.org has a word for; the others and the status are words about this entity.
  constexpr std::pair<std::string_view, const char*> kWords[] = {{"bytes", "contentSize"},
                                                                 {"media_type", "encodingFormat"},
                                                                 {"version", "version"},
                                                                 {"description", "description"}};
  std::string notes;
  if (node.kind == NodeKind::kEntity && !node.begin.empty()) notes = "known from: " + node.begin;
  for (const std::string& status : node.status) notes += fmt::format("{}status: {}", notes.empty() ? "" : "; ", status);
  for (const auto& [name, value] : node.attributes) {
    const auto* word =
        std::find_if(std::begin(kWords), std::end(kWords), [&](const auto& one) { return one.first == name; });
    if (word != std::end(kWords)) {
      put(out, word->second, value);
    } else if (name == "licence" || name == "uri") {
      if (is_absolute_uri(value))
        put(out, name == "uri" ? "url" : "license", value);
      else
        notes += fmt::format("{}{}: {}", notes.empty() ? "" : "; ", name, value);
    } else {
      notes += fmt::format("{}{}: {}", notes.empty() ? "" : "; ", name, value);
    }
  }
  if (!notes.empty()) out["disambiguatingDescription"] = notes;
  return out;
}

void write_edge(const ProvenanceEdge& edge, const ProvenanceGraph& graph, std::vector<json>& entities) {
  json& from = entities[edge.from];
  json& to = entities[edge.to];
  const json from_reference = reference(crate_id(graph.nodes[edge.from]));
  const json to_reference = reference(crate_id(graph.nodes[edge.to]));
  const bool is_software = to.at("@type") == "SoftwareApplication";
  switch (edge.kind) {
    case EdgeKind::kUsed:
      return put(from, "object", to_reference);
    case EdgeKind::kGenerated:
      return put(to, "result", from_reference);
    case EdgeKind::kDerived:
      return put(from, "isBasedOn", to_reference);
    case EdgeKind::kAttributed:
      return put(from, is_software ? "contributor" : "creator", to_reference);
    case EdgeKind::kAssociated:
      return put(from, is_software ? "instrument" : "agent", to_reference);
    case EdgeKind::kMember:
      return put(from, "mentions", to_reference);
    case EdgeKind::kDelegated:
    case EdgeKind::kInformed:
    case EdgeKind::kInvalidated:
    case EdgeKind::kSpecialized:
    case EdgeKind::kAlternate:
    case EdgeKind::kInfluenced:
      return;
  }
}

Error missing(const char* member, const char* message) {
  return {ErrorCode::kInvalidArgument, message, std::string("crate, ") + member};
}

}  // namespace

Expected<std::string> write_ro_crate(const ProvenanceGraph& graph, const CrateDescription& description) {
  if (auto good = check_graph(graph); !good) return good.error();
  if (description.name.empty()) return missing("name", "must not be empty");
  if (description.description.empty()) return missing("description", "must not be empty");
  if (!is_date(description.date)) return missing("date", "must be a date such as 2026-11-24");
  if (description.licence.empty())
    return missing("licence", "must not be empty: a URI, or words that say what is allowed");

  json root{{"@id", "./"},
            {"@type", "Dataset"},
            {"name", description.name},
            {"description", description.description},
            {"datePublished", description.date},
            {"hasPart", json::array()}};
  const bool has_licence_entity = is_absolute_uri(description.licence);
  root["license"] = has_licence_entity ? reference(description.licence) : json(description.licence);

  std::vector<json> entities;
  std::map<std::string, std::size_t> ids;
  for (const ProvenanceNode& node : graph.nodes) {
    const auto [at, is_new] = ids.emplace(crate_id(node), entities.size());
    if (!is_new || at->first == kCrateFile) {
      return Error{ErrorCode::kInvalidArgument, fmt::format("two things would be '{}' in the crate", at->first),
                   "crate"};
    }
    entities.push_back(write_entity(node));
    if (!node.path.empty()) root["hasPart"].push_back(reference(at->first));
    if (node.kind == NodeKind::kActivity) put(root, "mentions", reference(at->first));
  }
  for (const ProvenanceEdge& edge : graph.edges) write_edge(edge, graph, entities);

  json all = json::array();
  all.push_back(json{
      {"@id", kCrateFile}, {"@type", "CreativeWork"}, {"conformsTo", reference(kProfile)}, {"about", reference("./")}});
  all.push_back(std::move(root));
  for (json& entity : entities) all.push_back(std::move(entity));
  if (has_licence_entity) {
    all.push_back(json{{"@id", description.licence}, {"@type", "CreativeWork"}, {"name", description.licence}});
  }
  const json document{{"@context", kContext}, {"@graph", std::move(all)}};
  return document.dump(kIndent, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace maek::evidence
