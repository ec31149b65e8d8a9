// SPDX-License-Identifier: Apache-2.0
// The set "dsse": pre-authentication encoding, envelopes with their verdicts, statements and their subjects.
#include <algorithm>   // for std::find

#include "evidence/canonical_json.h"       // for parse_strict_json
#include "evidence/dsse.h"                 // for verify_envelope
#include "evidence/statement.h"            // for same_subject
#include "tools/conformance/run_sets.h"    // for run_dsse

namespace maek::tools {
namespace {

using namespace evidence;
using nlohmann::json;

// In the words of the vectors: each step of a reader that trusts `keys` and takes `types`.
std::string outcome(const json& one, const std::vector<PublicKey>& keys) {
  const auto envelope = parse_envelope(one.at("envelope").dump());
  if (!envelope) return "malformed";
  if (!verify_envelope(*envelope, keys, one.at("threshold").get<std::size_t>())) return "not_enough_signatures";
  const auto types = one.at("accept_types").get<std::vector<std::string>>();
  if (std::find(types.begin(), types.end(), envelope->payload_type) == types.end()) return "unsupported_payload_type";
  if (!parse_strict_json(envelope->payload)) return "bad_payload";
  return parse_statement(envelope->payload) ? "ok" : "bad_statement";
}

}  // namespace

void run_dsse(const VectorFolder& folder) {
  folder.json("dsse.json", [&](const json& all) {
    Tally& tally = folder.tally();
    for (const json& one : all.at("pae")) {
      // A body of null stands for the byte 'x', 12,345 times.
      const std::string body =
          one.at("body_hex").is_null() ? std::string(12'345, 'x') : bytes_of_hex(one.at("body_hex"));
      const std::string made = pre_authentication_encoding(one.at("payload_type").get<std::string>(), body);
      tally.judge(sha256(made).hex() == one.at("pae_sha256").get<std::string>(), "pae", "another encoding");
    }
    std::map<std::string, PublicKey> keys;
    for (const auto& [name, described] : all.at("keys").items()) {
      keys[name] = secret_key_of(described).public_key();
      tally.judge(key_id(keys[name]) == described.at("keyid").get<std::string>(), "key " + name, "another key id");
    }
    for (const json& one : all.at("cases")) {
      std::vector<PublicKey> trusted;
      for (const json& name : one.at("trusted")) trusted.push_back(keys.at(name.get<std::string>()));
      const std::string got = outcome(one, trusted);
      tally.judge(got == one.at("expect").get<std::string>(), one.at("id").get<std::string>(),
                  "ends as '" + got + "' where it must be '" + one.at("expect").get<std::string>() + "'");
    }
    for (const json& one : all.at("digest_set_match")) {
      const auto subject = [&](const char* side) {
        return Subject{"", one.at(side).get<std::map<std::string, std::string>>()};
      };
      tally.judge(same_subject(subject("a"), subject("b")) == one.at("match").get<bool>(), "digest_set_match",
                  "another verdict");
    }
    if (all.contains("published_ecdsa")) tally.skip("an ECDSA signature: this build verifies Ed25519 alone");
  });
}

}  // namespace maek::tools
