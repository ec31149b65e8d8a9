// SPDX-License-Identifier: Apache-2.0
// Process: runs a program to its end with captured output, a time limit and a signal on the way (spawn, subprocess).
#pragma once

#include <cstdint>       // for std::uint64_t
#include <filesystem>    // for std::filesystem::path
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <utility>       // for std::pair
#include <vector>        // for std::vector

namespace maek::e2e {

struct ProcessRequest {
  std::filesystem::path program;
  std::vector<std::string> words;                                  // without the program's name
  std::filesystem::path folder;                                    // it runs in
  std::filesystem::path output_folder;                             // captured output stands here meanwhile
  std::filesystem::path stdin_file = "/dev/null";
  std::vector<std::pair<std::string, std::string>> environment;    // beside what is inherited; MAEK_* is not inherited
  double limit_seconds = 60;                                       // then it is killed, with its children
  std::optional<int> signal = {};
  double signal_delay_seconds = 0;
  std::optional<std::uint64_t> limit_file_bytes = {};
};

struct ProcessResult {
  std::string error;            // why it could not be run at all
  int exit_code = -1;           // -1 when a signal ended it
  int ended_by_signal = 0;
  bool timed_out = false;
  std::string standard_output;
  std::string standard_error;
};

ProcessResult run_process(const ProcessRequest& request);

}  // namespace maek::e2e
