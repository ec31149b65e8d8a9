// SPDX-License-Identifier: Apache-2.0
// The built program against every case below tests/cases: one test a file, named after it.
#include <gtest/gtest.h>    // for TEST_P

#include <algorithm>        // for std::sort
#include <cctype>           // for std::isalnum
#include <filesystem>       // for std::filesystem
#include <string>           // for std::string
#include <unistd.h>         // for getpid
#include <vector>           // for std::vector

#include "tests/e2e/case_file.h"    // for parse_case
#include "tests/e2e/check_case.h"   // for check_case
#include "tests/test_data.h"        // for file_bytes

namespace maek::e2e {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> all_cases() {
  std::vector<std::string> paths;
  std::error_code failed;
  for (fs::recursive_directory_iterator at(fs::path(MAEK_SOURCE_DIR) / "tests/cases", failed), end;
       !failed && at != end; at.increment(failed)) {
    if (at->path().extension() == ".case") paths.push_back(at->path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string relative_name(const std::string& path) {
  return fs::path(path).lexically_relative(MAEK_SOURCE_DIR).generic_string();
}

class CommandLine : public testing::TestWithParam<std::string> {};

TEST_P(CommandLine, DoesWhatTheCaseSays) {
  const std::string name = relative_name(GetParam());
  const ParsedCase parsed = parse_case(file_bytes(GetParam()), name);
  ASSERT_EQ(parsed.error, "");
#ifdef MAEK_PROGRAM
  const fs::path scratch = fs::path(testing::TempDir()) / ("maek_e2e_" + std::to_string(getpid()));
  const Verdict verdict = check_case(parsed.value, name, MAEK_PROGRAM, scratch);
  if (!verdict.skipped.empty()) GTEST_SKIP() << verdict.skipped;
  for (const std::string& failure : verdict.failures) ADD_FAILURE() << failure << "\n(" << parsed.value.why << ")";
#else
  GTEST_SKIP() << "the program maek is not part of this build: the case was only read";
#endif
}

INSTANTIATE_TEST_SUITE_P(Cases, CommandLine, testing::ValuesIn(all_cases()),
                         [](const testing::TestParamInfo<std::string>& one) {
                           fs::path path(one.param);
                           std::string name = path.parent_path().filename().string() + "_" + path.stem().string();
                           for (char& c : name) {
                             if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
                           }
                           return name;
                         });

TEST(CommandLineCases, AreFound) { EXPECT_GE(all_cases().size(), 3u); }

}  // namespace
}  // namespace maek::e2e
