// SPDX-License-Identifier: Apache-2.0
// Policies: lines of words, names that must stand before they are used, and the quorum counted upwards.
#include "evidence/policy.h"

#include <algorithm>    // for std::find_if, std::max
#include <functional>   // for std::less
#include <set>          // for std::set

#include <fmt/format.h>

namespace maek::evidence {
namespace {

using Names = std::set<std::string, std::less<>>;

constexpr std::string_view kNone = "none";

// Spaces and tabs separate words; every other octet belongs to one.
std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; (at = line.find_first_not_of(" \t", at)) != line.npos;) {
    const std::size_t end = std::min(line.find_first_of(" \t", at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end;
  }
  return words;
}

class PolicyReader {
 public:
  Expected<Policy> read(std::string_view file) {
    if (file.size() > kMaxPolicyBytes)
      return Error{ErrorCode::kTooLarge, fmt::format("more than {} bytes", kMaxPolicyBytes), "policy"};
    while (!file.empty()) {
      ++line_;
      const auto line = take_line(file);
      // A file that was cut could name another witness than its author did: no line is taken without its end.
      if (!line) return wrong("the last line does not end in a line feed");
      for (const char c : *line) {
        const auto octet = static_cast<std::uint8_t>(c);
        if ((octet < 0x20 && octet != '\t') || octet == 0x7f)
          return wrong(fmt::format("the control octet 0x{:02x} may not stand here", octet));
      }
      const auto words = words_of(*line);
      if (words.empty() || words.front().starts_with('#')) continue;
      if (const auto done = take(words); !done) return done.error();
    }
    if (policy_.quorum.empty()) return wrong("no 'quorum' line: say which witnesses must sign, or 'quorum none'");
    return std::move(policy_);
  }

 private:
  Error wrong(std::string message) const {
    return {ErrorCode::kMalformed, std::move(message), fmt::format("policy:{}", line_)};
  }

  Expected<void> take(const std::vector<std::string_view>& words) {
    if (words[0] == "log") return take_log(words);
    if (words[0] == "witness") return take_witness(words);
    if (words[0] == "group") return take_group(words);
    if (words[0] == "quorum") return take_quorum(words);
    return wrong("a line begins with log, witness, group, quorum or '#'");
  }

  Expected<VerifierKey> take_key(std::string_view text, KeyType type, std::set<PublicKey>& taken) {
    auto key = parse_verifier_key(text);
    if (!key) {
      Error error = std::move(key).error();
      error.where = fmt::format("policy:{}", line_);
      return error;
    }
    if (key->type != type)
      return wrong(type == KeyType::kEd25519 ? "a log's key is of type 0x01 (Ed25519), this one of type 0x04"
                                             : "a witness' key is of type 0x04 (cosignatures), this one of type 0x01");
    if (!taken.insert(key->key).second) return wrong("this public key stands on an earlier line already");
    return key;
  }

  Expected<void> take_log(const std::vector<std::string_view>& words) {
    if (words.size() < 2 || words.size() > 3) return wrong("written as: log KEY [URL]");
    auto key = take_key(words[1], KeyType::kEd25519, log_keys_);
    if (!key) return key.error();
    policy_.logs.push_back({*std::move(key), words.size() > 2 ? std::string(words[2]) : ""});
    return {};
  }

  Expected<void> take_witness(const std::vector<std::string_view>& words) {
    if (words.size() < 3 || words.size() > 4) return wrong("written as: witness NAME KEY [URL]");
    if (const auto named = define(words[1]); !named) return named.error();
    auto key = take_key(words[2], KeyType::kCosignature, witness_keys_);
    if (!key) return key.error();
    policy_.witnesses.push_back(
        {std::string(words[1]), *std::move(key), words.size() > 3 ? std::string(words[3]) : ""});
    return {};
  }

  Expected<void> take_group(const std::vector<std::string_view>& words) {
    if (words.size() < 4) return wrong("written as: group NAME all|any|COUNT MEMBER...");
    Policy::Group group;
    group.name = words[1];
    for (std::size_t i = 3; i < words.size(); ++i) {
      if (!defined_.contains(words[i])) return wrong("a member must be a witness or a group of an earlier line");
      if (!members_.emplace(words[i]).second) return wrong("a witness or group can be a member once only");
      group.members.emplace_back(words[i]);
    }
    if (words[2] == "all") {
      group.threshold = group.members.size();
    } else if (words[2] != "any") {
      const auto count = parse_decimal(words[2]);
      if (!count || *count < 1 || *count > group.members.size())
        return wrong(
            fmt::format("'all', 'any' or a count from 1 to {} belongs before the members", group.members.size()));
      group.threshold = static_cast<std::size_t>(*count);
    }
    if (const auto named = define(words[1]); !named) return named.error();
    policy_.groups.push_back(std::move(group));
    return {};
  }

  Expected<void> take_quorum(const std::vector<std::string_view>& words) {
    if (words.size() != 2) return wrong("written as: quorum NAME, or: quorum none");
    if (!policy_.quorum.empty()) return wrong("a second 'quorum' line");
    if (words[1] != kNone && !defined_.contains(words[1]))
      return wrong("the quorum must be a witness or a group of an earlier line, or 'none'");
    policy_.quorum = words[1];
    return {};
  }

  Expected<void> define(std::string_view name) {
    if (name == kNone) return wrong("'none' cannot name a witness or a group");
    if (!defined_.emplace(name).second) return wrong("this name stands on an earlier line already");
    return {};
  }

  Policy policy_;
  std::size_t line_ = 0;
  Names defined_, members_;
  std::set<PublicKey> log_keys_, witness_keys_;
};

}  // namespace

Expected<Policy> parse_policy(std::string_view file) { return PolicyReader().read(file); }

bool quorum_met(const Policy& policy, const std::vector<std::string>& witnesses) {
  if (policy.quorum == kNone) return true;
  Names met;
  for (const Policy::Witness& witness : policy.witnesses) {
    if (std::find(witnesses.begin(), witnesses.end(), witness.name) != witnesses.end()) met.insert(witness.name);
  }
  // Members stand before their group, so one pass from the top decides all.
  for (const Policy::Group& group : policy.groups) {
    std::size_t count = 0;
    for (const std::string& member : group.members) count += met.contains(member) ? 1 : 0;
    if (count >= group.threshold) met.insert(group.name);
  }
  return met.contains(policy.quorum);
}

Expected<PolicyVerdict> verify_checkpoint(std::string_view file, const Policy& policy) {
  auto note = parse_note(file);
  if (!note) return std::move(note).error();
  auto checkpoint = parse_checkpoint(note->text);
  if (!checkpoint) return std::move(checkpoint).error();

  // The keys of other logs are not known ones here: they have no say on this origin.
  std::vector<VerifierKey> keys;
  for (const Policy::Log& log : policy.logs) {
    if (log.key.name == checkpoint->origin) keys.push_back(log.key);
  }
  const std::size_t logs = keys.size();
  if (logs == 0)
    return Error{ErrorCode::kNotFound, fmt::format("the policy knows no log '{}'", checkpoint->origin), "checkpoint:1"};
  for (const Policy::Witness& witness : policy.witnesses) keys.push_back(witness.key);

  const auto verified = verify_note(*note, keys);
  if (!verified) return verified.error();
  PolicyVerdict verdict{*std::move(checkpoint), {}, {}};
  std::vector<std::string> witnesses;
  for (const std::size_t signer : verified->signers) {
    if (signer < logs) {
      verdict.log = keys[signer].name;
      continue;
    }
    const Policy::Witness& witness = policy.witnesses[signer - logs];
    PolicyVerdict::Cosignature cosignature{witness.name};
    // A witness may have signed again later: its newest word counts.
    for (const NoteSignature& signature : note->signatures) {
      if (signature.name != witness.key.name || signature.key_id != witness.key.id()) continue;
      if (const auto time = cosignature_time(signature)) cosignature.time = std::max(cosignature.time, *time);
    }
    verdict.cosignatures.push_back(std::move(cosignature));
    witnesses.push_back(witness.name);
  }
  if (verdict.log.empty())
    return Error{ErrorCode::kNotFound,
                 fmt::format("no signature of the log '{}' by a key of the policy", verdict.checkpoint.origin), "note"};
  if (!quorum_met(policy, witnesses))
    return Error{ErrorCode::kNotFound,
                 fmt::format("the quorum '{}' is not met: {} of the policy's {} witnesses signed", policy.quorum,
                             witnesses.size(), policy.witnesses.size()),
                 "note"};
  return verdict;
}

}  // namespace maek::evidence
