// SPDX-License-Identifier: Apache-2.0
// Where tests find real data: MAEK_TEST_DATA, or ../shared beside the checkout (fixtures, golden files).
#pragma once

#include <cstdlib>        // for std::getenv
#include <filesystem>     // for std::filesystem::path
#include <fstream>        // for std::ifstream
#include <iterator>       // for std::istreambuf_iterator
#include <optional>       // for std::optional
#include <string>         // for std::string
#include <string_view>    // for std::string_view

namespace maek {

/// The file or folder `relative` of the test data, or nothing where it is absent (then skip the test).
inline std::optional<std::filesystem::path> test_data(std::string_view relative) {
  namespace fs = std::filesystem;
  const char* set = std::getenv("MAEK_TEST_DATA");
  const fs::path root = set != nullptr ? fs::path(set) : fs::path(MAEK_SOURCE_DIR).parent_path() / "shared";
  fs::path path = root / relative;
  std::error_code failed;
  if (!fs::exists(path, failed)) return std::nullopt;
  return path;
}

/// A whole file as bytes; empty when it cannot be read.
inline std::string file_bytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace maek

/// One clear line, and the test counts as skipped.
#define MAEK_SKIP_WITHOUT_DATA(path, relative)                                                                  \
  if (!(path)) GTEST_SKIP() << "test data '" << (relative) << "' is not here: set MAEK_TEST_DATA to its folder"
