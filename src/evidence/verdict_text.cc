// SPDX-License-Identifier: Apache-2.0
// Verdicts as people and machines read them.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "evidence/internal/display_text.h"   // for display_text
#include "evidence/verdict.h"                 // for VerdictReport

namespace maek::evidence {
namespace {

using nlohmann::json;
using Answer = Verdict::Answer;

// Names are cut where they enter a sentence; this bounds what an error of a parser may quote.
constexpr std::size_t kLineColumns = 2000;

const char* word(Answer answer) {
  switch (answer) {
    case Answer::kYes:
      return "yes";
    case Answer::kNo:
      return "no";
    case Answer::kUnknown:
      return "unknown";
  }
  return "unknown";
}

const char* korean_word(Answer answer) {
  switch (answer) {
    case Answer::kYes:
      return "예";
    case Answer::kNo:
      return "아니요";
    case Answer::kUnknown:
      return "알 수 없음";
  }
  return "알 수 없음";
}

std::string section(const char* heading, const Verdict& verdict, bool korean) {
  const std::string& reason = korean ? verdict.reason_korean : verdict.reason;
  std::string text = fmt::format("{}: {}: {}\n", heading, korean ? korean_word(verdict.answer) : word(verdict.answer),
                                 display_text(reason, kLineColumns));
  for (const std::string& line : korean ? verdict.checked_korean : verdict.checked) {
    text += fmt::format("  - {}\n", display_text(line, kLineColumns));
  }
  return text;
}

json section_json(const Verdict& verdict) {
  return {{"answer", word(verdict.answer)},
          {"reason", verdict.reason},
          {"reason_korean", verdict.reason_korean},
          {"checked", verdict.checked},
          {"checked_korean", verdict.checked_korean}};
}

}  // namespace

std::string verdict_text(const VerdictReport& report, bool korean) {
  std::string text = section(korean ? "온전함" : "Intact", report.intact, korean);
  text += section(korean ? "서명자" : "Signer", report.signer, korean);
  text += section(korean ? "주장" : "Claim", report.claim, korean);
  if (!report.trusted.empty()) text += korean ? "검사하지 않고 믿은 것:\n" : "Trusted, not checked:\n";
  for (const std::string& line : korean ? report.trusted_korean : report.trusted) {
    text += fmt::format("  - {}\n", display_text(line, kLineColumns));
  }
  return text;
}

std::string verdict_json(const VerdictReport& report) {
  const json whole{{"intact", section_json(report.intact)},   {"signer", section_json(report.signer)},
                   {"claim", section_json(report.claim)},     {"trusted", report.trusted},
                   {"trusted_korean", report.trusted_korean}, {"all", report.all()}};
  return whole.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace maek::evidence
