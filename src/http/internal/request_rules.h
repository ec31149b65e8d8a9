// SPDX-License-Identifier: Apache-2.0
// Rules for request heads beyond their syntax: what could be read in two ways is refused (request smuggling, Host).
#pragma once

#include <string>         // for std::string
#include <string_view>    // for std::string_view
#include <vector>         // for std::vector

#include "base/expected.h"                 // for Error
#include "http/internal/wire_parser.h"     // for MessageHead

namespace maek::http::internal {

struct Refusal {
  int status = 0;   // 0: nothing to refuse
  Error error = {};
};

/// `hosts`: names that Host may have; none: any.
Refusal check_head(const MessageHead& head, const std::vector<std::string>& hosts);

/// Letters, digits, '.', '_' and '-', 1 to 64 of them: fit for a log and for a header.
bool is_request_id(std::string_view id);

}  // namespace maek::http::internal
