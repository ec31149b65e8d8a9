// SPDX-License-Identifier: Apache-2.0
// Files of a ledger, opened one folder after the other so that no link is followed.
#include "evidence/internal/ledger_folder.h"

#include <fcntl.h>      // for openat
#include <sys/stat.h>   // for fstat
#include <unistd.h>     // for close, read

#include <algorithm>      // for std::sort
#include <atomic>         // for std::atomic
#include <cerrno>         // for errno
#include <system_error>   // for std::generic_category

#include <fmt/format.h>

namespace maek::evidence {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kFileMode = 0666;
constexpr mode_t kFolderMode = 0777;

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    if (number_ >= 0) ::close(number_);
    number_ = other.release();
  }
  return *this;
}

int Descriptor::release() {
  const int number = number_;
  number_ = -1;
  return number;
}

Error system_error(int number, std::string_view doing, const fs::path& path) {
  const std::string message = fmt::format("{}: {}", doing, std::generic_category().message(number));
  switch (number) {
    case ENOSPC:
    case EDQUOT:
      return {ErrorCode::kDiskFull, message, path.string(), "Make room; what was acknowledged is safe."};
    case ENOENT:
      return {ErrorCode::kNotFound, message, path.string()};
    default:
      return {ErrorCode::kUnwritable, message, path.string()};
  }
}

Expected<Descriptor> LedgerFolder::open(std::string_view name) const {
  const auto failed = [&](int number) -> Error {
    const std::string where = (path_ / name).string();
    if (number == ENOENT) return {ErrorCode::kNotFound, "is missing", where};
    if (number == ELOOP || number == ENOTDIR) {
      return {ErrorCode::kMalformed, "is a symbolic link, or below one: a ledger has none", where};
    }
    return {ErrorCode::kUnreadable, std::generic_category().message(number), where};
  };
  Descriptor at(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!at) return failed(errno);
  for (std::string_view rest = name;;) {
    const std::size_t slash = rest.find('/');
    const std::string part(rest.substr(0, slash));
    if (part.empty() || part == "." || part == "..") {
      return Error{ErrorCode::kInvalidArgument, "is no name of a file in a ledger", std::string(name)};
    }
    const int kind = slash == std::string_view::npos ? O_NONBLOCK : O_DIRECTORY;   // a pipe must not block us
    Descriptor next(::openat(at.get(), part.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | kind));
    if (!next) return failed(errno);
    at = std::move(next);
    if (slash == std::string_view::npos) break;
    rest.remove_prefix(slash + 1);
  }
  struct stat status{};
  if (::fstat(at.get(), &status) < 0) return failed(errno);
  if (!S_ISREG(status.st_mode)) {
    return Error{ErrorCode::kMalformed, "is no regular file", (path_ / name).string()};
  }
  return at;
}

Expected<std::string> LedgerFolder::read(std::string_view name, std::uint64_t limit) const {
  auto file = open(name);
  if (!file) return file.error();
  struct stat status{};
  ::fstat(file->get(), &status);
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > limit) {
    return Error{ErrorCode::kTooLarge, fmt::format("has {} bytes where {} are the most", size, limit),
                 (path_ / name).string()};
  }
  std::string bytes(static_cast<std::size_t>(size), '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t got = ::read(file->get(), bytes.data() + have, bytes.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error{ErrorCode::kUnreadable, std::generic_category().message(errno), (path_ / name).string()};
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

bool LedgerFolder::exists(std::string_view name) const {
  std::error_code ignored;
  return fs::symlink_status(path_ / name, ignored).type() != fs::file_type::not_found;
}

std::vector<std::string> LedgerFolder::list(std::string_view folder) const {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator entry(path_ / folder, failed), end; !failed && entry != end; entry.increment(failed)) {
    names.push_back(entry->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Expected<void> LedgerFolder::make_folder(std::string_view folder) const {
  for (std::size_t end = 0; end <= folder.size() && !folder.empty(); ++end) {
    end = std::min(folder.find('/', end), folder.size());
    const fs::path path = path_ / folder.substr(0, end);
    if (calls_->mkdir(path.c_str(), kFolderMode) < 0) {
      if (errno == EEXIST) {   // a link would lead whatever is written out of the ledger
        struct stat status{};
        if (::lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) continue;
        return Error{ErrorCode::kMalformed, "is a symbolic link, or no folder: a ledger has none", path.string()};
      }
      return system_error(errno, "cannot make the folder", path);
    }
    const fs::path parent = path.parent_path();
    const Descriptor above(calls_->open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
    if (!above || (calls_->fsync(above.get()) < 0 && errno != EINVAL)) {
      return system_error(errno, "cannot bring the folder to the disk", parent);
    }
  }
  return {};
}

Expected<void> LedgerFolder::write(std::string_view name, std::string_view bytes) const {
  return write_file(path_ / name, bytes, *calls_);
}

Expected<void> LedgerFolder::write_unsynced(std::string_view name, std::string_view bytes) const {
  static std::atomic<unsigned> counter{0};
  const fs::path target = path_ / name;
  const fs::path part = target.parent_path() / fmt::format(".maek-{}-u{}.part", ::getpid(), counter++);
  const Descriptor file(calls_->open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, kFileMode));
  if (!file) return system_error(errno, "cannot create the file", target);
  for (std::string_view rest = bytes; !rest.empty();) {
    const ssize_t wrote = calls_->write(file.get(), rest.data(), rest.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) {
      const int number = wrote == 0 ? ENOSPC : errno;
      calls_->unlink(part.c_str());
      return system_error(number, "cannot write", target);
    }
    rest.remove_prefix(static_cast<std::size_t>(wrote));
  }
  if (calls_->rename(part.c_str(), target.c_str()) < 0) {
    const int number = errno;
    calls_->unlink(part.c_str());
    return system_error(number, "cannot put the file in its place", target);
  }
  return {};
}

Expected<void> LedgerFolder::sync() const {
  const Descriptor root(calls_->open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  if (!root || calls_->syncfs(root.get()) < 0) return system_error(errno, "cannot bring files to the disk", path_);
  return {};
}

Expected<void> LedgerFolder::remove(std::string_view name) const {
  const fs::path path = path_ / name;
  if (calls_->unlink(path.c_str()) == 0 || errno == ENOENT) return {};
  return system_error(errno, "cannot remove the file", path);
}

}  // namespace maek::evidence
