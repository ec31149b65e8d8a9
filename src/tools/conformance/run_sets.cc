// SPDX-License-Identifier: Apache-2.0
// The sets by name.
#include "tools/conformance/run_sets.h"

#include <system_error>   // for std::error_code
#include <utility>        // for std::pair

namespace maek::tools {

Expected<std::vector<Tally>> run_sets(const std::filesystem::path& folder) {
  static constexpr std::pair<const char*, void (*)(const VectorFolder&)> kSets[] = {
      {"merkle", run_merkle},   {"tlog", run_tlog}, {"jcs", run_jcs},
      {"ed25519", run_ed25519}, {"dsse", run_dsse}, {"provenance", run_provenance}};
  std::vector<Tally> tallies;
  std::string names;
  for (const auto& [name, run] : kSets) {
    names += (names.empty() ? "" : ", ") + std::string(name);
    std::error_code failed;
    if (!std::filesystem::is_directory(folder / name, failed)) continue;
    Tally tally;
    tally.set = name;
    run(VectorFolder(folder / name, tally));
    tallies.push_back(std::move(tally));
  }
  if (tallies.empty()) {
    return Error{ErrorCode::kNotFound, "no set of vectors is here", folder.string(),
                 "It must have folders named " + names + "."};
  }
  return tallies;
}

}  // namespace maek::tools
