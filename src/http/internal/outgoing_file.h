// SPDX-License-Identifier: Apache-2.0
// OutgoingFile: a file on its way to a client, read piece by piece (sendfile-like streaming, bounded memory).
#pragma once

#include <cstdint>   // for std::uint64_t
#include <string>    // for std::string
#include <utility>   // for std::exchange

#include "base/expected.h"   // for Expected
#include "http/message.h"    // for FileBody

namespace maek::http::internal {

class OutgoingFile {
 public:
  OutgoingFile() = default;
  ~OutgoingFile();
  OutgoingFile(OutgoingFile&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), at_(other.at_), left_(other.left_) {}
  OutgoingFile& operator=(OutgoingFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(at_, other.at_);
    std::swap(left_, other.left_);
    return *this;
  }

  /// Errors: kNotFound, kUnreadable, kInvalidArgument for a range outside the file or for what is no plain file.
  static Expected<OutgoingFile> open(const FileBody& body);
  bool is_open() const { return descriptor_ >= 0; }
  std::uint64_t left() const { return left_; }
  /// The next bytes, at most `size`; nothing at the end, or when the file has become shorter or unreadable.
  std::string read(std::size_t size);

 private:
  int descriptor_ = -1;
  std::uint64_t at_ = 0;
  std::uint64_t left_ = 0;
};

}  // namespace maek::http::internal
