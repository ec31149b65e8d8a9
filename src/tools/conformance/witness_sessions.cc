// SPDX-License-Identifier: Apache-2.0
// Of the set "tlog": sessions with a witness, answered step by step.
#include <map>   // for std::map

#include <fmt/format.h>

#include "evidence/merkle.h"               // for empty_root
#include "evidence/witness.h"              // for Witness
#include "tools/conformance/run_sets.h"    // for run_witness_sessions

namespace maek::tools {
namespace {

using namespace evidence;
using nlohmann::json;

constexpr std::uint64_t kSomeTime = 1'700'000'000;   // where a step says none

// A store for one session; nothing else calls it.
class Memory : public WitnessStore {
 public:
  Expected<std::optional<WitnessRecord>> get(const std::string& origin) override {
    const auto found = records.find(origin);
    return found == records.end() ? std::optional<WitnessRecord>() : std::optional<WitnessRecord>(found->second);
  }
  Expected<bool> replace(const std::string& origin, std::uint64_t old_size, const Digest& old_root,
                         const WitnessRecord& next) override {
    const auto found = records.find(origin);
    const bool same = found == records.end() ? old_size == 0 && old_root == empty_root()
                                             : found->second.size == old_size && found->second.root == old_root;
    if (same) records[origin] = next;
    return same;
  }
  Expected<void> keep_fork(const std::string&, const ForkEvidence&) override { return {}; }

  std::map<std::string, WitnessRecord> records;
};

template <class T>
T or_throw(Expected<T> value) {
  if (!value) throw std::invalid_argument(value.error().text());
  return *std::move(value);
}

void run_session(const VectorFolder& folder, const json& all) {
  Memory store;
  const VerifierKey log = or_throw(parse_verifier_key(all.at("log").at("vkey").get<std::string>()));
  const Witness witness =
      or_throw(Witness::make(all.at("witness").at("name"), secret_key_of(all.at("witness")), {log}, store));
  for (const json& step : all.at("steps")) {
    const WitnessReply reply =
        witness.add_checkpoint(step.at("request").get<std::string>(), step.value("witness_time", kSomeTime));
    const auto record = store.records.find(log.name);
    const std::uint64_t size = record == store.records.end() ? 0 : record->second.size;
    const bool good = reply.status == step.at("status") && reply.body == step.value("response_body", reply.body) &&
                      reply.content_type == step.value("response_content_type", reply.content_type) &&
                      size == step.at("stored_size_after");
    folder.tally().judge(good, "witness_session: " + step.at("id").get<std::string>(),
                         fmt::format("answers {} and remembers {} where {} and {} are expected", reply.status, size,
                                     step.at("status").get<int>(), step.at("stored_size_after").get<std::uint64_t>()));
  }
  for (const json& asked : all.at("monitoring")) {
    const std::string request = asked.at("request");   // GET <monitoring prefix>/HASH/checkpoint
    const std::size_t begin = request.find(">/") + 2;
    const WitnessReply reply = witness.last_checkpoint(request.substr(begin, request.find('/', begin) - begin));
    folder.tally().judge(reply.status == asked.at("status") && reply.body == asked.value("body", reply.body),
                         "witness_session: " + request, fmt::format("answers {}", reply.status));
  }
}

void run_older_session(const VectorFolder& folder, const json& all) {
  Memory store;
  const VerifierKey log = or_throw(parse_verifier_key(all.at("log_vkey").get<std::string>()));
  const Witness witness = or_throw(Witness::make("example.com/witness", SecretKey::generate(), {log}, store));
  std::size_t number = 0;
  for (const json& step : all.at("steps")) {
    const WitnessReply reply = witness.add_checkpoint(step.at("request").get<std::string>(), kSomeTime);
    const int status = step.at("status_by_current_specification");
    const bool good = reply.status == status && reply.body == step.value("body_equals", reply.body) &&
                      (status != 200 || reply.body.find(step.value("body_contains", "")) != std::string::npos);
    folder.tally().judge(good, fmt::format("witness_session_sigsum: step {}", number++),
                         fmt::format("answers {} where {} is expected", reply.status, status));
  }
}

}  // namespace

void run_witness_sessions(const VectorFolder& folder) {
  folder.json("witness_session.json.gz", [&](const json& all) { run_session(folder, all); });
  folder.json("witness_session_sigsum.json", [&](const json& all) { run_older_session(folder, all); });
}

}  // namespace maek::tools
