// SPDX-License-Identifier: Apache-2.0
#include "mol/internal/cif_lexer.h"

#include <algorithm>   // for std::equal

namespace maek::mol {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

}  // namespace

bool starts_with_any_case(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin(), [](char w, char c) {
           return (c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c) == w;
         });
}

CifToken CifLexer::next() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (is_blank(c)) {
      ++at_;
    } else if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else {
      break;
    }
  }
  if (at_ >= text_.size()) return {CifToken::Kind::kEnd, {}, false, text_.size()};
  const char c = text_[at_];
  if (c == ';' && (at_ == 0 || text_[at_ - 1] == '\n')) return text_field();
  if (c == '\'' || c == '"') return quoted();
  const std::size_t begin = at_;
  while (at_ < text_.size() && !is_blank(text_[at_])) ++at_;
  const std::string_view word = text_.substr(begin, at_ - begin);
  if (c == '_') return {CifToken::Kind::kTag, word, false, begin};
  if (starts_with_any_case(word, "data_")) return {CifToken::Kind::kData, word.substr(5), false, begin};
  if (word.size() == 5 && starts_with_any_case(word, "loop_")) return {CifToken::Kind::kLoop, word, false, begin};
  for (const std::string_view reserved : {"save_", "global_", "stop_"}) {
    if (starts_with_any_case(word, reserved)) {
      return {CifToken::Kind::kFault, "a reserved word (save_, global_, stop_) stands where a value should", false,
              begin};
    }
  }
  return {CifToken::Kind::kValue, word, false, begin};
}

CifToken CifLexer::text_field() {
  const std::size_t begin = at_;
  const std::size_t end = text_.find("\n;", begin);
  if (end == std::string_view::npos) {
    at_ = text_.size();
    return {CifToken::Kind::kFault, "a text field (;) is not closed", false, begin};
  }
  at_ = end + 2;
  if (at_ < text_.size() && !is_blank(text_[at_])) {
    return {CifToken::Kind::kFault, "a text field (;) is not closed before a line that begins with ';'", false, begin};
  }
  std::string_view inside = text_.substr(begin + 1, end - begin - 1);
  if (!inside.empty() && inside.back() == '\r') inside.remove_suffix(1);
  return {CifToken::Kind::kValue, inside, true, begin};
}

CifToken CifLexer::quoted() {
  const std::size_t begin = at_;
  const char quote = text_[begin];
  for (std::size_t i = begin + 1; i < text_.size() && text_[i] != '\n'; ++i) {
    if (text_[i] != quote || (i + 1 < text_.size() && !is_blank(text_[i + 1]))) continue;
    at_ = i + 1;
    return {CifToken::Kind::kValue, text_.substr(begin + 1, i - begin - 1), true, begin};
  }
  at_ = std::min(text_.find('\n', begin), text_.size());
  return {CifToken::Kind::kFault, "a quotation is not closed in its line", false, begin};
}

}  // namespace maek::mol
