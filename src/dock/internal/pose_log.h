// SPDX-License-Identifier: Apache-2.0
// PoseLog: the poses of the ligands that were among the best when they were docked, appended as SDF records.
#pragma once

#include <cstdint>    // for std::uint64_t
#include <map>        // for std::map
#include <optional>   // for std::optional
#include <string>     // for std::string

#include "base/ids.h"                     // for Digest
#include "dock/internal/append_file.h"    // for AppendFile
#include "dock/internal/screen_row.h"     // for ScreenRow
#include "mol/molecule.h"                 // for Molecule

namespace maek::dock::internal {

/// Grows with the number of ligands that ever were among the best N: about N ln(all / N) more than N. Losing it costs
/// time only: what is missing is docked again.
class PoseLog {
 public:
  /// Opens or makes it, and finds what it holds; a torn last record is cut off.
  static Expected<PoseLog> open(const std::filesystem::path& path, SystemCalls& calls = system_calls());

  bool has(const ScreenRow& row) const;
  Expected<void> append(const ScreenRow& row, const mol::Molecule& pose);
  /// The pose of a row, with all hydrogens; nothing when it is not here.
  Expected<std::optional<mol::Molecule>> pose(const ScreenRow& row) const;
  Expected<void> sync() { return file_.sync(); }

 private:
  struct Place {
    std::uint64_t offset = 0;
    std::size_t size = 0;
    Digest digest;
  };
  explicit PoseLog(AppendFile file) : file_(std::move(file)) {}
  void note(const std::string& record, std::uint64_t offset);

  AppendFile file_;
  std::map<std::uint64_t, Place> places_;   // by index
};

}  // namespace maek::dock::internal
