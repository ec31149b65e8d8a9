// SPDX-License-Identifier: Apache-2.0
// Tests of running a program: output, exit codes, signals, limits. The program is the system's shell.
#include "tests/e2e/process.h"

#include <gtest/gtest.h>    // for TEST_F
#include <signal.h>         // for SIGINT, SIGKILL
#include <unistd.h>         // for getpid

#include <chrono>           // for std::chrono::milliseconds
#include <cstdlib>          // for setenv
#include <fstream>          // for std::ofstream
#include <thread>           // for std::this_thread::sleep_for

namespace maek::e2e {
namespace {

namespace fs = std::filesystem;

class ProcessTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / ("maek_process_" + std::to_string(getpid()));
    fs::create_directories(folder_ / "in");
  }
  void TearDown() override { fs::remove_all(folder_); }

  ProcessRequest shell(const std::string& script) const {
    ProcessRequest request;
    request.program = "/bin/sh";
    request.words = {"-c", script};
    request.folder = folder_ / "in";
    request.output_folder = folder_;
    return request;
  }
  fs::path folder_;
};

TEST_F(ProcessTest, CapturesBothOutputsAndTheExitCode) {
  const ProcessResult result = run_process(shell("echo out; echo err >&2; exit 3"));
  EXPECT_EQ(result.error, "");
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.standard_output, "out\n");
  EXPECT_EQ(result.standard_error, "err\n");
}

TEST_F(ProcessTest, ReadsStandardInputFromAFileOrNothing) {
  EXPECT_EQ(run_process(shell("cat")).standard_output, "");
  std::ofstream(folder_ / "text") << "hello";
  ProcessRequest request = shell("cat");
  request.stdin_file = folder_ / "text";
  EXPECT_EQ(run_process(request).standard_output, "hello");
}

TEST_F(ProcessTest, PassesItsOwnEnvironmentAndNoMaekSettings) {
  setenv("MAEK_LEAK", "1", 1);
  ProcessRequest request = shell("echo \"$MAEK_LEAK$MAEK_FAULT$HOME\"");
  request.environment = {{"MAEK_FAULT", "write:3:ENOSPC"}, {"HOME", "/h"}};
  EXPECT_EQ(run_process(request).standard_output, "write:3:ENOSPC/h\n");
  unsetenv("MAEK_LEAK");
}

TEST_F(ProcessTest, EndsWhatTakesTooLongWithItsChildren) {
  ProcessRequest request = shell("sleep 30 & echo $! ; wait");
  request.limit_seconds = 0.3;
  const ProcessResult result = run_process(request);
  EXPECT_TRUE(result.timed_out);
  EXPECT_EQ(result.ended_by_signal, SIGKILL);
  const int sleeper = std::atoi(result.standard_output.c_str());
  ASSERT_GT(sleeper, 1);
  std::string letter = "R";
  for (int i = 0; i < 200 && letter != "Z" && letter != "gone"; ++i) {   // on a busy machine dying takes its time
    std::ifstream state("/proc/" + std::to_string(sleeper) + "/stat");
    std::string pid, name;
    if (!(state >> pid >> name >> letter)) letter = "gone";
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_TRUE(letter == "Z" || letter == "gone") << "gone, or a zombie that nobody collected, not " << letter;
}

TEST_F(ProcessTest, SendsASignalAfterADelay) {
  ProcessRequest request = shell("trap 'echo caught; exit 5' INT; while :; do sleep 0.02; done");
  request.signal = SIGINT;
  request.signal_delay_seconds = 0.2;
  request.limit_seconds = 20;
  const ProcessResult result = run_process(request);
  EXPECT_EQ(result.standard_output, "caught\n");
  EXPECT_EQ(result.exit_code, 5);
}

TEST_F(ProcessTest, StopsFilesFromGrowing) {
  ProcessRequest request = shell("head -c 5000 /dev/zero > big || echo 'full' >&2; wc -c < big");
  request.limit_file_bytes = 1024;
  const ProcessResult result = run_process(request);
  EXPECT_EQ(result.standard_output, "1024\n");
  EXPECT_NE(result.standard_error.find("full"), std::string::npos);
}

TEST_F(ProcessTest, SaysWhenThereIsNoProgram) {
  ProcessRequest request = shell("");
  request.program = "/nonexistent/maek";
  EXPECT_NE(run_process(request).error.find("/nonexistent/maek"), std::string::npos);
}

}  // namespace
}  // namespace maek::e2e
