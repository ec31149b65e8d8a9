// SPDX-License-Identifier: Apache-2.0
// The order of a witness' checks, as C2SP tlog-witness states it; one function for each side of the talk.
#include "evidence/witness.h"

#include <algorithm>   // for std::find
#include <limits>      // for std::numeric_limits
#include <utility>     // for std::move

#include <fmt/format.h>

#include "evidence/merkle.h"   // for empty_root, kMaxProofHashes, verify_consistency

namespace maek::evidence {
namespace {

constexpr const char* kPlainType = "text/plain; charset=utf-8";
constexpr std::string_view kOld = "old ";
// Each lost race means that another request was answered; a client that loses so often may as well ask again.
constexpr int kRaces = 16;

WitnessReply refuse(int status, std::string_view why) { return {status, kPlainType, fmt::format("{}\n", why)}; }

WitnessReply conflict(std::uint64_t size) { return {409, kTreeSizeType, fmt::format("{}\n", size)}; }

struct Request {
  std::uint64_t old_size = 0;
  std::vector<Digest> proof;
  Note note;
  Checkpoint checkpoint;
};

Error malformed(std::string message) { return {ErrorCode::kMalformed, std::move(message), "request"}; }

Expected<Request> parse_request(std::string_view body) {
  if (body.size() > kMaxWitnessRequestBytes)
    return malformed(fmt::format("more than {} bytes", kMaxWitnessRequestBytes));
  Request request;
  const auto first = take_line(body);
  if (!first || !first->starts_with(kOld)) return malformed("'old SIZE' belongs on the first line");
  const auto old_size = parse_decimal(first->substr(kOld.size()));
  if (!old_size) return malformed("the old size: " + old_size.error().message);
  request.old_size = *old_size;
  while (true) {
    const auto line = take_line(body);
    if (!line) return malformed("no empty line between the proof and the checkpoint");
    if (line->empty()) break;
    if (request.proof.size() == kMaxProofHashes) return malformed(fmt::format("more than {} hashes", kMaxProofHashes));
    const auto hash = parse_hash(*line);
    if (!hash) return malformed(hash.error().message);
    request.proof.push_back(*hash);
  }
  auto note = parse_note(body);
  if (!note) return note.error();
  auto checkpoint = parse_checkpoint(note->text);
  if (!checkpoint) return checkpoint.error();
  request.note = *std::move(note);
  request.checkpoint = *std::move(checkpoint);
  return request;
}

// The text with those signatures that are of these keys, each once: all of them are good by now.
Note with_signatures_of(const Note& note, const std::vector<VerifierKey>& keys) {
  Note kept{note.text, {}};
  for (const VerifierKey& key : keys) {
    for (const NoteSignature& signature : note.signatures) {
      if (signature.name != key.name || signature.key_id != key.id()) continue;
      kept.signatures.push_back(signature);
      break;
    }
  }
  return kept;
}

// A record must still be what it was, to the byte: signed by the log and by us, with nothing else in it. So the old key
// of a log stays configured until a checkpoint signed by the new one has been cosigned.
bool is_intact(const WitnessRecord& record, const std::string& origin, std::vector<VerifierKey> keys,
               const VerifierKey& own) {
  const auto note = parse_note(record.note);
  if (!note || note->bytes() != record.note) return false;
  const auto checkpoint = parse_checkpoint(note->text);
  if (!checkpoint || checkpoint->origin != origin || checkpoint->size != record.size || checkpoint->root != record.root)
    return false;
  keys.push_back(own);
  const auto verified = verify_note(*note, keys);
  if (!verified || verified->unknown != 0 || verified->signers.size() < 2) return false;
  return std::find(verified->signers.begin(), verified->signers.end(), keys.size() - 1) != verified->signers.end();
}

}  // namespace

Expected<Witness> Witness::make(std::string name, SecretKey key, const std::vector<VerifierKey>& logs,
                                WitnessStore& store) {
  if (!is_key_name(name))
    return Error{ErrorCode::kInvalidArgument, "a witness' name holds no space, no '+' and no control byte", name};
  Witness witness(std::move(name), std::move(key), store);
  for (const VerifierKey& log : logs) {
    if (log.type != KeyType::kEd25519 || !is_key_name(log.name))
      return Error{ErrorCode::kInvalidArgument, "this is no key that a log signs with", log.text()};
    auto& keys = witness.logs_[log.name];
    for (const VerifierKey& other : keys) {
      if (other.id() == log.id()) return Error{ErrorCode::kInvalidArgument, "this key is given twice", log.text()};
    }
    keys.push_back(log);
    witness.origins_[sha256(log.name).hex()] = log.name;
  }
  return witness;
}

WitnessReply Witness::add_checkpoint(std::string_view body, std::uint64_t now) const {
  const auto request = parse_request(body);
  if (!request) return refuse(400, request.error().text());
  const Checkpoint& checkpoint = request->checkpoint;
  const auto log = logs_.find(checkpoint.origin);
  if (log == logs_.end()) return refuse(404, "this origin is not configured here");
  if (const auto verified = verify_note(request->note, log->second); !verified)
    return refuse(403, verified.error().text());
  if (request->old_size > checkpoint.size) return refuse(400, "the old size is larger than the checkpoint's");
  if (now == 0 || now > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    return refuse(500, "the clock of this witness is wrong");

  for (int race = 0; race < kRaces; ++race) {
    const auto record = store_->get(checkpoint.origin);
    if (!record) return refuse(500, "the record of this log cannot be read");
    // Never taken for absent: that would let the log begin anew.
    if (*record && !is_intact(**record, checkpoint.origin, log->second, key()))
      return refuse(500, "the record of this log is damaged");
    const std::uint64_t size = *record ? (*record)->size : 0;
    const Digest root = *record ? (*record)->root : empty_root();
    if (request->old_size != size) return conflict(size);
    if (checkpoint.size == 0 && checkpoint.root != empty_root())
      return refuse(422, "a tree of size 0 has the root of the empty tree");
    if (size == 0) {
      if (!request->proof.empty()) return refuse(422, "nothing can be proved about an empty tree: leave the proof out");
    } else if (const auto grown = verify_consistency(size, checkpoint.size, request->proof, root, checkpoint.root);
               !grown) {
      const Note claim = with_signatures_of(request->note, log->second);
      const bool proved = size == checkpoint.size && root != checkpoint.root;
      // A proof that fails for the same tree says nothing against the log. Keeping evidence is no part of the answer.
      if (proved || size != checkpoint.size) {
        (void)store_->keep_fork(
            checkpoint.origin,
            {proved, (*record)->note, add_checkpoint_request(request->old_size, request->proof, claim.bytes())});
      }
      return refuse(422, grown.error().text());
    }

    const NoteSignature cosignature = cosign(request->note.text, name_, key_, now);
    Note kept = with_signatures_of(request->note, log->second);
    kept.signatures.push_back(cosignature);
    const auto stored =
        store_->replace(checkpoint.origin, size, root, {checkpoint.size, checkpoint.root, kept.bytes()});
    if (!stored) return refuse(500, "the record of this log cannot be written");
    if (*stored) return {200, kPlainType, cosignature.line()};
  }
  return refuse(503, "too many requests for this log at once: try again");
}

WitnessReply Witness::last_checkpoint(std::string_view origin_hash) const {
  const auto origin = origins_.find(origin_hash);
  if (origin == origins_.end()) return refuse(404, "no log of this hash is configured here");
  const auto record = store_->get(origin->second);
  if (!record) return refuse(500, "the record of this log cannot be read");
  if (!*record) return refuse(404, "no checkpoint of this log was cosigned yet");
  if (!is_intact(**record, origin->second, logs_.find(origin->second)->second, key()))
    return refuse(500, "the record of this log is damaged");
  return {200, kPlainType, (*record)->note};
}

std::string add_checkpoint_request(std::uint64_t old_size, std::span<const Digest> proof, std::string_view checkpoint) {
  std::string body = fmt::format("{}{}\n", kOld, old_size);
  for (const Digest& hash : proof) body += hash_text(hash) + '\n';
  return body.append("\n").append(checkpoint);
}

Expected<WitnessAnswer> read_witness_answer(const WitnessReply& reply, std::string_view checkpoint,
                                            const VerifierKey& witness) {
  const std::string where = "witness " + witness.name;
  if (reply.status == 409) {
    std::string_view body = reply.body;
    const auto line = take_line(body);
    const auto size =
        line && body.empty() && reply.content_type == kTreeSizeType ? parse_decimal(*line) : malformed("no size");
    if (!size) return Error{ErrorCode::kMalformed, "it answered 409 without the size that it holds", where};
    return WitnessAnswer{{}, *size};
  }
  if (reply.status == 403 || reply.status == 404)
    return Error{ErrorCode::kNotFound, fmt::format("it does not accept this log (status {})", reply.status), where,
                 "Its operator must configure the log's origin and key."};
  if (reply.status != 200)
    return Error{ErrorCode::kUnsupported, fmt::format("it refused the checkpoint (status {})", reply.status), where};

  const auto note = parse_note(checkpoint);
  if (!note) return note.error();
  auto lines = parse_signature_lines(reply.body);
  if (!lines) {
    Error error = std::move(lines).error();
    error.where = where;
    return error;
  }
  const auto verified = verify_note({note->text, *lines}, {&witness, 1});
  if (!verified) return Error{ErrorCode::kMalformed, "its answer: " + verified.error().message, where};
  WitnessAnswer answer;
  for (NoteSignature& signature : *lines) {
    if (signature.name == witness.name && signature.key_id == witness.id())
      answer.cosignatures.push_back(std::move(signature));
  }
  return answer;
}

}  // namespace maek::evidence
