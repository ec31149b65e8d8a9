// SPDX-License-Identifier: Apache-2.0
// DSSE v1 (github.com/secure-systems-lab/dsse, envelope.md and protocol.md): reading, signing, counting distinct keys.
#include "evidence/dsse.h"

#include <algorithm>   // for std::copy, std::find
#include <utility>     // for std::move

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/ids.h"                  // for sha256, to_hex
#include "evidence/canonical_json.h"   // for canonical_json, parse_strict_json

namespace maek::evidence {
namespace {

using nlohmann::json;

Error malformed(std::string message, std::string where) {
  return {ErrorCode::kMalformed, std::move(message), "envelope, " + std::move(where)};
}

/// Standard or URL-safe base64 with padding; one alphabet in one text.
Expected<std::string> decode(const std::string& text, std::string where) {
  std::string standard = text;
  if (text.find_first_of("-_") != std::string::npos) {
    if (text.find_first_of("+/") != std::string::npos) {
      return malformed("mixes the two alphabets of base64", std::move(where));
    }
    std::replace(standard.begin(), standard.end(), '-', '+');
    std::replace(standard.begin(), standard.end(), '_', '/');
  }
  auto bytes = base64_decode(standard);
  if (!bytes) return malformed("is not base64: " + bytes.error().message, std::move(where));
  return bytes;
}

Expected<std::string> text_member(const json& object, const char* name, const std::string& where) {
  const auto found = object.find(name);
  if (found == object.end()) return malformed(fmt::format("has no '{}'", name), where);
  if (!found->is_string()) return malformed("must be a string", where + name);
  return found->get<std::string>();
}

}  // namespace

std::string pre_authentication_encoding(std::string_view type, std::string_view body) {
  return fmt::format("DSSEv1 {} {} {} {}", type.size(), type, body.size(), body);
}

std::string key_id(const PublicKey& key) {
  return sha256({reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()}).hex();
}

std::string Envelope::text() const {
  json signed_by = json::array();
  for (const Signed& one : signatures) {
    json entry{{"sig", base64_encode(one.bytes)}};
    if (!one.key_id.empty()) entry["keyid"] = one.key_id;
    signed_by.push_back(std::move(entry));
  }
  auto text = canonical_json(
      json{{"payload", base64_encode(payload)}, {"payloadType", payload_type}, {"signatures", std::move(signed_by)}});
  return text ? *std::move(text) : std::string();
}

Expected<Envelope> parse_envelope(std::string_view text) {
  const auto read = parse_strict_json(text);
  if (!read) return read.error();
  if (!read->is_object()) return malformed("must be a JSON object", "the whole");

  Envelope envelope;
  auto type = text_member(*read, "payloadType", "");
  if (!type) return type.error();
  envelope.payload_type = *std::move(type);
  const auto payload = text_member(*read, "payload", "");
  if (!payload) return payload.error();
  auto body = decode(*payload, "payload");
  if (!body) return body.error();
  envelope.payload = *std::move(body);

  const auto list = read->find("signatures");
  if (list == read->end() || !list->is_array() || list->empty()) {
    return malformed("must be a list of one signature or more", "signatures");
  }
  if (list->size() > kMaxEnvelopeSignatures) {
    return Error{ErrorCode::kTooLarge,
                 fmt::format("{} signatures; at most {} are read", list->size(), kMaxEnvelopeSignatures),
                 "envelope, signatures"};
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    const json& entry = (*list)[i];
    const std::string where = fmt::format("signatures[{}]", i);
    if (!entry.is_object()) return malformed("must be an object", where);
    const auto sig = text_member(entry, "sig", where + ".");
    if (!sig) return sig.error();
    auto bytes = decode(*sig, where + ".sig");
    if (!bytes) return bytes.error();
    std::string id;
    if (const auto found = entry.find("keyid"); found != entry.end() && !found->is_null()) {
      if (!found->is_string()) return malformed("must be a string", where + ".keyid");
      id = found->get<std::string>();
    }
    envelope.signatures.push_back({std::move(id), *std::move(bytes)});
  }
  return envelope;
}

void sign_envelope(Envelope& envelope, const SecretKey& key) {
  const Signature signature = key.sign(pre_authentication_encoding(envelope.payload_type, envelope.payload));
  envelope.signatures.push_back(
      {key_id(key.public_key()),
       std::string(reinterpret_cast<const char*>(signature.bytes.data()), signature.bytes.size())});
}

Expected<std::vector<std::size_t>> verify_envelope(const Envelope& envelope, std::span<const PublicKey> keys,
                                                   std::size_t threshold) {
  if (threshold == 0) {
    return Error{ErrorCode::kInvalidArgument, "a threshold of no signature would accept anything", "threshold"};
  }
  const std::string message = pre_authentication_encoding(envelope.payload_type, envelope.payload);
  std::vector<std::size_t> good;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto before = keys.first(i);
    if (std::find(before.begin(), before.end(), keys[i]) != before.end()) continue;   // keys count, not their copies
    for (const Envelope::Signed& one : envelope.signatures) {
      Signature signature;
      if (one.bytes.size() != signature.bytes.size()) continue;   // of another algorithm
      std::copy(one.bytes.begin(), one.bytes.end(), signature.bytes.begin());
      if (!verify_signature(keys[i], message, signature)) continue;
      good.push_back(i);
      break;
    }
  }
  if (good.size() < threshold) {
    return Error{ErrorCode::kMalformed,
                 fmt::format("{} of the {} trusted keys signed this payload with this type; {} must", good.size(),
                             keys.size(), threshold),
                 "envelope, signatures", "the payload was changed, or it was signed by others"};
  }
  return good;
}

}  // namespace maek::evidence
