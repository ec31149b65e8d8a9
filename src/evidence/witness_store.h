// SPDX-License-Identifier: Apache-2.0
// The records of a witness as files: one note for each origin, replaced whole; evidence of forks beside them
#pragma once

#include <filesystem>    // for std::filesystem::path
#include <memory>        // for std::unique_ptr
#include <optional>      // for std::optional
#include <string>        // for std::string

#include "base/atomic_file.h"     // for OutputFolder, SystemCalls
#include "base/expected.h"        // for Expected
#include "evidence/witness.h"     // for WitnessStore

namespace maek::evidence {

/// As many fork files of each kind are kept for an origin.
constexpr std::size_t kMaxForkFiles = 16;

/// `<hex SHA-256 of the origin>.checkpoint` is the last cosigned note, and `.fork-*` and `.unproved-*` are what did not
/// fit it. One process holds the folder at a time (a lock on the file `lock`).
class WitnessFiles : public WitnessStore {
 public:
  static Expected<std::unique_ptr<WitnessFiles>> open(const std::filesystem::path& folder,
                                                      SystemCalls& calls = system_calls());
  ~WitnessFiles() override;
  WitnessFiles(const WitnessFiles&) = delete;
  WitnessFiles& operator=(const WitnessFiles&) = delete;

  Expected<std::optional<WitnessRecord>> get(const std::string& origin) override;
  Expected<bool> replace(const std::string& origin, std::uint64_t old_size, const Digest& old_root,
                         const WitnessRecord& next) override;
  Expected<void> keep_fork(const std::string& origin, const ForkEvidence& evidence) override;

 private:
  struct State;
  explicit WitnessFiles(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace maek::evidence
