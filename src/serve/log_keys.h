// SPDX-License-Identifier: Apache-2.0
// Log keys: the list of logs that a witness cosigns, one verifier key a line (configuration)
#pragma once

#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"       // for Expected
#include "evidence/note.h"       // for VerifierKey

namespace maek::serve {

constexpr std::size_t kMaxLogs = 10'000;   // a witness reads the list at once and keeps it

/// Lines of one verifier key each; blank lines and lines that begin with '#' are skipped. `name` stands in errors.
/// Errors: kMalformed with the line, kInvalidArgument for a key that no log signs with or a list without a key.
Expected<std::vector<evidence::VerifierKey>> parse_log_keys(std::string_view text, const std::string& name);

}  // namespace maek::serve
