// SPDX-License-Identifier: Apache-2.0
// Canonical JSON (RFC 8785, JCS): one text for each value, so that it can be hashed and signed; strict reading (I-JSON)
#pragma once

#include <concepts>  // for std::same_as
#include <string>  // for std::string
#include <string_view>  // for std::string_view

#include <nlohmann/json_fwd.hpp>

#include "base/expected.h"  // for Expected

namespace maek::evidence {

/// Values lie at most this deep: what follows them may recurse.
constexpr int kMaxJsonDepth = 64;

/// The canonical form of any JSON text; integers beyond 2^53 become the nearest double, as RFC 8785 wants.
/// kMalformed, with the byte: bad syntax, ill-formed UTF-8, lone surrogates, duplicate names, a byte order mark, a zero
/// byte, numbers beyond a double, more than kMaxJsonDepth levels.
Expected<std::string> canonical_json(std::string_view text);
/// The canonical form of a value in memory. Integers beyond 2^53 are refused: carry them as strings.
/// A template so that text, which converts to a value too, is never taken for one.
template <std::same_as<nlohmann::json> Json>
Expected<std::string> canonical_json(const Json& value);

/// Reads JSON under the same refusals.
Expected<nlohmann::json> parse_strict_json(std::string_view text);
/// Reads JSON that must stand in its canonical form already: any other spelling of it is refused.
Expected<nlohmann::json> parse_canonical_json(std::string_view text);

/// A finite double as ECMAScript writes it (Number::toString).
std::string ecmascript_number(double value);

}  // namespace maek::evidence
