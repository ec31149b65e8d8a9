// SPDX-License-Identifier: Apache-2.0
// The set "ed25519": signing, and the verdicts of libsodium on Wycheproof, speccheck and CCTV.
#include <algorithm>   // for std::copy

#include <fmt/format.h>

#include "evidence/ed25519.h"              // for verify_signature
#include "tools/conformance/run_sets.h"    // for run_ed25519

namespace maek::tools {
namespace {

using nlohmann::json;

// A key or signature of another length cannot even be given to the verifier: it is refused before.
bool accepts(const std::string& key, const std::string& message, const std::string& signature) {
  evidence::PublicKey public_key;
  evidence::Signature bytes;
  if (key.size() != public_key.bytes.size() || signature.size() != bytes.bytes.size()) return false;
  std::copy(key.begin(), key.end(), public_key.bytes.begin());
  std::copy(signature.begin(), signature.end(), bytes.bytes.begin());
  return evidence::verify_signature(public_key, message, bytes);
}

void judge(const VectorFolder& folder, const std::string& id, bool accepted, bool expected) {
  folder.tally().judge(accepted == expected, id, accepted ? "was accepted" : "was refused");
}

template <class Bytes>
std::string hex(const Bytes& bytes) {
  return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace

void run_ed25519(const VectorFolder& folder) {
  folder.json("sign.json", [&](const json& all) {
    std::size_t number = 0;
    for (const json& one : all) {
      const evidence::SecretKey key = secret_key_of({{"seed_hex", one.at("seed")}});
      folder.tally().judge(hex(key.public_key().bytes) == one.at("public").get<std::string>() &&
                               hex(key.sign(bytes_of_hex(one.at("msg"))).bytes) == one.at("sig").get<std::string>(),
                           fmt::format("sign {}", number++), "another key or signature");
    }
  });
  folder.json("wycheproof_ed25519.json.gz", [&](const json& all) {
    for (const json& one : all.at("tests")) {
      judge(folder, fmt::format("wycheproof {}", one.at("tcId").get<int>()),
            accepts(bytes_of_hex(one.at("pk")), bytes_of_hex(one.at("msg")), bytes_of_hex(one.at("sig"))),
            one.at("libsodium").get<bool>());
    }
  });
  folder.json("speccheck.json", [&](const json& all) {
    for (const json& one : all.at("cases")) {
      judge(folder, fmt::format("speccheck {}", one.at("index").get<int>()),
            accepts(bytes_of_hex(one.at("pk")), bytes_of_hex(one.at("msg")), bytes_of_hex(one.at("sig"))),
            one.at("libsodium_observed").get<bool>());
    }
  });
  // Rows: number, key, signature, message, flags, accepted by libsodium, accepted by OpenSSL.
  folder.json("cctv_ed25519.json.gz", [&](const json& all) {
    for (const json& row : all.at("rows")) {
      judge(folder, fmt::format("cctv {}", row.at(0).get<int>()),
            accepts(bytes_of_hex(row.at(1)), row.at(3).get<std::string>(), bytes_of_hex(row.at(2))), row.at(5) == 1);
    }
  });
}

}  // namespace maek::tools
