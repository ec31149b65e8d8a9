// SPDX-License-Identifier: Apache-2.0
// Read, ask without the ledger's lock, write under it; again where the ledger grew meanwhile.
#include "serve/cosign.h"

#include <fmt/format.h>

#include "base/atomic_file.h"           // for OutputFolder, read_file
#include "evidence/published_log.h"     // for add_cosignatures

namespace maek::serve {
namespace {

using evidence::WitnessRecord;

constexpr const char* kFolder = "witnesses";
constexpr const char* kGroup = "witnesses";
constexpr int kRounds = 5;            // each lost one means that the ledger grew between question and answer
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

}  // namespace

std::filesystem::path remembered_path(const evidence::Home& home, const evidence::VerifierKey& witness) {
  return home.path / kFolder / remembered_name(witness);
}

Expected<Cosigned> cosign_home(const evidence::Home& home, const WitnessAddress& witness, const http::Client& client,
                               const Cancellation* cancellation) {
  if (witness.key.type != evidence::KeyType::kCosignature) {
    return Error{ErrorCode::kInvalidArgument, "this is the key of a log or an author, not of a witness",
                 witness.key.name};
  }
  std::uint64_t behind = 0;   // the size at which the witness held more
  for (int round = 0; round < kRounds; ++round) {
    auto reader = evidence::LedgerReader::open(home.ledger());
    if (!reader) return std::move(reader).error();
    const std::uint64_t size = reader->checkpoint().size;
    if (size == 0) {
      return Error{ErrorCode::kNotFound, "nothing was published yet", home.ledger().string(),
                   "Add an entry: it is published with it."};
    }
    const auto before = remembered(home, reader->log(), witness.key);
    auto cosigned = ask_witness(client, witness, *reader, before, cancellation);
    if (!cosigned) return std::move(cosigned).error();
    if (!*cosigned) {
      // Another process may have published and asked since we read. If not, the ledger is older than it was.
      if (round > 0 && size <= behind) {
        return forked(witness.key.name,
                      fmt::format("it signed a tree larger than the {} entries that this ledger has{}", size,
                                  before ? fmt::format(", one of {}", before->size) : ""));
      }
      behind = size;
      continue;
    }
    if (auto kept = remember(home, witness, *reader, **cosigned); !kept) return kept.error();
    const auto note = evidence::parse_note(reader->checkpoint_file());
    if (!note) return note.error();
    const auto added = evidence::add_cosignatures(home.ledger(), note->text, (*cosigned)->signatures);
    if (!added) return added.error();
    if (*added) return **std::move(cosigned);
  }
  return Error{ErrorCode::kUnwritable, "the ledger grows faster than the witness signs", home.ledger().string(),
               "Ask again when less is being added."};
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
