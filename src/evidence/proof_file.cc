// SPDX-License-Identifier: Apache-2.0
// Proof files: a header, an index, hashes, and the checkpoint verbatim.
#include "evidence/proof_file.h"

#include <fmt/format.h>

#include "evidence/merkle.h"   // for kMaxProofHashes, verify_inclusion

namespace maek::evidence {
namespace {

constexpr std::string_view kHeader = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
constexpr std::size_t kMaxProofFileBytes = 2 * kMaxNoteBytes;   // as much beside the checkpoint as within it

class ProofFileReader {
 public:
  explicit ProofFileReader(std::string_view file) : rest_(file) {}

  Expected<ProofFile> read() {
    if (rest_.size() > kMaxProofFileBytes)
      return Error{ErrorCode::kTooLarge, fmt::format("more than {} bytes", kMaxProofFileBytes), "proof file"};
    if (!next() || line_ != kHeader) return wrong(fmt::format("a proof file begins with '{}'", kHeader));
    ProofFile proof;
    if (!next()) return cut();
    if (line_.starts_with(kExtra)) {
      auto extra = base64_decode(line_.substr(kExtra.size()));
      if (!extra) return wrong("the extra data are " + extra.error().message);
      proof.extra = *std::move(extra);
      if (!next()) return cut();
    }
    if (!line_.starts_with(kIndex)) return wrong("'index NUMBER' belongs here");
    const auto index = parse_decimal(line_.substr(kIndex.size()));
    if (!index) return wrong("the index: " + index.error().message);
    proof.index = *index;
    while (true) {
      if (!next()) return cut();
      if (line_.empty()) break;
      if (proof.hashes.size() == kMaxProofHashes) return wrong(fmt::format("more than {} hashes", kMaxProofHashes));
      const auto hash = parse_hash(line_);
      if (!hash) return wrong(hash.error().message);
      proof.hashes.push_back(*hash);
    }
    proof.checkpoint = rest_;
    const auto note = parse_note(proof.checkpoint);
    if (!note) return note.error();
    if (const auto checkpoint = parse_checkpoint(note->text); !checkpoint) return checkpoint.error();
    return proof;
  }

 private:
  bool next() {
    const auto line = take_line(rest_);
    if (!line) return false;
    line_ = *line;
    ++number_;
    return true;
  }
  Error wrong(std::string message) const {
    return {ErrorCode::kMalformed, std::move(message), fmt::format("proof file:{}", number_)};
  }
  Error cut() const { return wrong("the file ends here: was it cut?"); }

  std::string_view rest_;
  std::string_view line_;
  std::size_t number_ = 0;
};

}  // namespace

std::string ProofFile::bytes() const {
  std::string file = fmt::format("{}\n", kHeader);
  if (extra) file += fmt::format("{}{}\n", kExtra, base64_encode(*extra));
  file += fmt::format("{}{}\n", kIndex, index);
  for (const Digest& hash : hashes) file += hash_text(hash) + '\n';
  return file + '\n' + checkpoint;
}

Expected<ProofFile> parse_proof_file(std::string_view file) { return ProofFileReader(file).read(); }

Expected<PolicyVerdict> verify_proof_file(const ProofFile& proof, const Digest& leaf, const Policy& policy) {
  auto verdict = verify_checkpoint(proof.checkpoint, policy);
  if (!verdict) return verdict;
  const auto included =
      verify_inclusion(proof.index, verdict->checkpoint.size, leaf, proof.hashes, verdict->checkpoint.root);
  if (!included) return included.error();
  return verdict;
}

}  // namespace maek::evidence
