// SPDX-License-Identifier: Apache-2.0
// Values that stand as text in predicates: times, dates, digits, digests, verifier keys (RFC 3339, ISO 8601, checks)
#pragma once

#include <string_view>   // for std::string_view

namespace maek::evidence {

/// YYYY-MM-DD, a day that exists.
bool is_date(std::string_view text);
/// RFC 3339: date, T, hh:mm:ss with an optional fraction, Z or +hh:mm.
bool is_time(std::string_view text);
/// xsd:dateTime: as is_time, the zone may be absent.
bool is_date_time(std::string_view text);
/// ISO 8601 as packages use it: YYYY, YYYY-MM, a date, or a date and time of which seconds and zone may be absent.
bool is_iso_8601(std::string_view text);
/// Decimal digits without a leading zero, at most 40.
bool is_decimal(std::string_view text);
/// 64 lower-case hexadecimal digits.
bool is_sha256(std::string_view text);
/// name+8 hexadecimal digits+base64: the shape of a verifier key; note.h reads it.
bool is_verifier_key(std::string_view text);

}  // namespace maek::evidence
