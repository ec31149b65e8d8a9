// SPDX-License-Identifier: Apache-2.0
// One layout, written and scanned directly: a ledger of ten million entries is checked in seconds.
#include "evidence/entry.h"

#include <algorithm>   // for std::all_of
#include <array>       // for std::array
#include <charconv>    // for std::from_chars
#include <chrono>      // for std::chrono

#include <fmt/format.h>

#include "evidence/tile.h"   // for kMaxEntryBytes

namespace maek::evidence {
namespace {

constexpr std::uint64_t kMaxExactInteger = std::uint64_t{1} << 53;   // JSON numbers are doubles
constexpr std::size_t kMaxWord = 32;
constexpr std::size_t kMaxMediaType = 127;   // RFC 6838, 4.2: each name
constexpr std::size_t kTimeLength = std::string_view("2026-11-24T14:00:00.123Z").size();
constexpr std::string_view kBehindTime = R"(","type":")";
constexpr std::string_view kEnd = R"(","v":1})";
constexpr Time kEndOfTime{253'402'300'799'999};   // 9999-12-31T23:59:59.999Z

// Values of lower-case hexadecimal digits, -1 for every other byte: a check of a ledger reads hundreds of them an entry.
constexpr std::array<signed char, 256> kNibbles = [] {
  std::array<signed char, 256> values{};
  values.fill(-1);
  for (int i = 0; i < 10; ++i) values[static_cast<std::size_t>('0' + i)] = static_cast<signed char>(i);
  for (int i = 0; i < 6; ++i) values[static_cast<std::size_t>('a' + i)] = static_cast<signed char>(10 + i);
  return values;
}();

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= kMaxWord &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

bool is_media_type(std::string_view text) {
  return !text.empty() && text.size() <= kMaxMediaType && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '+' || c == '-' || c == '.';
  });
}

// Reads the text from left to right; the first thing that is not as expected stops it.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text), rest_(text) {}

  bool literal(std::string_view expected) {
    if (!rest_.starts_with(expected)) return fail(fmt::format("expected '{}'", expected));
    rest_.remove_prefix(expected.size());
    return true;
  }
  bool next_is(std::string_view expected) const { return rest_.starts_with(expected); }

  bool number(std::uint64_t& value) {
    const auto [end, failed] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    const auto digits = static_cast<std::size_t>(end - rest_.data());
    if (failed != std::errc() || value > kMaxExactInteger || (digits > 1 && rest_.front() == '0')) {
      return fail("expected a whole number up to 2^53");
    }
    rest_.remove_prefix(digits);
    return true;
  }
  // Up to the closing quote; what may stand in it is checked by the caller.
  bool quoted(std::string_view& value) {
    if (!literal("\"")) return false;
    const std::size_t end = rest_.find('"');
    if (end == std::string_view::npos) return fail("a text does not end");
    value = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return true;
  }
  bool digest(Digest& value) {
    std::string_view hex;
    if (!quoted(hex)) return false;
    if (hex.size() != 64) return fail("expected 64 hexadecimal digits");
    for (std::size_t i = 0; i < 32; ++i) {
      const int high = kNibbles[static_cast<unsigned char>(hex[2 * i])];
      const int low = kNibbles[static_cast<unsigned char>(hex[2 * i + 1])];
      if (high < 0 || low < 0) return fail("expected lower-case hexadecimal digits");
      value.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return true;
  }
  bool word(std::string& value) {
    std::string_view text;
    if (!quoted(text)) return false;
    if (!is_word(text)) return fail("expected a word of lower-case letters");
    value = text;
    return true;
  }
  bool fail(std::string why) {
    if (why_.empty()) why_ = fmt::format("{} at byte {}", why, text_.size() - rest_.size());
    return false;
  }
  bool at_end() { return rest_.empty() || fail("expected nothing more"); }
  Error error() const { return {ErrorCode::kMalformed, "is no entry: " + why_, "entry"}; }

 private:
  std::string_view text_;
  std::string_view rest_;
  std::string why_;
};

bool scan_body(Scanner& scan, Entry& entry) {
  std::string_view media;
  if (!scan.literal(R"({"body":{"bytes":)") || !scan.number(entry.body_bytes) || !scan.literal(R"(,"media":)") ||
      !scan.quoted(media)) {
    return false;
  }
  if (!is_media_type(media)) return scan.fail("expected a media type in lower case");
  entry.media_type = media;
  return scan.literal(R"(,"sha256":)") && scan.digest(entry.body) && scan.literal("}");
}

bool scan_links(Scanner& scan, Entry& entry) {
  if (!scan.literal(R"(,"links":[)")) return false;
  entry.links.clear();
  while (!scan.next_is("]")) {
    if (!entry.links.empty() && !scan.literal(",")) return false;
    Link link;
    if (!scan.literal(R"({"entry":)") || !scan.number(link.entry) || !scan.literal(R"(,"rel":)") ||
        !scan.word(link.relation) || !scan.literal("}")) {
      return false;
    }
    entry.links.push_back(std::move(link));
  }
  return scan.literal("]");
}

bool scan_rest(Scanner& scan, Entry& entry) {
  entry.person.reset();
  entry.subjects.clear();
  if (scan.next_is(R"(,"person":)")) {
    if (!scan.literal(R"(,"person":)") || !scan.digest(entry.person.emplace())) return false;
  }
  if (!scan.literal(R"(,"subjects":[)")) return false;
  while (!scan.next_is("]")) {
    if (!entry.subjects.empty() && !scan.literal(",")) return false;
    if (!scan.digest(entry.subjects.emplace_back())) return false;
  }
  std::string_view time;
  if (!scan.literal(R"(],"time":)") || !scan.quoted(time)) return false;
  const auto parsed = parse_time(time);
  // Of the spellings that parse_time reads, only the one that Time::text writes has this length.
  if (!parsed || time.size() != kTimeLength) return scan.fail("expected a time such as 2026-11-24T14:00:00.123Z");
  entry.time = *parsed;
  return scan.literal(R"(,"type":)") && scan.word(entry.type) && scan.literal(R"(,"v":1})") && scan.at_end();
}

// `count` digits of `text` from `at` as a number in [low, high]; -1 when they are not.
int field(std::string_view text, std::size_t at, std::size_t count, int low, int high) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value < low || value > high ? -1 : value;
}

}  // namespace

Time Time::now() {
  using namespace std::chrono;
  return {duration_cast<std::chrono::milliseconds>(system_clock::now().time_since_epoch()).count()};
}

std::string Time::text() const {
  using namespace std::chrono;
  const sys_time<std::chrono::milliseconds> moment{std::chrono::milliseconds{milliseconds}};
  const auto day = floor<days>(moment);
  const year_month_day date{day};
  const auto of_day = (moment - day).count();
  std::string out = "0000-00-00T00:00:00.000Z";
  const auto put = [&out](std::size_t at, std::size_t digits, std::int64_t value) {
    for (std::size_t i = digits; i-- > 0; value /= 10) out[at + i] = static_cast<char>('0' + value % 10);
  };
  put(0, 4, static_cast<int>(date.year()));
  put(5, 2, static_cast<unsigned>(date.month()));
  put(8, 2, static_cast<unsigned>(date.day()));
  put(11, 2, of_day / 3'600'000);
  put(14, 2, of_day / 60'000 % 60);
  put(17, 2, of_day / 1000 % 60);
  put(20, 3, of_day % 1000);
  return out;
}

Expected<Time> parse_time(std::string_view text, bool end_of_day) {
  using namespace std::chrono;
  const auto bad = [text] {  // made when it is wanted: a ledger is full of good times
    return Error{ErrorCode::kInvalidArgument, fmt::format("'{}' is no time", text.substr(0, 40)), "time",
                 "Write a day, 2026-11-24, or a UTC time, 2026-11-24T14:00:00Z."};
  };
  const year_month_day date{year{field(text, 0, 4, 1970, 9999)}, month(static_cast<unsigned>(field(text, 5, 2, 1, 12))),
                            day(static_cast<unsigned>(field(text, 8, 2, 1, 31)))};
  if (text.size() < 10 || text[4] != '-' || text[7] != '-' || !date.ok() || static_cast<int>(date.year()) < 1970) {
    return bad();
  }
  const std::int64_t start = sys_days{date}.time_since_epoch().count() * std::int64_t{86'400'000};
  if (text.size() == 10) return Time{end_of_day ? start + 86'399'999 : start};
  const int hour = field(text, 11, 2, 0, 23);
  const int minute = field(text, 14, 2, 0, 59);
  if (text[10] != 'T' || hour < 0 || minute < 0 || text[13] != ':') return bad();
  int second = 0;
  int thousandth = 0;
  std::string_view rest = text.substr(16);
  if (rest.starts_with(':')) {
    second = field(rest, 1, 2, 0, 59);
    rest = second < 0 ? std::string_view{} : rest.substr(3);
  }
  if (rest.starts_with('.')) {
    thousandth = field(rest, 1, 3, 0, 999);
    rest = thousandth < 0 ? std::string_view{} : rest.substr(4);
  }
  if (rest != "Z") return bad();
  return Time{start + ((hour * 60 + minute) * 60 + second) * std::int64_t{1000} + thousandth};
}

std::string Entry::text() const {
  std::string out;
  out.reserve(320 + 67 * subjects.size() + 40 * links.size());
  const auto append = [&out](std::initializer_list<std::string_view> parts) {
    for (const std::string_view part : parts) out += part;
  };
  append({R"({"body":{"bytes":)", std::to_string(body_bytes), R"(,"media":")", media_type, R"(","sha256":")",
          body.hex(), R"("},"links":[)"});
  for (const Link& link : links) {
    if (&link != &links.front()) out += ',';
    append({R"({"entry":)", std::to_string(link.entry), R"(,"rel":")", link.relation, "\"}"});
  }
  out += ']';
  if (person) append({R"(,"person":")", person->hex(), "\""});
  out += R"(,"subjects":[)";
  for (const Digest& subject : subjects) {
    if (&subject != &subjects.front()) out += ',';
    append({"\"", subject.hex(), "\""});
  }
  append({R"(],"time":")", time.text(), kBehindTime, type, kEnd});
  return out;
}

void replace_time(std::string& text, const Entry& entry, std::string_view time) {
  const std::size_t behind = kTimeLength + kBehindTime.size() + entry.type.size() + kEnd.size();
  text.replace(text.size() - behind, kTimeLength, time);
}

Expected<void> check_entry(const Entry& entry, std::uint64_t index, std::size_t text_bytes) {
  const auto bad = [](std::string message, std::string where) {
    return Error{ErrorCode::kInvalidArgument, std::move(message), std::move(where)};
  };
  if (!is_word(entry.type)) return bad("the type of an entry is a word of lower-case letters", "type");
  if (!is_media_type(entry.media_type)) return bad("is no media type in lower case", "media");
  if (entry.body_bytes > kMaxExactInteger) return bad("is beyond 2^53", "bytes");
  if (entry.time < Time{} || entry.time > kEndOfTime) return bad("is outside the years 1970 to 9999", "time");
  for (const Link& link : entry.links) {
    if (!is_word(link.relation)) return bad("a relation is a word of lower-case letters", "links");
    if (link.entry >= index) {
      return bad(fmt::format("entry {} cannot rest on entry {}, which is not before it", index, link.entry), "links");
    }
  }
  if (text_bytes <= kMaxEntryBytes) return {};
  return Error{ErrorCode::kTooLarge,
               fmt::format("an entry of {} bytes is over the limit of {}", text_bytes, kMaxEntryBytes), "entry",
               "Put what is long into the body: subjects beyond some 900 belong into a manifest."};
}

Expected<Entry> parse_entry(std::string_view text) {
  Entry entry;
  if (auto parsed = parse_entry(text, entry); !parsed) return parsed.error();
  return entry;
}

Expected<void> parse_entry(std::string_view text, Entry& entry) {
  Scanner scan(text);
  if (text.size() > kMaxEntryBytes) {
    scan.fail(fmt::format("{} bytes are more than {}", text.size(), kMaxEntryBytes));
    return scan.error();
  }
  if (!scan_body(scan, entry) || !scan_links(scan, entry) || !scan_rest(scan, entry)) return scan.error();
  return {};
}

}  // namespace maek::evidence
