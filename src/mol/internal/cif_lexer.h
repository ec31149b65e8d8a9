// SPDX-License-Identifier: Apache-2.0
// Tokens of CIF text, one after the other, without copies (tokenizer, STAR, quoting, text fields).
#pragma once

#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::uint8_t
#include <string_view>   // for std::string_view

namespace maek::mol {

struct CifToken {
  enum class Kind : std::uint8_t { kEnd, kTag, kLoop, kData, kValue, kFault };
  Kind kind = Kind::kEnd;
  std::string_view text;   // of a tag with its '_'; of a value without quotes; of a fault what is wrong
  bool quoted = false;     // a quoted '?' is text, a bare one says 'unknown'
  std::size_t at = 0;      // offset of the token

  /// A value that says nothing: a bare '?' or '.'.
  bool missing() const { return !quoted && (text == "?" || text == "."); }
};

/// CIF 1.1 as dictionaries are written. save_, global_ and stop_ are faults. `text` must outlive the tokens.
class CifLexer {
 public:
  explicit CifLexer(std::string_view text) : text_(text) {}
  CifToken next();

 private:
  CifToken text_field();
  CifToken quoted();
  std::string_view text_;
  std::size_t at_ = 0;
};

/// `text` begins with `word` in any case; `word` is lower-case.
bool starts_with_any_case(std::string_view text, std::string_view word);

}  // namespace maek::mol
