// SPDX-License-Identifier: Apache-2.0
// Fuzz: envelopes, the statements inside them, and Maek's predicates; what is written of them must be read as the same.
#include <cstddef>  // for std::size_t
#include <cstdint>  // for std::uint8_t
#include <cstdlib>  // for std::abort
#include <string>  // for std::string
#include <string_view>  // for std::string_view

#include "evidence/dsse.h"  // for parse_envelope
#include "evidence/statement.h"  // for parse_statement, check_predicate

namespace {

void exercise_statement(std::string_view text) {
  const auto statement = maek::evidence::parse_statement(text);
  if (!statement) return;
  const std::string written = statement->text();  // "" when the predicate has integers beyond 2^53
  if (!written.empty()) {
    const auto again = maek::evidence::parse_statement(written);
    if (!again || again->text() != written) std::abort();
  }
  for (const std::string& word : maek::evidence::predicate_words()) {
    if (maek::evidence::check_predicate(word, statement->predicate) && written.empty()) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  exercise_statement(text);
  const auto envelope = maek::evidence::parse_envelope(text);
  if (!envelope) return 0;
  const std::string written = envelope->text();
  const auto again = maek::evidence::parse_envelope(written);
  if (!again || again->text() != written || again->payload != envelope->payload) std::abort();
  exercise_statement(envelope->payload);
  return 0;
}
