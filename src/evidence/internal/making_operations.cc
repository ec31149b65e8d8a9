// SPDX-License-Identifier: Apache-2.0
// evidence init, capture, add, status: what puts entries on the ledger.
#include <algorithm>  // for std::find

#include <fmt/format.h>

#include "evidence/attest.h"                       // for attestation
#include "evidence/canonical_json.h"               // for parse_strict_json
#include "evidence/citations.h"                    // for citations
#include "evidence/internal/operation_parts.h"     // for open_of
#include "evidence/persons.h"                      // for Persons
#include "evidence/recorder.h"                     // for capture

namespace maek::evidence {
namespace {

using Context = OperationContext;

Expected<OperationResult> run_init(const Arguments& arguments, const Context&) {
  const auto home = home_of(arguments);
  if (!home) return home.error();
  if (auto made = make_home(*home, arguments.text("origin")); !made) return made.error();
  const auto reader = LedgerReader::open(home->ledger());
  if (!reader) return reader.error();
  const std::string key = reader->log().text();
  return result_of({{"home", home->path.string()}, {"origin", reader->log().name}, {"key", key}},
                   fmt::format("ledger   {}\nits key  {}\nkeys     {} (keep a copy; who has them can add to the log)\n"
                               "policy   {} (give it to whoever is to verify)\n",
                               home->ledger().string(), key, (home->path / "keys").string(), home->policy().string()));
}

// The bytes of a person, sealed, with what would tell who it is inside.
std::string sealed_payload(const PersonKey& key, const std::string& name, const std::string& media_type,
                           const std::string& bytes) {
  const OrderedJson header = {{"name", name}, {"media_type", media_type}};
  return seal(key, dump(header) + '\n' + bytes);
}

Expected<OperationResult> run_capture(const Arguments& arguments, const Context&) {
  const auto home = home_of(arguments);
  if (!home) return home.error();
  auto open = open_of(arguments, true);
  if (!open) return open.error();
  std::optional<PersonKey> person;
  if (arguments.has("person")) {
    auto persons = Persons::open(home->persons());
    if (!persons) return persons.error();
    auto key = persons->key(arguments.text("person"));
    if (!key) return key.error();
    person = *std::move(key);
  }
  const std::vector<Input>& files = arguments.inputs("file");
  if (arguments.has("uri") && files.size() > 1) {
    return Error{ErrorCode::kInvalidArgument, "one URI cannot be the source of several files", "--uri",
                 "Capture them one by one."};
  }
  OrderedJson list = OrderedJson::array();
  std::string table;
  for (const Input& file : files) {
    CaptureFacts facts;
    facts.name = arguments.has("uri") ? arguments.text("uri") : file.name;
    facts.is_uri = arguments.has("uri");
    facts.publisher = arguments.text("publisher");
    facts.licence = arguments.text("licence");
    facts.how = arguments.text("how");
    facts.media_type = arguments.text("media-type");
    std::string bytes = file.bytes;
    if (person) {
      bytes = sealed_payload(*person, facts.name, facts.media_type, file.bytes);
      facts.name = "sealed";
      facts.is_uri = false;
      facts.media_type = kSealedType;
      facts.person = person->commitment;
    }
    const auto entry = capture(*open, *home, facts, bytes);
    if (!entry) return entry.error();
    const std::string digest = sha256(bytes).hex();
    list.push_back({{"name", file.name}, {"entry", *entry}, {"sha256", digest}, {"sealed", person.has_value()}});
    table += fmt::format("entry {:>6}  sha256:{}  {}{}\n", *entry, digest, file.name, person ? " (sealed)" : "");
  }
  if (auto published = open->ledger.publish(); !published) return published.error();
  return result_of({{"captures", list}}, table);
}

// Links to the entries of what is cited, so that `impact` finds the way forward. What no entry speaks of has none.
Expected<std::vector<Link>> links_to_cited(LedgerReader& reader, const std::string& word, const nlohmann::json& predicate) {
  std::vector<Link> links;
  for (const Citation& one : citations(word, predicate)) {
    const auto about = reader.about(one.digest);
    if (!about) return about.error();
    for (const std::uint64_t index : *about) {
      const Link link{"input", index};
      if (std::find(links.begin(), links.end(), link) == links.end()) links.push_back(link);
    }
  }
  return links;
}

Expected<OperationResult> run_add(const Arguments& arguments, const Context&) {
  const Input* input = arguments.input("predicate");
  auto predicate = parse_strict_json(input->bytes);
  if (!predicate) {
    Error error = predicate.error();
    error.where = input->name + (error.where.empty() ? "" : ": " + error.where);
    return error;
  }
  auto open = open_of(arguments, false);
  if (!open) return open.error();
  std::vector<Subject> subjects;
  for (const Input& file : arguments.inputs("subject")) subjects.push_back(subject_of(sha256(file.bytes), file.name));
  auto addition = attestation(arguments.text("type"), subjects, *predicate, open->author);
  if (!addition) return addition.error();
  if (arguments.flag("keep")) {
    for (const Input& file : arguments.inputs("subject")) addition->attachments.push_back(file.bytes);
  }
  auto reader = reader_of(arguments);
  if (!reader) return reader.error();
  auto links = links_to_cited(*reader, arguments.text("type"), *predicate);
  if (!links) return links.error();
  addition->links = *std::move(links);
  const auto receipt = open->ledger.append(*std::move(addition));
  if (!receipt) return receipt.error();
  if (auto published = open->ledger.publish(); !published) return published.error();
  return result_of({{"entry", receipt->index}, {"attestation", receipt->body.hex()}},
                   fmt::format("entry {}\n", receipt->index));
}

Expected<OperationResult> run_status(const Arguments& arguments, const Context&) {
  auto reader = reader_of(arguments);
  if (!reader) return reader.error();
  const auto digest = digest_meant(*reader, arguments.text("what"));
  if (!digest) return digest.error();
  const auto entries = reader->about(*digest);
  if (!entries) return entries.error();
  if (entries->empty()) {
    return Error{ErrorCode::kNotFound, "the ledger says nothing of it", arguments.text("what"),
                 "Is it the file as it was recorded?"};
  }
  nlohmann::json predicate = {{"event", arguments.text("event")},
                              {"reason", arguments.text("reason")},
                              {"date", arguments.has("date") ? arguments.text("date") : Time::now().date()}};
  if (arguments.has("by")) predicate["by"] = arguments.text("by");
  if (arguments.has("replaced-by")) {
    const auto replacement = digest_meant(*reader, arguments.text("replaced-by"));
    if (!replacement) return replacement.error();
    predicate["replaced_by"] = nlohmann::json::array({{{"digest", {{"sha256", replacement->hex()}}}}});
  }
  auto open = open_of(arguments, false);
  if (!open) return open.error();
  auto addition = attestation("status", {subject_of(*digest)}, predicate, open->author);
  if (!addition) return addition.error();
  for (const std::uint64_t entry : *entries) addition->links.push_back({"about", entry});
  const auto receipt = open->ledger.append(*std::move(addition));
  if (!receipt) return receipt.error();
  if (auto published = open->ledger.publish(); !published) return published.error();
  return result_of({{"entry", receipt->index}, {"sha256", digest->hex()}, {"event", arguments.text("event")}},
                   fmt::format("entry {}: {} of sha256:{}\n`maek evidence impact {}` lists what rests on it.\n",
                               receipt->index, arguments.text("event"), digest->hex(), digest->hex().substr(0, 16)));
}

}  // namespace

void add_making_operations(std::vector<Operation>& all) {
  Operation init;
  init.name = "evidence init";
  init.help = "Make a ledger with its keys and a policy that trusts it.";
  init.details =
      "`maek dock` and its like make one by themselves the first time. The log's key signs checkpoints, the author's "
      "key "
      "signs attestations. Without a witness outside nobody can tell whether the log shows everyone the same.";
  init.example = "maek evidence init --home ledger-of-the-lab --origin example.org/lab";
  init.parameters = {home_parameter(),
                     {.name = "origin", .help = "name of the log (default: one that nobody else has)"}};
  init.run = run_init;
  all.push_back(std::move(init));

  Operation capture_operation;
  capture_operation.name = "evidence capture";
  capture_operation.help = "Put files from elsewhere on the ledger, with where they are from.";
  capture_operation.details =
      "The bytes are kept beside the ledger under their SHA-256; what is there already is not captured again. With "
      "--person the bytes, their name and their kind are sealed under a key of that person alone, and the ledger holds "
      "a commitment that tells nobody who it is: `maek evidence forget` destroys the key.";
  capture_operation.example =
      "maek evidence capture 1hpv.pdb --uri https://files.rcsb.org/download/1HPV.pdb --licence CC0-1.0";
  capture_operation.parameters = {
      {.name = "file",
       .kind = ParameterKind::kFile,
       .help = "the files",
       .required = true,
       .positional = true,
       .repeated = true},
      {.name = "uri", .help = "where it was taken from"},
      {.name = "publisher", .help = "who publishes it"},
      {.name = "licence", .help = "SPDX identifier, or the source's own words"},
      {.name = "how", .help = "by what act", .fallback = "read from a file"},
      {.name = "media-type", .help = "what the bytes are", .fallback = "application/octet-stream"},
      {.name = "person", .help = "identifier of whom it is about; it stays on this machine"},
      home_parameter(),
      passphrase_parameter()};
  capture_operation.run = run_capture;
  all.push_back(std::move(capture_operation));

  Operation add;
  add.name = "evidence add";
  add.help = "Attest something about files: sign it and put it on the ledger.";
  add.details = "The predicates and their members: formats/attestations.md.";
  add.example = "maek evidence add dataset train.csv test.csv --predicate dataset.json";
  add.parameters = {
      {.name = "type",
       .kind = ParameterKind::kChoice,
       .help = "what is said",
       .choices = {"dataset", "tokenizer", "checkpoint", "evaluation", "prediction", "answer"},
       .required = true,
       .positional = true},
      {.name = "subject",
       .kind = ParameterKind::kFile,
       .help = "files it is about",
       .required = true,
       .positional = true,
       .repeated = true},
      {.name = "predicate", .kind = ParameterKind::kFile, .help = "JSON file with what is said", .required = true},
      {.name = "keep", .kind = ParameterKind::kFlag, .help = "keep the bytes of the files beside the ledger"},
      home_parameter(),
      passphrase_parameter()};
  add.run = run_add;
  all.push_back(std::move(add));

  Operation status;
  status.name = "evidence status";
  status.help = "Record a retraction, correction, concern or supersession of something on the ledger.";
  status.details =
      "Nothing is erased: the event taints what rests on it from now on, and `--as-of` still shows how it was.";
  status.example = "maek evidence status 1hpv.pdb --event concern --reason 'ligand is built backwards'";
  status.parameters = {
      what_parameter("a file, an entry, or a digest"),
      {.name = "event",
       .kind = ParameterKind::kChoice,
       .help = "what happened",
       .choices = {"retraction", "correction", "concern", "supersession"},
       .required = true},
      {.name = "reason", .help = "why, in one sentence", .required = true},
      {.name = "date", .help = "when it happened in the world (default: today)", .placeholder = "DATE"},
      {.name = "by", .help = "who declared it"},
      {.name = "replaced-by", .help = "what takes its place: a file, an entry, or a digest"},
      home_parameter(),
      passphrase_parameter()};
  status.run = run_status;
  all.push_back(std::move(status));
}

}  // namespace maek::evidence
