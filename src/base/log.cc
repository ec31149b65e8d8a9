// SPDX-License-Identifier: Apache-2.0
// The only file that meets spdlog: its header costs ten seconds of compile time.
#include "base/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <memory>   // for std::shared_ptr
#include <mutex>    // for std::mutex
#include <string>   // for std::string

#include <fmt/format.h>

namespace maek {
namespace {

struct Name {
  LogLevel level;
  const char* word;
  spdlog::level::level_enum theirs;
};
constexpr Name kNames[] = {{LogLevel::kDebug, "debug", spdlog::level::debug},
                           {LogLevel::kInfo, "info", spdlog::level::info},
                           {LogLevel::kWarning, "warning", spdlog::level::warn},
                           {LogLevel::kError, "error", spdlog::level::err},
                           {LogLevel::kSilent, "silent", spdlog::level::off}};
constexpr const char* kPattern = "maek: %l: %v";

std::shared_ptr<spdlog::logger> make_logger(spdlog::sink_ptr sink, spdlog::level::level_enum level) {
  auto made = std::make_shared<spdlog::logger>("maek", std::move(sink));
  made->set_pattern(kPattern);
  made->set_level(level);
  made->flush_on(spdlog::level::debug);   // a line that is still in a buffer at a crash is of no use
  return made;
}

std::mutex swap_lock;

std::shared_ptr<spdlog::logger>& slot() {
  static std::shared_ptr<spdlog::logger> logger =
      make_logger(std::make_shared<spdlog::sinks::stderr_sink_mt>(), spdlog::level::warn);
  return logger;
}

std::shared_ptr<spdlog::logger> logger() {
  const std::lock_guard guard(swap_lock);
  return slot();
}

}  // namespace

void set_log_level(LogLevel level) { logger()->set_level(kNames[static_cast<int>(level)].theirs); }

LogLevel log_level() {
  const auto theirs = logger()->level();
  for (const Name& name : kNames) {
    if (name.theirs == theirs) return name.level;
  }
  return LogLevel::kWarning;
}

Expected<LogLevel> parse_log_level(std::string_view word) {
  for (const Name& name : kNames) {
    if (word == name.word) return name.level;
  }
  return Error{ErrorCode::kInvalidArgument, fmt::format("'{}' is not a log level", word), "",
               "Choose one of debug, info, warning, error, silent."};
}

void log(LogLevel level, std::string_view text) {
  if (level == LogLevel::kSilent) return;
  std::string line(text);
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  logger()->log(kNames[static_cast<int>(level)].theirs, "{}", line);
}

void set_log_stream(std::ostream* stream) {
  const std::lock_guard guard(swap_lock);
  const auto level = slot()->level();
  slot() = stream == nullptr ? make_logger(std::make_shared<spdlog::sinks::stderr_sink_mt>(), level)
                             : make_logger(std::make_shared<spdlog::sinks::ostream_sink_mt>(*stream), level);
}

}  // namespace maek
