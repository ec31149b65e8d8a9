// SPDX-License-Identifier: Apache-2.0
// Sandbox: a scratch folder of one case, filled with what the case gives, gone afterwards (temporary directory).
#pragma once

#include <filesystem>    // for std::filesystem::path
#include <map>           // for std::map
#include <string>        // for std::string
#include <vector>        // for std::vector

#include "tests/e2e/case_file.h"   // for CaseFile, Given

namespace maek::e2e {

/// Owns the folder: it is made new by the constructor and removed by the destructor.
class Sandbox {
 public:
  explicit Sandbox(std::filesystem::path folder);
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  /// Where the program runs.
  std::filesystem::path inside() const { return folder_ / "here"; }
  /// Beside it: what the test keeps for itself (captured output).
  const std::filesystem::path& beside() const { return folder_; }

  /// Makes a file or folder; "" or what went wrong.
  std::string give(const Given& given) const;

  /// Relative paths of all files and folders inside, sorted.
  std::vector<std::string> list() const;
  /// Relative path -> bytes, of all files inside.
  std::map<std::string, std::string> contents() const;

 private:
  std::filesystem::path folder_;
};

/// Where a file that a case names by `needs:` or `file-from:` stands: absolute, else below the test data.
std::filesystem::path outside_file(const std::string& name);

/// "{data}" in a word becomes the folder of the test data.
std::string with_data_folder(std::string word);

/// A pattern with '*' and '?' ('*' crosses '/'), or a plain path.
bool matches(const std::string& pattern, const std::string& path);

}  // namespace maek::e2e
