// SPDX-License-Identifier: Apache-2.0
// From statement to addition.
#include "evidence/attest.h"

#include "evidence/dsse.h"   // for Envelope, sign_envelope

namespace maek::evidence {

Expected<Addition> attestation(const std::string& word, const std::vector<Subject>& subjects,
                               const nlohmann::json& predicate, const SigningKey& signer) {
  if (auto good = check_predicate(word, predicate); !good) return good.error();
  auto text = write_statement({subjects, predicate_uri(word), predicate});
  if (!text) return text.error();
  Envelope envelope{kInTotoType, *std::move(text), {}};
  sign_envelope(envelope, signer.secret);
  Addition addition;
  addition.type = word;
  addition.media_type = kEnvelopeType;
  addition.body = envelope.text();
  for (const Subject& subject : subjects) {
    const auto digest = subject.digests.find("sha256");
    if (digest == subject.digests.end()) continue;
    auto parsed = parse_digest(digest->second);
    if (!parsed) return parsed.error();
    addition.subjects.push_back(*parsed);
  }
  return addition;
}

Expected<Statement> statement_in(const std::string& envelope) {
  auto parsed = parse_envelope(envelope);
  if (!parsed) return parsed.error();
  return parse_statement(parsed->payload);
}

}  // namespace maek::evidence
