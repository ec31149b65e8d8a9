// SPDX-License-Identifier: Apache-2.0
// Maek's predicates as tables: every member with its kind, and the rules between members. The page for people is
// docs/formats/attestations.md; a test reads its examples and its tables.
#include <algorithm>   // for std::find
#include <span>        // for std::span
#include <utility>     // for std::move

#include <fmt/format.h>

#include "evidence/canonical_json.h"   // for canonical_json
#include "evidence/internal/predicate_values.h"   // for is_date, is_time
#include "evidence/statement.h"        // for check_predicate

namespace maek::evidence {
namespace {

using nlohmann::json;

constexpr std::string_view kUriHead = "urn:maek:predicate:";
constexpr std::string_view kUriTail = ":v1";
constexpr bool kRequired = true;
constexpr bool kOptional = false;

enum class Kind {
  kText,      // a string that is not empty
  kTexts,     // a list of them
  kTextMap,   // an object of them
  kOptions,   // an object of strings or lists of strings
  kWord,      // one of `words`
  kTime,      // RFC 3339
  kDate,      // YYYY-MM-DD
  kDigits,    // a string of decimal digits: an integer that may exceed 2^53
  kCount,     // an integer from 0 to 2^53
  kCounts,    // an object of them
  kAmount,    // a number, not negative
  kNumbers,   // an object of numbers, not empty
  kInterval,  // an object of [low, high]
  kLevel,     // a number between 0 and 1, both excluded
  kBool,
  kSha256,    // 64 hexadecimal digits
  kDigests,   // an object with sha256
  kVkey,      // a verifier key's text
  kObject,    // `members`
  kObjects,   // a list of them
  kMore,      // an object of anything
};

struct Member {
  const char* name;
  Kind kind;
  bool required;
  std::span<const Member> members = {};
  std::span<const char* const> words = {};
};

constexpr Member kMore{"more", Kind::kMore, kOptional};

constexpr Member kArtefact[] = {
    {"name", Kind::kText, kRequired}, {"digest", Kind::kDigests, kRequired}, {"bytes", Kind::kCount, kRequired}};
constexpr Member kReference[] = {{"name", Kind::kText, kOptional}, {"digest", Kind::kDigests, kRequired}};
constexpr Member kSource[] = {{"uri", Kind::kText, kOptional},
                              {"path", Kind::kText, kOptional},
                              {"publisher", Kind::kText, kOptional},
                              {"licence", Kind::kText, kOptional}};
constexpr Member kMachine[] = {{"cpu", Kind::kText, kRequired},
                               {"isa", Kind::kText, kRequired},
                               {"threads", Kind::kCount, kRequired},
                               {"system", Kind::kText, kOptional},
                               {"gpu", Kind::kText, kOptional}};

constexpr Member kCapture[] = {{"source", Kind::kObject, kRequired, kSource},
                               {"how", Kind::kText, kRequired},
                               {"tool", Kind::kText, kRequired},
                               {"time", Kind::kTime, kRequired},
                               {"bytes", Kind::kCount, kRequired},
                               {"media_type", Kind::kText, kRequired},
                               kMore};

constexpr Member kRun[] = {{"operation", Kind::kText, kRequired},
                           {"version", Kind::kText, kRequired},
                           {"revision", Kind::kText, kRequired},
                           {"command", Kind::kTexts, kRequired},
                           {"options", Kind::kOptions, kRequired},
                           {"seed", Kind::kDigits, kOptional},
                           {"started", Kind::kTime, kRequired},
                           {"seconds", Kind::kAmount, kRequired},
                           {"machine", Kind::kObject, kRequired, kMachine},
                           {"inputs", Kind::kObjects, kRequired, kArtefact},
                           {"notes", Kind::kTexts, kRequired},
                           {"run_id", Kind::kText, kOptional},
                           {"partial", Kind::kBool, kOptional},
                           kMore};

constexpr Member kPrediction[] = {{"of", Kind::kText, kRequired},
                                  {"method", Kind::kText, kRequired},
                                  {"run", Kind::kDigests, kRequired},
                                  {"values", Kind::kNumbers, kRequired},
                                  {"units", Kind::kTextMap, kRequired},
                                  {"calibrated", Kind::kBool, kRequired},
                                  {"rests_on", Kind::kTexts, kRequired},
                                  {"interval", Kind::kInterval, kOptional},
                                  {"level", Kind::kLevel, kOptional},
                                  {"weights", Kind::kObjects, kOptional, kReference},
                                  kMore};

constexpr const char* kPersonalData[] = {"none", "synthetic", "pseudonymised", "identifying"};
constexpr Member kDataset[] = {{"name", Kind::kText, kRequired},
                               {"version", Kind::kText, kOptional},
                               {"licence", Kind::kText, kRequired},
                               {"records", Kind::kCount, kRequired},
                               {"personal_data", Kind::kWord, kRequired, {}, kPersonalData},
                               {"inputs", Kind::kObjects, kRequired, kArtefact},
                               {"splits", Kind::kCounts, kOptional},
                               {"run", Kind::kDigests, kOptional},
                               {"layers", Kind::kTexts, kOptional},
                               {"limits", Kind::kTexts, kOptional},
                               kMore};

constexpr const char* kTokenizerKinds[] = {"bpe", "unigram", "wordpiece", "bytes", "characters"};
constexpr Member kTokenizer[] = {{"name", Kind::kText, kRequired},
                                 {"kind", Kind::kWord, kRequired, {}, kTokenizerKinds},
                                 {"vocabulary", Kind::kCount, kRequired},
                                 {"trained_on", Kind::kObjects, kRequired, kReference},
                                 {"special_tokens", Kind::kTexts, kOptional},
                                 {"run", Kind::kDigests, kOptional},
                                 {"licence", Kind::kText, kOptional},
                                 kMore};

constexpr Member kCheckpoint[] = {{"model", Kind::kText, kRequired},
                                  {"architecture", Kind::kText, kRequired},
                                  {"parameters", Kind::kCount, kRequired},
                                  {"steps", Kind::kCount, kRequired},
                                  {"trained", Kind::kBool, kRequired},
                                  {"number_type", Kind::kText, kRequired},
                                  {"trained_on", Kind::kObjects, kRequired, kReference},
                                  {"tokenizer", Kind::kObject, kOptional, kReference},
                                  {"parent", Kind::kObject, kOptional, kReference},
                                  {"run", Kind::kDigests, kOptional},
                                  {"licence", Kind::kText, kOptional},
                                  kMore};

constexpr Member kEvaluation[] = {{"of", Kind::kObject, kRequired, kReference},
                                  {"on", Kind::kObject, kRequired, kReference},
                                  {"method", Kind::kText, kRequired},
                                  {"cases", Kind::kCount, kRequired},
                                  {"metrics", Kind::kNumbers, kRequired},
                                  {"units", Kind::kTextMap, kRequired},
                                  {"interval", Kind::kInterval, kOptional},
                                  {"level", Kind::kLevel, kOptional},
                                  {"run", Kind::kDigests, kOptional},
                                  {"seen_in_training", Kind::kText, kOptional},
                                  kMore};

constexpr const char* kGroundings[] = {"cited", "partly", "none", "abstained"};
constexpr Member kAnswer[] = {{"question", Kind::kDigests, kRequired},
                              {"grounding", Kind::kWord, kRequired, {}, kGroundings},
                              {"statements", Kind::kObjects, kRequired, kReference},
                              {"method", Kind::kText, kRequired},
                              {"run", Kind::kDigests, kOptional},
                              {"weights", Kind::kObjects, kOptional, kReference},
                              kMore};

constexpr const char* kStatusEvents[] = {"retraction", "correction", "concern", "supersession"};
constexpr Member kStatus[] = {{"event", Kind::kWord, kRequired, {}, kStatusEvents},
                              {"reason", Kind::kText, kRequired},
                              {"date", Kind::kDate, kRequired},
                              {"by", Kind::kText, kOptional},
                              {"source", Kind::kObject, kOptional, kSource},
                              {"replaced_by", Kind::kObjects, kOptional, kReference},
                              kMore};

constexpr const char* kKeyEvents[] = {"added", "rotated", "revoked"};
constexpr const char* kKeyRoles[] = {"log", "witness", "signer"};
constexpr Member kKey[] = {{"event", Kind::kWord, kRequired, {}, kKeyEvents},
                           {"key", Kind::kVkey, kRequired},
                           {"role", Kind::kWord, kRequired, {}, kKeyRoles},
                           {"date", Kind::kDate, kRequired},
                           {"successor", Kind::kVkey, kOptional},
                           {"reason", Kind::kText, kOptional},
                           kMore};

constexpr const char* kErasureReasons[] = {"erased by right"};
constexpr Member kErasure[] = {{"commitment", Kind::kSha256, kRequired},
                               {"date", Kind::kDate, kRequired},
                               {"reason", Kind::kWord, kRequired, {}, kErasureReasons}};

struct Predicate {
  const char* word;
  std::span<const Member> members;
};
constexpr Predicate kPredicates[] = {
    {"capture", kCapture},       {"run", kRun},
    {"prediction", kPrediction}, {"dataset", kDataset},
    {"tokenizer", kTokenizer},   {"checkpoint", kCheckpoint},
    {"evaluation", kEvaluation}, {"answer", kAnswer},
    {"status", kStatus},         {"key", kKey},
    {"erasure", kErasure},
};

Error wrong(const std::string& where, std::string message) {
  return {ErrorCode::kMalformed, std::move(message), where};
}

Expected<void> check_members(const json& object, std::span<const Member> members, const std::string& where);

bool is_text(const json& value) { return value.is_string() && !value.get_ref<const std::string&>().empty(); }
bool is_count(const json& value) {
  constexpr std::uint64_t kLargest = std::uint64_t{1} << 53;
  return value.is_number_unsigned()
             ? value.get<std::uint64_t>() <= kLargest
             : value.is_number_integer() && value.get<std::int64_t>() >= 0 && value.get<std::uint64_t>() <= kLargest;
}

template <class Good>
Expected<void> check_each(const json& value, bool is_container, const std::string& where, const char* wanted,
                          Good good) {
  if (!is_container) return wrong(where, fmt::format("must be {}", wanted));
  for (const auto& [at, element] : value.items()) {
    if (at.empty() || !good(element)) return wrong(fmt::format("{}.{}", where, at), fmt::format("must be {}", wanted));
  }
  return {};
}

Expected<void> check_value(const json& value, const Member& member, const std::string& where) {
  const auto must = [&](bool holds, const char* wanted) -> Expected<void> {
    if (holds) return {};
    return wrong(where, fmt::format("must be {}", wanted));
  };
  const auto text = [&]() -> std::string_view {
    return value.is_string() ? std::string_view(value.get_ref<const std::string&>()) : std::string_view();
  };
  switch (member.kind) {
    case Kind::kText:
      return must(is_text(value), "a string that is not empty");
    case Kind::kTexts:
      return check_each(value, value.is_array(), where, "a list of strings", is_text);
    case Kind::kTextMap:
      return check_each(value, value.is_object(), where, "an object of strings", is_text);
    case Kind::kOptions:
      return check_each(
          value, value.is_object(), where, "an object of strings or lists of strings", [](const json& one) {
            return one.is_string() ||
                   (one.is_array() && std::all_of(one.begin(), one.end(), [](const json& s) { return s.is_string(); }));
          });
    case Kind::kWord: {
      if (std::find(member.words.begin(), member.words.end(), text()) != member.words.end()) return {};
      return wrong(where, fmt::format("must be one of: {}", fmt::join(member.words, ", ")));
    }
    case Kind::kTime:
      return must(is_time(text()), "a time such as 2026-11-24T09:00:00Z (RFC 3339)");
    case Kind::kDate:
      return must(is_date(text()), "a date such as 2026-11-24");
    case Kind::kDigits:
      return must(is_decimal(text()), "a string of decimal digits, without leading zeros");
    case Kind::kCount:
      return must(is_count(value), "an integer from 0 to 2^53");
    case Kind::kCounts:
      return check_each(value, value.is_object(), where, "an object of integers", is_count);
    case Kind::kAmount:
      return must(value.is_number() && value.get<double>() >= 0, "a number that is not negative");
    case Kind::kNumbers:
      if (value.is_object() && value.empty()) return must(false, "an object of one number or more");
      return check_each(value, value.is_object(), where, "an object of numbers",
                        [](const json& one) { return one.is_number(); });
    case Kind::kInterval:
      return check_each(value, value.is_object(), where, "an object of [low, high]", [](const json& one) {
        return one.is_array() && one.size() == 2 && one[0].is_number() && one[1].is_number() &&
               one[0].get<double>() <= one[1].get<double>();
      });
    case Kind::kLevel:
      return must(value.is_number() && value.get<double>() > 0 && value.get<double>() < 1, "a number between 0 and 1");
    case Kind::kBool:
      return must(value.is_boolean(), "true or false");
    case Kind::kSha256:
      return must(is_sha256(text()), "64 lower-case hexadecimal digits");
    case Kind::kDigests: {
      const auto found = value.is_object() ? value.find("sha256") : value.end();
      return must(value.is_object() && value.size() == 1 && found != value.end() && found->is_string() &&
                      is_sha256(found->get_ref<const std::string&>()),
                  "{\"sha256\": 64 lower-case hexadecimal digits}");
    }
    case Kind::kVkey:
      return must(is_verifier_key(text()), "a verifier key: name+8 hexadecimal digits+base64");
    case Kind::kObject:
      if (!value.is_object()) return must(false, "an object");
      return check_members(value, member.members, where);
    case Kind::kObjects:
      if (!value.is_array()) return must(false, "a list of objects");
      for (std::size_t i = 0; i < value.size(); ++i) {
        const std::string at = fmt::format("{}[{}]", where, i);
        if (!value[i].is_object()) return wrong(at, "must be an object");
        if (auto good = check_members(value[i], member.members, at); !good) return good;
      }
      return {};
    case Kind::kMore:
      return must(value.is_object(), "an object");
  }
  return {};
}

Expected<void> check_members(const json& object, std::span<const Member> members, const std::string& where) {
  for (const Member& member : members) {
    const auto found = object.find(member.name);
    if (found == object.end()) {
      if (member.required) return wrong(fmt::format("{}.{}", where, member.name), "is required and absent");
      continue;
    }
    if (auto good = check_value(*found, member, fmt::format("{}.{}", where, member.name)); !good) return good;
  }
  for (const auto& [name, value] : object.items()) {
    const auto named = [&](const Member& member) { return name == member.name; };
    if (std::none_of(members.begin(), members.end(), named)) {
      return Error{ErrorCode::kMalformed, "is no member of this predicate", fmt::format("{}.{}", where, name),
                   "see docs/formats/attestations.md; what else is to be said goes under 'more'"};
    }
  }
  return {};
}

Expected<void> check_source(const json& source, const std::string& where) {
  if (source.contains("uri") != source.contains("path")) return {};
  return wrong(where, "must name either a 'uri' or a 'path'");
}

/// Every name in `values` has a unit and the other way round; intervals are of values that exist and hold them.
Expected<void> check_figures(const json& predicate, const char* values, const std::string& where) {
  const json& figures = predicate.at(values);
  const json& units = predicate.at("units");
  for (const auto& [name, value] : figures.items()) {
    if (!units.contains(name))
      return wrong(fmt::format("{}.units", where), fmt::format("'{}' has no unit (\"1\" for none)", name));
  }
  for (const auto& [name, unit] : units.items()) {
    if (!figures.contains(name))
      return wrong(fmt::format("{}.units.{}", where, name), fmt::format("is not among the {}", values));
  }
  if (predicate.contains("interval") != predicate.contains("level")) {
    return wrong(where, "'interval' and 'level' go together: an interval without its level says nothing");
  }
  if (!predicate.contains("interval")) return {};
  for (const auto& [name, interval] : predicate.at("interval").items()) {
    const auto found = figures.find(name);
    if (found == figures.end())
      return wrong(fmt::format("{}.interval.{}", where, name), fmt::format("is not among the {}", values));
    const double value = found->get<double>();
    if (value < interval[0].get<double>() || value > interval[1].get<double>()) {
      return wrong(fmt::format("{}.interval.{}", where, name), "does not hold the value");
    }
  }
  return {};
}

/// What one member demands of another. The members are there and of their kinds.
Expected<void> check_rules(std::string_view word, const json& p, const std::string& where) {
  if (word == "capture") return check_source(p.at("source"), where + ".source");
  if (word == "evaluation") return check_figures(p, "metrics", where);
  if (word == "prediction") {
    if (auto good = check_figures(p, "values", where); !good) return good;
    if (p.at("rests_on").empty()) return wrong(where + ".rests_on", "must say what the numbers rest on");
    if (p.at("calibrated").get<bool>() && !p.contains("interval")) {
      return wrong(where + ".calibrated", "a calibrated prediction gives its 'interval' and 'level'");
    }
    return {};
  }
  if (word == "checkpoint") {
    const bool trained = p.at("trained").get<bool>();
    if (!trained && p.at("steps") != 0) return wrong(where + ".trained", "is false, although 'steps' is not 0");
    if (trained && p.at("steps") == 0) return wrong(where + ".trained", "is true after 0 steps");
    return {};
  }
  if (word == "answer") {
    const std::string& grounding = p.at("grounding").get_ref<const std::string&>();
    const bool cites = !p.at("statements").empty();
    if (cites != (grounding == "cited" || grounding == "partly")) {
      return wrong(where + ".grounding",
                   fmt::format("is '{}' with {} statements", grounding, p.at("statements").size()));
    }
    return {};
  }
  if (word == "status") {
    if (p.contains("source")) {
      if (auto good = check_source(p.at("source"), where + ".source"); !good) return good;
    }
    const bool replaced = p.contains("replaced_by") && !p.at("replaced_by").empty();
    if (p.at("event") == "supersession" && !replaced) {
      return wrong(where + ".replaced_by", "a supersession names what takes the subject's place");
    }
    return {};
  }
  if (word == "key") {
    const std::string& event = p.at("event").get_ref<const std::string&>();
    if (p.contains("successor") != (event == "rotated"))
      return wrong(where + ".successor", "goes with 'rotated', and only with it");
    if (event == "rotated" && p.at("successor") == p.at("key")) return wrong(where + ".successor", "is the same key");
    if (event == "revoked" && !p.contains("reason")) return wrong(where + ".reason", "a revocation says why");
  }
  return {};
}

}  // namespace

std::string predicate_uri(std::string_view word) { return fmt::format("{}{}{}", kUriHead, word, kUriTail); }

std::string predicate_word(std::string_view uri) {
  for (const Predicate& predicate : kPredicates) {
    if (uri == predicate_uri(predicate.word)) return predicate.word;
  }
  return {};
}

const std::vector<std::string>& predicate_words() {
  static const std::vector<std::string> kWords = [] {
    std::vector<std::string> words;
    for (const Predicate& predicate : kPredicates) words.emplace_back(predicate.word);
    return words;
  }();
  return kWords;
}

Expected<void> check_predicate(std::string_view word, const json& predicate) {
  const auto* found = std::find_if(std::begin(kPredicates), std::end(kPredicates),
                                   [&](const Predicate& known) { return word == known.word; });
  if (found == std::end(kPredicates)) {
    return Error{ErrorCode::kInvalidArgument, fmt::format("'{}' is no predicate of Maek's", word), "predicate",
                 fmt::format("the words are: {}", fmt::join(predicate_words(), ", "))};
  }
  const std::string where(word);
  if (!predicate.is_object()) return wrong(where, "must be an object");
  if (const auto canonical = canonical_json(predicate); !canonical) {
    return wrong(where,
                 canonical.error().message + (canonical.error().hint.empty() ? "" : ": " + canonical.error().hint));
  }
  if (auto good = check_members(predicate, found->members, where); !good) return good;
  return check_rules(word, predicate, where);
}

}  // namespace maek::evidence
