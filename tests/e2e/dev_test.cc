// SPDX-License-Identifier: Apache-2.0
// Tests of the door for people, ./dev: what needs no build. A build inside a test would wait for its own lock.
#include <gtest/gtest.h>    // for TEST_F
#include <unistd.h>         // for getpid

#include <filesystem>       // for std::filesystem
#include <regex>            // for std::regex
#include <sstream>          // for std::istringstream
#include <string>           // for std::string
#include <vector>           // for std::vector

#include "tests/e2e/process.h"   // for run_process
#include "tests/test_data.h"     // for file_bytes

namespace maek::e2e {
namespace {

namespace fs = std::filesystem;

class DevTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / ("maek_dev_" + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  ProcessResult dev(const std::vector<std::string>& words) const {
    ProcessRequest request;
    request.program = fs::path(MAEK_SOURCE_DIR) / "dev";
    request.words = words;
    request.folder = folder_;   // it must work from anywhere
    request.output_folder = folder_;
    return run_process(request);
  }
  fs::path folder_;
};

TEST_F(DevTest, ExplainsEveryVerbItKnows) {
  const ProcessResult help = dev({"help"});
  EXPECT_EQ(help.exit_code, 0) << help.standard_error;
  const std::string script = file_bytes(fs::path(MAEK_SOURCE_DIR) / "dev");
  static const std::regex kVerb("\\nverb_([a-z]+)\\(\\)");
  int verbs = 0;
  for (std::sregex_iterator at(script.begin(), script.end(), kVerb), end; at != end; ++at, ++verbs) {
    EXPECT_NE(help.standard_output.find("\n  " + (*at)[1].str() + " "), std::string::npos) << (*at)[1];
  }
  EXPECT_GE(verbs, 10);
}

TEST_F(DevTest, RefusesWhatItDoesNotKnow) {
  const struct { std::vector<std::string> words; const char* message; } cases[] = {
      {{"nosuch"}, "no verb 'nosuch'"},
      {{"build", "nosuch"}, "no preset 'nosuch'"},
      {{"build", "dev", "release"}, "one preset"},
      {{"test", "--nosuch"}, "no option '--nosuch'"},
      {{"test", "mol", "base"}, "one module at a time"},
      {{"test", "--preset"}, "--preset needs a name"},
      {{"test", "--preset", "fuzz"}, "./dev fuzz"},
      {{"bench"}, "bench needs a question"},
      {{"bench", "nosuch"}, "bench needs a question"},
      {{"fuzz", "nosuch"}, "no fuzz target 'nosuch'"},
      {{"lint", "--nosuch"}, "--all or nothing"},
  };
  for (const auto& c : cases) {
    const ProcessResult result = dev(c.words);
    EXPECT_EQ(result.exit_code, 2) << c.message;
    EXPECT_NE(result.standard_error.find(c.message), std::string::npos) << result.standard_error;
    EXPECT_EQ(result.standard_output, "");
  }
}

TEST_F(DevTest, NamesEachPackageWithItsGroupAndReason) {
  std::istringstream lines(file_bytes(fs::path(MAEK_SOURCE_DIR) / "packages.txt"));
  static const std::regex kRow("(build|package|lint|format|fuzz|bench) [a-z0-9.+-]+ +\\S.*");
  std::string line;
  int rows = 0;
  for (; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    EXPECT_TRUE(std::regex_match(line, kRow)) << line;
    ++rows;
  }
  EXPECT_GT(rows, 20);
}

}  // namespace
}  // namespace maek::e2e
