// SPDX-License-Identifier: Apache-2.0
// The set "provenance": PROV-JSONLD and RO-Crate documents, and the inclusion proofs in Sigstore's bundles.
#include <algorithm>   // for std::min
#include <charconv>    // for std::from_chars
#include <set>         // for std::set

#include "evidence/merkle.h"               // for verify_inclusion
#include "evidence/prov_jsonld.h"          // for check_prov_jsonld
#include "evidence/provenance_graph.h"     // for Violation
#include "evidence/ro_crate.h"             // for check_ro_crate
#include "tools/conformance/run_sets.h"    // for run_provenance

namespace maek::tools {
namespace {

using namespace evidence;
using nlohmann::json;

std::set<std::string> codes_of(const std::vector<Violation>& violations) {
  std::set<std::string> codes;
  for (const Violation& violation : violations) codes.insert(violation.code);
  return codes;
}

std::string words_of(const std::set<std::string>& codes) {
  std::string words = "is found to break:";
  for (const std::string& code : codes) words += " " + code;
  return codes.empty() ? "nothing was found" : words;
}

// A count, which protobuf's JSON writes as a string; nothing for a negative one.
std::optional<std::uint64_t> count_of(const json& value) {
  const std::string digits = value.is_string() ? value.get<std::string>() : value.dump();
  std::uint64_t count = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (failed != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return count;
}

bool inclusion_verifies(const json& entry) {
  const json& proof = entry.at("inclusionProof");
  const auto body = base64_decode(entry.at("canonicalizedBody").get<std::string>());
  const auto index = count_of(proof.value("logIndex", json("0")));
  const auto size = count_of(proof.at("treeSize"));
  const auto root = digest_of_base64(proof.at("rootHash"));
  if (!body || !index || !size || !root) return false;
  std::vector<Digest> hashes;
  for (const json& hash : proof.value("hashes", json::array())) {
    const auto digest = digest_of_base64(hash);
    if (!digest) return false;
    hashes.push_back(*digest);
  }
  return verify_inclusion(*index, *size, leaf_hash(*body), hashes, *root).has_value();
}

void run_sigstore(const VectorFolder& folder, const std::map<std::string, std::string>& files) {
  folder.json("sigstore_merkle.json", [&](const json& all) {
    for (const json& row : all.at("rows")) {
      const std::string name = row.at("case");
      folder.guarded("sigstore: " + name, [&] {
        if (!row.contains("inclusion_verifies")) {
          return folder.tally().skip(
              "a bundle without an inclusion proof: certificates and timestamps are not our part");
        }
        const json bundle = json::parse(files.at("bundle-verify/" + name + "/bundle.sigstore.json"));
        const bool good = inclusion_verifies(bundle.at("verificationMaterial").at("tlogEntries").at(0));
        folder.tally().judge(good == row.at("inclusion_verifies").get<bool>(), "sigstore: " + name,
                             good ? "its inclusion proof was accepted" : "its inclusion proof was refused");
      });
    }
  });
}

}  // namespace

void run_provenance(const VectorFolder& folder) {
  folder.json("prov_jsonld.json", [&](const json& all) {
    for (const json& one : all.at("cases")) {
      const auto codes = codes_of(check_prov_jsonld(one.at("document")));
      folder.tally().judge(codes.empty() == one.at("valid").get<bool>(),
                           "prov_jsonld: " + one.at("id").get<std::string>(), words_of(codes));
    }
  });
  folder.json("rocrate.json", [&](const json& all) {
    for (const json& one : all.at("cases")) {
      const auto codes = codes_of(check_ro_crate(one.at("crate")));
      folder.tally().judge(codes == one.at("violations").get<std::set<std::string>>(),
                           "rocrate: " + one.at("id").get<std::string>(), words_of(codes));
    }
  });
  folder.text("sigstore_bundles.tar.gz", [&](const std::string& tar) {
    const auto files = read_tar(tar);
    if (!files) throw std::invalid_argument(files.error().text());
    run_sigstore(folder, *files);
  });
}

}  // namespace maek::tools
