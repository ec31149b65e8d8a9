// SPDX-License-Identifier: Apache-2.0
// Keys are followed through the items in order of index: a key is good from the entry that added it to the one that ended it.
#include "evidence/internal/bundle_authors.h"

#include <algorithm>  // for std::any_of
#include <optional>  // for std::optional
#include <set>  // for std::set
#include <utility>  // for std::move

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "evidence/internal/display_text.h"  // for display_text

namespace maek::evidence {
namespace {

using Answer = Verdict::Answer;
constexpr std::size_t kShownColumns = 80;
constexpr std::uint64_t kLastSecond = 253'402'300'799;  // of the year 9999

struct AuthorKey {
  VerifierKey key;
  bool of_log = false;
  std::optional<std::uint64_t> added;  // the entry that introduced it; none for the policy's own
  std::optional<std::uint64_t> ended;  // the entry that revoked or rotated it
  std::string ended_by = {};  // "revoked", "rotated"
  std::string doubt_from = {};  // a revocation's date: signatures from that day on are in doubt
  std::uint64_t doubted_by = 0;  // the entry of that revocation
  std::vector<std::uint64_t> signed_items = {};
};

std::string time_text(std::uint64_t seconds) {
  if (seconds > kLastSecond) return fmt::format("second {}", seconds);
  return Time{static_cast<std::int64_t>(seconds) * 1000}.text();
}

class AuthorJudge {
 public:
  AuthorJudge(const Policy& policy, const std::string& origin) {
    for (const Policy::Log& log : policy.logs) {
      if (log.key.name == origin) keys_.push_back({log.key, true, std::nullopt, std::nullopt});
    }
  }

  void follow(const std::vector<OpenedItem>& items) {
    for (const OpenedItem& item : items) {
      if (!item.sound) {
        unknown(fmt::format("entry {} is not intact, so its author was not looked at", item.index),
                fmt::format("{}번 항목이 온전하지 않아 작성자를 확인하지 않았습니다", item.index));
      } else if (!item.readable) {
        unknown(fmt::format("the author of entry {} is not known: {}", item.index, item.silence),
                fmt::format("{}번 항목의 작성자를 알 수 없습니다: {}", item.index, item.silence_korean));
      } else {
        take(item);
      }
    }
    for (const OpenedItem& item : items) doubt(item);
  }

  void finish(Verdict& verdict, std::string good, std::string good_korean) {
    for (const AuthorKey& key : keys_) {
      if (key.signed_items.empty()) continue;
      std::string by = key.added ? fmt::format("added by entry {}", *key.added) : "the log's own, from the policy";
      const std::string by_korean = key.added ? fmt::format("{}번 항목이 소개", *key.added) : "정책에 있는 원장의 열쇠";
      const std::string name = display_text(key.key.name, kShownColumns);
      add_checked(verdict,
                  fmt::format("author key {} ({}, {}) signed entries {}", key_id(key.key.key), name, by,
                              fmt::join(key.signed_items, ", ")),
                  fmt::format("작성자 열쇠 {} ({}, {})이(가) 항목 {}에 서명했습니다", key_id(key.key.key), name,
                              by_korean, fmt::join(key.signed_items, ", ")));
    }
    for (const Words& line : lines_) add_checked(verdict, line.first, line.second);
    if (!no_.first.empty()) return answer(verdict, Answer::kNo, no_.first, no_.second);
    if (!unknown_.first.empty()) return answer(verdict, Answer::kUnknown, unknown_.first, unknown_.second);
    answer(verdict, Answer::kYes, std::move(good), std::move(good_korean));
  }

 private:
  using Words = std::pair<std::string, std::string>;

  void unknown(std::string english, std::string korean) {
    lines_.emplace_back(english, korean);
    if (unknown_.first.empty()) unknown_ = {std::move(english), std::move(korean)};
  }
  void no(std::string english, std::string korean) {
    lines_.emplace_back(english, korean);
    if (no_.first.empty()) no_ = {std::move(english), std::move(korean)};
  }

  void take(const OpenedItem& item) {
    std::vector<PublicKey> all;
    for (const AuthorKey& key : keys_) all.push_back(key.key.key);
    const auto signers = verify_envelope(item.envelope, all);
    std::vector<std::size_t> good;
    std::string ended;
    if (signers) {
      for (const std::size_t signer : *signers) {
        if (!keys_[signer].ended) {
          good.push_back(signer);
        } else {
          ended = fmt::format("by key {}, which entry {} had {} before", key_id(keys_[signer].key.key),
                              *keys_[signer].ended, keys_[signer].ended_by);
        }
      }
    }
    if (good.empty()) return refuse(item, ended);
    for (const std::size_t signer : good) keys_[signer].signed_items.push_back(item.index);
    if (item.word != "key") return;
    const bool by_log = std::any_of(good.begin(), good.end(), [&](std::size_t i) { return keys_[i].of_log; });
    learn(item, by_log);
  }

  void refuse(const OpenedItem& item, const std::string& ended) {
    if (!ended.empty()) {
      return no(fmt::format("entry {} is signed {}", item.index, ended),
                fmt::format("{}번 항목은 이미 폐기되거나 교체된 열쇠로 서명되었습니다", item.index));
    }
    const std::string hint = display_text(item.envelope.signatures.front().key_id, 64);
    no(fmt::format(
           "entry {} is signed by no key that the policy or an earlier key entry of this log names (its envelope "
           "hints at key '{}')",
           item.index, hint),
       fmt::format("{}번 항목에 서명한 열쇠를 정책도, 이 원장의 앞선 열쇠 항목도 알지 못합니다 (봉투의 힌트: '{}')",
                   item.index, hint));
  }

  /// What a key entry by a good author changes for the entries behind it.
  void learn(const OpenedItem& item, bool by_log) {
    const auto& predicate = item.statement.predicate;
    const std::string& event = predicate.at("event").get_ref<const std::string&>();
    const std::string& role = predicate.at("role").get_ref<const std::string&>();
    const auto key = parse_verifier_key(predicate.at("key").get_ref<const std::string&>());
    if (!key) {
      return no(fmt::format("entry {} speaks of a key that cannot be read: {}", item.index, key.error().text()),
                fmt::format("{}번 항목의 열쇠를 읽을 수 없습니다", item.index));
    }
    const auto known =
        std::find_if(keys_.begin(), keys_.end(), [&](const AuthorKey& one) { return one.key.key == key->key; });
    if (event == "added") {
      // Keys of witnesses sign checkpoints, not attestations; a key that was ended never comes back.
      if (role == "signer" && known == keys_.end()) keys_.push_back({*key, false, item.index, std::nullopt});
      return;
    }
    if (known == keys_.end()) return;
    if (known->of_log && !by_log) {
      return no(fmt::format("entry {} would end a key of the log and is not signed by one", item.index),
                fmt::format("{}번 항목은 원장의 열쇠를 끝내려 하지만 원장의 열쇠로 서명되지 않았습니다", item.index));
    }
    if (event == "revoked") {  // also of a key that was rotated away before: it may have been stolen long ago
      const std::string& date = predicate.at("date").get_ref<const std::string&>();
      if (known->doubt_from.empty() || date < known->doubt_from) {
        known->doubt_from = date;
        known->doubted_by = item.index;
      }
    }
    if (known->ended) return;
    known->ended = item.index;
    known->ended_by = event;
    if (event != "rotated") return;
    const auto successor = parse_verifier_key(predicate.at("successor").get_ref<const std::string&>());
    if (!successor) {
      return no(fmt::format("entry {} names a successor that cannot be read: {}", item.index, successor.error().text()),
                fmt::format("{}번 항목의 새 열쇠를 읽을 수 없습니다", item.index));
    }
    const bool of_log = known->of_log;
    const bool is_new =
        std::none_of(keys_.begin(), keys_.end(), [&](const AuthorKey& one) { return one.key.key == successor->key; });
    if (is_new) keys_.push_back({*successor, of_log, item.index, std::nullopt});
  }

  /// A revocation reaches back to its date: what the key signed from that day on may be a thief's, and so may the keys
  /// that were added with it. Items come in order of index.
  void doubt(const OpenedItem& item) {
    const AuthorKey* doubted = nullptr;
    bool inherited = false;
    for (const AuthorKey& key : keys_) {
      if (std::find(key.signed_items.begin(), key.signed_items.end(), item.index) == key.signed_items.end()) continue;
      inherited = key.added && doubtful_.contains(*key.added);
      const bool in_window = !key.doubt_from.empty() && item.entry.time.text().substr(0, 10) >= key.doubt_from;
      if (!inherited && !in_window) return;
      doubted = &key;
    }
    if (doubted == nullptr) return;
    doubtful_.insert(item.index);
    if (inherited) {
      return unknown(fmt::format("entry {} is in doubt: its key {} came by entry {}, which is in doubt", item.index,
                                 key_id(doubted->key.key), *doubted->added),
                     fmt::format("{}번 항목은 의심스럽습니다: 그 열쇠를 소개한 {}번 항목이 의심스럽습니다", item.index,
                                 *doubted->added));
    }
    unknown(fmt::format("entry {} is in doubt: entry {} revoked its key {} as of {}", item.index, doubted->doubted_by,
                        key_id(doubted->key.key), doubted->doubt_from),
            fmt::format("{}번 항목은 의심스럽습니다: {}번 항목이 그 열쇠를 {}부터 폐기했습니다", item.index,
                        doubted->doubted_by, doubted->doubt_from));
  }

  std::vector<AuthorKey> keys_;
  std::set<std::uint64_t> doubtful_;
  std::vector<Words> lines_;
  Words no_;
  Words unknown_;
};

}  // namespace

Verdict judge_signer(const Bundle& bundle, const Policy& policy, const std::vector<OpenedItem>& items,
                     VerdictReport& report) {
  Verdict verdict;
  const auto checkpoint = verify_checkpoint(bundle.checkpoint, policy);
  if (!checkpoint) {
    answer(verdict, Answer::kNo, "the checkpoint is refused under the policy: " + checkpoint.error().text(),
           "정책에 따라 체크포인트를 받아들일 수 없습니다: " + checkpoint.error().text());
    return verdict;
  }
  const std::string log = display_text(checkpoint->log, kShownColumns);
  const std::uint64_t size = checkpoint->checkpoint.size;
  add_checked(verdict, fmt::format("the checkpoint of {} entries is signed by the log '{}'", size, log),
              fmt::format("항목 {}건의 체크포인트에 원장 '{}'이(가) 서명했습니다", size, log));
  for (const auto& cosignature : checkpoint->cosignatures) {
    const std::string witness = display_text(cosignature.witness, kShownColumns);
    const std::string time = time_text(cosignature.time);
    add_checked(verdict, fmt::format("cosigned by the witness '{}' at {}", witness, time),
                fmt::format("증인 '{}'이(가) {}에 함께 서명했습니다", witness, time));
  }
  add_trusted(report, "the policy: that its keys belong to those it names", "정책: 그 열쇠들이 이름대로의 것이라는 것");
  if (policy.quorum == "none") {
    add_trusted(report, "the log, to show everybody the same tree: this policy asks for no witness",
                "원장이 모두에게 같은 나무를 보인다는 것: 이 정책은 증인을 요구하지 않습니다");
  } else {
    const std::string quorum = display_text(policy.quorum, kShownColumns);
    add_checked(verdict, fmt::format("the quorum '{}' is met", quorum),
                fmt::format("정족수 '{}'이(가) 채워졌습니다", quorum));
    add_trusted(report, "the witnesses of the quorum, that they cosigned one consistent tree alone",
                "정족수의 증인들이 서로 맞는 하나의 나무에만 함께 서명했다는 것");
  }
  add_trusted(
      report,
      fmt::format("that no key was revoked and no status event added from entry {} on, or left out of this "
                  "bundle: that cannot be known offline",
                  size),
      fmt::format("{}번 항목부터 폐기된 열쇠나 더해진 상태 기록이 없고, 묶음에서 빠진 것도 없다는 것: 연결 없이는 "
                  "알 수 없습니다",
                  size));

  AuthorJudge authors(policy, checkpoint->checkpoint.origin);
  authors.follow(items);
  if (items.empty()) {
    answer(verdict, Answer::kUnknown, "the log is known, but no entry with an author is in the bundle",
           "원장은 알려져 있으나 작성자가 있는 항목이 묶음에 없습니다");
    return verdict;
  }
  authors.finish(
      verdict,
      fmt::format("the log '{}' is known under the policy, and every attestation is signed by its key or by one "
                  "that it introduced",
                  log),
      fmt::format("정책이 원장 '{}'을(를) 알고 있으며, 모든 증명서가 그 열쇠나 원장이 소개한 열쇠로 서명되었습니다",
                  log));
  return verdict;
}

}  // namespace maek::evidence
