// SPDX-License-Identifier: Apache-2.0
// Hybrid-36 decoding.
#include "mol/internal/hybrid36.h"

#include <charconv>       // for std::from_chars
#include <system_error>   // for std::errc

namespace maek::mol {
namespace {

std::string_view trimmed(std::string_view field) {
  while (!field.empty() && field.front() == ' ') field.remove_prefix(1);
  while (!field.empty() && field.back() == ' ') field.remove_suffix(1);
  return field;
}

std::int64_t power(std::int64_t base, int exponent) {
  std::int64_t result = 1;
  for (int i = 0; i < exponent; ++i) result *= base;
  return result;
}

}  // namespace

std::optional<std::int32_t> hybrid36_number(std::string_view field, int width) {
  const std::string_view text = trimmed(field);
  if (text.empty()) return std::nullopt;
  std::int32_t decimal = 0;
  const char* begin = text.data() + (text.front() == '+' && text.size() > 1 && text[1] != '-' ? 1 : 0);
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), decimal);
  if (error == std::errc() && end == text.data() + text.size()) return decimal;

  if (width < 2 || width > 5 || text.size() != static_cast<std::size_t>(width)) return std::nullopt;
  const bool capital = text.front() >= 'A' && text.front() <= 'Z';
  const bool small = text.front() >= 'a' && text.front() <= 'z';
  if (!capital && !small) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    int digit = -1;
    if (c >= '0' && c <= '9') digit = c - '0';
    if (capital && c >= 'A' && c <= 'Z') digit = c - 'A' + 10;
    if (small && c >= 'a' && c <= 'z') digit = c - 'a' + 10;
    if (digit < 0) return std::nullopt;
    value = value * 36 + digit;
  }
  const std::int64_t first_capital = 10 * power(36, width - 1);
  value += power(10, width) + (capital ? -first_capital : 26 * power(36, width - 1) - first_capital);
  return static_cast<std::int32_t>(value);
}

}  // namespace maek::mol
