// SPDX-License-Identifier: Apache-2.0
// Access log: one JSON line for each request (structured log; no headers, no query, no bodies).
#pragma once

#include <chrono>         // for std::chrono::system_clock
#include <cstdint>        // for std::uint64_t
#include <functional>     // for std::function
#include <string>         // for std::string
#include <string_view>    // for std::string_view

namespace maek::http {

struct AccessEntry {
  std::chrono::system_clock::time_point time;   // when the request began
  std::string peer;
  std::string method;    // nothing when the request could not be read
  std::string path;      // decoded, without the query
  std::string route;     // the pattern
  int status = 0;        // 499: the client left before an answer
  std::uint64_t bytes_in = 0;     // of the body
  std::uint64_t bytes_out = 0;    // of head and body
  double seconds = 0;
  bool complete = true;           // all of the answer was handed to the system
  std::string id;
  std::string key;       // name of the key, never the key
};

/// Takes a line without its end. Called on the thread that does all input and output: it must be quick.
using AccessLog = std::function<void(std::string_view line)>;

/// {"time":"2026-01-02T03:04:05.678Z","peer":...}: line breaks and control bytes are escaped, invalid UTF-8 replaced.
std::string access_line(const AccessEntry& entry);

/// One line on stderr.
void log_to_stderr(std::string_view line);

}  // namespace maek::http
