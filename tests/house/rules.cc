// SPDX-License-Identifier: Apache-2.0
// The rules that look at one file at a time.
#include "tests/house/rules.h"

#include <algorithm>    // for std::min
#include <array>        // for std::array
#include <cctype>       // for std::isalnum

namespace maek::house {
namespace {

constexpr std::string_view kLicence = "SPDX-License-Identifier: Apache-2.0";
constexpr std::size_t kShortestHead = 20;   // characters: less than that says nothing

// In two pieces, so that this file does not break its own rule.
constexpr std::array<std::string_view, 2> kForbidden{"/wo" "rk/", "/ro" "ot/"};

bool ends_with(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

bool has_shell_line(const File& file) { return file.text.compare(0, 2, "#!") == 0; }

bool is_build_file(std::string_view path) { return ends_with(path, "CMakeLists.txt") || ends_with(path, ".cmake"); }

}  // namespace

Breaches check_licence_lines(const Tree& tree) {
  Breaches breaches;
  for (const File& file : tree) {
    const bool script = has_shell_line(file);
    if (!is_cpp(file.path) && !is_build_file(file.path) && !script) continue;
    const auto lines = lines_of(file.text);
    const std::size_t at = script ? 1 : 0;
    const std::string wanted = (is_cpp(file.path) ? "// " : "# ") + std::string(kLicence);
    if (lines.size() <= at || lines[at] != wanted) {
      breaches.push_back({file.path + ":" + std::to_string(at + 1), "this line must be '" + wanted + "'"});
    }
  }
  return breaches;
}

Breaches check_head_comments(const Tree& tree) {
  Breaches breaches;
  for (const File& file : tree) {
    if (!is_header(file.path)) continue;
    const auto lines = lines_of(file.text);
    if (lines.size() < 2 || lines[1].substr(0, 3) != "// " || lines[1].size() < kShortestHead) {
      breaches.push_back({file.path + ":2", "the second line must say what is in the file: '// Thing: what it holds'"});
    }
  }
  return breaches;
}

Breaches check_lengths(const Tree& tree) {
  constexpr std::array kEndings{".h", ".cc", ".cmake", ".sh", ".ts", ".tsx", "CMakeLists.txt"};
  Breaches breaches;
  for (const File& file : tree) {
    bool is_code = has_shell_line(file);
    for (const char* ending : kEndings) is_code = is_code || ends_with(file.path, ending);
    const std::string_view name = std::string_view(file.path).substr(file.path.rfind('/') + 1);
    const std::string_view stem = name.substr(0, std::min(name.find('.'), name.size()));
    if (!is_code || ends_with(stem, "_table") || ends_with(stem, "_gen")) continue;
    const auto count = lines_of(file.text).size();
    if (count > static_cast<std::size_t>(kMaxLines)) {
      breaches.push_back({file.path, std::to_string(count) + " lines; above " + std::to_string(kMaxLines) +
                                         " split it by ownership (tables: name it *_table)"});
    }
  }
  return breaches;
}

Breaches check_forbidden_words(const Tree& tree) {
  Breaches breaches;
  for (const File& file : tree) {
    int number = 0;
    for (const std::string_view line : lines_of(file.text)) {
      ++number;
      for (const std::string_view word : kForbidden) {
        const std::size_t at = line.find(word);
        if (at == std::string_view::npos) continue;
        // "build/work" + "/x" is somebody's relative folder; only absolute paths tell of a machine.
        if (at > 0 && (std::isalnum(static_cast<unsigned char>(line[at - 1])) != 0 || line[at - 1] == '.')) continue;
        breaches.push_back({file.path + ":" + std::to_string(number),
                            "names '" + std::string(word) + "', a path of one machine: take it out"});
      }
    }
  }
  return breaches;
}

}  // namespace maek::house
