// SPDX-License-Identifier: Apache-2.0
// Scanner of MOL and SDF records: checks every count, number and index before a library sees the text, and rebuilds a
// clean block of it (CTfile formats V2000 and V3000).
#pragma once

#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/expected.h"   // for Expected

namespace maek::mol {

struct SdfBlock {
  std::string name;               // title line
  std::string block;              // atoms, bonds, charges, isotopes, radicals; nothing else of the record
  bool has_coordinates = false;   // not all atoms at one place
  bool flat = false;              // drawn in 2-D
  int line = 1;                   // of the title, in the file
  std::vector<int> atom_lines;    // of each atom, in the file
};

/// One record per call.
class SdfScanner {
 public:
  /// `lines_before`: of the file, before this text.
  SdfScanner(std::string_view text, const std::string& name, int lines_before = 0)
      : rest_(text), name_(name), line_(lines_before) {}

  /// False when only blank lines are left.
  bool more();
  /// The next record; its data fields are skipped.
  Expected<SdfBlock> next();
  Error error_at(int line, std::string message, std::string hint, ErrorCode code = ErrorCode::kMalformed) const;

 private:
  bool next_line(std::string_view& line);
  Expected<void> v2000(std::string_view counts, SdfBlock& block);
  Expected<void> v3000(SdfBlock& block);
  Expected<std::string> v30_line();   // content after "M  V30 ", continuation lines joined
  void skip_fields();

  std::string_view rest_;
  const std::string& name_;
  int line_;
};

}  // namespace maek::mol
