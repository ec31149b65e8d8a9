// SPDX-License-Identifier: Apache-2.0
// Log: lines for whoever runs the program, on stderr (logging, debug, warning). Results never go here.
#pragma once

#include <ostream>       // for std::ostream
#include <string_view>   // for std::string_view

#include "base/expected.h"   // for Expected

namespace maek {

enum class LogLevel { kDebug, kInfo, kWarning, kError, kSilent };

/// Lines below `level` are dropped. At first: kWarning.
void set_log_level(LogLevel level);
LogLevel log_level();
/// "debug", "info", "warning", "error", "silent".
Expected<LogLevel> parse_log_level(std::string_view word);

/// One line, "maek: warning: text"; line breaks and control bytes inside are shown as blanks, so that a file name
/// cannot forge a line. Safe from any thread.
void log(LogLevel level, std::string_view text);

/// Sends lines elsewhere (tests); nullptr: back to stderr. The stream must outlive its use.
void set_log_stream(std::ostream* stream);

}  // namespace maek
