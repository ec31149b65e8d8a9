// SPDX-License-Identifier: Apache-2.0
// The folder of a user's own data (MAEK_HOME, XDG_DATA_HOME, ~/.local/share/maek).
#pragma once

#include <filesystem>   // for std::filesystem::path
#include <optional>     // for std::optional

namespace maek {

/// MAEK_HOME, else XDG_DATA_HOME/maek, else ~/.local/share/maek; nothing when the environment names none of them.
std::optional<std::filesystem::path> data_folder();

}  // namespace maek
