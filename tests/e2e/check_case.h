// SPDX-License-Identifier: Apache-2.0
// Check a case: runs its steps against a program and lists what did not come out as expected (end-to-end test).
#pragma once

#include <filesystem>    // for std::filesystem::path
#include <string>        // for std::string
#include <vector>        // for std::vector

#include "tests/e2e/case_file.h"   // for CaseFile

namespace maek::e2e {

struct Verdict {
  std::string skipped;                 // why the case could not be tried; "" when it was
  std::vector<std::string> failures;   // "name:line: what was expected, what came"; empty when all is well
};

/// `name` is shown in failures; `scratch` is a folder that the case may use alone and that is removed.
/// Beside what the case asks for, every step must end by itself within its limit, say something on stderr when it
/// fails, and show no trace of a crash (kNeverOnStderr in check_case.cc).
Verdict check_case(const CaseFile& wanted, const std::string& name, const std::filesystem::path& program,
                   const std::filesystem::path& scratch);

}  // namespace maek::e2e
