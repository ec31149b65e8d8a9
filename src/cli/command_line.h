// SPDX-License-Identifier: Apache-2.0
// The command line as one function (main, entry point, exit code): everything it touches is handed in.
#pragma once

#include <iosfwd>   // for std::istream, std::ostream
#include <vector>   // for std::vector

#include "base/atomic_file.h"   // for SystemCalls
#include "base/operation.h"     // for Operation

namespace maek::cli {

/// What surrounds a run. Results go to `out`; errors, notes and progress to `err`.
struct Surroundings {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool err_is_terminal = false;            // then long work shows a progress bar
  SystemCalls* calls = &system_calls();    // how files are written
  bool records = false;                    // runs go on the ledger of this user
};

/// Exit codes: 0 done, 1 failed or stopped midway, 2 wrong use or wrong input.
int run_command_line(int argc, const char* const* argv, const std::vector<Operation>& operations,
                     const Surroundings& surroundings);

/// The same with the operations of this program.
int maek_main(int argc, const char* const* argv, const Surroundings& surroundings);

}  // namespace maek::cli
