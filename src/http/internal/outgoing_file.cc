// SPDX-License-Identifier: Apache-2.0
// Files on their way out, by descriptor and offset.
#include "http/internal/outgoing_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>      // for std::min
#include <cerrno>         // for errno
#include <system_error>   // for std::generic_category

namespace maek::http::internal {
namespace {
Error file_error(ErrorCode code, const std::string& what, const FileBody& body) {
  return {code, what, body.path.string(), ""};
}
}  // namespace

OutgoingFile::~OutgoingFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Expected<OutgoingFile> OutgoingFile::open(const FileBody& body) {
  OutgoingFile file;
  // Not to wait for the writer of a pipe.
  file.descriptor_ = ::open(body.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file.descriptor_ < 0) {
    const ErrorCode code = errno == ENOENT || errno == ENOTDIR ? ErrorCode::kNotFound : ErrorCode::kUnreadable;
    return file_error(code, "cannot open the file: " + std::generic_category().message(errno), body);
  }
  struct stat facts{};
  if (::fstat(file.descriptor_, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    return file_error(ErrorCode::kInvalidArgument, "not a plain file", body);
  }
  const auto size = static_cast<std::uint64_t>(facts.st_size);
  if (body.offset > size || body.length.value_or(0) > size - body.offset) {
    return file_error(ErrorCode::kInvalidArgument, "the range lies outside the file", body);
  }
  file.at_ = body.offset;
  file.left_ = body.length.value_or(size - body.offset);
  ::posix_fadvise(file.descriptor_, static_cast<off_t>(file.at_), static_cast<off_t>(file.left_),
                  POSIX_FADV_SEQUENTIAL);
  return file;
}

std::string OutgoingFile::read(std::size_t size) {
  std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(size, left_)), '\0');
  ssize_t got = 0;
  do {
    got = ::pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(at_));
  } while (got < 0 && errno == EINTR);
  bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  at_ += bytes.size();
  left_ -= bytes.size();
  return bytes;
}

}  // namespace maek::http::internal
