// SPDX-License-Identifier: Apache-2.0
// Runs another program and reads what it prints (subprocess, spawn); no shell is involved.
#pragma once

#include <string>   // for std::string
#include <vector>   // for std::vector

#include "base/expected.h"   // for Expected

namespace maek::dock::internal {

struct ProgramEnd {
  int status = 0;         // exit status, 128 + signal when a signal ended it
  std::string out, err;   // at most the first MiB of each
};

/// `words[0]` is looked up on the PATH. An error when it cannot be started.
Expected<ProgramEnd> run_program(const std::vector<std::string>& words);

}  // namespace maek::dock::internal
