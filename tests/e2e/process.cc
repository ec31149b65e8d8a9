// SPDX-License-Identifier: Apache-2.0
// fork, limits, exec, and waiting with an eye on the clock.
#include "tests/e2e/process.h"

#include <fcntl.h>           // for open
#include <signal.h>          // for kill, signal
#include <sys/resource.h>    // for setrlimit
#include <sys/wait.h>        // for waitpid
#include <unistd.h>          // for fork, execve, dup2, environ

#include <chrono>            // for std::chrono::steady_clock
#include <cstring>           // for std::strerror
#include <thread>            // for std::this_thread::sleep_for

#include "tests/test_data.h"   // for file_bytes

namespace maek::e2e {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kGlance = std::chrono::milliseconds(2);   // between two looks at a running child
constexpr int kCannotStart = 127;

std::vector<std::string> environment_of(const ProcessRequest& request) {
  const auto is_set = [&](const std::string& entry) {
    for (const auto& [name, value] : request.environment) {
      if (entry.compare(0, name.size() + 1, name + "=") == 0) return true;
    }
    return entry.compare(0, 5, "MAEK_") == 0;
  };
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!is_set(*entry)) all.emplace_back(*entry);
  }
  for (const auto& [name, value] : request.environment) all.push_back(name + "=" + value);
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> all;
  for (std::string& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

/// In the child, between fork and exec: nothing but system calls.
[[noreturn]] void become(const ProcessRequest& request, const char* folder, const char* in, const char* out,
                         const char* err, char* const* words, char* const* environment) {
  setpgid(0, 0);   // so that the time limit ends its children too
  const int in_fd = open(in, O_RDONLY);
  const int out_fd = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int err_fd = open(err, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (in_fd < 0 || out_fd < 0 || err_fd < 0 || chdir(folder) != 0) _exit(kCannotStart);
  dup2(in_fd, 0);
  dup2(out_fd, 1);
  dup2(err_fd, 2);
  if (request.limit_file_bytes) {
    const rlimit limit{*request.limit_file_bytes, *request.limit_file_bytes};
    signal(SIGXFSZ, SIG_IGN);   // writing then fails with EFBIG instead of ending the program
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) _exit(kCannotStart);
  }
  execve(request.program.c_str(), words, environment);
  _exit(kCannotStart);
}

/// Waits for the end, sends what is to be sent; returns the status of waitpid.
int wait_for(pid_t child, const ProcessRequest& request, bool& timed_out) {
  const auto start = Clock::now();
  bool sent = !request.signal;
  for (;;) {
    int status = 0;
    if (waitpid(child, &status, WNOHANG) == child) return status;
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (!sent && seconds >= request.signal_delay_seconds) {
      kill(child, *request.signal);
      sent = true;
    }
    if (seconds > request.limit_seconds) {
      timed_out = true;
      kill(-child, SIGKILL);
      kill(child, SIGKILL);   // in case it has not reached setpgid yet
      waitpid(child, &status, 0);
      return status;
    }
    std::this_thread::sleep_for(kGlance);
  }
}

}  // namespace

ProcessResult run_process(const ProcessRequest& request) {
  ProcessResult result;
  if (access(request.program.c_str(), X_OK) != 0) {
    result.error = request.program.string() + ": " + std::strerror(errno);
    return result;
  }
  std::vector<std::string> words{request.program.filename().string()};
  words.insert(words.end(), request.words.begin(), request.words.end());
  std::vector<std::string> environment = environment_of(request);
  const auto word_pointers = pointers(words);
  const auto environment_pointers = pointers(environment);
  const std::string folder = request.folder.string(), in = request.stdin_file.string();
  const std::string out = (request.output_folder / "stdout").string();
  const std::string err = (request.output_folder / "stderr").string();

  const pid_t child = fork();
  if (child == 0) {
    become(request, folder.c_str(), in.c_str(), out.c_str(), err.c_str(), word_pointers.data(),
           environment_pointers.data());
  }
  if (child < 0) {
    result.error = std::string("fork: ") + std::strerror(errno);
    return result;
  }
  const int status = wait_for(child, request, result.timed_out);
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) result.ended_by_signal = WTERMSIG(status);
  result.standard_output = file_bytes(out);
  result.standard_error = file_bytes(err);
  if (result.exit_code == kCannotStart) result.error = request.program.string() + " could not be started";
  return result;
}

}  // namespace maek::e2e
