// SPDX-License-Identifier: Apache-2.0
// evidence prove, verify, export: proofs that leave the machine, and their verification.
#include <fmt/format.h>

#include "base/atomic_file.h"                      // for read_file
#include "evidence/bundle_maker.h"                 // for make_bundle
#include "evidence/internal/display_text.h"        // for display_text
#include "evidence/internal/operation_parts.h"     // for reader_of
#include "evidence/proof_file.h"                   // for ProofFile
#include "evidence/prov_jsonld.h"                  // for write_prov_jsonld
#include "evidence/ro_crate.h"                     // for write_ro_crate
#include "evidence/trace.h"                        // for trace
#include "evidence/verdict.h"                      // for judge

namespace maek::evidence {
namespace {

using Context = OperationContext;

constexpr std::uint64_t kMaxPolicyFile = 1'000'000;
constexpr std::size_t kShownColumns = 200;

std::string file_name(const std::string& path) {
  const std::string name = std::filesystem::path(path).filename().string();
  return name.empty() ? "artefact" : name;
}

// Part of a file name in a crate: what every file system and every address takes.
std::string safe_name(const std::string& title) {
  std::string name;
  for (const char c : file_name(title)) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    name += plain ? c : '_';
  }
  return name.substr(0, 60);
}

bool looks_like_bundle(const std::string& name, const std::string& bytes) {
  return name.ends_with(".maek-bundle") || bytes.starts_with("maek-bundle/");
}

// The maker's policy, to go along as a hint; "" where there is none.
std::string policy_text(const Home& home) {
  const auto text = read_file(home.policy(), kMaxPolicyFile);
  return text ? *text : "";
}

Expected<OperationResult> run_prove(const Arguments& arguments, const Context&) {
  auto reader = reader_of(arguments);
  if (!reader) return reader.error();
  const auto what = find_what(*reader, arguments.text("what"));
  if (!what) return what.error();
  std::uint64_t index = 0;
  if (what->entry) {
    index = *what->entry;
  } else {
    const auto about = reader->about(*what->digest);
    if (!about) return about.error();
    if (about->empty()) return Error{ErrorCode::kNotFound, "the ledger says nothing of it", arguments.text("what")};
    index = about->front();   // the first that spoke of it
  }
  auto text = reader->entry_text(index);
  if (!text) return text.error();
  const auto note = reader->covering(index + 1);
  if (!note) return note.error();
  const std::uint64_t size = note->checkpoint.size;
  auto hashes = reader->prove_inclusion(index, size);
  if (!hashes) return hashes.error();
  const ProofFile proof{std::nullopt, index, *std::move(hashes), note->file};
  OperationResult result = result_of({{"entry", index}, {"size", size}},
                                     fmt::format("entry {} is in the tree of {} entries\n", index, size));
  result.files = {{fmt::format("entry-{}.tlog-proof", index), proof.bytes()},
                  {fmt::format("entry-{}.json", index), *text}};
  return result;
}

Expected<Bundle> bundle_of(const Arguments& arguments, LedgerReader& reader, const Home& home, bool with_inputs) {
  const auto digest = digest_meant(reader, arguments.text("what"));
  if (!digest) return digest.error();
  BundleOptions options;
  options.policy = policy_text(home);
  options.with_inputs = with_inputs;
  auto bundle = make_bundle(reader, *digest, options);
  if (!bundle && bundle.error().code == ErrorCode::kNotFound) {   // named as it was typed, and by its digest
    Error error = bundle.error();
    error.where = fmt::format("{} (sha256:{})", display_text(arguments.text("what"), kShownColumns), digest->hex());
    return error;
  }
  return bundle;
}

Expected<OperationResult> run_export(const Arguments& arguments, const Context&) {
  const auto home = home_of(arguments);
  if (!home) return home.error();
  auto reader = reader_of(arguments);
  if (!reader) return reader.error();
  const std::string& format = arguments.text("format");
  OperationResult result;
  if (format == "bundle") {
    const auto bundle = bundle_of(arguments, *reader, *home, arguments.flag("with-inputs"));
    if (!bundle) return bundle.error();
    const std::string name = file_name(bundle->name) + ".maek-bundle";
    result = result_of(
        {{"format", format}, {"sha256", bundle->artefact.hex()}, {"entries", bundle->items.size()}, {"file", name}},
        fmt::format("{} entries prove {}; verify with: maek-verify {} --policy POLICY\n", bundle->items.size(),
                    bundle->name, name));
    result.files.push_back({name, bundle_bytes(*bundle)});
    result.files.push_back({"policy", bundle->policy});
    return result;
  }
  const auto digest = digest_meant(*reader, arguments.text("what"));
  if (!digest) return digest.error();
  auto graph = trace(*reader, *digest);
  if (!graph) return graph.error();
  if (graph->edges.empty()) {
    return Error{ErrorCode::kNotFound, "the ledger says nothing of it", arguments.text("what")};
  }
  if (format == "prov-jsonld") {
    auto json = write_prov_jsonld(*graph);
    if (!json) return json.error();
    result = result_of({{"format", format}, {"sha256", digest->hex()}}, "provenance.jsonld\n");
    result.files.push_back({"provenance.jsonld", *std::move(json)});
    return result;
  }
  // A research object: the metadata, and the bytes of every file that the ledger keeps.
  OrderedJson files = OrderedJson::array();
  for (ProvenanceNode& node : graph->nodes) {
    if (node.kind != NodeKind::kEntity || !node.digest || !reader->has_body(*node.digest)) continue;
    auto bytes = reader->body(*node.digest);
    if (!bytes) return bytes.error();
    node.path = "files/" + node.digest->hex().substr(0, 16) + "-" + safe_name(node.title);
    node.attributes.emplace_back("bytes", std::to_string(bytes->size()));
    files.push_back(node.path);
    result.files.push_back({node.path, *std::move(bytes)});
  }
  CrateDescription about;
  about.name = fmt::format("Provenance of {}", arguments.text("what"));
  about.description =
      fmt::format("What sha256:{} rests on, as the ledger {} has it", digest->hex(), reader->log().name);
  about.date = Time::now().date();
  about.licence = "No licence is stated for the whole; each captured file names its own where it is known.";
  auto crate = write_ro_crate(*graph, about);
  if (!crate) return crate.error();
  const auto kept = std::move(result.files);
  result = result_of({{"format", format}, {"sha256", digest->hex()}, {"files", files}}, "ro-crate-metadata.json\n");
  result.files = std::move(kept);
  result.files.push_back({"ro-crate-metadata.json", *std::move(crate)});
  return result;
}

OperationResult told(const VerdictReport& report, const Arguments& arguments) {
  OperationResult result;
  result.summary_json = verdict_json(report);
  result.table = verdict_text(report, arguments.flag("korean"));
  result.refused = !report.all();
  return result;
}

Expected<OperationResult> run_verify(const Arguments& arguments, const Context&) {
  const std::string& word = arguments.text("what");
  const auto home = home_of(arguments);
  std::optional<Bundle> bundle;
  std::optional<std::string> artefact;
  std::error_code ignored;
  if (std::filesystem::is_regular_file(word, ignored)) {
    auto bytes = read_file(word, kMaxFileBytes);
    if (!bytes) return bytes.error();
    if (looks_like_bundle(word, *bytes)) {
      auto parsed = parse_bundle_file(*bytes);
      if (!parsed) return told(refused_bundle(parsed.error()), arguments);
      bundle = *std::move(parsed);
    } else {
      artefact = *std::move(bytes);
    }
  }
  if (!bundle) {   // a file of this machine: proved out of its own ledger
    if (!home) return home.error();
    auto reader = reader_of(arguments);
    if (!reader) return reader.error();
    auto made = bundle_of(arguments, *reader, *home, false);
    if (!made) return made.error();
    bundle = *std::move(made);
  }
  std::optional<Policy> policy;
  std::string policy_name;
  std::string policy_bytes;
  if (const Input* given = arguments.input("policy")) {
    policy_name = given->name;
    policy_bytes = given->bytes;
  } else if (home && std::filesystem::exists(home->policy(), ignored)) {
    policy_name = home->policy().string();
    policy_bytes = policy_text(*home);
  }
  if (!policy_name.empty()) {
    auto parsed = parse_policy(policy_bytes);
    if (!parsed) {
      Error error = parsed.error();
      error.where = policy_name + (error.where.empty() ? "" : ": " + error.where);
      return error;
    }
    policy = *std::move(parsed);
  }
  const VerdictReport report =
      judge(*bundle, policy, artefact ? std::optional<std::string_view>(*artefact) : std::nullopt);
  return told(report, arguments);
}

}  // namespace

void add_proving_operations(std::vector<Operation>& all) {
  Operation prove;
  prove.name = "evidence prove";
  prove.help = "Write the proof that an entry is on the ledger (.tlog-proof).";
  prove.details = "For a file or a digest: the first entry that speaks of it.";
  prove.example = "maek evidence prove 0 --out proof";
  prove.writes_files = true;
  prove.parameters = {what_parameter("a file, an entry, or a digest"), home_parameter()};
  prove.run = run_prove;
  all.push_back(std::move(prove));

  Operation verify;
  verify.name = "evidence verify";
  verify.help =
      "Judge a bundle, or a file of this machine: are the bytes intact, is the signer known, does the claim rest on "
      "what it cites?";
  verify.details =
      "Three answers, never one. A file is proved out of the ledger here; a bundle needs nothing else. The policy is "
      "--policy, else the one of this home. `maek-verify` does the same without the rest of Maek.";
  verify.example = "maek evidence verify maek-dock-out/poses.sdf";
  verify.parameters = {what_parameter("a bundle, a file, an entry, or a digest"),
                       {.name = "policy", .kind = ParameterKind::kFile, .help = "whom to trust"},
                       {.name = "korean", .kind = ParameterKind::kFlag, .help = "say it in Korean"},
                       as_of_parameter(),
                       home_parameter()};
  verify.run = run_verify;
  all.push_back(std::move(verify));

  Operation exporting;
  exporting.name = "evidence export";
  exporting.help = "Write a bundle that proves a file offline, or its provenance as PROV-JSONLD or RO-Crate.";
  exporting.example = "maek evidence export maek-dock-out/poses.sdf --format bundle --out proof";
  exporting.writes_files = true;
  exporting.parameters = {
      what_parameter("a file, an entry, or a digest"),
      {.name = "format",
       .kind = ParameterKind::kChoice,
       .help = "what to write",
       .fallback = "bundle",
       .choices = {"bundle", "prov-jsonld", "ro-crate"}},
      {.name = "with-inputs", .kind = ParameterKind::kFlag, .help = "carry in a bundle the bytes of the inputs too"},
      as_of_parameter(),
      home_parameter()};
  exporting.run = run_export;
  all.push_back(std::move(exporting));
}

}  // namespace maek::evidence
