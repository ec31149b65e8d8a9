// SPDX-License-Identifier: Apache-2.0
#include "base/data_folder.h"

#include <cstdlib>   // for std::getenv
#include <string>    // for std::string

namespace maek {

std::optional<std::filesystem::path> data_folder() {
  namespace fs = std::filesystem;
  const auto variable = [](const char* name) -> std::string {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
  };
  if (const std::string home = variable("MAEK_HOME"); !home.empty()) return fs::path(home);
  if (const std::string data = variable("XDG_DATA_HOME"); data.starts_with('/')) return fs::path(data) / "maek";
  if (const std::string home = variable("HOME"); home.starts_with('/')) {
    return fs::path(home) / ".local" / "share" / "maek";
  }
  return std::nullopt;
}

}  // namespace maek
