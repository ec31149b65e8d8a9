// SPDX-License-Identifier: Apache-2.0
// The order of system calls that makes a file whole or absent.
#include "base/atomic_file.h"

#include <fcntl.h>      // for O_CREAT
#include <signal.h>     // for kill
#include <sys/stat.h>   // for fstat
#include <unistd.h>     // for write

#include <algorithm>      // for std::min
#include <atomic>         // for std::atomic
#include <cerrno>         // for errno
#include <charconv>       // for std::from_chars
#include <cstdio>         // for std::rename
#include <system_error>   // for std::generic_category
#include <utility>        // for std::exchange

#include <fmt/format.h>

#include "base/atomic_stream.h"   // for AtomicStream

namespace maek {

namespace fs = std::filesystem;

int SystemCalls::open(const char* path, int flags, mode_t mode) { return ::open(path, flags, mode); }
ssize_t SystemCalls::write(int descriptor, const void* bytes, std::size_t size) {
  return ::write(descriptor, bytes, size);
}
int SystemCalls::fsync(int descriptor) { return ::fsync(descriptor); }
int SystemCalls::fdatasync(int descriptor) { return ::fdatasync(descriptor); }
int SystemCalls::syncfs(int descriptor) { return ::syncfs(descriptor); }
int SystemCalls::ftruncate(int descriptor, off_t size) { return ::ftruncate(descriptor, size); }
int SystemCalls::close(int descriptor) { return ::close(descriptor); }
int SystemCalls::rename(const char* from, const char* to) { return std::rename(from, to); }
int SystemCalls::unlink(const char* path) { return ::unlink(path); }
int SystemCalls::mkdir(const char* path, mode_t mode) { return ::mkdir(path, mode); }
int SystemCalls::rmdir(const char* path) { return ::rmdir(path); }

SystemCalls& system_calls() {
  static SystemCalls calls;
  return calls;
}

namespace {

constexpr mode_t kFileMode = 0666;     // less the user's umask
constexpr mode_t kFolderMode = 0777;
constexpr std::size_t kReadStep = std::size_t{1} << 20;
constexpr std::size_t kWriteStep = std::size_t{1} << 30;   // Linux writes at most 2 GiB at once
constexpr std::string_view kPartPrefix = ".maek-";
constexpr std::string_view kPartSuffix = ".part";

std::string reason(int number) { return std::generic_category().message(number); }

Error write_error(int number, std::string_view doing, const fs::path& path) {
  const bool full = number == ENOSPC || number == EDQUOT;
  std::string hint;
  if (full)
    hint = "Make room, or choose another folder with --out.";
  else if (number == EACCES || number == EPERM || number == EROFS)
    hint = "Choose a folder that you may write with --out.";
  else if (number == ENOTDIR)
    hint = "A part of this path is a file, not a folder: choose another one with --out.";
  else if (number == ENAMETOOLONG)
    hint = "Choose a shorter path.";
  else if (number == EFBIG)
    hint = "A limit on the size of files is set (`ulimit -f` shows it): raise it, or choose another folder with --out.";
  else
    hint = "Choose another folder with --out.";
  return {full ? ErrorCode::kDiskFull : ErrorCode::kUnwritable, fmt::format("{}: {}", doing, reason(number)),
          path.string(), std::move(hint)};
}

fs::path part_name(const fs::path& folder) {
  static std::atomic<unsigned> counter{0};
  return folder / fmt::format("{}{}-{}{}", kPartPrefix, ::getpid(), counter++, kPartSuffix);
}

// All bytes, through short writes and interruptions. 0, or the errno.
int write_all(int descriptor, std::string_view bytes, SystemCalls& calls) {
  while (!bytes.empty()) {
    const ssize_t wrote = calls.write(descriptor, bytes.data(), std::min(bytes.size(), kWriteStep));
    if (wrote < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    if (wrote == 0) return ENOSPC;   // no progress and no reason: treat as full rather than loop for ever
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return 0;
}

template <class Call>
int retry_interrupted(Call&& call) {
  int result = 0;
  do result = call();
  while (result < 0 && errno == EINTR);
  return result;
}

// Writes and syncs a new file that nobody else has. On failure it is gone again.
Expected<void> write_part(const fs::path& part, const fs::path& target, std::string_view bytes, SystemCalls& calls) {
  const int descriptor = retry_interrupted(
      [&] { return calls.open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, kFileMode); });
  if (descriptor < 0) return write_error(errno, "cannot create the file", target);
  int failed = write_all(descriptor, bytes, calls);
  const char* doing = "cannot write";
  if (failed == 0 && retry_interrupted([&] { return calls.fsync(descriptor); }) < 0) {
    failed = errno;
    doing = "cannot bring the file to the disk";
  }
  // Linux has released the descriptor even when close fails, so it is never tried twice; NFS reports a full disk here.
  if (calls.close(descriptor) < 0 && failed == 0 && errno != EINTR) {
    failed = errno;
    doing = "cannot close the file";
  }
  if (failed == 0) return {};
  calls.unlink(part.c_str());
  return write_error(failed, doing, target);
}

// Makes the names in a folder durable. Folders of some file systems cannot be synced (EINVAL): nothing to do there.
Expected<void> sync_folder(const fs::path& folder, SystemCalls& calls) {
  const int descriptor =
      retry_interrupted([&] { return calls.open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0); });
  if (descriptor < 0) return write_error(errno, "cannot open the folder", folder);
  const bool synced = retry_interrupted([&] { return calls.fsync(descriptor); }) == 0 || errno == EINVAL;
  const int failed = errno;
  calls.close(descriptor);
  if (!synced) return write_error(failed, "cannot bring the folder to the disk", folder);
  return {};
}

fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

// Half-written files of runs that were killed on this machine.
void remove_parts_of_dead_runs(const fs::path& folder, SystemCalls& calls) {
  std::error_code failed;
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(kPartPrefix) || !name.ends_with(kPartSuffix)) continue;
    pid_t owner = 0;
    const char* digits = name.data() + kPartPrefix.size();
    const auto [stop, bad] = std::from_chars(digits, name.data() + name.size(), owner);
    if (bad != std::errc() || stop == digits || *stop != '-' || owner <= 0) continue;
    if (::kill(owner, 0) < 0 && errno == ESRCH) calls.unlink(entry->path().c_str());
  }
}

// Refuses names that would leave the folder or hide in a listing.
Expected<void> check_name(std::string_view name) {
  const auto refuse = [&](const char* why) {
    return Error{ErrorCode::kInvalidArgument, fmt::format("'{}' cannot be the name of a result: {}", name, why)};
  };
  if (name.empty()) return refuse("it is empty");
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\')
      return refuse("it holds a control byte or '\\'");
  }
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    const std::string_view part = name.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..") return refuse("it has an empty part, '.' or '..'");
    begin = end + 1;
  }
  return {};
}

}  // namespace

Expected<void> write_file(const fs::path& path, std::string_view bytes, SystemCalls& calls) {
  const fs::path folder = folder_of(path);
  const fs::path part = part_name(folder);
  if (auto written = write_part(part, path, bytes, calls); !written) return written;
  if (calls.rename(part.c_str(), path.c_str()) < 0) {
    const int failed = errno;
    calls.unlink(part.c_str());
    return write_error(failed, "cannot put the file in its place", path);
  }
  return sync_folder(folder, calls);
}

Expected<AtomicStream> AtomicStream::open(const fs::path& target, SystemCalls& calls) {
  const fs::path part = part_name(folder_of(target));
  const int descriptor = retry_interrupted(
      [&] { return calls.open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, kFileMode); });
  if (descriptor < 0) return write_error(errno, "cannot create the file", target);
  return AtomicStream(target, part, descriptor, calls);
}

AtomicStream::AtomicStream(AtomicStream&& other) noexcept
    : target_(std::move(other.target_)), part_(std::move(other.part_)), descriptor_(other.descriptor_),
      size_(other.size_), calls_(other.calls_) {
  other.descriptor_ = -1;
}

AtomicStream::~AtomicStream() { discard(); }

void AtomicStream::discard() {
  if (descriptor_ < 0) return;
  calls_->close(descriptor_);
  descriptor_ = -1;
  calls_->unlink(part_.c_str());
}

Expected<void> AtomicStream::write(std::string_view bytes) {
  if (descriptor_ < 0) return write_error(EBADF, "is written no more", target_);
  if (const int failed = write_all(descriptor_, bytes, *calls_); failed != 0) {
    discard();
    return write_error(failed, "cannot write", target_);
  }
  size_ += bytes.size();
  return {};
}

Expected<void> AtomicStream::commit() {
  if (descriptor_ < 0) return write_error(EBADF, "is written no more", target_);
  if (retry_interrupted([&] { return calls_->fsync(descriptor_); }) < 0) {
    const int failed = errno;
    discard();
    return write_error(failed, "cannot bring the file to the disk", target_);
  }
  const bool closed = calls_->close(std::exchange(descriptor_, -1)) == 0 || errno == EINTR;
  if (!closed || calls_->rename(part_.c_str(), target_.c_str()) < 0) {
    const int failed = errno;
    calls_->unlink(part_.c_str());
    return write_error(failed, closed ? "cannot put the file in its place" : "cannot close the file", target_);
  }
  return sync_folder(folder_of(target_), *calls_);
}

Expected<std::string> read_file(const fs::path& path, std::uint64_t limit) {
  const std::string name = path.string();
  if (name.empty() || name.find('\0') != std::string::npos) {
    return Error{ErrorCode::kNotFound, "no file has such a name", name};
  }
  const int descriptor = retry_interrupted([&] { return ::open(name.c_str(), O_RDONLY | O_CLOEXEC); });
  if (descriptor < 0) {
    const int failed = errno;
    if (failed == ENOENT || failed == ENOTDIR || failed == ENAMETOOLONG || failed == ELOOP) {
      return Error{ErrorCode::kNotFound, "there is no such file", name, "Is the path right?"};
    }
    return Error{ErrorCode::kUnreadable, fmt::format("cannot be opened: {}", reason(failed)), name};
  }
  struct Closer {
    int descriptor;
    ~Closer() { ::close(descriptor); }
  } const closer{descriptor};
  const auto too_large = [&] {
    return Error{ErrorCode::kTooLarge, fmt::format("has more than {} bytes, the limit for this input", limit), name};
  };
  struct stat status{};
  if (::fstat(descriptor, &status) < 0) return Error{ErrorCode::kUnreadable, reason(errno), name};
  if (S_ISDIR(status.st_mode)) return Error{ErrorCode::kInvalidArgument, "is a folder, not a file", name};
  std::string bytes;
  if (S_ISREG(status.st_mode)) {
    if (static_cast<std::uint64_t>(status.st_size) > limit) return too_large();
    bytes.reserve(static_cast<std::size_t>(status.st_size) + 1);
  }
  // The size is only a hint: files grow, pipes and /proc have none. One byte beyond the limit decides.
  for (;;) {
    const std::size_t have = bytes.size();
    const std::uint64_t room = limit - have;
    std::size_t step = room < kReadStep ? static_cast<std::size_t>(room) + 1 : kReadStep;
    if (bytes.capacity() > have) step = std::min(step, bytes.capacity() - have);  // else the last step would double it
    bytes.resize(have + step);
    const ssize_t got = ::read(descriptor, bytes.data() + have, step);
    if (got < 0 && errno != EINTR) return Error{ErrorCode::kUnreadable, reason(errno), name};
    bytes.resize(have + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (bytes.size() > limit) return too_large();
    if (got == 0) return bytes;
  }
}

Expected<void> OutputFolder::make_folder(const fs::path& folder) {
  std::vector<fs::path> absent;
  std::error_code ignored;
  for (fs::path at = folder; !at.empty(); at = at.parent_path()) {
    if (fs::exists(at, ignored)) break;
    absent.push_back(at);
    if (at == at.parent_path()) break;
  }
  for (auto at = absent.rbegin(); at != absent.rend(); ++at) {
    if (at->filename().empty() || at->filename() == ".") continue;  // "out/" names the folder twice
    if (calls_->mkdir(at->c_str(), kFolderMode) < 0) {
      if (errno == EEXIST) continue;  // somebody else was faster
      return write_error(errno, "cannot make the folder", *at);
    }
    made_.push_back(*at);
  }
  if (!fs::is_directory(folder, ignored)) return write_error(ENOTDIR, "cannot be used as a folder", folder);
  return {};
}

Expected<OutputFolder> OutputFolder::open(const fs::path& path, SystemCalls& calls) {
  if (path.empty()) {
    return Error{ErrorCode::kInvalidArgument, "the output folder has an empty name", "--out", "Give a path."};
  }
  OutputFolder folder(path, calls);
  Expected<void> done = folder.make_folder(path);
  if (done) {
    const fs::path trial = part_name(path);
    done = write_part(trial, path, "maek tries whether this folder can be written\n", calls);
    if (done && calls.unlink(trial.c_str()) < 0) done = write_error(errno, "cannot remove a file in it", path);
  }
  if (!done) {
    folder.discard_if_empty();
    return done.error();
  }
  remove_parts_of_dead_runs(path, calls);
  return folder;
}

Expected<void> OutputFolder::write(std::string_view name, std::string_view bytes) {
  if (auto good = check_name(name); !good) return good;
  const fs::path target = path_ / name;
  if (auto made = make_folder(folder_of(target)); !made) return made;
  return write_file(target, bytes, *calls_);
}

Expected<std::string> OutputFolder::read(std::string_view name, std::uint64_t limit) const {
  if (auto good = check_name(name); !good) return good.error();
  return read_file(path_ / name, limit);
}

Expected<void> OutputFolder::remove(std::string_view name) {
  if (auto good = check_name(name); !good) return good;
  const fs::path target = path_ / name;
  if (calls_->unlink(target.c_str()) == 0) return sync_folder(folder_of(target), *calls_);
  if (errno == ENOENT || errno == ENOTDIR) return {};
  return write_error(errno, "cannot remove the file", target);
}

void OutputFolder::discard_if_empty() {
  for (auto folder = made_.rbegin(); folder != made_.rend(); ++folder) {
    if (calls_->rmdir(folder->c_str()) < 0) break;
  }
  made_.clear();
}

}  // namespace maek
