// SPDX-License-Identifier: Apache-2.0
// Read, ask all about one tree, keep what they signed; again where a witness knows a larger tree than we read.
#include "serve/cosign.h"

#include <fmt/format.h>

#include "base/atomic_file.h"           // for OutputFolder, read_file
#include "evidence/policy.h"            // for parse_policy
#include "evidence/published_log.h"     // for add_cosignatures

namespace maek::serve {
namespace {

using evidence::WitnessRecord;

constexpr const char* kFolder = "witnesses";
constexpr const char* kGroup = "witnesses";
constexpr int kRounds = 5;            // each lost one means that the ledger grew and others asked meanwhile
constexpr std::size_t kNameDigits = 16;

std::string remembered_name(const evidence::VerifierKey& witness) {
  return sha256(witness.text()).hex().substr(0, kNameDigits) + ".checkpoint";
}

// The note is taken only with both signatures: whoever can write into the home must not be able to make us cry fork.
std::optional<WitnessRecord> remembered(const evidence::Home& home, const evidence::VerifierKey& log,
                                        const evidence::VerifierKey& witness) {
  const auto file = read_file(remembered_path(home, witness), evidence::kMaxNoteBytes);
  if (!file) return std::nullopt;
  const auto note = evidence::parse_note(*file);
  if (!note || !evidence::verify_note(*note, {&witness, 1})) return std::nullopt;
  const auto checkpoint = evidence::open_checkpoint(*file, log);
  if (!checkpoint) return std::nullopt;
  return WitnessRecord{checkpoint->size, checkpoint->root, *file};
}

Expected<void> remember(const evidence::Home& home, const WitnessAddress& witness, evidence::LedgerReader& reader,
                        const Cosigned& cosigned) {
  const auto note = evidence::parse_note(reader.checkpoint_file());
  if (!note) return note.error();
  evidence::Note kept{note->text, {}};
  for (const evidence::NoteSignature& signature : note->signatures) {
    if (signature.name == reader.log().name && signature.key_id == reader.log().id())
      kept.signatures.push_back(signature);
  }
  kept.signatures.insert(kept.signatures.end(), cosigned.signatures.begin(), cosigned.signatures.end());
  auto folder = OutputFolder::open(home.path / kFolder);
  if (!folder) return folder.error();
  return folder->write(remembered_name(witness.key), kept.bytes());
}

// The key's own name where a policy can have it so, else one by number: names within a policy are unique.
std::string policy_name(std::span<const WitnessAddress> witnesses, std::size_t at) {
  const std::string& name = witnesses[at].key.name;
  bool taken = name == "none" || name == kGroup;
  for (std::size_t other = 0; other < witnesses.size(); ++other) {
    taken = taken || (other != at && witnesses[other].key.name == name);
  }
  return taken ? fmt::format("witness-{}", at + 1) : name;
}

// What a witness says about the reader's checkpoint. Nothing when it knows a larger tree.
Expected<std::optional<Cosigned>> ask(const evidence::Home& home, const WitnessAddress& witness,
                                      evidence::LedgerReader& reader, const http::Client& client,
                                      const Cancellation* cancellation) {
  if (witness.key.type != evidence::KeyType::kCosignature) {
    return Error{ErrorCode::kInvalidArgument, "this is the key of a log or an author, not of a witness",
                 witness.key.name};
  }
  auto cosigned = ask_witness(client, witness, reader, remembered(home, reader.log(), witness.key), cancellation);
  if (!cosigned || !*cosigned) return cosigned;
  if (auto kept = remember(home, witness, reader, **cosigned); !kept) return kept.error();
  return cosigned;
}

// It knows more than we have, though we looked again: the ledger is older than it was.
Error rolled_back(const evidence::Home& home, const WitnessAddress& witness, const evidence::LedgerReader& reader) {
  const auto before = remembered(home, reader.log(), witness.key);
  return forked(witness.key.name,
                fmt::format("it signed a tree larger than the {} entries that this ledger has{}",
                            reader.checkpoint().size, before ? fmt::format(", one of {}", before->size) : ""));
}

std::optional<evidence::Policy> policy_of(const evidence::Home& home) {
  const auto text = read_file(home.policy(), evidence::kMaxPolicyBytes);
  if (!text) return std::nullopt;
  auto policy = evidence::parse_policy(*text);
  return policy ? std::optional<evidence::Policy>(*std::move(policy)) : std::nullopt;
}

}  // namespace

std::filesystem::path remembered_path(const evidence::Home& home, const evidence::VerifierKey& witness) {
  return home.path / kFolder / remembered_name(witness);
}

Expected<CosignRound> cosign_home(const evidence::Home& home, std::span<const WitnessAddress> witnesses,
                                  const http::Client& client, const Cancellation* cancellation) {
  std::uint64_t behind = 0;   // the size at which a witness knew more
  for (int round = 0; round < kRounds; ++round) {
    auto reader = evidence::LedgerReader::open(home.ledger());
    if (!reader) return std::move(reader).error();
    CosignRound result{reader->checkpoint().size, {}, false};
    if (result.size == 0) {
      return Error{ErrorCode::kNotFound, "nothing was published yet", home.ledger().string(),
                   "Add an entry: it is published with it."};
    }
    const bool looked_again = round > 0 && result.size <= behind;
    std::vector<evidence::NoteSignature> signatures;
    bool again = false;
    for (const WitnessAddress& witness : witnesses) {
      auto cosigned = ask(home, witness, *reader, client, cancellation);
      if (!cosigned) {
        if (cosigned.error().code == ErrorCode::kCancelled) return std::move(cosigned).error();
        result.answers.push_back(std::move(cosigned).error());
      } else if (*cosigned) {
        signatures.insert(signatures.end(), (*cosigned)->signatures.begin(), (*cosigned)->signatures.end());
        result.answers.push_back(**std::move(cosigned));
      } else if (looked_again) {
        result.answers.push_back(rolled_back(home, witness, *reader));
      } else {   // another process may have published and asked since we read
        behind = result.size;
        again = true;
        break;
      }
    }
    if (again) continue;
    if (signatures.empty()) return result;
    const auto policy = policy_of(home);
    const auto kept =
        evidence::add_cosignatures(home.ledger(), reader->checkpoint_file(), signatures, policy ? &*policy : nullptr);
    if (!kept) return kept.error();
    result.kept = *kept;
    return result;
  }
  return Error{ErrorCode::kUnwritable, "the ledger grows, and others have it cosigned, faster than we ask",
               home.ledger().string(), "Ask again when less is being added."};
}

Expected<Cosigned> cosign_home(const evidence::Home& home, const WitnessAddress& witness, const http::Client& client,
                               const Cancellation* cancellation) {
  auto round = cosign_home(home, std::span(&witness, 1), client, cancellation);
  if (!round) return std::move(round).error();
  return std::move(round->answers.front());
}

std::string policy_lines(const evidence::VerifierKey& log, std::span<const WitnessAddress> witnesses) {
  std::string text = fmt::format("log {}\n", log.text());
  std::string names;
  for (std::size_t i = 0; i < witnesses.size(); ++i) {
    const std::string name = policy_name(witnesses, i);
    text += fmt::format("witness {} {} {}\n", name, witnesses[i].key.text(), witnesses[i].url);
    names += ' ' + name;
  }
  if (witnesses.size() == 1) return text + "quorum" + names + '\n';
  return text + fmt::format("group {0} all{1}\nquorum {0}\n", kGroup, names);
}

}  // namespace maek::serve
