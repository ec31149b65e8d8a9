// SPDX-License-Identifier: Apache-2.0
// Statements about digests (in-toto Statement v1) and Maek's predicates: capture, run, prediction, status, ... (attestation)
#pragma once

#include <map>  // for std::map
#include <string>  // for std::string
#include <string_view>  // for std::string_view
#include <vector>  // for std::vector

#include <nlohmann/json.hpp>

#include "base/expected.h"  // for Expected
#include "base/ids.h"  // for Digest

namespace maek::evidence {

/// What a statement is about: name, and digests by algorithm ("sha256" -> lower-case hex).
struct Subject {
  std::string name = {};
  std::map<std::string, std::string> digests;
};
/// A subject of one SHA-256.
Subject subject_of(const Digest& digest, std::string name = {});
/// True when any algorithm that both know (sha256, sha512) agrees, and none disagrees.
bool same_subject(const Subject& a, const Subject& b);

struct Statement {
  std::vector<Subject> subjects;
  std::string predicate_type;  // a URI
  nlohmann::json predicate;  // an object, or null when absent

  std::string text() const;  // canonical JSON; "" where write_statement fails
};
/// Canonical JSON that parse_statement reads. kMalformed when it would not: no subject, text that is not UTF-8, an
/// integer beyond 2^53 in the predicate.
Expected<std::string> write_statement(const Statement& statement);
/// kMalformed with the field. Unknown fields are ignored, as in-toto demands: text() of what was read may be shorter.
Expected<Statement> parse_statement(std::string_view json);

/// Maek's predicate types: "urn:maek:predicate:capture:v1", ... The word is the entry's type on the ledger.
std::string predicate_uri(std::string_view word);
/// The words: capture run prediction dataset tokenizer checkpoint evaluation answer status key erasure.
const std::vector<std::string>& predicate_words();
/// The word of one of Maek's predicate types, "" for every other type.
std::string predicate_word(std::string_view uri);
/// Checks that a predicate of Maek's has the members that its page (docs/formats/attestations.md) demands, and no other.
/// kMalformed with the member; kInvalidArgument for a word that is none of ours.
Expected<void> check_predicate(std::string_view word, const nlohmann::json& predicate);

}  // namespace maek::evidence
