// SPDX-License-Identifier: Apache-2.0
// Name look-up with an end (DNS, getaddrinfo with a time-out).
#pragma once

#include <chrono>     // for std::chrono::milliseconds
#include <string>     // for std::string
#include <vector>     // for std::vector

#include "base/expected.h"   // for Expected

namespace maek::http::internal {

/// IP addresses of a host. The system's look-up cannot be interrupted: after `patience` it is left to itself.
Expected<std::vector<std::string>> resolve(const std::string& host, std::chrono::milliseconds patience);

}  // namespace maek::http::internal
