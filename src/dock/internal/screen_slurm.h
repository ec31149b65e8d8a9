// SPDX-License-Identifier: Apache-2.0
// A screen as a Slurm job array: script, submission, state of its parts, and the stage that collects their rows.
#pragma once

#include <cstdint>       // for std::uint64_t
#include <filesystem>    // for std::filesystem::path
#include <string>        // for std::string
#include <vector>        // for std::vector

#include "base/expected.h"   // for Expected
#include "base/ids.h"        // for Digest
#include "dock/screen.h"     // for ScreenStage

namespace maek::dock::internal {

struct SlurmScreen {
  std::filesystem::path folder;              // exists; the parts are below it
  std::uint64_t parts = 1;
  std::vector<std::string> command;          // `maek screen ...` without --part, --out and --threads
  std::vector<std::string> sbatch_options;   // "--partition=long"
  Digest library;                            // of the bytes of the library
};

enum class SlurmState {
  kSubmitted,   // now
  kRunning,     // its job is in the queue or running
  kComplete,    // every part is done: collect
};

struct SlurmStatus {
  SlurmState state = SlurmState::kSubmitted;
  std::string job;                          // number of the array
  std::vector<std::uint64_t> open;          // parts that are not done
};

/// The script of the array: task K computes part K/N in parts/K. Every word is quoted.
std::string sbatch_script(const SlurmScreen& screen);

/// Looks at the parts, and submits those that are neither done nor in the queue. The job's number is kept in slurm.json:
/// the same command again asks after it. Errors: another number of parts than before, sbatch absent or refusing.
Expected<SlurmStatus> advance(const SlurmScreen& screen);

/// Takes each row from the part that computed it, and docks what is missing there with `fallback`. For one thread, and
/// records in rising order.
ScreenStage collecting_stage(const SlurmScreen& screen, ScreenStage fallback);

}  // namespace maek::dock::internal
