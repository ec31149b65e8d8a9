// SPDX-License-Identifier: Apache-2.0
// The size that the witness holds is guessed from memory, corrected by its 409, and then proved to grow into ours.
#include "serve/witness_client.h"

#include <algorithm>   // for std::max

#include <fmt/format.h>

#include "http/url.h"   // for parse_url

namespace maek::serve {
namespace {

using evidence::LedgerReader;
using evidence::WitnessReply;

// A first guess, the size it says, and two more should others ask it meanwhile.
constexpr int kQuestions = 4;

Expected<std::string> address_of(const WitnessAddress& witness, const std::string& path) {
  std::string url = witness.url;
  while (url.ends_with('/')) url.pop_back();
  if (url.find('?') != std::string::npos) {
    return Error{ErrorCode::kInvalidArgument, "the address of a witness has no query", witness.url};
  }
  url += path;
  if (const auto parsed = http::parse_url(url); !parsed) return parsed.error();
  return url;
}

WitnessReply reply_of(const http::Response& response) {
  // Proxies add parameters, and media types compare without case.
  const std::string_view full = response.headers.get("Content-Type");
  const std::string_view type = full.substr(0, std::min(full.find_first_of("; \t"), full.size()));
  const bool is_size = http::equal_without_case(type, evidence::kTreeSizeType);
  return {response.status, is_size ? evidence::kTreeSizeType : std::string(full), std::string(response.text())};
}

// What the witness shows of this log, where that is another history signed by the log's own key: then it is proved.
std::string shown_history(const http::Client& client, const WitnessAddress& witness, LedgerReader& reader) {
  const auto url = address_of(witness, "/" + sha256(reader.log().name).hex() + "/checkpoint");
  if (!url) return {};
  const auto response = client.get(*url);
  if (!response || response->status != 200) return {};
  const auto theirs = evidence::open_checkpoint(response->text(), reader.log());
  if (!theirs || theirs->size == 0 || theirs->size > reader.checkpoint().size) return {};
  const auto ours = reader.root_at(theirs->size);
  if (!ours || *ours == theirs->root) return {};
  return fmt::format(
      "; it shows the root {} for {} entries, signed by the log's own key, where this ledger has {}: two histories",
      evidence::hash_text(theirs->root), theirs->size, evidence::hash_text(*ours));
}

Expected<std::vector<Digest>> proof_from(LedgerReader& reader, std::uint64_t old_size) {
  if (old_size == 0 || old_size == reader.checkpoint().size) return std::vector<Digest>{};
  return reader.prove_consistency(old_size);
}

Expected<std::uint64_t> newest(const std::vector<evidence::NoteSignature>& signatures) {
  std::uint64_t time = 0;
  for (const evidence::NoteSignature& signature : signatures) {
    const auto stated = evidence::cosignature_time(signature);
    if (!stated) return stated.error();
    time = std::max(time, *stated);
  }
  return time;
}

}  // namespace

http::Client witness_http_client() {
  http::ClientOptions options;
  options.total_time = std::chrono::seconds(30);
  options.body_bytes = evidence::kMaxNoteBytes;
  return http::Client(options);
}

Error forked(const std::string& witness, const std::string& why) {
  return {ErrorCode::kUnwritable, "the log was forked or rolled back: " + why, "witness " + witness,
          "Was the ledger restored from a copy, or its key used elsewhere, or is it the witness that lost its records? "
          "Keep "
          "everything and find out before you go on."};
}

Expected<std::optional<Cosigned>> ask_witness(const http::Client& client, const WitnessAddress& witness,
                                              LedgerReader& reader,
                                              const std::optional<evidence::WitnessRecord>& before,
                                              const Cancellation* cancellation) {
  const std::string& name = witness.key.name;
  const auto url = address_of(witness, "/add-checkpoint");
  if (!url) return url.error();
  const std::uint64_t size = reader.checkpoint().size;
  std::uint64_t old_size = 0;
  if (before) {
    if (before->size > size) return std::optional<Cosigned>();
    const auto root = reader.root_at(before->size);
    if (!root) return root.error();
    if (*root != before->root) {
      return forked(name, fmt::format("it signed the root {} for {} entries, which this ledger does not have",
                                      evidence::hash_text(before->root), before->size));
    }
    old_size = before->size;
  }

  bool forgot = false;
  for (int question = 0; question < kQuestions; ++question) {
    const auto proof = proof_from(reader, old_size);
    if (!proof) return proof.error();
    http::ClientRequest request;
    request.method = "POST";
    request.url = *url;
    request.headers.add("Content-Type", "text/plain; charset=utf-8");
    request.body = evidence::add_checkpoint_request(old_size, *proof, reader.checkpoint_file());
    request.cancellation = cancellation;
    const auto response = client.send(request);
    if (!response) return response.error();
    // Our proof is right for our tree: so the tree that the witness holds is another one.
    if (response->status == 422) {
      return forked(name, fmt::format("the tree of {} entries that it signed does not grow into the one of {} here{}",
                                      old_size, size, shown_history(client, witness, reader)));
    }
    auto answer = evidence::read_witness_answer(reply_of(*response), reader.checkpoint_file(), witness.key);
    if (!answer) return std::move(answer).error();
    if (!answer->size) {
      const auto time = newest(answer->cosignatures);
      if (!time) return time.error();
      return std::optional<Cosigned>({std::move(answer->cosignatures), size, *time, forgot});
    }
    const std::uint64_t held = *answer->size;
    if (held > size) return std::optional<Cosigned>();
    // Witnesses of tlog-witness v1.0.0 say so when the root of that size is another.
    if (held == old_size && old_size == size) {
      return forked(
          name, fmt::format("it signed another tree of {} entries{}", size, shown_history(client, witness, reader)));
    }
    if (held == old_size) {
      return Error{ErrorCode::kMalformed, fmt::format("it holds {} entries and refuses a proof from there", held),
                   "witness " + name, "This is a defect of the witness."};
    }
    forgot = forgot || (before && held < before->size);
    old_size = held;
  }
  return Error{ErrorCode::kUnreadable, "others ask it about this log at the same time", "witness " + name,
               "Try again."};
}

}  // namespace maek::serve
