// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/append_file.h"

#include <fcntl.h>      // for O_RDWR
#include <sys/file.h>   // for flock
#include <sys/stat.h>   // for fstat
#include <unistd.h>     // for pread

#include <cerrno>         // for errno
#include <system_error>   // for std::generic_category

#include <fmt/format.h>

namespace maek::dock::internal {
namespace {

Error trouble(int number, std::string_view doing, const std::filesystem::path& path) {
  const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
  return {full ? ErrorCode::kDiskFull : ErrorCode::kUnwritable,
          fmt::format("{}: {}", doing, std::generic_category().message(number)), path.string(),
          full ? "Make room, then give the same command again: it goes on from here."
               : "Give the same command again when the folder can be written: it goes on from here."};
}

}  // namespace

Expected<AppendFile> AppendFile::open(const std::filesystem::path& path, SystemCalls& calls) {
  constexpr mode_t kMode = 0666;   // less the user's umask
  const int descriptor = calls.open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kMode);
  if (descriptor < 0) return trouble(errno, "cannot open the file", path);
  AppendFile file(path, descriptor, calls);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return Error{ErrorCode::kInvalidArgument, "another maek is writing it", path.string(),
                 "Wait for it, or choose another folder with --out."};
  }
  struct stat status{};
  if (::fstat(descriptor, &status) != 0) return trouble(errno, "cannot look at the file", path);
  if (!S_ISREG(status.st_mode)) {
    return Error{ErrorCode::kUnwritable, "is no plain file", path.string(), "Choose another folder with --out."};
  }
  file.size_ = static_cast<std::uint64_t>(status.st_size);
  return file;
}

AppendFile::AppendFile(AppendFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(other.descriptor_), size_(other.size_), calls_(other.calls_) {
  other.descriptor_ = -1;
}

AppendFile::~AppendFile() {
  if (descriptor_ >= 0) calls_->close(descriptor_);
}

Expected<std::string> AppendFile::read(std::uint64_t offset, std::size_t size) const {
  std::string bytes(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const ssize_t got = ::pread(descriptor_, bytes.data() + have, size - have, static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      return Error{ErrorCode::kUnreadable, "cannot be read: " + std::generic_category().message(errno), path_.string(),
                   ""};
    }
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

Expected<void> AppendFile::cut(std::uint64_t size) {
  if (calls_->ftruncate(descriptor_, static_cast<off_t>(size)) != 0)
    return trouble(errno, "cannot cut the file", path_);
  size_ = size;
  return {};
}

Expected<void> AppendFile::append(std::string_view bytes) {
  const std::uint64_t before = size_;
  if (::lseek(descriptor_, static_cast<off_t>(before), SEEK_SET) < 0) return trouble(errno, "cannot write", path_);
  while (!bytes.empty()) {
    const ssize_t wrote = calls_->write(descriptor_, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) {
      const int number = wrote < 0 ? errno : ENOSPC;
      // What was begun goes again; where even that fails, a reader finds a torn end and cuts it.
      (void)calls_->ftruncate(descriptor_, static_cast<off_t>(before));
      size_ = before;
      return trouble(number, "cannot write", path_);
    }
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
    size_ += static_cast<std::uint64_t>(wrote);
  }
  return {};
}

Expected<void> AppendFile::sync() {
  while (calls_->fdatasync(descriptor_) != 0) {
    if (errno == EINTR) continue;
    if (errno == EINVAL) break;   // a file system that cannot
    return trouble(errno, "cannot bring the file to the disk", path_);
  }
  return {};
}

}  // namespace maek::dock::internal
