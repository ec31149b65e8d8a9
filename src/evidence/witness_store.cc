// SPDX-License-Identifier: Apache-2.0
// One lock for compare and write, so that no record is ever replaced by an older one.
#include "evidence/witness_store.h"

#include <fcntl.h>      // for O_CREAT
#include <sys/file.h>   // for flock
#include <unistd.h>     // for close

#include <cerrno>         // for errno
#include <mutex>          // for std::mutex
#include <system_error>   // for std::generic_category, std::error_code

#include <fmt/format.h>

#include "evidence/merkle.h"   // for empty_root

namespace maek::evidence {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLockName = "lock";
constexpr std::size_t kForkNameDigits = 16;

std::string record_name(const std::string& origin) { return sha256(origin).hex() + ".checkpoint"; }

}  // namespace

struct WitnessFiles::State {
  State(OutputFolder opened, int descriptor) : folder(std::move(opened)), lock(descriptor) {}

  Expected<std::optional<WitnessRecord>> read(const std::string& origin) const {
    auto bytes = folder.read(record_name(origin), kMaxNoteBytes);
    if (!bytes) {
      if (bytes.error().code == ErrorCode::kNotFound) return std::optional<WitnessRecord>();
      return std::move(bytes).error();
    }
    const auto damaged = [&](const Error& why) {
      return Error{why.code, "the record is damaged: " + why.message, (folder.path() / record_name(origin)).string()};
    };
    const auto note = parse_note(*bytes);
    if (!note) return damaged(note.error());
    const auto checkpoint = parse_checkpoint(note->text);
    if (!checkpoint) return damaged(checkpoint.error());
    if (checkpoint->origin != origin)
      return damaged({ErrorCode::kMalformed, fmt::format("it is about '{}'", checkpoint->origin)});
    return std::optional<WitnessRecord>({checkpoint->size, checkpoint->root, *std::move(bytes)});
  }

  OutputFolder folder;
  int lock;
  std::mutex mutex;
};

WitnessFiles::WitnessFiles(std::unique_ptr<State> state) : state_(std::move(state)) {}
WitnessFiles::~WitnessFiles() { ::close(state_->lock); }

Expected<std::unique_ptr<WitnessFiles>> WitnessFiles::open(const fs::path& path, SystemCalls& calls) {
  auto folder = OutputFolder::open(path, calls);
  if (!folder) return std::move(folder).error();
  const fs::path lock_path = path / kLockName;
  const int lock = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock < 0)
    return Error{ErrorCode::kUnwritable, "cannot open the lock: " + std::generic_category().message(errno),
                 lock_path.string()};
  if (::flock(lock, LOCK_EX | LOCK_NB) < 0) {
    const int failed = errno;
    ::close(lock);
    if (failed == EWOULDBLOCK)
      return Error{ErrorCode::kUnwritable, "another witness uses this folder", path.string(),
                   "One process alone may keep a witness' records: stop the other one."};
    return Error{ErrorCode::kUnwritable, "cannot lock the folder: " + std::generic_category().message(failed),
                 path.string()};
  }
  return std::unique_ptr<WitnessFiles>(new WitnessFiles(std::make_unique<State>(*std::move(folder), lock)));
}

Expected<std::optional<WitnessRecord>> WitnessFiles::get(const std::string& origin) {
  const std::lock_guard hold(state_->mutex);
  return state_->read(origin);
}

Expected<bool> WitnessFiles::replace(const std::string& origin, std::uint64_t old_size, const Digest& old_root,
                                     const WitnessRecord& next) {
  const std::lock_guard hold(state_->mutex);
  const auto record = state_->read(origin);
  if (!record) return record.error();
  const std::uint64_t size = *record ? (*record)->size : 0;
  const Digest root = *record ? (*record)->root : empty_root();
  if (size != old_size || root != old_root) return false;
  if (const auto written = state_->folder.write(record_name(origin), next.note); !written) return written.error();
  return true;
}

Expected<void> WitnessFiles::keep_fork(const std::string& origin, const ForkEvidence& evidence) {
  const std::string hash = sha256(origin).hex();
  const std::string prefix = hash + (evidence.proved ? ".fork-" : ".unproved-");
  // Named after what the log signed, so that a repeated request leaves no second file.
  const std::size_t claim = evidence.submitted.find("\n\n");
  const std::string_view signed_part = claim == std::string::npos ? std::string_view(evidence.submitted)
                                                                  : std::string_view(evidence.submitted).substr(claim);
  const std::string name = prefix + sha256(signed_part).hex().substr(0, kForkNameDigits);

  const std::lock_guard hold(state_->mutex);
  std::size_t count = 0;
  std::error_code failed;
  for (fs::directory_iterator entry(state_->folder.path(), failed), end; !failed && entry != end;
       entry.increment(failed)) {
    const std::string there = entry->path().filename().string();
    if (there == name) return {};
    count += there.starts_with(prefix) ? 1 : 0;
  }
  if (failed)
    return Error{ErrorCode::kUnreadable, "cannot list the folder: " + failed.message(), state_->folder.path().string()};
  if (count >= kMaxForkFiles)
    return Error{ErrorCode::kTooLarge, fmt::format("{} files of this kind are kept already", count),
                 state_->folder.path().string()};
  return state_->folder.write(name,
                              fmt::format("cosigned\n\n{}\nsubmitted\n\n{}", evidence.recorded, evidence.submitted));
}

}  // namespace maek::evidence
