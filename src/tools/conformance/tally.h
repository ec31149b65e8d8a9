// SPDX-License-Identifier: Apache-2.0
// Tally: what became of the cases of a set of vectors: passed, failed with why, skipped with the reason (result, report)
#pragma once

#include <cstdint>  // for std::uint64_t
#include <map>  // for std::map
#include <string>  // for std::string
#include <string_view>  // for std::string_view
#include <vector>  // for std::vector

namespace maek::tools {

struct Tally {
  struct Failure {
    std::string id;  // file and case
    std::string why;
  };
  static constexpr std::size_t kMostFailures = 100;  // told one by one

  std::string set;
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
  std::vector<Failure> failures;
  std::map<std::string, std::uint64_t> skipped;  // by reason

  /// Counts one case; `why` says what was expected, for when it failed.
  void judge(bool good, std::string_view id, std::string_view why);
  void skip(const std::string& reason, std::uint64_t cases = 1) { skipped[reason] += cases; }
  std::uint64_t skipped_cases() const;
};

/// For people, a line a set; failures and reasons below.
std::string tallies_text(const std::vector<Tally>& tallies);
std::string tallies_json(const std::vector<Tally>& tallies);

}  // namespace maek::tools
