// SPDX-License-Identifier: Apache-2.0
// Random text for keys and request ids (unguessable, from the system's generator).
#pragma once

#include <cstddef>   // for std::size_t
#include <string>    // for std::string

namespace maek::http::internal {

/// Twice as many hexadecimal digits; empty when the system has no randomness.
std::string random_hex(std::size_t bytes);

}  // namespace maek::http::internal
