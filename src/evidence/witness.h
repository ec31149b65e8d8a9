// SPDX-License-Identifier: Apache-2.0
// Witness: cosigns checkpoints that grow consistently, and the log's side of its protocol (C2SP tlog-witness), without HTTP
#pragma once

#include <cstdint>  // for std::uint64_t
#include <functional>  // for std::less
#include <map>  // for std::map
#include <optional>  // for std::optional
#include <span>  // for std::span
#include <string>  // for std::string
#include <string_view>  // for std::string_view
#include <utility>  // for std::move
#include <vector>  // for std::vector

#include "base/expected.h"  // for Expected
#include "base/ids.h"  // for Digest
#include "evidence/checkpoint.h"  // for NoteSignature, SecretKey, VerifierKey

namespace maek::evidence {

/// The checkpoint that a witness cosigned last for an origin.
struct WitnessRecord {
  std::uint64_t size = 0;
  Digest root;
  std::string note;  // with the log's verified signatures and the witness' own
};

/// Two claims of a log that do not fit. Proved: two roots for one size, both signed. Otherwise the proof that came with
/// the second one failed, which anyone could have caused.
struct ForkEvidence {
  bool proved = false;
  std::string recorded;  // the note that was cosigned
  std::string submitted;  // the request: old size, proof, and the checkpoint with the log's verified signatures
};

/// What a witness remembers. Called from many threads.
class WitnessStore {
 public:
  virtual ~WitnessStore() = default;
  virtual Expected<std::optional<WitnessRecord>> get(const std::string& origin) = 0;
  /// Durable when it returns. In one step: only while the record is still of `old_size` and `old_root`, where no record
  /// counts as the empty tree; false when it is not.
  virtual Expected<bool> replace(const std::string& origin, std::uint64_t old_size, const Digest& old_root,
                                 const WitnessRecord& next) = 0;
  virtual Expected<void> keep_fork(const std::string& origin, const ForkEvidence& evidence) = 0;
};

/// An answer: the HTTP status, its Content-Type, the body.
struct WitnessReply {
  int status = 0;
  std::string content_type;
  std::string body;
};

constexpr const char* kTreeSizeType = "text/x.tlog.size";
/// What an add-checkpoint request may hold at most: a note, 63 hashes and the first line.
constexpr std::size_t kMaxWitnessRequestBytes = 1'010'000;

/// The states and answers of a witness. Safe from many threads, as far as its store is.
class Witness {
 public:
  /// `logs` by origin (their key name), several keys each where a log has them. kInvalidArgument for keys that cannot be.
  static Expected<Witness> make(std::string name, SecretKey key, const std::vector<VerifierKey>& logs,
                                WitnessStore& store);

  VerifierKey key() const { return {name_, KeyType::kCosignature, key_.public_key()}; }

  /// POST <submission prefix>/add-checkpoint; `now` [POSIX seconds] is the time that is signed.
  WitnessReply add_checkpoint(std::string_view body, std::uint64_t now) const;
  /// GET <monitoring prefix>/<hex SHA-256 of an origin>/checkpoint
  WitnessReply last_checkpoint(std::string_view origin_hash) const;

 private:
  Witness(std::string name, SecretKey key, WitnessStore& store)
      : name_(std::move(name)), key_(std::move(key)), store_(&store) {}

  std::string name_;
  SecretKey key_;
  std::map<std::string, std::vector<VerifierKey>, std::less<>> logs_;
  std::map<std::string, std::string, std::less<>> origins_;  // by the hash in monitoring addresses
  WitnessStore* store_;
};

/// The client's side. The body of a request; `checkpoint` is a note signed by the log.
std::string add_checkpoint_request(std::uint64_t old_size, std::span<const Digest> proof, std::string_view checkpoint);

/// What a witness said: cosignatures, verified, or the size that it holds (409).
struct WitnessAnswer {
  std::vector<NoteSignature> cosignatures;
  std::optional<std::uint64_t> size;
};
/// Reads an answer to a request about `checkpoint`. Signatures of other keys are left out; a bad one of `witness`, none
/// at all, and every other status are Errors: kNotFound for 403 and 404 alike (older witnesses answer the former).
Expected<WitnessAnswer> read_witness_answer(const WitnessReply& reply, std::string_view checkpoint,
                                            const VerifierKey& witness);

}  // namespace maek::evidence
