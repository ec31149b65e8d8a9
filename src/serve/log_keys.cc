// SPDX-License-Identifier: Apache-2.0
// The list of logs, line by line.
#include "serve/log_keys.h"

#include <fmt/format.h>

namespace maek::serve {

Expected<std::vector<evidence::VerifierKey>> parse_log_keys(std::string_view text, const std::string& name) {
  std::vector<evidence::VerifierKey> keys;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    constexpr std::string_view kBlank = " \t\r";
    const std::size_t first = line.find_first_not_of(kBlank);
    if (first == std::string_view::npos || line[first] == '#') continue;
    line = line.substr(first, line.find_last_not_of(kBlank) - first + 1);
    const std::string where = fmt::format("{}:{}", name, number);
    auto key = evidence::parse_verifier_key(line);
    if (!key) {
      return Error{ErrorCode::kMalformed, key.error().message, where,
                   "One verifier key a line, as `maek evidence init` shows it: NAME+ID+KEY."};
    }
    if (key->type != evidence::KeyType::kEd25519) {
      return Error{ErrorCode::kInvalidArgument, "this is the key of a witness, not of a log", where};
    }
    if (keys.size() == kMaxLogs) return Error{ErrorCode::kTooLarge, fmt::format("more than {} logs", kMaxLogs), where};
    keys.push_back(*std::move(key));
  }
  if (keys.empty()) {
    return Error{ErrorCode::kInvalidArgument, "no log is named", name, "Write the verifier key of a log into it."};
  }
  return keys;
}

}  // namespace maek::serve
