// SPDX-License-Identifier: Apache-2.0
// Ledger reader: entries, bodies, proofs and look-ups of what is published; any number beside the one writer
#pragma once

#include <cstdint>       // for std::uint64_t
#include <filesystem>    // for std::filesystem::path
#include <memory>        // for std::unique_ptr
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <vector>        // for std::vector

#include "base/expected.h"           // for Expected
#include "evidence/checkpoint.h"     // for Checkpoint, VerifierKey
#include "evidence/entry.h"          // for Entry, Link, Time
#include "evidence/tile.h"           // for NodeReader

namespace maek::evidence {

/// A checkpoint with the note that it stands in.
struct SignedCheckpoint {
  std::string file;
  Checkpoint checkpoint;
};

/// The ledger as its published checkpoint has it, or as it was at an earlier size. Not for several threads at once.
class LedgerReader {
 public:
  /// Verifies the checkpoint's signature and brings the index up to date. Errors: kNotFound; kMalformed.
  static Expected<LedgerReader> open(const std::filesystem::path& path);
  ~LedgerReader();
  LedgerReader(LedgerReader&&) noexcept;
  LedgerReader& operator=(LedgerReader&&) noexcept;

  const VerifierKey& log() const;
  const Checkpoint& checkpoint() const;
  const std::string& checkpoint_file() const;   // with its signatures, and its cosignatures once it has any
  std::uint64_t size() const;                   // what as_of() set, or the checkpoint's

  /// Looks from now on as the ledger was with `size` entries (at most the published ones), or at a time.
  Expected<void> as_of(std::uint64_t size);
  Expected<void> as_of(Time time);

  /// An entry's text, and the entry. kNotFound beyond size().
  Expected<std::string> entry_text(std::uint64_t index);
  Expected<Entry> entry(std::uint64_t index);
  /// A body's bytes, verified against the digest. kNotFound where the ledger does not keep it.
  Expected<std::string> body(const Digest& digest);
  bool has_body(const Digest& digest);

  /// Entries that have this digest as body or as subject, oldest first.
  Expected<std::vector<std::uint64_t>> about(const Digest& digest);
  /// Entries that rest on `entry`, with the relation, oldest first.
  Expected<std::vector<Link>> links_to(std::uint64_t entry);
  Expected<std::vector<std::uint64_t>> of_type(const std::string& type);
  Expected<std::vector<std::uint64_t>> of_person(const Digest& commitment);
  /// A digest from its first eight or more digits; kInvalidArgument when several begin so.
  Expected<Digest> complete_digest(const std::string& prefix);

  /// Inclusion in the published tree, and consistency of an earlier size with it.
  Expected<std::vector<Digest>> prove_inclusion(std::uint64_t index);
  /// In the earlier tree of `size` entries.
  Expected<std::vector<Digest>> prove_inclusion(std::uint64_t index, std::uint64_t size);
  Expected<std::vector<Digest>> prove_consistency(std::uint64_t old_size);
  Expected<Digest> root_at(std::uint64_t size);

  /// The newest note that witnesses signed, as it was when the reader was opened: of this tree or of an earlier one.
  /// Nothing when there is none. kMalformed where it is damaged, or of a tree that this ledger does not grow out of.
  Expected<std::optional<SignedCheckpoint>> cosigned();
  /// What proves the first `entries` entries best: the cosigned note where it covers them, else the published one.
  Expected<SignedCheckpoint> covering(std::uint64_t entries);

 private:
  struct State;
  explicit LedgerReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace maek::evidence
