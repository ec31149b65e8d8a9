// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/run_program.h"

#include <fcntl.h>      // for O_CLOEXEC
#include <poll.h>       // for poll
#include <spawn.h>      // for posix_spawnp
#include <sys/wait.h>   // for waitpid
#include <unistd.h>     // for pipe2

#include <array>          // for std::array
#include <cerrno>         // for errno
#include <system_error>   // for std::generic_category

extern char** environ;

namespace maek::dock::internal {
namespace {

constexpr std::size_t kMostOutput = std::size_t{1} << 20;

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  ~Pipe() {
    for (int& end : ends) close_end(end);
  }
  static void close_end(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
};

}  // namespace

Expected<ProgramEnd> run_program(const std::vector<std::string>& words) {
  const auto failed = [&](int number) {
    return Error{ErrorCode::kNotFound, "cannot be started: " + std::generic_category().message(number), words.front(),
                 "Is it installed, and on the PATH?"};
  };
  Pipe out, err;
  if (::pipe2(out.ends.data(), O_CLOEXEC) != 0 || ::pipe2(err.ends.data(), O_CLOEXEC) != 0) return failed(errno);
  std::vector<std::string> own = words;   // argv wants writable text
  std::vector<char*> argv;
  for (std::string& word : own) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.ends[1], 1);
  posix_spawn_file_actions_adddup2(&actions, err.ends[1], 2);
  pid_t child = 0;
  const int number = ::posix_spawnp(&child, argv.front(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (number != 0) return failed(number);
  Pipe::close_end(out.ends[1]);
  Pipe::close_end(err.ends[1]);

  ProgramEnd end;
  std::array<pollfd, 2> open{pollfd{out.ends[0], POLLIN, 0}, pollfd{err.ends[0], POLLIN, 0}};
  std::array<char, 4096> buffer{};
  for (int left = 2; left > 0;) {
    if (::poll(open.data(), open.size(), -1) < 0 && errno != EINTR) break;
    for (std::size_t k = 0; k < open.size(); ++k) {
      if (open[k].fd < 0 || open[k].revents == 0) continue;
      const ssize_t got = ::read(open[k].fd, buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) {
        open[k].fd = -1;
        --left;
        continue;
      }
      std::string& text = k == 0 ? end.out : end.err;
      if (text.size() < kMostOutput) text.append(buffer.data(), static_cast<std::size_t>(got));
    }
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  end.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return end;
}

}  // namespace maek::dock::internal
