// SPDX-License-Identifier: Apache-2.0
#include "evidence/internal/predicate_values.h"

#include <algorithm>   // for std::all_of
#include <string>      // for std::string

namespace maek::evidence {
namespace {

constexpr std::size_t kMostDigits = 40;   // 128 bits

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

/// The number that `count` digits at `at` spell, or -1.
int digits_at(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (!is_digit(c)) return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool between(int value, int low, int high) { return value >= low && value <= high; }

}  // namespace

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const int year = digits_at(text, 0, 4);
  const int month = digits_at(text, 5, 2);
  const int day = digits_at(text, 8, 2);
  if (year < 0 || !between(month, 1, 12)) return false;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return between(day, 1, kDays[month - 1] + (month == 2 && leap ? 1 : 0));
}

bool is_time(std::string_view text) {
  constexpr std::size_t kSeconds = 19;   // YYYY-MM-DDThh:mm:ss
  if (text.size() <= kSeconds || !is_date(text.substr(0, 10)) || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':') {
    return false;
  }
  if (!between(digits_at(text, 11, 2), 0, 23) || !between(digits_at(text, 14, 2), 0, 59) ||
      !between(digits_at(text, 17, 2), 0, 60)) {   // 60: a leap second
    return false;
  }
  std::string_view zone = text.substr(kSeconds);
  if (zone[0] == '.') {
    std::size_t end = 1;
    while (end < zone.size() && is_digit(zone[end])) ++end;
    if (end == 1) return false;
    zone.remove_prefix(end);
  }
  if (zone == "Z") return true;
  return zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':' &&
         between(digits_at(zone, 1, 2), 0, 23) && between(digits_at(zone, 4, 2), 0, 59);
}

bool is_date_time(std::string_view text) { return is_time(text) || is_time(std::string(text) + "Z"); }

bool is_iso_8601(std::string_view text) {
  if (text.size() == 4) return digits_at(text, 0, 4) >= 0;
  if (text.size() == 7) return is_date(std::string(text) + "-01");
  if (is_date(text) || is_date_time(text)) return true;
  constexpr std::size_t kMinutes = 16;   // YYYY-MM-DDThh:mm
  if (text.size() < kMinutes) return false;
  return is_date_time(std::string(text.substr(0, kMinutes)) + ":00" + std::string(text.substr(kMinutes)));
}

bool is_decimal(std::string_view text) {
  return !text.empty() && text.size() <= kMostDigits && std::all_of(text.begin(), text.end(), is_digit) &&
         (text.size() == 1 || text[0] != '0');
}

bool is_sha256(std::string_view text) { return text.size() == 64 && std::all_of(text.begin(), text.end(), is_hex); }

bool is_verifier_key(std::string_view text) {
  const auto first = text.find('+');
  if (first == 0 || first == std::string_view::npos || text.size() < first + 10 || text[first + 9] != '+') return false;
  const std::string_view id = text.substr(first + 1, 8);
  const std::string_view key = text.substr(first + 10);
  const auto is_base64 = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '/' || c == '=';
  };
  return std::all_of(id.begin(), id.end(), is_hex) && !key.empty() && std::all_of(key.begin(), key.end(), is_base64);
}

}  // namespace maek::evidence
