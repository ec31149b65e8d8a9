// SPDX-License-Identifier: Apache-2.0
// Words and exit codes of errors.
#include "base/expected.h"

namespace maek {

std::string Error::text() const {
  std::string line = where.empty() ? message : where + ": " + message;
  if (!hint.empty()) {
    if (!line.empty() && line.back() != '.' && line.back() != '?' && line.back() != '!') line += '.';
    line += ' ' + hint;
  }
  return line;
}

const char* to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return "invalid_argument";
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kMalformed:
      return "malformed";
    case ErrorCode::kUnsupported:
      return "unsupported";
    case ErrorCode::kTooLarge:
      return "too_large";
    case ErrorCode::kUnreadable:
      return "unreadable";
    case ErrorCode::kUnwritable:
      return "unwritable";
    case ErrorCode::kDiskFull:
      return "disk_full";
    case ErrorCode::kCancelled:
      return "cancelled";
    case ErrorCode::kInternal:
      return "internal";
  }
  return "internal";
}

int exit_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kNotFound:
    case ErrorCode::kMalformed:
    case ErrorCode::kUnsupported:
    case ErrorCode::kTooLarge:
    case ErrorCode::kUnreadable:
      return 2;
    case ErrorCode::kUnwritable:
    case ErrorCode::kDiskFull:
    case ErrorCode::kCancelled:
    case ErrorCode::kInternal:
      return 1;
  }
  return 1;
}

}  // namespace maek
