// SPDX-License-Identifier: Apache-2.0
// in-toto Statement v1 (github.com/in-toto/attestation, spec/v1): reading, writing, comparing subjects.
#include "evidence/statement.h"

#include <algorithm>   // for std::all_of
#include <utility>     // for std::move

#include <fmt/format.h>

#include "evidence/canonical_json.h"   // for canonical_json, parse_strict_json

namespace maek::evidence {
namespace {

using nlohmann::json;

constexpr const char* kStatementType = "https://in-toto.io/Statement/v1";

/// Algorithms that count as proof of sameness, and the length of their digests in hexadecimal digits.
struct Algorithm {
  const char* name;
  std::size_t digits;
};
constexpr Algorithm kAccepted[] = {{"sha256", 64}, {"sha512", 128}};

Error malformed(std::string message, std::string where) {
  return {ErrorCode::kMalformed, std::move(message), "statement, " + std::move(where)};
}

bool is_lower_hex(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

Expected<void> check_digest(const std::string& algorithm, const std::string& value, const std::string& where) {
  if (algorithm.empty() || value.empty()) return malformed("has an empty algorithm or value", where);
  for (const Algorithm& known : kAccepted) {
    if (algorithm == known.name && (value.size() != known.digits || !is_lower_hex(value))) {
      return malformed(fmt::format("must be {} lower-case hexadecimal digits", known.digits), where + "." + algorithm);
    }
  }
  return {};
}

Expected<Subject> read_subject(const json& entry, const std::string& where) {
  if (!entry.is_object()) return malformed("must be an object", where);
  Subject subject;
  if (const auto name = entry.find("name"); name != entry.end() && !name->is_null()) {
    if (!name->is_string()) return malformed("must be a string", where + ".name");
    subject.name = name->get<std::string>();
  }
  const auto digests = entry.find("digest");
  if (digests == entry.end() || !digests->is_object() || digests->empty()) {
    return malformed("must be an object of one digest or more", where + ".digest");
  }
  for (const auto& [algorithm, value] : digests->items()) {
    if (!value.is_string()) return malformed("values must be strings", where + ".digest");
    if (auto good = check_digest(algorithm, value.get_ref<const std::string&>(), where + ".digest"); !good) {
      return good.error();
    }
    subject.digests[algorithm] = value.get<std::string>();
  }
  return subject;
}

}  // namespace

Subject subject_of(const Digest& digest, std::string name) { return {std::move(name), {{"sha256", digest.hex()}}}; }

bool same_subject(const Subject& a, const Subject& b) {
  bool agrees = false;
  for (const Algorithm& accepted : kAccepted) {
    const auto in_a = a.digests.find(accepted.name);
    const auto in_b = b.digests.find(accepted.name);
    if (in_a == a.digests.end() || in_b == b.digests.end()) continue;
    if (in_a->second != in_b->second || !is_lower_hex(in_a->second)) return false;
    agrees = true;
  }
  return agrees;
}

Expected<std::string> write_statement(const Statement& statement) {
  if (statement.subjects.empty()) return malformed("a statement is about one subject at least", "subject");
  if (statement.predicate_type.empty()) return malformed("must not be empty", "predicateType");
  if (!statement.predicate.is_object() && !statement.predicate.is_null()) {
    return malformed("must be an object", "predicate");
  }
  json subjects = json::array();
  for (const Subject& subject : statement.subjects) {
    const std::string where = fmt::format("subject[{}].digest", subjects.size());
    if (subject.digests.empty()) return malformed("must hold one digest or more", where);
    for (const auto& [algorithm, value] : subject.digests) {
      if (auto good = check_digest(algorithm, value, where); !good) return good.error();
    }
    json entry{{"digest", subject.digests}};
    if (!subject.name.empty()) entry["name"] = subject.name;
    subjects.push_back(std::move(entry));
  }
  json whole{{"_type", kStatementType}, {"subject", std::move(subjects)}, {"predicateType", statement.predicate_type}};
  if (statement.predicate.is_object()) whole["predicate"] = statement.predicate;
  return canonical_json(whole);
}

std::string Statement::text() const {
  auto text = write_statement(*this);
  return text ? *std::move(text) : std::string();
}

Expected<Statement> parse_statement(std::string_view text) {
  auto read = parse_strict_json(text);
  if (!read) return read.error();
  if (!read->is_object()) return malformed("must be a JSON object", "the whole");
  const auto member = [&](const char* name) -> const json& {
    static const json kAbsent;
    const auto found = read->find(name);
    return found == read->end() ? kAbsent : *found;
  };
  if (member("_type") != kStatementType) return malformed(fmt::format("must be '{}'", kStatementType), "_type");

  Statement statement;
  const json& subjects = member("subject");
  if (!subjects.is_array() || subjects.empty()) return malformed("must be a list of one subject or more", "subject");
  for (const json& entry : subjects) {
    auto subject = read_subject(entry, fmt::format("subject[{}]", statement.subjects.size()));
    if (!subject) return subject.error();
    statement.subjects.push_back(*std::move(subject));
  }
  const json& type = member("predicateType");
  if (!type.is_string() || type.get_ref<const std::string&>().empty()) {
    return malformed("must be a URI", "predicateType");
  }
  statement.predicate_type = type.get<std::string>();
  const json& predicate = member("predicate");
  if (!predicate.is_null() && !predicate.is_object()) return malformed("must be an object", "predicate");
  statement.predicate = predicate;
  return statement;
}

}  // namespace maek::evidence
