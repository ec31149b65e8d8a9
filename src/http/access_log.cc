// SPDX-License-Identifier: Apache-2.0
// The access log's line.
#include "http/access_log.h"

#include <cmath>    // for std::round
#include <cstdio>   // for std::fwrite
#include <ctime>    // for gmtime_r

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace maek::http {
namespace {

std::string utc_text(std::chrono::system_clock::time_point time) {
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
  const std::time_t seconds = static_cast<std::time_t>(millis / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, millis % 1000);
}

}  // namespace

std::string access_line(const AccessEntry& entry) {
  constexpr double kMicro = 1e6;
  nlohmann::ordered_json line;
  line["time"] = utc_text(entry.time);
  line["peer"] = entry.peer;
  line["method"] = entry.method;
  line["path"] = entry.path;
  line["route"] = entry.route;
  line["status"] = entry.status;
  line["bytes_in"] = entry.bytes_in;
  line["bytes_out"] = entry.bytes_out;
  line["seconds"] = std::round(entry.seconds * kMicro) / kMicro;
  if (!entry.complete) line["complete"] = false;
  line["id"] = entry.id;
  if (!entry.key.empty()) line["key"] = entry.key;
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void log_to_stderr(std::string_view line) {
  const std::string whole = std::string(line) + "\n";
  std::fwrite(whole.data(), 1, whole.size(), stderr);
}

}  // namespace maek::http
