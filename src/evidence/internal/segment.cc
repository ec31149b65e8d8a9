// SPDX-License-Identifier: Apache-2.0
// Appending to segments, and scanning them.
#include "evidence/internal/segment.h"

#include <fcntl.h>      // for O_APPEND
#include <sys/stat.h>   // for fstat
#include <unistd.h>     // for pread

#include <algorithm>      // for std::max, std::min
#include <cerrno>         // for errno
#include <system_error>   // for std::generic_category

#include <fmt/format.h>

namespace maek::evidence {
namespace {

constexpr std::uint64_t kReadAhead = std::uint64_t{4} << 20;
constexpr mode_t kFileMode = 0600;   // bodies may be private; what is public is published

Expected<std::string> read_at(int file, std::uint64_t offset, std::uint64_t size, const std::string& name) {
  std::string bytes(static_cast<std::size_t>(size), '\0');
  for (std::size_t have = 0; have < bytes.size();) {
    const ssize_t got = ::pread(file, bytes.data() + have, bytes.size() - have, static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error{ErrorCode::kUnreadable, std::generic_category().message(errno), name};
    if (got == 0) return Error{ErrorCode::kMalformed, fmt::format("ends before byte {}", offset + size), name};
    have += static_cast<std::size_t>(got);
  }
  return bytes;
}

std::uint64_t length(int file) {
  struct stat status{};
  return ::fstat(file, &status) < 0 ? 0 : static_cast<std::uint64_t>(status.st_size);
}

}  // namespace

std::string segment_name(std::uint32_t segment) { return fmt::format("segments/{:06}.seg", segment); }

Expected<std::vector<std::uint32_t>> segment_numbers(const LedgerFolder& folder) {
  std::vector<std::uint32_t> numbers;
  for (const std::string& name : folder.list("segments")) {
    if (name.starts_with('.')) continue;   // a file being written
    const auto expected = static_cast<std::uint32_t>(numbers.size() + 1);
    if ("segments/" + name != segment_name(expected)) {
      return Error{
          ErrorCode::kMalformed,
          fmt::format("found where {} was expected: a segment is missing, or this is none", segment_name(expected)),
          "segments/" + name};
    }
    numbers.push_back(expected);
  }
  return numbers;
}

Expected<bool> SegmentScanner::open_segment() {
  if (open_ == next_.segment) return true;
  auto file = folder_->open(segment_name(next_.segment));
  if (!file) {
    if (file.error().code == ErrorCode::kNotFound) return false;
    return file.error();
  }
  file_ = *std::move(file);
  open_ = next_.segment;
  file_bytes_ = length(file_.get());
  buffer_.clear();
  return true;
}

Expected<std::string_view> SegmentScanner::view(std::uint64_t offset, std::uint64_t size) {
  if (offset < buffer_at_ || offset + size > buffer_at_ + buffer_.size()) {
    const std::uint64_t want = std::min(std::max(size, kReadAhead), file_bytes_ - offset);
    auto bytes = read_at(file_.get(), offset, want, segment_name(open_));
    if (!bytes) return bytes.error();
    buffer_ = *std::move(bytes);
    buffer_at_ = offset;
  }
  return std::string_view(buffer_).substr(static_cast<std::size_t>(offset - buffer_at_),
                                          static_cast<std::size_t>(size));
}

Expected<std::optional<CommitRecord>> SegmentScanner::next() {
  for (;;) {
    auto there = open_segment();
    if (!there) return there.error();
    if (!*there) return std::optional<CommitRecord>{};
    if (next_.offset < file_bytes_) break;
    if (next_.offset > file_bytes_) {
      return Error{ErrorCode::kMalformed, fmt::format("ends before byte {}", next_.offset), segment_name(open_)};
    }
    SegmentPosition following{next_.segment + 1, 0};
    if (!folder_->exists(segment_name(following.segment))) {
      at_ = next_;
      return std::optional<CommitRecord>{};
    }
    next_ = following;
  }
  at_ = next_;
  const auto damaged = [this](Error error) {
    error.where = fmt::format("{} at byte {}", segment_name(at_.segment), at_.offset);
    return error;
  };
  if (rest() < kRecordHeader) return damaged({ErrorCode::kMalformed, "a record is cut short"});
  auto header = view(at_.offset, kRecordHeader);
  if (!header) return header.error();
  const auto size = record_length(*header);
  if (!size) return damaged(size.error());
  if (*size > rest()) return damaged({ErrorCode::kMalformed, "a record is cut short"});
  auto bytes = view(at_.offset, *size);
  if (!bytes) return bytes.error();
  auto record = decode_record(*bytes);
  if (!record) return damaged(record.error());
  record_ = *bytes;
  next_.offset += *size;
  return std::optional<CommitRecord>{*std::move(record)};
}

Expected<bool> record_follows(const LedgerFolder& folder, SegmentPosition from, std::uint64_t index) {
  const std::string name = segment_name(from.segment);
  if (folder.exists(segment_name(from.segment + 1))) return true;
  auto file = folder.open(name);
  if (!file) return file.error();
  const std::uint64_t size = length(file->get());
  auto rest = read_at(file->get(), from.offset, size - std::min(size, from.offset), name);
  if (!rest) return rest.error();
  for (std::size_t at = rest->find("maekcmt1", 1); at != std::string::npos; at = rest->find("maekcmt1", at + 1)) {
    const std::string_view tail = std::string_view(*rest).substr(at);
    const auto bytes = record_length(tail);
    if (!bytes || *bytes > tail.size()) continue;
    const auto record = decode_record(tail.substr(0, static_cast<std::size_t>(*bytes)));
    if (record && record->first >= index) return true;
  }
  return false;
}

Expected<std::string> read_segment(const LedgerFolder& folder, SegmentPosition at, std::uint64_t size) {
  const std::string name = segment_name(at.segment);
  auto file = folder.open(name);
  if (!file) return file.error();
  if (size > kMaxRecordPayload || at.offset + size > length(file->get())) {
    return Error{ErrorCode::kMalformed, fmt::format("does not reach to byte {}", at.offset + size), name};
  }
  return read_at(file->get(), at.offset, size, name);
}

Expected<SegmentWriter> SegmentWriter::open(const LedgerFolder& folder, SegmentPosition end, std::uint64_t limit) {
  SegmentWriter writer(folder, end, limit);
  if (auto opened = writer.open_file(); !opened) return opened.error();
  const std::uint64_t size = length(writer.file_.get());
  if (size != end.offset) {
    return Error{ErrorCode::kMalformed, fmt::format("has {} bytes where its records end at {}", size, end.offset),
                 segment_name(end.segment)};
  }
  return writer;
}

Expected<void> SegmentWriter::open_file() {
  const auto path = folder_->path() / segment_name(end_.segment);
  file_ = Descriptor(
      folder_->calls().open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, kFileMode));
  if (!file_) return system_error(errno, "cannot open the segment", path);
  // The name must be durable before the first record in it is acknowledged.
  const Descriptor parent(folder_->calls().open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  if (!parent || (folder_->calls().fsync(parent.get()) < 0 && errno != EINVAL)) {
    return system_error(errno, "cannot bring the folder to the disk", path.parent_path());
  }
  return {};
}

Expected<SegmentPosition> SegmentWriter::append(std::string_view record) {
  if (broken_) return *broken_;
  const auto fail = [this](Error error) -> Error {
    broken_ = error;
    return error;
  };
  if (end_.offset >= limit_) {
    end_ = {end_.segment + 1, 0};
    if (auto opened = open_file(); !opened) return fail(opened.error());
  }
  const auto path = folder_->path() / segment_name(end_.segment);
  for (std::string_view rest = record; !rest.empty();) {
    const ssize_t wrote = folder_->calls().write(file_.get(), rest.data(), rest.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return fail(system_error(wrote == 0 ? ENOSPC : errno, "cannot append the commit", path));
    rest.remove_prefix(static_cast<std::size_t>(wrote));
  }
  // A failed sync is final: the system may have dropped the pages, and a second one would report success.
  if (folder_->calls().fdatasync(file_.get()) < 0) return fail(system_error(errno, "cannot sync the commit", path));
  const SegmentPosition begin = end_;
  end_.offset += record.size();
  return begin;
}

Expected<void> set_torn_end_aside(const LedgerFolder& folder, SegmentPosition from) {
  const std::string name = segment_name(from.segment);
  auto file = folder.open(name);
  if (!file) return file.error();
  const std::uint64_t size = length(file->get());
  auto torn = read_at(file->get(), from.offset, size - std::min(size, from.offset), name);
  if (!torn) return torn.error();
  if (auto made = folder.make_folder("torn"); !made) return made;
  if (auto kept = folder.write(fmt::format("torn/{:06}-{}", from.segment, from.offset), *torn); !kept) return kept;
  const auto path = folder.path() / name;
  const Descriptor open(folder.calls().open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0));
  if (!open || folder.calls().ftruncate(open.get(), static_cast<off_t>(from.offset)) < 0 ||
      folder.calls().fsync(open.get()) < 0) {
    return system_error(errno, "cannot cut the torn end", path);
  }
  return {};
}

}  // namespace maek::evidence
