// SPDX-License-Identifier: Apache-2.0
// The one table of where predicates name what they rest on.
#include "evidence/citations.h"

#include <nlohmann/json.hpp>

namespace maek::evidence {
namespace {

using nlohmann::json;

enum class Shape { kList, kOne, kRun };
struct Citing {
  std::string_view word;
  const char* member;
  Shape shape;
};
constexpr Citing kCitings[] = {
    {"run", "inputs", Shape::kList},          {"dataset", "inputs", Shape::kList},
    {"dataset", "run", Shape::kRun},          {"prediction", "run", Shape::kRun},
    {"prediction", "weights", Shape::kList},  {"tokenizer", "trained_on", Shape::kList},
    {"tokenizer", "run", Shape::kRun},        {"checkpoint", "trained_on", Shape::kList},
    {"checkpoint", "tokenizer", Shape::kOne}, {"checkpoint", "parent", Shape::kOne},
    {"checkpoint", "run", Shape::kRun},       {"evaluation", "of", Shape::kOne},
    {"evaluation", "on", Shape::kOne},        {"evaluation", "run", Shape::kRun},
    {"answer", "statements", Shape::kList},   {"answer", "weights", Shape::kList},
    {"answer", "run", Shape::kRun},
};

// {"sha256": hex}; false where it is none.
bool read_digest(const json& reference, Digest& digest) {
  if (!reference.is_object()) return false;
  const auto hex = reference.find("sha256");
  if (hex == reference.end() || !hex->is_string()) return false;
  const auto parsed = parse_digest(hex->get_ref<const std::string&>());
  if (parsed) digest = *parsed;
  return bool(parsed);
}

void add(std::vector<Citation>& all, const json& reference) {
  if (!reference.is_object()) return;
  const auto digest = reference.find("digest");
  const auto name = reference.find("name");
  Citation citation;
  if (digest == reference.end() || !read_digest(*digest, citation.digest)) return;
  if (name != reference.end() && name->is_string()) citation.name = name->get<std::string>();
  all.push_back(std::move(citation));
}

}  // namespace

std::vector<Citation> citations(std::string_view word, const json& predicate) {
  std::vector<Citation> all;
  if (!predicate.is_object()) return all;
  for (const Citing& citing : kCitings) {
    if (citing.word != word) continue;
    const auto found = predicate.find(citing.member);
    if (found == predicate.end()) continue;
    if (citing.shape == Shape::kOne) {
      add(all, *found);
    } else if (citing.shape == Shape::kList && found->is_array()) {
      for (const json& one : *found) add(all, one);
    } else if (Citation run{{}, "", true}; citing.shape == Shape::kRun && read_digest(*found, run.digest)) {
      all.push_back(std::move(run));
    }
  }
  return all;
}

}  // namespace maek::evidence
