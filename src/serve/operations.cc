// SPDX-License-Identifier: Apache-2.0
// Declarations, and what is between arguments and services.
#include "serve/operations.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"                 // for read_file
#include "evidence/entry.h"                   // for Time
#include "evidence/operations.h"              // for home_parameter, passphrase_of
#include "evidence/policy.h"                  // for parse_policy
#include "serve/cosign.h"                     // for cosign_home
#include "serve/internal/service_parts.h"     // for server_options
#include "serve/log_keys.h"                   // for parse_log_keys
#include "serve/tile_service.h"               // for tile_routes
#include "serve/witness_service.h"            // for WitnessService

namespace maek::serve {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kWitnessPort = 8321;
constexpr int kTilePort = 8322;

OperationResult result_of(const Json& summary, std::string table) {
  OperationResult result;
  result.summary_json = summary.dump(-1, ' ', false, Json::error_handler_t::replace);
  result.table = std::move(table);
  return result;
}

void announce(const OperationContext& context, const std::string& line) {
  if (context.announce) context.announce(line);
}

// A witness may state any time up to 2^63 - 1.
std::string utc(std::uint64_t seconds) {
  constexpr std::uint64_t kYear10000 = 253'402'300'800;
  if (seconds >= kYear10000) return fmt::format("{} s after 1970", seconds);
  return evidence::Time{static_cast<std::int64_t>(seconds) * 1000}.text();
}

Expected<OperationResult> run_witness(const Arguments& arguments, const OperationContext& context) {
  const auto end = internal::end_of(context);
  if (!end) return end.error();
  auto options = internal::server_options(arguments);
  if (!options) return options.error();
  auto key = evidence::read_key_file(arguments.text("key"), evidence::passphrase_of(arguments));
  if (!key) return key.error();
  const Input* list = arguments.input("logs");
  auto logs = parse_log_keys(list->bytes, list->name);
  if (!logs) return logs.error();
  const std::size_t count = logs->size();
  auto service = WitnessService::start({.key = *std::move(key),
                                        .logs = *std::move(logs),
                                        .store = arguments.text("store"),
                                        .prefix = arguments.text("prefix"),
                                        .server = *std::move(options)});
  if (!service) return service.error();
  WitnessService& witness = **service;
  announce(context, fmt::format("witness {} at {}, for {} log key{}", witness.key().name, witness.url(), count,
                                count == 1 ? "" : "s"));
  announce(context, fmt::format("its verifier key: {}", witness.key().text()));
  witness.run_until(**end);
  const std::uint64_t cosigned =
      witness.metrics().counter("witness_replies_total", "Answers to add-checkpoint.", {{"status", "200"}}).value();
  return result_of({{"url", witness.url()}, {"key", witness.key().text()}, {"cosigned", cosigned}},
                   fmt::format("stopped after {} cosignatures\n", cosigned));
}

Expected<OperationResult> run_serve_tiles(const Arguments& arguments, const OperationContext& context) {
  const auto end = internal::end_of(context);
  if (!end) return end.error();
  auto options = internal::server_options(arguments);
  if (!options) return options.error();
  const auto home = evidence::find_home(arguments.text("home"));
  if (!home) return home.error();
  auto routes = tile_routes(home->ledger(), arguments.text("prefix"));
  if (!routes) return routes.error();
  const auto reader = evidence::LedgerReader::open(home->ledger());
  if (!reader) return reader.error();
  auto server = http::Server::start(*std::move(options), *std::move(routes));
  if (!server) return server.error();
  std::string url = (*server)->url() + arguments.text("prefix");
  while (url.ends_with('/')) url.pop_back();
  announce(context, fmt::format("log {} at {}, {} entries", reader->log().name, url, reader->size()));
  announce(context, fmt::format("its verifier key: {}", reader->log().text()));
  (*server)->run_until(**end);
  return result_of({{"url", url}, {"key", reader->log().text()}}, "stopped\n");
}

// Those that were named, else those of the home's policy that have an address there.
Expected<std::vector<WitnessAddress>> witnesses_of(const Arguments& arguments, const evidence::Home& home) {
  const std::vector<std::string>& urls = arguments.texts("witness");
  const std::vector<std::string>& keys = arguments.texts("key");
  std::vector<WitnessAddress> witnesses;
  if (urls.size() != keys.size()) {
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("{} addresses and {} keys: each witness has one of both", urls.size(), keys.size()),
                 "--witness", "Give --witness URL --key VERIFIER-KEY for each, in the same order."};
  }
  for (std::size_t i = 0; i < urls.size(); ++i) {
    auto key = evidence::parse_verifier_key(keys[i]);
    if (!key) return Error{key.error().code, key.error().message, "--key " + keys[i]};
    if (key->type != evidence::KeyType::kCosignature) {
      return Error{ErrorCode::kInvalidArgument, "this is the key of a log or an author, not of a witness",
                   "--key " + keys[i]};
    }
    for (const WitnessAddress& other : witnesses) {
      if (other.key.key == key->key) {
        return Error{ErrorCode::kInvalidArgument, "is given twice: it would count once", "--key " + keys[i]};
      }
    }
    witnesses.push_back({urls[i], *std::move(key)});
  }
  if (!witnesses.empty()) return witnesses;
  const auto text = read_file(home.policy(), evidence::kMaxPolicyBytes);
  if (!text) return text.error();
  auto policy = evidence::parse_policy(*text);
  if (!policy) return policy.error();
  for (const evidence::Policy::Witness& witness : policy->witnesses) {
    if (!witness.url.empty()) witnesses.push_back({witness.url, witness.key});
  }
  if (witnesses.empty()) {
    return Error{ErrorCode::kInvalidArgument, "names no witness with an address", home.policy().string(),
                 "Give --witness URL --key VERIFIER-KEY."};
  }
  return witnesses;
}

Expected<OperationResult> run_cosign(const Arguments& arguments, const OperationContext& context) {
  const auto home = evidence::find_home(arguments.text("home"));
  if (!home) return home.error();
  const auto reader = evidence::LedgerReader::open(home->ledger());
  if (!reader) return reader.error();
  const auto witnesses = witnesses_of(arguments, *home);
  if (!witnesses) return witnesses.error();
  const http::Client client = witness_http_client();
  Json list = Json::array();
  std::string table;
  std::vector<std::string> notes;
  std::vector<WitnessAddress> good;
  bool refused = false;
  const auto round = cosign_home(*home, *witnesses, client, context.cancellation);
  if (!round) return round.error();
  for (std::size_t i = 0; i < witnesses->size(); ++i) {
    const WitnessAddress& witness = (*witnesses)[i];
    const Expected<Cosigned>& cosigned = round->answers[i];
    Json row = {{"name", witness.key.name}, {"url", witness.url}, {"cosigned", cosigned.has_value()}};
    if (cosigned) {
      row["size"] = cosigned->size;
      row["time"] = utc(cosigned->time);
      table += fmt::format("cosigned   {}  {} entries, {}\n", witness.key.name, cosigned->size, utc(cosigned->time));
      if (cosigned->forgot) {
        notes.push_back(
            fmt::format("{} held less than it had signed before: it lost records, and protects from nothing "
                        "that happened meanwhile",
                        witness.key.name));
      }
      good.push_back(witness);
    } else {
      row["error"] = {{"code", to_string(cosigned.error().code)}, {"message", cosigned.error().text()}};
      table += fmt::format("failed     {}  {}\n", witness.key.name, cosigned.error().text());
      refused = true;
    }
    list.push_back(std::move(row));
  }
  if (!good.empty() && !round->kept) {
    notes.push_back(
        "The ledger keeps the note that it had: that is of a larger tree, or it alone satisfies the policy of this "
        "home. "
        "Ask again when all witnesses answer.");
  }
  const std::string policy = good.empty() ? "" : policy_lines(reader->log(), good);
  if (!policy.empty()) table += "\nA policy that asks for them all:\n" + policy;
  OperationResult result = result_of({{"witnesses", list}, {"kept", round->kept}, {"policy", policy}}, table);
  result.notes = std::move(notes);
  result.refused = refused;
  return result;
}

}  // namespace

std::vector<Operation> evidence_service_operations() {
  std::vector<Operation> all;

  Operation cosign;
  cosign.name = "evidence cosign";
  cosign.help = "Have witnesses sign the published checkpoint of this ledger.";
  cosign.details =
      "A witness signs only what grows out of what it signed before: with one outside, nobody can be shown another "
      "history. The signatures go into the ledger's checkpoint.cosigned, and from there into proofs and bundles of "
      "every entry that they cover; ask again for what was added since. It works beside a program that writes. Without "
      "--witness those of the home's policy that have an address are asked. Exit code 1 when one does not sign.";
  cosign.example = "maek evidence cosign --witness https://witness.example.org --key example.org/witness+1234abcd+BKey";
  cosign.parameters = {
      {.name = "witness", .help = "address of a witness", .placeholder = "URL", .repeated = true},
      {.name = "key", .help = "its verifier key, in the same order", .placeholder = "KEY", .repeated = true},
      evidence::home_parameter()};
  cosign.run = run_cosign;
  all.push_back(std::move(cosign));

  Operation tiles;
  tiles.name = "evidence serve-tiles";
  tiles.help = "Serve the public files of the ledger over HTTP (checkpoint, tiles, entries) until Ctrl-C.";
  tiles.details =
      "What C2SP tlog-tiles describes, for monitors and verifiers. Entries name kinds, digests, sizes and times, never "
      "bodies; keys, bodies and segments are never served.";
  tiles.example = "maek evidence serve-tiles --address 0.0.0.0 --port 8322";
  tiles.parameters = {evidence::home_parameter()};
  internal::add_service_parameters(tiles.parameters, kTilePort);
  tiles.run = run_serve_tiles;
  all.push_back(std::move(tiles));

  Operation witness;
  witness.name = "evidence witness";
  witness.help = "Run a witness: cosign the checkpoints of other people's logs over HTTP until Ctrl-C.";
  witness.details =
      "It remembers the last tree of each log and signs only trees that grow out of it. Run it on a machine that the "
      "log's owner does not control: a witness beside its log proves little. Give logs its verifier key; witness.md "
      "tells the rest.";
  witness.example = "maek evidence witness --key witness.key --logs logs --store witness-store";
  witness.parameters = {
      {.name = "key", .help = "key file made by keygen --cosigner", .placeholder = "FILE", .required = true},
      {.name = "logs",
       .kind = ParameterKind::kFile,
       .help = "verifier keys of the logs, one a line; '#' begins a comment",
       .required = true},
      {.name = "store",
       .help = "folder of what it remembers; never lose it",
       .placeholder = "FOLDER",
       .required = true},
      evidence::passphrase_parameter()};
  internal::add_service_parameters(witness.parameters, kWitnessPort);
  witness.run = run_witness;
  all.push_back(std::move(witness));
  return all;
}

}  // namespace maek::serve
