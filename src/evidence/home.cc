// SPDX-License-Identifier: Apache-2.0
// Making and opening a home.
#include "evidence/home.h"

#include <sys/stat.h>     // for chmod

#include <fmt/format.h>

#include "base/data_folder.h"     // for data_folder
#include "evidence/attest.h"   // for attestation

namespace maek::evidence {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kPrivateFolder = 0700;

// The key in a file, made first where the file is not there.
Expected<SigningKey> key_in(const fs::path& path, const std::string& name, SystemCalls& calls) {
  std::error_code ignored;
  if (fs::exists(path, ignored)) return read_key_file(path);
  SigningKey key{name, KeyType::kEd25519, SecretKey::generate()};
  if (auto written = write_key_file(path, key, {}, {}, calls); !written) return written.error();
  return key;
}

// A name that nobody else has: beginnings of a random key.
std::string made_up_name() {
  const PublicKey random = SecretKey::generate().public_key();
  return "maek-" + to_hex({reinterpret_cast<const char*>(random.bytes.data()), 8});
}

}  // namespace

Expected<Home> find_home(const std::string& given) {
  if (!given.empty()) return Home{given};
  if (auto folder = data_folder()) return Home{*std::move(folder)};
  return Error{ErrorCode::kNotFound, "neither MAEK_HOME nor HOME says where the ledger is", "MAEK_HOME",
               "Set MAEK_HOME to a folder."};
}

Expected<void> make_home(const Home& home, const std::string& origin, SystemCalls& calls) {
  std::error_code ignored;
  if (fs::exists(home.policy(), ignored)) {   // written last: the home is complete
    return Error{ErrorCode::kInvalidArgument, "there is a ledger here already", home.path.string(),
                 "A ledger is never overwritten; choose another home with --home or MAEK_HOME."};
  }
  auto keys = OutputFolder::open(home.path / "keys", calls);
  if (!keys) return keys.error();
  if (::chmod(keys->path().c_str(), kPrivateFolder) < 0) {
    return Error{ErrorCode::kUnwritable, "cannot be made private", keys->path().string()};
  }
  const std::string made_up = made_up_name();
  auto log = key_in(home.log_key(), origin.empty() ? "ledger/" + made_up : origin, calls);
  if (!log) return log.error();
  auto author = key_in(home.author_key(), "author/" + made_up, calls);
  if (!author) return author.error();
  if (!fs::exists(home.ledger() / "ledger.json", ignored)) {
    if (auto created = create_ledger(home.ledger(), log->verifier(), calls); !created) return created;
  }
  const std::string log_text = log->verifier().text();
  {
    LedgerOptions options;
    options.calls = &calls;
    const SigningKey signer{log->name, log->type, SecretKey::from_seed(log->secret.seed())};
    auto ledger = Ledger::open(home.ledger(), std::move(log->secret), options);
    if (!ledger) return ledger.error();
    if (ledger->size() == 0) {
      const std::string text = author->verifier().text();
      auto addition =
          attestation("key", {subject_of(sha256(text), author->name)},
                      {{"event", "added"}, {"key", text}, {"role", "signer"}, {"date", Time::now().date()}}, signer);
      if (!addition) return addition.error();
      if (auto added = ledger->append(*std::move(addition)); !added) return added.error();
    }
    if (auto published = ledger->publish(); !published) return published.error();
  }
  return write_file(home.policy(),
                    fmt::format("# Trusts one log, and no witness: nobody outside has seen that it shows everyone the "
                                "same.\nlog {}\nquorum none\n",
                                log_text),
                    calls);
}

Expected<OpenLedger> open_home(const Home& home, bool make, const AskPassphrase& ask) {
  std::error_code ignored;
  if (!fs::exists(home.policy(), ignored)) {
    if (!make) {
      return Error{ErrorCode::kNotFound, "there is no ledger here", home.path.string(),
                   "`maek evidence init` makes one."};
    }
    // Two programs may come here together: whoever finds it made is content.
    if (auto made = make_home(home, ""); !made && !fs::exists(home.policy(), ignored)) return made.error();
  }
  auto log = read_key_file(home.log_key(), ask);
  if (!log) return log.error();
  auto author = read_key_file(home.author_key(), ask);
  if (!author) return author.error();
  auto ledger = Ledger::open(home.ledger(), std::move(log->secret));
  if (!ledger) return ledger.error();
  return OpenLedger{*std::move(ledger), *std::move(author)};
}

}  // namespace maek::evidence
