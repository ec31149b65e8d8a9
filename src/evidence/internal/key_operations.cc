// SPDX-License-Identifier: Apache-2.0
// evidence keygen, rotate, revoke, forget: keys come, are replaced, are no longer believed, and are destroyed.
#include <fmt/format.h>

#include "evidence/attest.h"                       // for attestation
#include "evidence/internal/operation_parts.h"     // for open_of
#include "evidence/persons.h"                      // for Persons

namespace maek::evidence {
namespace {

using Context = OperationContext;

std::string passphrase_text(const Arguments& arguments) {
  if (arguments.input("passphrase-file") == nullptr) return {};
  const auto passphrase = passphrase_of(arguments)();
  return passphrase ? *passphrase : std::string();
}

Expected<OperationResult> run_keygen(const Arguments& arguments, const Context&) {
  const std::string& name = arguments.text("name");
  if (!is_key_name(name)) {
    return Error{ErrorCode::kInvalidArgument, "cannot be the name of a key", name,
                 "No blanks and no '+'; an address such as example.org/witness is usual."};
  }
  if (arguments.input("passphrase-file") != nullptr && passphrase_text(arguments).empty()) {
    return Error{ErrorCode::kInvalidArgument, "is empty", "--passphrase-file", "Write the passphrase into it."};
  }
  SigningKey key{name, arguments.flag("cosigner") ? KeyType::kCosignature : KeyType::kEd25519, SecretKey::generate()};
  if (auto written = write_key_file(arguments.text("to"), key, passphrase_text(arguments)); !written)
    return written.error();
  const std::string text = key.verifier().text();
  return result_of({{"file", arguments.text("to")}, {"key", text}}, text + "\n");
}

Expected<Receipt> add_key_event(OpenLedger& open, const nlohmann::json& predicate, const SigningKey& signer) {
  const std::string key = predicate.at("key").get<std::string>();
  auto addition = attestation("key", {subject_of(sha256(key), open.author.name)}, predicate, signer);
  if (!addition) return addition.error();
  auto receipt = open.ledger.append(*std::move(addition));
  if (!receipt) return receipt;
  if (auto published = open.ledger.publish(); !published) return published.error();
  return receipt;
}

Expected<OperationResult> run_rotate(const Arguments& arguments, const Context&) {
  const auto home = home_of(arguments);
  if (!home) return home.error();
  auto open = open_of(arguments, false);
  if (!open) return open.error();
  // The new key is on disk, under a name of its own, before the entry that makes it count; then it takes the place.
  const std::string old_text = open->author.verifier().text();
  const std::filesystem::path next_path = home->author_key().string() + ".next";
  std::error_code ignored;
  if (!std::filesystem::exists(next_path, ignored)) {
    const SigningKey next{open->author.name, KeyType::kEd25519, SecretKey::generate()};
    if (auto written = write_key_file(next_path, next, passphrase_text(arguments)); !written) return written.error();
  }
  auto next = read_key_file(next_path, passphrase_of(arguments));
  if (!next) return next.error();
  const std::string text = next->verifier().text();
  const auto receipt = add_key_event(
      *open, {{"event", "rotated"}, {"key", old_text}, {"role", "signer"}, {"date", Time::now().date()}, {"successor", text}},
      open->author);
  if (!receipt) return receipt.error();
  std::filesystem::rename(next_path, home->author_key(), ignored);
  if (ignored) {
    return Error{ErrorCode::kUnwritable, "the new key could not take the place of the old one: " + ignored.message(),
                 next_path.string(), "Rename it by hand to author.key."};
  }
  return result_of({{"entry", receipt->index}, {"key", old_text}, {"successor", text}},
                   fmt::format("entry {}: {} is followed by {}\n", receipt->index, old_text, text));
}

Expected<OperationResult> run_revoke(const Arguments& arguments, const Context&) {
  const auto home = home_of(arguments);
  if (!home) return home.error();
  auto open = open_of(arguments, false);
  if (!open) return open.error();
  const std::string text = open->author.verifier().text();
  // The log's own key speaks: whoever stole the author's could sign anything with it.
  auto log = read_key_file(home->log_key(), passphrase_of(arguments));
  if (!log) return log.error();
  const auto receipt = add_key_event(*open,
                                     {{"event", "revoked"},
                                      {"key", text},
                                      {"role", "signer"},
                                      {"date", arguments.has("since") ? arguments.text("since") : Time::now().date()},
                                      {"reason", arguments.text("reason")}},
                                     *log);
  if (!receipt) return receipt.error();
  const SigningKey next{open->author.name, KeyType::kEd25519, SecretKey::generate()};
  const std::string next_text = next.verifier().text();
  auto addition = attestation("key", {subject_of(sha256(next_text), next.name)},
                              {{"event", "added"}, {"key", next_text}, {"role", "signer"}, {"date", Time::now().date()}}, *log);
  if (!addition) return addition.error();
  const std::filesystem::path next_path = home->author_key().string() + ".next";
  std::error_code ignored;
  std::filesystem::remove(next_path, ignored);
  if (auto written = write_key_file(next_path, next, passphrase_text(arguments)); !written) return written.error();
  const auto added = open->ledger.append(*std::move(addition));
  if (!added) return added.error();
  if (auto published = open->ledger.publish(); !published) return published.error();
  std::filesystem::rename(next_path, home->author_key(), ignored);
  if (ignored)
    return Error{ErrorCode::kUnwritable, "the new key could not take its place: " + ignored.message(),
                 next_path.string()};
  return result_of({{"entry", receipt->index}, {"key", text}, {"successor", next_text}},
                   fmt::format("entry {}: {} is revoked; entry {}: {} comes in its place\n", receipt->index, text,
                               added->index, next_text));
}

Expected<OperationResult> run_forget(const Arguments& arguments, const Context&) {
  const auto home = home_of(arguments);
  if (!home) return home.error();
  auto open = open_of(arguments, false);
  if (!open) return open.error();
  auto persons = Persons::open(home->persons());
  if (!persons) return persons.error();
  const auto commitment = persons->destroy(arguments.text("person"));
  if (!commitment) return commitment.error();
  auto reader = LedgerReader::open(home->ledger());
  if (!reader) return reader.error();
  const auto entries = reader->of_person(*commitment);
  if (!entries) return entries.error();
  std::vector<Subject> subjects;
  std::vector<Link> links;
  for (const std::uint64_t index : *entries) {
    const auto entry = reader->entry(index);
    if (!entry) return entry.error();
    if (entry->type == "erasure") {
      return result_of({{"entry", index}, {"commitment", commitment->hex()}, {"bodies", entry->subjects.size()}},
                       fmt::format("was erased before: entry {}\n", index));
    }
    for (const Digest& digest : entry->subjects) subjects.push_back(subject_of(digest));
    links.push_back({"about", index});
  }
  if (subjects.empty()) {   // a key that never sealed anything on this ledger
    return result_of({{"commitment", commitment->hex()}, {"bodies", 0}},
                     "The key is destroyed; it had sealed nothing.\n");
  }
  auto addition =
      attestation("erasure", subjects,
                  {{"commitment", commitment->hex()}, {"date", Time::now().date()}, {"reason", "erased by right"}}, open->author);
  if (!addition) return addition.error();
  addition->links = links;
  addition->person = *commitment;
  const std::size_t bodies = subjects.size();
  const auto receipt = open->ledger.append(*std::move(addition));
  if (!receipt) return receipt.error();
  if (auto published = open->ledger.publish(); !published) return published.error();
  return result_of({{"entry", receipt->index}, {"commitment", commitment->hex()}, {"bodies", bodies}},
                   fmt::format("entry {}: {} bodies erased by right on {}\nNobody can read them any more; every proof "
                               "about them still holds.\n",
                               receipt->index, bodies, Time::now().date()));
}

}  // namespace

void add_key_operations(std::vector<Operation>& all) {
  Operation keygen;
  keygen.name = "evidence keygen";
  keygen.help = "Make a signing key of its own: for a witness, or another log.";
  keygen.details =
      "The file is for its owner alone (0600) and is never replaced. Prints the key that others verify with.";
  keygen.example = "maek evidence keygen example.org/witness --cosigner --to witness.key";
  keygen.parameters = {{.name = "name", .help = "what it signs as", .required = true, .positional = true},
                       {.name = "to", .help = "file to make", .placeholder = "FILE", .required = true},
                       {.name = "cosigner", .kind = ParameterKind::kFlag, .help = "a witness' key"},
                       passphrase_parameter()};
  keygen.run = run_keygen;
  all.push_back(std::move(keygen));

  Operation rotate;
  rotate.name = "evidence rotate";
  rotate.help = "Replace the key that signs attestations by a new one.";
  rotate.details = "An entry signed by the old key names the new one. What the old one signed before stays good.";
  rotate.example = "maek evidence rotate";
  rotate.parameters = {home_parameter(), passphrase_parameter()};
  rotate.run = run_rotate;
  all.push_back(std::move(rotate));

  Operation revoke;
  revoke.name = "evidence revoke";
  revoke.help = "Declare that the key that signs attestations is no longer to be believed, and make another.";
  revoke.example = "maek evidence revoke --reason 'the laptop was stolen' --since 2026-11-20";
  revoke.parameters = {
      {.name = "reason", .help = "why", .required = true},
      {.name = "since", .help = "from which day signatures are in doubt (default: today)", .placeholder = "DATE"},
      home_parameter(),
      passphrase_parameter()};
  revoke.run = run_revoke;
  all.push_back(std::move(revoke));

  Operation forget;
  forget.name = "evidence forget";
  forget.help = "Erase a person: destroy the key of everything captured about them.";
  forget.details =
      "The bodies can then be read by nobody; entries, digests and proofs stay and say 'erased by right'. Copies of "
      "the "
      "home that were made before still hold the key: erase it there too.";
  forget.example = "maek evidence forget patient-17";
  forget.parameters = {
      {.name = "person", .help = "the identifier given to capture", .required = true, .positional = true},
      home_parameter(),
      passphrase_parameter()};
  forget.run = run_forget;
  all.push_back(std::move(forget));
}

}  // namespace maek::evidence
