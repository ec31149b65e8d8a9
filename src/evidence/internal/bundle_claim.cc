// SPDX-License-Identifier: Apache-2.0
// Items in order of index: what one cites must stand before it, so a single pass decides which rest on captures.
#include "evidence/internal/bundle_claim.h"

#include <algorithm>   // for std::any_of
#include <map>         // for std::map
#include <set>         // for std::set
#include <span>        // for std::span
#include <utility>     // for std::move

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "evidence/citations.h"               // for citations
#include "evidence/internal/display_text.h"   // for display_text

namespace maek::evidence {
namespace {

using Answer = Verdict::Answer;
using nlohmann::json;
constexpr std::size_t kShownInputs = 8;     // in a sentence; the lines below it name all
constexpr std::size_t kShownColumns = 120;
constexpr std::size_t kMaxLines = 1000;     // a bundle of a million items is judged, not retold

bool attests(std::string_view word) { return word != "status" && word != "key" && word != "erasure"; }

// A run is cited by a digest alone: what it is called says where.
std::vector<Citation> citations_of(const OpenedItem& item) {
  std::vector<Citation> all = citations(item.word, item.statement.predicate);
  for (Citation& one : all) {
    if (one.is_run) one.name = "the run of entry " + std::to_string(item.index);
  }
  return all;
}

class ClaimJudge {
 public:
  ClaimJudge(const Bundle& bundle, const std::vector<OpenedItem>& items) : bundle_(bundle), items_(items) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      const OpenedItem& item = items[i];
      if (!item.sound || !attests(item.entry.type)) continue;
      for (const Digest& subject : item.entry.subjects) {
        auto& about = about_[subject];
        if (about.empty() || about.back() != i) about.push_back(i);
      }
      if (item.readable && item.word == "run") runs_[item.payload].push_back(i);
    }
    rest_.resize(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!items[i].readable || !attests(items[i].word)) continue;
      rest_[i] = citations_of(items[i]);
      const bool resolved = std::all_of(rest_[i].begin(), rest_[i].end(),
                                        [&](const Citation& citation) { return resolved_.contains(key(citation)); });
      if (!resolved) continue;
      for (const Digest& subject : items[i].entry.subjects) resolved_.emplace(Key{false, subject}, i);
      if (items[i].word == "run") resolved_.emplace(Key{true, items[i].payload}, i);
    }
  }

  Verdict judge() {
    const auto found = about_.find(bundle_.artefact);
    if (found != about_.end()) {
      for (const std::size_t i : found->second) visit(i);
    }
    withdrawn_[bundle_.artefact] = name();
    walk();
    find_status();
    for (const OpenedItem& item : items_) {
      if (item.sound) continue;
      unknown(fmt::format("entry {} is not intact, and what it says does not count", item.index),
              fmt::format("{}번 항목이 온전하지 않아 그 내용을 셈하지 않았습니다", item.index));
    }
    if (found == about_.end()) {
      const auto broken = [](const OpenedItem& item) { return !item.sound; };
      if (std::none_of(items_.begin(), items_.end(), broken)) {
        no(fmt::format("no entry of the bundle attests {}", name()),
           fmt::format("묶음의 어느 항목도 {}을(를) 증명하지 않습니다", name()));
      }
    }
    return finish();
  }

 private:
  using Words = std::pair<std::string, std::string>;
  using Key = std::pair<bool, Digest>;  // is a run's payload, digest

  std::string name() const { return shown_name(bundle_.name, bundle_.artefact); }

  void line(std::string english, std::string korean) {
    if (verdict_.checked.size() < kMaxLines) add_checked(verdict_, std::move(english), std::move(korean));
  }
  void no(std::string english, std::string korean) {
    line(english, korean);
    if (no_.first.empty()) no_ = {std::move(english), std::move(korean)};
  }
  void unknown(std::string english, std::string korean) {
    line(english, korean);
    if (unknown_.first.empty()) unknown_ = {std::move(english), std::move(korean)};
  }

  static Key key(const Citation& citation) { return {citation.is_run, citation.digest}; }

  /// Items that attest what is cited, in order.
  std::span<const std::size_t> bearers(const Citation& citation) const {
    const auto& map = citation.is_run ? runs_ : about_;
    const auto found = map.find(citation.digest);
    return found == map.end() ? std::span<const std::size_t>() : std::span<const std::size_t>(found->second);
  }

  void visit(std::size_t i) {
    if (seen_.insert(i).second) open_.push_back(i);
  }

  /// From the artefact back to captures: every item it rests on, and what is missing on the way.
  void walk() {
    while (!open_.empty()) {
      const std::size_t i = open_.back();
      open_.pop_back();
      const OpenedItem& item = items_[i];
      withdrawn_.emplace(item.entry.body, fmt::format("the attestation of entry {}", item.index));
      for (const Link& link : item.entry.links) {
        if (link.entry < item.index) continue;
        no(fmt::format("entry {} links to entry {}, which is not before it", item.index, link.entry),
           fmt::format("{}번 항목이 그보다 앞서지 않은 {}번 항목을 가리킵니다", item.index, link.entry));
      }
      if (!item.readable) {
        unknown(fmt::format("what entry {} rests on is not known: {}", item.index, item.silence),
                fmt::format("{}번 항목이 무엇에 근거하는지 알 수 없습니다: {}", item.index, item.silence_korean));
        continue;
      }
      withdrawn_.emplace(item.payload, fmt::format("the attestation of entry {}", item.index));
      if (item.word == "run" && item.statement.predicate.value("partial", false)) note_partial(item);
      if (rest_[i].empty()) {
        line(fmt::format("entry {}, {}, rests on nothing before it", item.index, item.word),
             fmt::format("{}번 항목({})은 앞선 것에 근거하지 않습니다", item.index, item.word));
      }
      for (const Citation& citation : rest_[i]) follow(i, citation);
    }
    if (missing_.empty()) return;
    std::string names;
    for (std::size_t i = 0; i < missing_.size() && i < kShownInputs; ++i) names += (i == 0 ? "" : ", ") + missing_[i];
    if (missing_.size() > kShownInputs) names += fmt::format(" and {} more", missing_.size() - kShownInputs);
    unknown(fmt::format("cited, but not attested in the bundle: {}", names),
            fmt::format("인용되었으나 묶음 안에 증명이 없습니다: {}", names));
  }

  void follow(std::size_t i, const Citation& citation) {
    const OpenedItem& item = items_[i];
    const std::string shown = shown_name(citation.name, citation.digest);
    withdrawn_.emplace(citation.digest, shown);
    const auto all = bearers(citation);
    const auto count = static_cast<std::size_t>(std::lower_bound(all.begin(), all.end(), i) - all.begin());
    if (count == 0) {
      if (!all.empty() && all.front() != i) {
        no(fmt::format("entry {} cites {}, which is on the log only after it, as entry {}", item.index, shown,
                       items_[all.front()].index),
           fmt::format("{}번 항목이 인용한 {}은(는) 그 뒤인 {}번 항목에야 원장에 올랐습니다", item.index, shown,
                       items_[all.front()].index));
      } else if (missed_.insert(citation.digest).second) {
        missing_.push_back(shown);
        line(fmt::format("entry {}, {}, cites {} (sha256:{}): not in the bundle", item.index, item.word, shown,
                         citation.digest.hex()),
             fmt::format("{}번 항목({})이 인용한 {} (sha256:{})은(는) 묶음에 없습니다", item.index, item.word, shown,
                         citation.digest.hex()));
      }
      return;
    }
    const auto resolved = resolved_.find(key(citation));
    const bool rests = resolved != resolved_.end() && resolved->second < i;
    const OpenedItem& shown_item = items_[rests ? resolved->second : all.front()];
    line(fmt::format("entry {}, {}, rests on {}: entry {}, {}{}", item.index, item.word, shown, shown_item.index,
                     shown_item.entry.type, count > 1 ? fmt::format(", and {} more", count - 1) : ""),
         fmt::format("{}번 항목({})은 {}에 근거합니다: {}번 항목({}){}", item.index, item.word, shown, shown_item.index,
                     shown_item.entry.type, count > 1 ? fmt::format(" 외 {}건", count - 1) : ""));
    // Each attestation of a digest is looked at once, however many cite it. What is missing behind one of them takes
    // nothing away where another one rests on captures.
    std::size_t& done = followed_[key(citation)];
    for (; done < count; ++done) {
      if (!rests || complete(all[done])) visit(all[done]);
    }
  }

  bool complete(std::size_t i) const {
    return items_[i].readable && std::all_of(rest_[i].begin(), rest_[i].end(), [&](const Citation& citation) {
             const auto found = resolved_.find(key(citation));
             return found != resolved_.end() && found->second < i;
           });
  }

  /// Status events stand anywhere on the log: a retraction comes after what it retracts.
  void find_status() {
    for (const OpenedItem& item : items_) {
      if (item.sound && item.readable && item.entry.type == "erasure") note_erasure(item);
      if (!item.sound || item.entry.type != "status") continue;
      for (const Digest& subject : item.entry.subjects) {
        const auto hit = withdrawn_.find(subject);
        if (hit == withdrawn_.end()) continue;
        if (!item.readable) {
          no(fmt::format("entry {} is a status event about {}, and {}", item.index, hit->second, item.silence),
             fmt::format("{}번 항목은 {}에 관한 상태 기록이며, {}", item.index, hit->second, item.silence_korean));
          continue;
        }
        const json& predicate = item.statement.predicate;
        const std::string& event = predicate.at("event").get_ref<const std::string&>();
        const std::string& date = predicate.at("date").get_ref<const std::string&>();
        const std::string why = display_text(predicate.at("reason").get_ref<const std::string&>(), kShownColumns);
        no(fmt::format("{} of {} on {} (entry {}): {}", event, hit->second, date, item.index, why),
           fmt::format("{}: {}, {} ({}번 항목): {}", korean_event(event), hit->second, date, item.index, why));
      }
    }
  }

  /// Bytes that a person had erased: nobody can read them, and what was proved of them stays proved.
  void note_erasure(const OpenedItem& item) {
    for (const Digest& subject : item.entry.subjects) {
      const auto hit = withdrawn_.find(subject);
      if (hit == withdrawn_.end()) continue;
      const std::string& date = item.statement.predicate.at("date").get_ref<const std::string&>();
      line(fmt::format("{} can no longer be read: erased by right on {} (entry {}); its proof still verifies",
                       hit->second, date, item.index),
           fmt::format(
               "{}은(는) {}에 권리에 따라 삭제되어 더는 읽을 수 없습니다({}번 항목). 그 증명은 여전히 유효합니다",
               hit->second, date, item.index));
      if (!erased_.first.empty()) continue;
      erased_ = {fmt::format("; {} can no longer be read: erased by right on {}", hit->second, date),
                 fmt::format(" {}은(는) {}에 권리에 따라 삭제되어(erased by right on {}) 더는 읽을 수 없습니다",
                             hit->second, date, date)};
    }
  }

  /// What a stopped run left is whole, and not all that was asked for.
  void note_partial(const OpenedItem& item) {
    line(fmt::format("the run of entry {} was stopped before its end: only what was finished is here", item.index),
         fmt::format("{}번 항목의 실행은 도중에 멈췄습니다: 끝난 것만 있습니다", item.index));
    if (!partial_.first.empty()) return;
    partial_ = {fmt::format("; the run of entry {} is partial: it was stopped before its end", item.index),
                fmt::format(". {}번 항목의 실행은 도중에 멈춘 부분 결과(partial)입니다", item.index)};
  }

  static const char* korean_event(std::string_view event) {
    if (event == "retraction") return "철회(retraction)";
    if (event == "correction") return "정정(correction)";
    if (event == "supersession") return "대체(supersession)";
    return "우려(concern)";
  }

  Verdict finish() {
    if (!no_.first.empty()) {
      answer(verdict_, Answer::kNo, no_.first, no_.second);
    } else if (!unknown_.first.empty()) {
      answer(verdict_, Answer::kUnknown, unknown_.first, unknown_.second);
    } else {
      answer(
          verdict_, Answer::kYes,
          fmt::format(
              "{} rests on {} attestations, each input on the log before its use, and none is withdrawn here{}{}",
              name(), seen_.size(), partial_.first, erased_.first),
          fmt::format("{}은(는) 증명서 {}건에 근거하며, 모든 입력이 쓰이기 전에 원장에 있었고, 이 묶음에서 철회된 것은 "
                      "없습니다{}{}",
                      name(), seen_.size(), partial_.second, erased_.second));
    }
    return std::move(verdict_);
  }

  const Bundle& bundle_;
  const std::vector<OpenedItem>& items_;
  std::map<Digest, std::vector<std::size_t>> about_;  // subject -> items that attest it
  std::map<Digest, std::vector<std::size_t>> runs_;  // payload -> attestations of runs
  std::vector<std::vector<Citation>> rest_;
  std::map<Key, std::size_t> resolved_;  // the first item that attests it and rests on captures all the way
  std::map<Key, std::size_t> followed_;  // how many of those that attest it were looked at
  std::set<std::size_t> seen_;
  std::vector<std::size_t> open_;
  std::map<Digest, std::string> withdrawn_;  // what a status event would withdraw, as it is shown
  std::vector<std::string> missing_;
  std::set<Digest> missed_;
  Verdict verdict_;
  Words no_;
  Words unknown_;
  Words erased_;
  Words partial_;
};

}  // namespace

Verdict judge_claim(const Bundle& bundle, const std::vector<OpenedItem>& items) {
  return ClaimJudge(bundle, items).judge();
}

}  // namespace maek::evidence
