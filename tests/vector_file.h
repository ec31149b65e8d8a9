// SPDX-License-Identifier: Apache-2.0
// Reads a file of test vectors (JSON, also within gzip) and hexadecimal text. Tests only.
#pragma once

#include <cstddef>       // for std::size_t
#include <filesystem>    // for std::filesystem::path
#include <string>        // for std::string

#include <nlohmann/json.hpp>

#include "tests/archive.h"     // for read_archive
#include "tests/test_data.h"   // for file_bytes

namespace maek::evidence {

inline nlohmann::json read_vectors(const std::filesystem::path& path) {
  return nlohmann::json::parse(path.extension() == ".gz" ? read_archive(path).at("data") : file_bytes(path));
}

inline std::string from_hex(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  return bytes;
}

}  // namespace maek::evidence
