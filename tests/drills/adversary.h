// SPDX-License-Identifier: Apache-2.0
// Adversary: a ledger of some 600 entries, a copy of it for each attack, and who finds what was done (fixture)
#pragma once

#include <filesystem>   // for std::filesystem::path
#include <functional>   // for std::function
#include <string>       // for std::string
#include <vector>       // for std::vector

#include "evidence/internal/ledger_fixture.h"   // for TemporaryFolder

namespace maek::evidence {

/// The ledger that is attacked: made once, copied for each attack.
struct Victim {
  static constexpr std::uint64_t kEntries = 600;
  static const Victim& get();

  TemporaryFolder folder;
  std::filesystem::path path = folder.path() / "ledger";
  Checkpoint early;                  // of 300 entries
  std::string early_file;            // its checkpoint file
  std::string early_position;
  std::string early_segment;
  Checkpoint last;
  std::string large_body;            // kept as a file of its own
};

/// A copy of the victim that an attack may change.
class Attacked {
 public:
  Attacked();
  const std::filesystem::path& path() const { return path_; }
  std::string read(const std::string& name) const;
  void write(const std::string& name, const std::string& bytes) const;
  /// Flips a bit of the byte at `at`; from the end where `at` is negative.
  void flip(const std::string& name, std::int64_t at) const;
  void remove(const std::string& name) const;
  /// Puts a link to its former self, moved out of the ledger, in the place of a file or folder.
  void replace_by_link(const std::string& name) const;
  void replace_by_pipe(const std::string& name) const;
  /// Runs SQL text on the index.
  void change_index(const char* sql) const;
  /// Every commit record again, each changed by `change`, with fresh checksums and chain: what anybody can do who may
  /// write the files, without the key.
  void rewrite_records(const std::function<void(struct CommitRecord&)>& change) const;
  void sign_checkpoint(std::uint64_t size, const Digest& root, std::uint8_t key) const;
  /// checkpoint.cosigned of such a tree, with the cosignature of a witness.
  void write_cosigned(std::uint64_t size, const Digest& root, std::uint8_t key = 1) const;

  /// What each of those who look says: findings and notes of fsck, the errors of a reader (open, all entries, all
  /// bodies, proofs) and of a writer; one line each.
  std::string fsck_says() const;
  std::string reader_says() const;
  std::string writer_says() const;

 private:
  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_.path() / "ledger";
};

}  // namespace maek::evidence
