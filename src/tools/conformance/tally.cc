// SPDX-License-Identifier: Apache-2.0
// Counting and telling.
#include "tools/conformance/tally.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace maek::tools {

void Tally::judge(bool good, std::string_view id, std::string_view why) {
  if (good) {
    ++passed;
    return;
  }
  ++failed;
  if (failures.size() < kMostFailures) failures.push_back({std::string(id), std::string(why)});
}

std::uint64_t Tally::skipped_cases() const {
  std::uint64_t sum = 0;
  for (const auto& [reason, count] : skipped) sum += count;
  return sum;
}

std::string tallies_text(const std::vector<Tally>& tallies) {
  std::string text;
  for (const Tally& tally : tallies) {
    text += fmt::format("{:<12} {:>6} passed {:>6} failed {:>6} skipped\n", tally.set, tally.passed, tally.failed,
                        tally.skipped_cases());
    for (const Tally::Failure& failure : tally.failures)
      text += fmt::format("  FAILED {}: {}\n", failure.id, failure.why);
    if (tally.failed > tally.failures.size()) {
      text += fmt::format("  and {} more failures\n", tally.failed - tally.failures.size());
    }
    for (const auto& [reason, count] : tally.skipped) text += fmt::format("  skipped {}: {}\n", count, reason);
  }
  return text;
}

std::string tallies_json(const std::vector<Tally>& tallies) {
  nlohmann::json sets = nlohmann::json::array();
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
  std::uint64_t skipped = 0;
  for (const Tally& tally : tallies) {
    nlohmann::json failures = nlohmann::json::array();
    for (const Tally::Failure& failure : tally.failures)
      failures.push_back({{"case", failure.id}, {"why", failure.why}});
    sets.push_back({{"set", tally.set},
                    {"passed", tally.passed},
                    {"failed", tally.failed},
                    {"skipped", tally.skipped_cases()},
                    {"failures", failures},
                    {"skip_reasons", tally.skipped}});
    passed += tally.passed;
    failed += tally.failed;
    skipped += tally.skipped_cases();
  }
  const nlohmann::json all{{"passed", passed}, {"failed", failed}, {"skipped", skipped}, {"sets", sets}};
  return all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace maek::tools
