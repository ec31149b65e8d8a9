// SPDX-License-Identifier: Apache-2.0
#include "dock/internal/pose_log.h"

#include <charconv>   // for std::from_chars

namespace maek::dock::internal {
namespace {

constexpr std::size_t kStep = std::size_t{1} << 20;
constexpr std::size_t kLongestRecord = std::size_t{1} << 20;   // 1,000 atoms take 0.1 MiB
constexpr std::string_view kEnd = "\n$$$$\n";
constexpr std::string_view kIndex = "maek_index", kDigest = "maek_sha256";

/// The value of a data field of an SDF record; "" when it has none.
std::string field(const std::string& record, std::string_view name) {
  const std::string mark = "\n>  <" + std::string(name) + ">\n";
  const std::size_t at = record.rfind(mark);   // the last: a title may hold anything
  if (at == std::string::npos) return "";
  const std::size_t begin = at + mark.size();
  return record.substr(begin, record.find('\n', begin) - begin);
}

}  // namespace

Expected<PoseLog> PoseLog::open(const std::filesystem::path& path, SystemCalls& calls) {
  auto file = AppendFile::open(path, calls);
  if (!file) return file.error();
  PoseLog log(*std::move(file));
  std::string buffer;
  std::uint64_t offset = 0;   // of the buffer
  for (;;) {
    auto more = log.file_.read(offset + buffer.size(), kStep);
    if (!more) return more.error();
    buffer += *more;
    std::size_t begin = 0;
    for (std::size_t end; (end = buffer.find(kEnd, begin)) != std::string::npos; begin = end + kEnd.size()) {
      log.note(buffer.substr(begin, end + kEnd.size() - begin), offset + begin);
    }
    buffer.erase(0, begin);
    offset += begin;
    if (more->empty() || buffer.size() > kLongestRecord) break;
  }
  if (!buffer.empty()) {
    if (auto cut = log.file_.cut(offset); !cut) return cut.error();
  }
  return log;
}

void PoseLog::note(const std::string& record, std::uint64_t offset) {
  const std::string number = field(record, kIndex);
  std::uint64_t index = 0;
  const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), index);
  const auto digest = parse_digest(field(record, kDigest));
  if (failed != std::errc() || number.empty() || !digest) return;   // not ours: never found, hence docked again
  places_[index] = {offset, record.size(), *digest};
}

bool PoseLog::has(const ScreenRow& row) const {
  const auto found = places_.find(row.index);
  return found != places_.end() && found->second.digest == row.digest;
}

Expected<void> PoseLog::append(const ScreenRow& row, const mol::Molecule& pose) {
  const std::string record = mol::to_sdf(
      {{pose, {{std::string(kIndex), std::to_string(row.index)}, {std::string(kDigest), row.digest.hex()}}}});
  const std::uint64_t offset = file_.size();
  if (auto written = file_.append(record); !written) return written;
  note(record, offset);
  return {};
}

Expected<std::optional<mol::Molecule>> PoseLog::pose(const ScreenRow& row) const {
  if (!has(row)) return std::optional<mol::Molecule>();
  const Place& place = places_.at(row.index);
  auto record = file_.read(place.offset, place.size);
  if (!record) return record.error();
  auto molecule = mol::read_molecule(*record, file_.path().string());
  if (!molecule) return std::optional<mol::Molecule>();   // changed meanwhile: docked again
  return std::optional(molecule->with_name(row.name));
}

}  // namespace maek::dock::internal
