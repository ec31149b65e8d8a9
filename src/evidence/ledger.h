// SPDX-License-Identifier: Apache-2.0
// Ledger: the one writer of a log: group commit, durable acknowledgement, publishing (append-only, crash recovery)
#pragma once

#include <chrono>       // for std::chrono::milliseconds
#include <filesystem>   // for std::filesystem::path
#include <future>       // for std::future
#include <memory>       // for std::unique_ptr
#include <optional>     // for std::optional
#include <string>       // for std::string
#include <vector>       // for std::vector

#include "base/atomic_file.h"        // for SystemCalls
#include "base/expected.h"           // for Expected
#include "evidence/checkpoint.h"     // for Checkpoint, VerifierKey, SecretKey
#include "evidence/entry.h"          // for Entry, Link, Time

namespace maek::evidence {

/// What is to be added: one entry with its body. The ledger sets time, digest and index.
struct Addition {
  std::string type;
  std::string media_type;
  std::string body;
  std::vector<Digest> subjects = {};
  std::vector<Link> links = {};
  std::optional<Digest> person = {};
  std::vector<std::string> attachments = {};  // further bodies, kept under their digests: the file that was captured
};

/// An acknowledged entry: durable, under a durable checkpoint of `size` entries.
struct Receipt {
  std::uint64_t index = 0;
  Digest body;
  Digest leaf;
  std::uint64_t size = 0;
};

/// Group commit: a commit begins when this many additions wait or the first has waited this long.
constexpr std::size_t kGroupCommitEntries = 256;
constexpr std::chrono::milliseconds kGroupCommitAge{5};  // below a human blink
/// Publishing: when nothing came for this long, or this many entries or bytes are unpublished.
constexpr std::chrono::milliseconds kPublishIdle{200};
constexpr std::uint64_t kPublishEntries = 65'536;
constexpr std::size_t kPublishBytes = std::size_t{64} << 20;
/// A new segment begins when the last one has grown beyond this.
constexpr std::uint64_t kSegmentBytes = std::uint64_t{256} << 20;

struct LedgerOptions {
  std::size_t group_entries = kGroupCommitEntries;  // at most kGroupCommitEntries
  std::chrono::milliseconds group_age = kGroupCommitAge;
  std::chrono::milliseconds lock_wait{30'000};  // for another writer to finish
  SystemCalls* calls = &system_calls();
  Time (*now)() = &Time::now;
  std::uint64_t segment_bytes = kSegmentBytes;  // the same for the whole life of a ledger
};

/// Makes the folder of a new ledger: ledger.json with the log's key. kInvalidArgument when one is there already.
Expected<void> create_ledger(const std::filesystem::path& path, const VerifierKey& log,
                             SystemCalls& calls = system_calls());

/// One writer at a time, held by a lock. Safe from many threads.
class Ledger {
 public:
  /// Recovers what an earlier writer left (docs/decisions/0004), and locks. Errors: kNotFound (no ledger here),
  /// kInvalidArgument (the key is not this log's), kUnwritable (another writer holds it), kMalformed (damage: the
  /// place; `maek evidence fsck` tells all).
  static Expected<Ledger> open(const std::filesystem::path& path, SecretKey log_key, LedgerOptions options = {});
  /// Commits what waits, publishes, and unlocks. What could not be published is published by the next open().
  ~Ledger();
  Ledger(Ledger&&) noexcept;
  Ledger& operator=(Ledger&&) noexcept;

  /// Resolves when a durable checkpoint covers the entry. After a failed write every later addition fails too, until
  /// the ledger is opened again: an entry that failed may or may not be there then.
  std::future<Expected<Receipt>> add(Addition addition);
  /// add() and wait.
  Expected<Receipt> append(Addition addition);

  /// Writes tiles and the checkpoint of everything acknowledged; the published checkpoint.
  Expected<Checkpoint> publish();
  /// Entries that are acknowledged.
  std::uint64_t size() const;

 private:
  struct Writer;
  explicit Ledger(std::unique_ptr<Writer> writer);
  std::unique_ptr<Writer> writer_;
};

}  // namespace maek::evidence
