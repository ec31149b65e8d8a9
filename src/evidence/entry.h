// SPDX-License-Identifier: Apache-2.0
// Entry: what the ledger says of one body (type, digest, subjects, links, time), as canonical JSON of one layout
#pragma once

#include <cstdint>       // for std::int64_t, std::uint64_t
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"   // for Expected
#include "base/ids.h"        // for Digest

namespace maek::evidence {

/// Milliseconds since 1970, UTC: the resolution of times on the ledger.
struct Time {
  std::int64_t milliseconds = 0;

  static Time now();
  std::string text() const;   // "2026-11-24T14:00:00.123Z"
  std::string date() const { return text().substr(0, 10); }
  auto operator<=>(const Time&) const = default;
};
/// "2026-11-24T14:00:00.123Z", also without fraction, without seconds, or a day alone; years 1970 to 9999.
/// A day alone is its last millisecond when `end_of_day`.
Expected<Time> parse_time(std::string_view text, bool end_of_day = false);

/// What an entry rests on or speaks of: an earlier entry of the same log.
struct Link {
  std::string relation;      // "input", "about", "supersedes", ...: lower-case letters and '_'
  std::uint64_t entry = 0;
  auto operator<=>(const Link&) const = default;
};

/// docs/formats/ledger.md has one byte by byte.
struct Entry {
  std::string type;                    // a word: lower-case letters and '_', at most 32
  Time time;                           // when the ledger knew it; never runs backwards
  Digest body;
  std::uint64_t body_bytes = 0;
  std::string media_type;              // of the body: "application/vnd.dsse+json"
  std::vector<Digest> subjects;        // what the body is about
  std::vector<Link> links;
  std::optional<Digest> person;        // commitment to whom the body is about, where it is about somebody

  /// Canonical JSON (RFC 8785).
  std::string text() const;
  auto operator<=>(const Entry&) const = default;
};

/// Writes `time` over the time in `text`, which is what `entry.text()` gave: both times of the years 1970 to 9999.
void replace_time(std::string& text, const Entry& entry, std::string_view time);

/// kInvalidArgument: words or media types with other characters, links that do not point backwards from `index`.
/// kTooLarge: more than kMaxEntryBytes; `text_bytes` is the length of its text.
Expected<void> check_entry(const Entry& entry, std::uint64_t index, std::size_t text_bytes);
/// Accepts exactly what text() writes: unknown, duplicate or reordered members, spaces, escapes are kMalformed.
Expected<Entry> parse_entry(std::string_view text);
/// The same into an entry whose memory is used again; after an Error it holds nothing of use.
Expected<void> parse_entry(std::string_view text, Entry& entry);

}  // namespace maek::evidence
