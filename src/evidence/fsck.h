// SPDX-License-Identifier: Apache-2.0
// fsck: reads a whole ledger and names everything that is not as it must be (integrity check, audit, damage report)
#pragma once

#include <cstdint>      // for std::uint64_t
#include <filesystem>   // for std::filesystem::path
#include <string>       // for std::string
#include <vector>       // for std::vector

#include "base/expected.h"   // for Expected
#include "base/progress.h"   // for Progress, Cancellation
#include "evidence/note.h"   // for VerifierKey

namespace maek::evidence {

/// One thing that is wrong, and where.
struct Finding {
  std::string where;
  std::string what;
};

struct FsckReport {
  std::uint64_t entries = 0;         // acknowledged
  std::uint64_t published = 0;
  std::uint64_t cosigned = 0;        // by the newest note with cosignatures
  std::uint64_t commits = 0;
  std::uint64_t bodies = 0;
  std::uint64_t body_bytes = 0;      // plain
  std::uint64_t erased = 0;          // bodies whose key was destroyed: present, unreadable by right
  std::string root;                  // of the acknowledged tree
  std::vector<Finding> findings;     // empty: all is as it must be
  std::vector<std::string> notes;    // worth knowing, not wrong: a torn end of a crash, unpublished commits
};

struct FsckOptions {
  bool bodies = true;      // read and hash every body
  bool index = true;       // compare the index with the log
  std::vector<VerifierKey> witnesses = {};   // whose cosignatures can be judged
  Progress progress = {};
  const Cancellation* cancellation = nullptr;
};

/// Changes nothing. Errors only where there is no ledger at all, or on cancellation: damage is in the report.
Expected<FsckReport> fsck(const std::filesystem::path& path, const FsckOptions& options = {});

}  // namespace maek::evidence
