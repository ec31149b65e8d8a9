// SPDX-License-Identifier: Apache-2.0
// Three answers from one bundle: each part looks at its own question alone.
#include "evidence/verdict.h"

#include <algorithm>   // for std::count_if

#include <fmt/format.h>

#include "evidence/internal/bundle_authors.h"   // for judge_signer
#include "evidence/internal/bundle_claim.h"     // for judge_claim
#include "evidence/internal/bundle_items.h"     // for open_items
#include "evidence/note.h"                      // for parse_note

namespace maek::evidence {
namespace {

using Answer = Verdict::Answer;

Expected<Checkpoint> read_checkpoint(const Bundle& bundle) {
  const auto note = parse_note(bundle.checkpoint);
  if (!note) return note.error();
  return parse_checkpoint(note->text);
}

/// The artefact's bytes, in hand or carried. False when they are not the artefact's.
bool check_artefact(const Bundle& bundle, std::optional<std::string_view> bytes, Verdict& verdict, bool& seen) {
  const char* where = "in hand";
  const char* where_korean = "손에 든";
  if (!bytes) {
    for (const Bundle::File& file : bundle.files) {
      if (file.digest == bundle.artefact) bytes = file.bytes;
    }
    where = "carried by the bundle";
    where_korean = "묶음에 든";
  }
  seen = bytes.has_value();
  if (!seen) return true;
  const std::string name = shown_name(bundle.name, bundle.artefact);
  const Digest found = sha256(*bytes);
  if (found == bundle.artefact) {
    add_checked(verdict, fmt::format("{}, {} bytes {}, has the SHA-256 {}", name, bytes->size(), where, found.hex()),
                fmt::format("{}, {} {}바이트의 SHA-256은 {}입니다", name, where_korean, bytes->size(), found.hex()));
    return true;
  }
  answer(verdict, Answer::kNo,
         fmt::format("the {} bytes {} are not {}: their SHA-256 is {} and not {}", bytes->size(), where, name,
                     found.hex(), bundle.artefact.hex()),
         fmt::format("{}바이트는 {}이(가) 아닙니다: SHA-256이 {}이며 {}이(가) 아닙니다", bytes->size(), name,
                     found.hex(), bundle.artefact.hex()));
  return false;
}

bool check_files(const Bundle& bundle, Verdict& verdict) {
  for (const Bundle::File& file : bundle.files) {
    if (sha256(file.bytes) == file.digest) continue;
    answer(
        verdict, Answer::kNo,
        fmt::format("the carried file {} has another SHA-256 than the bundle says", shown_name(file.name, file.digest)),
        fmt::format("묶음에 든 파일 {}의 SHA-256이 다릅니다", shown_name(file.name, file.digest)));
    return false;
  }
  if (!bundle.files.empty()) {
    add_checked(verdict, fmt::format("{} carried files have their SHA-256", bundle.files.size()),
                fmt::format("묶음에 든 파일 {}개의 SHA-256이 맞습니다", bundle.files.size()));
  }
  return true;
}

Verdict judge_intact(const Bundle& bundle, const Expected<Checkpoint>& checkpoint, const std::vector<OpenedItem>& items,
                     const std::optional<std::string_view>& artefact) {
  Verdict verdict;
  bool seen = false;
  if (!check_artefact(bundle, artefact, verdict, seen) || !check_files(bundle, verdict)) return verdict;
  if (!checkpoint) {
    answer(verdict, Answer::kNo, "its checkpoint cannot be read: " + checkpoint.error().text(),
           "체크포인트를 읽을 수 없습니다: " + checkpoint.error().text());
    return verdict;
  }
  for (const OpenedItem& item : items) {
    if (item.sound) continue;
    answer(verdict, Answer::kNo, fmt::format("entry {}: {}", item.index, item.flaw),
           fmt::format("{}번 항목: {}", item.index, item.flaw));
    return verdict;
  }
  const auto readable = std::count_if(items.begin(), items.end(), [](const OpenedItem& item) { return item.readable; });
  const std::string root = hash_text(checkpoint->root);
  add_checked(
      verdict,
      fmt::format("{} entries are in the tree of {} entries with root {}", items.size(), checkpoint->size, root),
      fmt::format("항목 {}건이 뿌리 {}인 항목 {}건의 나무 안에 있습니다", items.size(), root, checkpoint->size));
  add_checked(verdict, fmt::format("{} bodies have the SHA-256 of their entry, its type and its subjects", readable),
              fmt::format("본문 {}건이 항목의 SHA-256, 종류, 대상과 맞습니다", readable));
  for (const OpenedItem& item : items) {
    if (item.readable) continue;
    add_checked(verdict, fmt::format("entry {}: {}", item.index, item.silence),
                fmt::format("{}번 항목: {}", item.index, item.silence_korean));
  }
  if (!seen) {
    answer(verdict, Answer::kUnknown, "the entries fit together, but the artefact's bytes are not here: give the file",
           "항목들은 서로 맞지만 산출물의 바이트가 여기에 없습니다: 파일을 함께 주십시오");
    return verdict;
  }
  answer(verdict, Answer::kYes,
         fmt::format("artefact, {} entries, bodies and proofs fit together under one checkpoint", items.size()),
         fmt::format("산출물과 항목 {}건, 본문과 증명이 하나의 체크포인트 아래 서로 맞습니다", items.size()));
  return verdict;
}

}  // namespace

bool VerdictReport::all() const {
  return intact.answer == Answer::kYes && signer.answer == Answer::kYes && claim.answer == Answer::kYes;
}

VerdictReport judge(const Bundle& bundle, const std::optional<Policy>& policy,
                    const std::optional<std::string_view>& artefact) {
  const auto checkpoint = read_checkpoint(bundle);
  const auto items = open_items(bundle, checkpoint);
  VerdictReport report;
  add_trusted(report, "SHA-256 and Ed25519", "SHA-256과 Ed25519");
  report.intact = judge_intact(bundle, checkpoint, items, artefact);
  if (policy) {
    report.signer = judge_signer(bundle, *policy, items, report);
  } else {
    const bool hint = !bundle.policy.empty();
    answer(report.signer, Answer::kUnknown,
           hint ? "no policy was given, so nobody is known; the bundle carries its maker's policy, a hint and no more"
                : "no policy was given, so nobody is known",
           hint ? "정책이 주어지지 않아 아무도 알지 못합니다. 묶음에 든 정책은 만든 이의 것으로 힌트일 뿐입니다"
                : "정책이 주어지지 않아 아무도 알지 못합니다");
  }
  report.claim = judge_claim(bundle, items);
  add_trusted(report, "the authors, that what they attest is true: a signature shows who said it, not that it is so",
              "작성자들이 증명한 내용이 참이라는 것: 서명은 누가 말했는지를 보일 뿐, 사실임을 보이지 않습니다");
  add_trusted(report, "the log, for the times of its entries", "항목의 시각에 대해서는 원장");
  return report;
}

VerdictReport refused_bundle(const Error& why) {
  VerdictReport report;
  answer(report.intact, Answer::kNo, "the bundle is refused: " + why.text(),
         "묶음을 받아들일 수 없습니다: " + why.text());
  answer(report.signer, Answer::kUnknown, "nothing was read that somebody signed", "서명된 것을 읽지 못했습니다");
  answer(report.claim, Answer::kUnknown, "nothing was read that claims something", "주장하는 것을 읽지 못했습니다");
  return report;
}

}  // namespace maek::evidence
