// SPDX-License-Identifier: Apache-2.0
#include "evidence/internal/bundle_items.h"

#include <set>       // for std::set
#include <utility>   // for std::move

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "evidence/internal/display_text.h"   // for display_text
#include "evidence/merkle.h"                  // for leaf_hash, verify_inclusion

namespace maek::evidence {
namespace {

constexpr std::string_view kEnvelopeMedia = "application/vnd.dsse+json";
constexpr std::size_t kShownColumns = 60;

/// The first thing that does not fit; "" when all does.
std::string check_log(const Bundle::Item& item, const Expected<Checkpoint>& checkpoint, OpenedItem& opened) {
  auto entry = parse_entry(item.entry);
  if (!entry) return entry.error().text();
  opened.entry = *std::move(entry);
  if (!checkpoint) return "there is no checkpoint that could be read";
  if (item.index >= checkpoint->size) {
    return fmt::format("its index is beyond the {} entries of the checkpoint", checkpoint->size);
  }
  const auto included =
      verify_inclusion(item.index, checkpoint->size, leaf_hash(item.entry), item.proof, checkpoint->root);
  if (!included) {
    return fmt::format(
        "it is not shown to be in the checkpoint's tree: {} (a wrong proof, a proof for another tree, or "
        "a changed entry)",
        included.error().message);
  }
  if (item.envelope.empty()) return {};
  if (sha256(item.envelope) != opened.entry.body || item.envelope.size() != opened.entry.body_bytes) {
    return "its body is not the one that the entry names: SHA-256 or length differ (a swapped body)";
  }
  return {};
}

std::string check_attestation(const Bundle::Item& item, OpenedItem& opened) {
  auto envelope = parse_envelope(item.envelope);
  if (!envelope) return envelope.error().text();
  opened.envelope = *std::move(envelope);
  if (opened.envelope.payload_type != kInTotoType) return "its envelope holds no in-toto statement";
  auto statement = parse_statement(opened.envelope.payload);
  if (!statement) return statement.error().text();
  opened.statement = *std::move(statement);
  opened.payload = sha256(opened.envelope.payload);

  opened.word = predicate_word(opened.statement.predicate_type);
  if (opened.word.empty()) return "its predicate is none of Maek's";
  if (opened.word != opened.entry.type) {
    return fmt::format("the entry says '{}', its attestation '{}'", opened.entry.type, opened.word);
  }
  if (const auto good = check_predicate(opened.word, opened.statement.predicate); !good) return good.error().text();

  std::set<std::string> stated;
  for (const Subject& subject : opened.statement.subjects) {
    const auto found = subject.digests.find("sha256");
    if (found == subject.digests.end()) return "its attestation has a subject without a SHA-256";
    stated.insert(found->second);
  }
  std::set<std::string> named;
  for (const Digest& subject : opened.entry.subjects) named.insert(subject.hex());
  if (stated != named) return "the entry names other subjects than its attestation";
  return {};
}

}  // namespace

std::vector<OpenedItem> open_items(const Bundle& bundle, const Expected<Checkpoint>& checkpoint) {
  std::vector<OpenedItem> items;
  for (const Bundle::Item& item : bundle.items) {
    OpenedItem& opened = items.emplace_back();
    opened.index = item.index;
    opened.flaw = check_log(item, checkpoint, opened);
    if (opened.flaw.empty() && item.envelope.empty()) {
      opened.silence = "its body is not in the bundle";
      opened.silence_korean = "본문이 묶음에 없습니다";
    } else if (opened.flaw.empty() && opened.entry.media_type != kEnvelopeMedia) {
      opened.silence = "its body is no attestation that can be read";
      opened.silence_korean = "본문이 읽을 수 있는 증명서가 아닙니다";
    } else if (opened.flaw.empty()) {
      opened.flaw = check_attestation(item, opened);
      opened.readable = opened.flaw.empty();
    }
    opened.sound = opened.flaw.empty();
  }
  explain_erasures(items);
  return items;
}

void explain_erasures(std::vector<OpenedItem>& items) {
  struct Erasure {
    std::string commitment;
    std::string date;
  };
  std::map<Digest, Erasure> erased;
  for (const OpenedItem& item : items) {
    if (!item.readable || item.word != "erasure") continue;
    const auto& predicate = item.statement.predicate;
    for (const Digest& body : item.entry.subjects) {
      erased.emplace(body,
                     Erasure{predicate.at("commitment").get<std::string>(), predicate.at("date").get<std::string>()});
    }
  }
  for (OpenedItem& item : items) {
    const auto found = erased.find(item.entry.body);
    if (!item.sound || item.readable || found == erased.end()) continue;
    if (item.entry.person && item.entry.person->hex() != found->second.commitment) continue;   // of somebody else
    item.silence = fmt::format("its body can no longer be read: erased by right on {}; its proof still verifies",
                               found->second.date);
    item.silence_korean = fmt::format(
        "본문은 {}에 권리에 따라 삭제되어(erased by right on {}) 더는 읽을 수 없으며, 증명은 여전히 유효합니다",
        found->second.date, found->second.date);
  }
}

std::string shown_name(std::string_view name, const Digest& digest) {
  if (name.empty()) return fmt::format("sha256:{}...", digest.hex().substr(0, 16));
  return fmt::format("'{}'", display_text(name, kShownColumns));
}

void add_checked(Verdict& verdict, std::string english, std::string korean) {
  verdict.checked.push_back(std::move(english));
  verdict.checked_korean.push_back(std::move(korean));
}

void add_trusted(VerdictReport& report, std::string english, std::string korean) {
  report.trusted.push_back(std::move(english));
  report.trusted_korean.push_back(std::move(korean));
}

void answer(Verdict& verdict, Verdict::Answer answer, std::string english, std::string korean) {
  verdict.answer = answer;
  verdict.reason = std::move(english);
  verdict.reason_korean = std::move(korean);
}

}  // namespace maek::evidence
