// SPDX-License-Identifier: Apache-2.0
// Expected<T>: a value or an Error (result type, error handling). C++17-clean: files that meet gemmi include it.
#pragma once

#include <optional>    // for std::optional
#include <string>      // for std::string
#include <utility>     // for std::move
#include <variant>     // for std::variant

namespace maek {

/// Why something could not be done. A closed list; the exit code and the HTTP status follow from it.
enum class ErrorCode {
  kInvalidArgument,  // an option or a value that makes no sense
  kNotFound,         // a file, a residue, an entry that is not there
  kMalformed,        // bytes that do not follow their format
  kUnsupported,      // understood, but outside what is built
  kTooLarge,         // beyond a stated limit of size or memory
  kUnreadable,       // the system refused to read
  kUnwritable,       // the system refused to write
  kDiskFull,         // no space left while writing
  kCancelled,        // the user or the caller stopped it
  kInternal,         // a library failed in a way that no input should cause
};

/// `what` is wrong, `where` (file:line, field), and what to do (`hint`).
struct [[nodiscard]] Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  std::string where = {};
  std::string hint = {};

  /// "where: message. hint": one line for people.
  std::string text() const;
};

/// The word for a code in JSON: "malformed", "not_found", ...
const char* to_string(ErrorCode code);

/// 2 for wrong use or wrong input, 1 for everything else that failed.
int exit_code(ErrorCode code);

/// A T, or the reason why there is none. Test it before use; reading the wrong side is a defect of the caller.
template <class T>
class [[nodiscard]] Expected {
 public:
  Expected(T value) : state_(std::in_place_index<0>, std::move(value)) {}          // NOLINT: implicit by design
  Expected(Error error) : state_(std::in_place_index<1>, std::move(error)) {}      // NOLINT: implicit by design

  explicit operator bool() const { return state_.index() == 0; }
  bool has_value() const { return state_.index() == 0; }

  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }

  const Error& error() const& { return std::get<1>(state_); }
  Error error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

/// Done, or the reason why not.
template <>
class [[nodiscard]] Expected<void> {
 public:
  Expected() = default;
  Expected(Error error) : error_(std::move(error)) {}  // NOLINT: implicit by design

  explicit operator bool() const { return !error_; }
  bool has_value() const { return !error_; }
  const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace maek
