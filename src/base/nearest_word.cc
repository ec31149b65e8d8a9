// SPDX-License-Identifier: Apache-2.0
// Edit distance with swaps, and the choice of the nearest word.
#include "base/nearest_word.h"

#include <algorithm>   // for std::min

#include <fmt/format.h>

namespace maek {
namespace {

constexpr std::size_t kLongestTypo = 64;   // longer texts are no words, and the table grows with the square
constexpr std::size_t kShortestPrefix = 3;

std::string lower(std::string_view text) {
  std::string copy(text);
  for (char& c : copy) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return copy;
}

}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
  // Rows i-2, i-1 and i of the table of distances between the first i letters of a and the first j of b.
  std::vector<int> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

std::string nearest_word(std::string_view typed, const std::vector<std::string>& words) {
  if (typed.empty() || typed.size() > kLongestTypo) return "";
  const std::string wanted = lower(typed);
  const int allowed = std::max(1, static_cast<int>(typed.size() / 3));
  std::string best;
  int least = allowed + 1;
  for (const std::string& word : words) {
    if (word.size() > kLongestTypo) continue;
    const int distance = edit_distance(wanted, lower(word));
    if (distance >= least || distance >= static_cast<int>(word.size())) continue;   // nothing in common is not near
    least = distance;
    best = word;
  }
  if (!best.empty() || typed.size() < kShortestPrefix) return best;
  for (const std::string& word : words) {
    if (!lower(word).starts_with(wanted)) continue;
    if (!best.empty()) return "";
    best = word;
  }
  return best;
}

std::string did_you_mean(std::string_view typed, const std::vector<std::string>& words) {
  const std::string word = nearest_word(typed, words);
  return word.empty() ? "" : fmt::format("Did you mean '{}'?", word);
}

}  // namespace maek
