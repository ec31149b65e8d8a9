// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/results_log.h"

#include <fmt/format.h>

namespace maek::dock::internal {
namespace {

constexpr std::size_t kStep = std::size_t{1} << 20;
constexpr std::size_t kLongestRow = std::size_t{1} << 18;

}  // namespace

Expected<ResultsLog> ResultsLog::open(const std::filesystem::path& path, SystemCalls& calls) {
  auto file = AppendFile::open(path, calls);
  if (!file) return file.error();
  ResultsLog log(*std::move(file));
  auto head = log.file_.read(0, kScreenHeader.size());
  if (!head) return head.error();
  if (head->size() < kScreenHeader.size() && kScreenHeader.starts_with(*head)) {  // new, or killed within the header
    if (auto cut = log.file_.cut(0); !cut) return cut.error();
    if (auto written = log.file_.append(kScreenHeader); !written) return written.error();
  } else if (*head != kScreenHeader) {
    return Error{ErrorCode::kInvalidArgument, "is not the table of a screen: its first line is another", path.string(),
                 "Choose another folder with --out."};
  }
  log.offset_ = kScreenHeader.size();
  log.hash_.update(kScreenHeader);
  return log;
}

Expected<std::optional<ScreenRow>> ResultsLog::next_row() {
  std::size_t end = buffer_.find('\n');
  while (end == std::string::npos) {
    auto more = file_.read(offset_ + buffer_.size(), kStep);
    if (!more) return more.error();
    if (more->empty()) break;
    const std::size_t from = buffer_.size();
    buffer_ += *more;
    end = buffer_.find('\n', from);
    if (end == std::string::npos && buffer_.size() > kLongestRow) break;
  }
  if (end == std::string::npos && buffer_.size() <= kLongestRow) {  // the torn end, or nothing
    if (!buffer_.empty()) {
      if (auto cut = file_.cut(offset_); !cut) return cut.error();
      buffer_.clear();
    }
    return std::optional<ScreenRow>();
  }
  std::optional<ScreenRow> row;
  if (end != std::string::npos) row = parse_line(std::string_view(buffer_).substr(0, end));
  if (!row || row->index <= last_index_) {
    return Error{ErrorCode::kMalformed,
                 row ? "its rows are not in the order of the library" : "this is no row of a screen",
                 fmt::format("{}:{}", file_.path().string(), rows_ + 2),
                 "Was the table changed by hand? Put the original back, or screen into another folder."};
  }
  hash_.update(std::string_view(buffer_).substr(0, end + 1));
  buffer_.erase(0, end + 1);
  offset_ += end + 1;
  ++rows_;
  last_index_ = row->index;
  return row;
}

Expected<void> ResultsLog::append(const ScreenRow& row) {
  const std::string line = to_line(row);
  if (auto written = file_.append(line); !written) return written;
  hash_.update(line);
  ++rows_;
  last_index_ = row.index;
  return {};
}

}  // namespace maek::dock::internal
