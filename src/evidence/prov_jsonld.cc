// SPDX-License-Identifier: Apache-2.0
// Types and members after the submission's schema (openprov/prov-jsonld); one table serves writing and checking.
#include "evidence/prov_jsonld.h"

#include <algorithm>     // for std::find
#include <span>          // for std::span
#include <string_view>   // for std::string_view

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "evidence/internal/predicate_values.h"   // for is_date_time

namespace maek::evidence {
namespace {

using nlohmann::json;

constexpr const char* kContext = "https://openprovenance.org/prov-jsonld/context.jsonld";
constexpr int kIndent = 2;

enum class Kind { kName, kNames, kTime, kLabels, kValues };
struct Member {
  std::string_view name;
  Kind kind;
};
constexpr Member kNode[] = {{"location", Kind::kValues}, {"value", Kind::kValues}};
constexpr Member kActivity[] = {{"startTime", Kind::kTime}, {"endTime", Kind::kTime}, {"location", Kind::kValues}};
constexpr Member kEvent[] = {{"entity", Kind::kName},
                             {"activity", Kind::kName},
                             {"time", Kind::kTime},
                             {"role", Kind::kValues},
                             {"location", Kind::kValues}};
constexpr Member kStart[] = {{"activity", Kind::kName}, {"starter", Kind::kName}, {"trigger", Kind::kName},
                             {"time", Kind::kTime},     {"role", Kind::kValues},  {"location", Kind::kValues}};
constexpr Member kEnd[] = {{"activity", Kind::kName}, {"ender", Kind::kName},  {"trigger", Kind::kName},
                           {"time", Kind::kTime},     {"role", Kind::kValues}, {"location", Kind::kValues}};
constexpr Member kAttribution[] = {{"entity", Kind::kName}, {"agent", Kind::kName}};
constexpr Member kAssociation[] = {{"activity", Kind::kName},
                                   {"agent", Kind::kName},
                                   {"plan", Kind::kName},
                                   {"role", Kind::kValues},
                                   {"location", Kind::kValues}};
constexpr Member kDelegation[] = {{"delegate", Kind::kName}, {"responsible", Kind::kName}, {"activity", Kind::kName}};
constexpr Member kDerivation[] = {{"generatedEntity", Kind::kName},
                                  {"usedEntity", Kind::kName},
                                  {"activity", Kind::kName},
                                  {"generation", Kind::kName},
                                  {"usage", Kind::kName}};
constexpr Member kCommunication[] = {{"informed", Kind::kName}, {"informant", Kind::kName}};
constexpr Member kInfluence[] = {{"influencee", Kind::kName}, {"influencer", Kind::kName}};
constexpr Member kSpecialization[] = {{"specificEntity", Kind::kName}, {"generalEntity", Kind::kName}};
constexpr Member kAlternate[] = {{"alternate1", Kind::kName}, {"alternate2", Kind::kName}};
constexpr Member kMembership[] = {{"collection", Kind::kName}, {"entity", Kind::kNames}};

struct Type {
  std::string_view name;
  bool has_id;   // demanded
  std::span<const Member> members;
};
constexpr Type kTypes[] = {
    {"Entity", true, kNode},
    {"Agent", true, {kNode, 1}},
    {"Activity", true, kActivity},
    {"Usage", false, kEvent},
    {"Generation", false, kEvent},
    {"Invalidation", false, kEvent},
    {"Start", false, kStart},
    {"End", false, kEnd},
    {"Attribution", false, kAttribution},
    {"Association", false, kAssociation},
    {"Delegation", false, kDelegation},
    {"Derivation", false, kDerivation},
    {"Communication", false, kCommunication},
    {"Influence", false, kInfluence},
    {"Specialization", false, kSpecialization},
    {"Alternate", false, kAlternate},
    {"Membership", false, kMembership},
};

/// The statement that an edge becomes, in the order of EdgeKind.
struct Relation {
  const char* type;
  const char* from;
  const char* to;
  bool has_time;
  bool has_role;
};
constexpr Relation kRelations[kEdgeKinds] = {
    {"Usage", "activity", "entity", true, true},
    {"Generation", "entity", "activity", true, true},
    {"Derivation", "generatedEntity", "usedEntity", false, false},
    {"Attribution", "entity", "agent", false, false},
    {"Association", "activity", "agent", false, true},
    {"Delegation", "delegate", "responsible", false, false},
    {"Communication", "informed", "informant", false, false},
    {"Invalidation", "entity", "activity", true, true},
    {"Specialization", "specificEntity", "generalEntity", false, false},
    {"Alternate", "alternate1", "alternate2", false, false},
    {"Membership", "collection", "entity", false, false},
    {"Influence", "influencee", "influencer", false, false},
};

bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
}

/// A name below maek:, one for each id: bytes outside the plain ones are escaped as in a URI.
std::string qualified(std::string_view id) {
  std::string out = "maek:";
  for (const char c : id) {
    if (is_plain(c) || c == ':') {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

json plain_value(const std::string& text) { return json{{"@value", text}}; }

json time_value(const std::string& time) { return json::array({json{{"@value", time}, {"@type", "xsd:dateTime"}}}); }

json write_node(const ProvenanceNode& node) {
  json out{{"@id", qualified(node.id)}};
  json types = json::array();
  switch (node.kind) {
    case NodeKind::kEntity:
      out["@type"] = "Entity";
      break;
    case NodeKind::kAgent:
      out["@type"] = "Agent";
      break;
    case NodeKind::kActivity:
      out["@type"] = "Activity";
      if (!node.begin.empty()) out["startTime"] = node.begin;
      if (!node.end.empty()) out["endTime"] = node.end;
      break;
  }
  if (node.kind != NodeKind::kActivity) {
    if (!node.begin.empty()) out["maek:begin"] = time_value(node.begin);
    if (!node.end.empty()) out["maek:end"] = time_value(node.end);
  }
  if (node.role == "software")
    types.push_back("prov:SoftwareAgent");
  else if (node.role == "person")
    types.push_back("prov:Person");
  else if (node.role == "organization")
    types.push_back("prov:Organization");
  else if (!node.role.empty())
    types.push_back(qualified(node.role));
  if (!types.empty()) out["type"] = std::move(types);
  if (!node.title.empty()) out["label"] = json::array({plain_value(node.title)});
  if (!node.path.empty()) out["maek:path"] = json::array({plain_value(node.path)});
  if (node.digest) out["maek:sha256"] = json::array({plain_value(node.digest->hex())});
  for (const std::string& status : node.status) out["maek:status"].push_back(plain_value(status));
  for (const auto& [name, value] : node.attributes) {
    std::string key = "maek:attribute_";
    for (const char c : name) key += is_plain(c) ? c : '_';
    out[key].push_back(plain_value(value));
  }
  return out;
}

class Checker {
 public:
  std::vector<Violation> found;

  void document(const json& whole) {
    if (!whole.is_object()) return report("J1", "the document", "must be an object");
    context(whole, "@context", "J2");
    graph(whole, "@graph", false);
  }

 private:
  void report(const char* code, std::string where, std::string message) {
    found.push_back({code, std::move(where), std::move(message)});
  }

  void context(const json& holder, const std::string& where, const char* code) {
    const auto at = holder.find("@context");
    if (at == holder.end() || !at->is_array() || at->empty()) return report(code, where, "must be a list");
    for (const json& one : *at) {
      const bool is_map =
          one.is_object() && std::all_of(one.begin(), one.end(), [](const json& v) { return v.is_string(); });
      if (!one.is_string() && !is_map) return report(code, where, "holds what is neither a URI nor an object of URIs");
    }
    if (at->back() != kContext) report(code, where, fmt::format("must end in {}", kContext));
  }

  void graph(const json& holder, const std::string& where, bool in_bundle) {
    const auto at = holder.find("@graph");
    if (at == holder.end() || !at->is_array()) return report(in_bundle ? "J8" : "J3", where, "must be a list");
    for (std::size_t i = 0; i < at->size(); ++i) statement((*at)[i], fmt::format("{}[{}]", where, i), in_bundle);
  }

  void statement(const json& one, const std::string& where, bool in_bundle) {
    if (!one.is_object()) return report("J3", where, "must be an object");
    const auto type_at = one.find("@type");
    if (type_at == one.end() || !type_at->is_string()) return report("J4", where + ".@type", "must be a string");
    std::string_view name = type_at->get_ref<const std::string&>();
    if (name == "Bundle") return bundle(one, where, in_bundle);
    // The submission's schema writes these three with the prefix of its extension, its text without.
    constexpr std::string_view kExtension = "provext:";
    if (name == "provext:Specialization" || name == "provext:Alternate" || name == "provext:Membership") {
      name.remove_prefix(kExtension.size());
    }
    const auto* type =
        std::find_if(std::begin(kTypes), std::end(kTypes), [&](const Type& known) { return known.name == name; });
    if (type == std::end(kTypes)) return report("J4", where + ".@type", "is none that the submission knows");
    if (type->has_id) needs_id(one, where);
    for (const auto& [key, value] : one.items()) member(*type, key, value, where + "." + key);
  }

  void needs_id(const json& one, const std::string& where) {
    if (!one.contains("@id")) report("J5", where + ".@id", "is required and absent");
  }

  void bundle(const json& one, const std::string& where, bool in_bundle) {
    if (in_bundle) return report("J8", where, "a bundle stands in a bundle");
    needs_id(one, where);
    context(one, where + ".@context", "J8");
    graph(one, where + ".@graph", true);
    for (const auto& [key, value] : one.items()) {
      if (key == "@id" && !is_name(value)) report("J6", where + ".@id", "must be a name");
      if (key != "@type" && key != "@id" && key != "@context" && key != "@graph") other(key, value, where + "." + key);
    }
  }

  void member(const Type& type, const std::string& key, const json& value, const std::string& where) {
    if (key == "@type") return;
    if (key == "@id") return kind(Kind::kName, value, where);
    if (key == "type") return kind(Kind::kValues, value, where);
    if (key == "label") return kind(Kind::kLabels, value, where);
    for (const Member& known : type.members) {
      if (known.name == key) return kind(known.kind, value, where);
    }
    other(key, value, where);
  }

  void other(const std::string& key, const json& value, const std::string& where) {
    const auto colon = key.find(':');
    if (colon == 0 || colon == std::string::npos) return report("J7", where, "must carry a prefix");
    kind(Kind::kValues, value, where);
  }

  static bool is_name(const json& value) { return value.is_string() && !value.get_ref<const std::string&>().empty(); }

  /// {"@value": text} with "@type" or "@language", not both.
  static bool is_value(const json& value, bool is_label) {
    if (!value.is_object() || !value.contains("@value") || !value.at("@value").is_string()) return false;
    for (const auto& [key, one] : value.items()) {
      if (!one.is_string() || (key != "@value" && key != "@language" && (is_label || key != "@type"))) return false;
    }
    return !(value.contains("@type") && value.contains("@language"));
  }

  void kind(Kind wanted, const json& value, const std::string& where) {
    const auto each = [&](auto&& good) { return value.is_array() && std::all_of(value.begin(), value.end(), good); };
    const auto is_any_value = [](const json& one) { return is_name(one) || is_value(one, false); };
    switch (wanted) {
      case Kind::kName:
        if (!is_name(value)) report("J6", where, "must be a name");
        return;
      case Kind::kNames:
        if (!is_name(value) && !each(is_name)) report("J6", where, "must be a name or a list of names");
        return;
      case Kind::kTime:
        if (!value.is_string() || !is_date_time(value.get_ref<const std::string&>())) {
          report("J6", where, "must be an xsd:dateTime such as 2026-11-24T09:00:00Z");
        }
        return;
      case Kind::kLabels:
        if (!each([](const json& one) { return is_value(one, true); }))
          report("J6", where, "must be a list of {\"@value\", \"@language\"}");
        return;
      case Kind::kValues:
        // The schema asks for a list; documents of the submission's authors hold single values too.
        if (!is_any_value(value) && !each(is_any_value))
          report("J6", where, "must be values: names, or {\"@value\", \"@type\"}");
        return;
    }
  }
};

}  // namespace

Expected<std::string> write_prov_jsonld(const ProvenanceGraph& graph) {
  if (auto good = check_graph(graph); !good) return good.error();
  json statements = json::array();
  for (const ProvenanceNode& node : graph.nodes) statements.push_back(write_node(node));
  for (const ProvenanceEdge& edge : graph.edges) {
    const Relation& relation = kRelations[static_cast<int>(edge.kind)];
    json out{{"@type", relation.type},
             {relation.from, qualified(graph.nodes[edge.from].id)},
             {relation.to, qualified(graph.nodes[edge.to].id)}};
    if (!edge.time.empty()) {
      if (relation.has_time)
        out["time"] = edge.time;
      else
        out["maek:time"] = time_value(edge.time);
    }
    if (!edge.role.empty()) out[relation.has_role ? "role" : "maek:role"] = json::array({plain_value(edge.role)});
    statements.push_back(std::move(out));
  }
  const json prefixes{
      {"xsd", "http://www.w3.org/2001/XMLSchema#"}, {"prov", "http://www.w3.org/ns/prov#"}, {"maek", "urn:maek:"}};
  const json document{{"@context", json::array({prefixes, kContext})}, {"@graph", std::move(statements)}};
  return document.dump(kIndent, ' ', false, json::error_handler_t::replace) + "\n";
}

std::vector<Violation> check_prov_jsonld(const json& document) {
  Checker checker;
  checker.document(document);
  return std::move(checker.found);
}

}  // namespace maek::evidence
