// SPDX-License-Identifier: Apache-2.0
// What an RO-Crate metadata document breaks (specifications 1.1 and 1.2).
#include <algorithm>   // for std::find
#include <map>         // for std::map
#include <set>         // for std::set
#include <utility>     // for std::move

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "evidence/internal/package_path.h"       // for is_package_uri, is_absolute_uri
#include "evidence/internal/predicate_values.h"   // for is_iso_8601
#include "evidence/ro_crate.h"                    // for check_ro_crate

namespace maek::evidence {
namespace {

using nlohmann::json;

constexpr std::string_view kBase = "https://w3id.org/ro/crate/";

std::string id_of(const json& entity) {
  const auto at = entity.find("@id");
  return at != entity.end() && at->is_string() ? at->get<std::string>() : std::string();
}

bool has_type(const json& entity, const char* type) {
  const auto at = entity.find("@type");
  if (at == entity.end()) return false;
  return *at == type || (at->is_array() && std::find(at->begin(), at->end(), type) != at->end());
}

/// The @ids that a member refers to: {"@id"} or a list of them.
std::vector<std::string> references(const json& entity, const char* member) {
  std::vector<std::string> ids;
  const auto at = entity.find(member);
  if (at == entity.end()) return ids;
  const auto add = [&](const json& one) {
    if (one.is_object() && !id_of(one).empty()) ids.push_back(id_of(one));
  };
  if (at->is_array()) {
    for (const json& one : *at) add(one);
  } else {
    add(*at);
  }
  return ids;
}

bool says_something(const json& entity, const char* member) {
  const auto at = entity.find(member);
  if (at == entity.end() || at->is_null()) return false;
  if (at->is_string()) return !at->get_ref<const std::string&>().empty();
  return !at->is_structured() || !at->empty();
}

class Checker {
 public:
  std::vector<Violation> found;

  void document(const json& whole) {
    if (!whole.is_object() || !whole.contains("@context") || !whole.contains("@graph") ||
        !whole.at("@graph").is_array()) {
      return report("M1", "the document", "must be an object with @context and a list @graph");
    }
    graph_ = &whole.at("@graph");
    entities();
    const json* descriptor = find_descriptor();
    context(whole.at("@context"), descriptor);
    if (descriptor == nullptr) return report("D1", "@graph", "has no entity ro-crate-metadata.json");
    if (!has_type(*descriptor, "CreativeWork")) report("D2", id_of(*descriptor), "must be a CreativeWork");
    const auto about = references(*descriptor, "about");
    const auto root_at = about.size() == 1 ? by_id_.find(about[0]) : by_id_.end();
    if (root_at == by_id_.end())
      return report("D3", id_of(*descriptor), "its 'about' must name one entity of the graph, the root");
    root(*root_at->second);
    parts(*root_at->second, *descriptor);
  }

 private:
  void report(const char* code, std::string where, std::string message) {
    found.push_back({code, std::move(where), std::move(message)});
  }

  void entities() {
    for (std::size_t i = 0; i < graph_->size(); ++i) {
      const json& entity = (*graph_)[i];
      const std::string where = fmt::format("@graph[{}]", i);
      if (!entity.is_object()) {
        report("M1", where, "must be an object");
        continue;
      }
      const std::string id = id_of(entity);
      if (id.empty()) report("M2", where, "must have an @id");
      if (!has_some_type(entity)) report("M2", where, "must have an @type");
      if (!id.empty() && !by_id_.emplace(id, &entity).second) report("M3", where, fmt::format("'{}' stands twice", id));
      for (const auto& [name, value] : entity.items()) {
        if (name != "@id" && name != "@type" && !is_flat(value)) {
          report("M4", fmt::format("{}.{}", where, name),
                 "must be text, numbers or references {\"@id\"}, nothing nested");
        }
      }
    }
  }

  static bool has_some_type(const json& entity) {
    const auto at = entity.find("@type");
    if (at == entity.end()) return false;
    const auto is_text = [](const json& one) { return one.is_string() && !one.get_ref<const std::string&>().empty(); };
    return is_text(*at) || (at->is_array() && !at->empty() && std::all_of(at->begin(), at->end(), is_text));
  }

  static bool is_flat(const json& value) {
    const auto is_leaf = [](const json& one) {
      if (one.is_array()) return false;
      if (!one.is_object()) return true;
      return (one.size() == 1 && one.contains("@id") && one.at("@id").is_string()) || one.contains("@value");
    };
    return value.is_array() ? std::all_of(value.begin(), value.end(), is_leaf) : is_leaf(value);
  }

  const json* find_descriptor() const {
    // ".jsonld" was the name in RO-Crate 1.0.
    for (const char* name : {"ro-crate-metadata.json", "ro-crate-metadata.jsonld"}) {
      if (const auto at = by_id_.find(name); at != by_id_.end()) return at->second;
    }
    return nullptr;
  }

  /// The version that the descriptor says it conforms to; without it that of the context.
  void context(const json& context, const json* descriptor) {
    std::vector<std::string> named;
    for (const json& one : context.is_array() ? context : json::array({context})) {
      if (one.is_string()) named.push_back(one.get<std::string>());
    }
    std::vector<std::string> said = named;
    if (descriptor != nullptr && descriptor->contains("conformsTo")) said = references(*descriptor, "conformsTo");
    const auto names = [](const std::vector<std::string>& all, const std::string& start) {
      return std::any_of(all.begin(), all.end(), [&](const std::string& one) { return one.rfind(start, 0) == 0; });
    };
    is_1_1_ = names(said, std::string(kBase) + "1.1") || names(said, std::string(kBase) + "1.0");
    const std::string wanted = std::string(kBase) + "1.2/context";
    if (!is_1_1_ && std::find(named.begin(), named.end(), wanted) == named.end()) {
      report("C1", "@context", fmt::format("must refer to {}", wanted));
    }
  }

  void root(const json& root) {
    const std::string id = id_of(root);
    if (!has_type(root, "Dataset")) report("R1", id, "the root must be a Dataset");
    if (is_1_1_ ? id.empty() || id.back() != '/' : id != "./" && !is_absolute_uri(id)) {
      report("R2", id, is_1_1_ ? "the root's @id must end in '/'" : "the root's @id must be './' or an absolute URI");
    }
    if (!says_something(root, "name")) report("R3", id, "the root needs a name");
    if (!says_something(root, "description")) report("R4", id, "the root needs a description");
    const auto date = root.find("datePublished");
    if (date == root.end() || !date->is_string() || !is_iso_8601(date->get_ref<const std::string&>())) {
      report("R5", id, "the root's datePublished must be one ISO 8601 string");
    }
    if (!says_something(root, "license")) report("R6", id, "the root needs a license");
  }

  /// Files and folders, but for the root, the descriptor and local names (1.2: '#' names no data entity).
  static bool is_data(const std::string& id, const json& entity, const json& root, const json& descriptor) {
    return (has_type(entity, "File") || has_type(entity, "Dataset")) && &entity != &root && &entity != &descriptor &&
           id[0] != '#' && id.rfind("_:", 0) != 0;
  }

  void parts(const json& root, const json& descriptor) {
    std::set<std::string> reached;
    std::vector<std::string> open = references(root, "hasPart");
    while (!open.empty()) {
      const std::string id = std::move(open.back());
      open.pop_back();
      if (!reached.insert(id).second) continue;
      const auto at = by_id_.find(id);
      if (at == by_id_.end()) continue;
      for (std::string& part : references(*at->second, "hasPart")) open.push_back(std::move(part));
    }
    for (const auto& [id, entity] : by_id_) {
      if (!is_data(id, *entity, root, descriptor)) continue;
      if (reached.count(id) == 0) report("P1", id, "is not reached from the root through hasPart");
      if (!is_absolute_uri(id) && !is_package_uri(id)) report("P2", id, "is no relative path that stays in the crate");
    }
  }

  const json* graph_ = nullptr;
  std::map<std::string, const json*> by_id_;
  bool is_1_1_ = false;
};

}  // namespace

std::vector<Violation> check_ro_crate(const json& document) {
  Checker checker;
  checker.document(document);
  return std::move(checker.found);
}

}  // namespace maek::evidence
