// SPDX-License-Identifier: Apache-2.0
// Home: where a user's ledger, keys and policy lie (MAEK_HOME), and how they come to be
#pragma once

#include <filesystem>   // for std::filesystem::path
#include <string>       // for std::string

#include "base/expected.h"          // for Expected
#include "evidence/key_file.h"      // for SigningKey
#include "evidence/ledger.h"        // for Ledger

namespace maek::evidence {

/// The files of one user's evidence.
struct Home {
  std::filesystem::path path;

  std::filesystem::path ledger() const { return path / "ledger"; }
  std::filesystem::path log_key() const { return path / "keys" / "log.key"; }         // signs checkpoints
  std::filesystem::path author_key() const { return path / "keys" / "author.key"; }   // signs attestations
  std::filesystem::path persons() const { return path / "persons"; }                  // a key for each person
  std::filesystem::path policy() const { return path / "policy"; }                    // trusts this log
};

/// `given` when not empty, else MAEK_HOME, else XDG_DATA_HOME/maek, else ~/.local/share/maek. kNotFound when none is set.
Expected<Home> find_home(const std::string& given);

/// Makes keys, ledger, policy and the first entry, which introduces the author's key. `origin` names the log: "" makes a
/// name that nobody else has. kInvalidArgument when there is a ledger already. A half-made home is completed.
Expected<void> make_home(const Home& home, const std::string& origin, SystemCalls& calls = system_calls());

/// A ledger open for writing, with the key that signs what is added.
struct OpenLedger {
  Ledger ledger;
  SigningKey author;
};
/// `make`: make the home first where there is none. `ask` gives the passphrase of sealed keys.
Expected<OpenLedger> open_home(const Home& home, bool make, const AskPassphrase& ask = {});

}  // namespace maek::evidence
