// SPDX-License-Identifier: Apache-2.0
// An flock on a file of its own; tried again and again, because a blocking one could not be given up.
#include "evidence/internal/ledger_lock.h"

#include <fcntl.h>      // for O_RDWR
#include <sys/file.h>   // for flock

#include <cerrno>   // for errno
#include <thread>   // for std::this_thread

namespace maek::evidence {

Expected<Descriptor> take_lock(const LedgerFolder& folder, std::chrono::milliseconds wait, const char* name) {
  const auto path = folder.path() / name;
  Descriptor file(folder.calls().open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file) return system_error(errno, "cannot open the lock", path);
  const auto until = std::chrono::steady_clock::now() + wait;
  while (::flock(file.get(), LOCK_EX | LOCK_NB) < 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return system_error(errno, "cannot lock the ledger", path);
    if (std::chrono::steady_clock::now() >= until) {
      return Error{ErrorCode::kUnwritable, "another program is writing to this ledger", path.string(),
                   "Wait for it to finish, or choose another ledger."};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return file;
}

}  // namespace maek::evidence
