// SPDX-License-Identifier: Apache-2.0
// Runs an operation at a terminal: opens inputs, shows progress, writes files, prints the result (door).
#pragma once

#include "cli/command_line.h"   // for Surroundings
#include "cli/invocation.h"     // for Invocation

namespace maek::cli {

/// Largest input that is read [bytes]; modules have their own, smaller ones. Protects memory from /dev/zero.
constexpr std::uint64_t kMaxInputBytes = std::uint64_t{2} << 30;

/// How a run that did not fail has ended.
enum class Completion {
  kWhole,
  kRefused,  // done, and the answer is no
  kPartial,  // stopped midway; what was finished has been written and printed
};

/// Checks the arguments, then the output folder, then computes. What is printed and where: docs/cli.md.
Expected<Completion> run_operation(const Invocation& invocation, const Surroundings& surroundings);

}  // namespace maek::cli
