// SPDX-License-Identifier: Apache-2.0
// Makes the files of a case, and looks at what the program left.
#include "tests/e2e/sandbox.h"

#include <fnmatch.h>      // for fnmatch

#include <algorithm>      // for std::sort
#include <cstdlib>        // for std::getenv
#include <fstream>        // for std::ofstream
#include <random>         // for std::mt19937_64
#include <system_error>   // for std::error_code

#include "tests/test_data.h"   // for file_bytes

namespace maek::e2e {
namespace {

namespace fs = std::filesystem;

fs::path data_folder() {
  const char* set = std::getenv("MAEK_TEST_DATA");
  return set != nullptr ? fs::path(set) : fs::path(MAEK_SOURCE_DIR).parent_path() / "shared";
}

/// The bytes of `given`, or an error in `error`.
struct BytesOf {
  const fs::path& inside;
  std::string& error;

  std::string operator()(const InlineText& given) const { return given.text; }
  std::string operator()(const EmptyFolder&) const { return {}; }
  std::string operator()(const RandomBytes& given) const {
    std::mt19937_64 random(given.seed);   // its sequence is fixed by the standard
    std::string bytes(given.count, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random() >> 56);
    return bytes;
  }
  std::string operator()(const RepeatedText& given) const {
    std::string text;
    text.reserve(given.count * given.text.size());
    for (std::size_t i = 0; i < given.count; ++i) text += given.text;
    return text;
  }
  std::string operator()(const CopyOfFile& given) const {
    fs::path source = inside / given.source;   // an absolute source replaces the folder
    std::error_code failed;
    if (!fs::exists(source, failed)) source = outside_file(given.source);
    if (!fs::is_regular_file(source, failed)) {
      error = "no file " + given.source + " to copy (say 'needs: " + given.source + "' when it may be absent)";
      return {};
    }
    std::string bytes = file_bytes(source);
    for (const auto& [old_text, new_text] : given.replacements) {
      const std::size_t at = bytes.find(old_text);
      if (at == std::string::npos) {
        error = given.source + " does not contain '" + old_text + "'";
        return {};
      }
      bytes.replace(at, old_text.size(), new_text);
    }
    if (given.keep_bytes && *given.keep_bytes > bytes.size()) {
      error = given.source + " has only " + std::to_string(bytes.size()) + " bytes";
      return {};
    }
    if (given.keep_bytes) bytes.resize(*given.keep_bytes);
    return bytes;
  }
};

}  // namespace

Sandbox::Sandbox(fs::path folder) : folder_(std::move(folder)) {
  std::error_code failed;   // what fails here shows when the first file is made
  fs::remove_all(folder_, failed);
  fs::create_directories(inside(), failed);
}

Sandbox::~Sandbox() {
  std::error_code failed;
  fs::remove_all(folder_, failed);
}

std::string Sandbox::give(const Given& given) const {
  const fs::path path = inside() / given.path;
  std::error_code failed;
  if (std::holds_alternative<EmptyFolder>(given.content)) {
    fs::create_directories(path, failed);
    return failed ? given.path + ": " + failed.message() : "";
  }
  fs::create_directories(path.parent_path(), failed);
  std::string error;
  const fs::path folder = inside();
  const std::string bytes = std::visit(BytesOf{folder, error}, given.content);
  if (!error.empty()) return given.path + ": " + error;
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  return out.flush() ? "" : given.path + ": cannot be written";
}

std::vector<std::string> Sandbox::list() const {
  std::vector<std::string> paths;
  std::error_code failed;
  for (fs::recursive_directory_iterator at(inside(), failed), end; !failed && at != end; at.increment(failed)) {
    paths.push_back(at->path().lexically_relative(inside()).generic_string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::map<std::string, std::string> Sandbox::contents() const {
  std::map<std::string, std::string> files;
  std::error_code failed;
  for (const std::string& path : list()) {
    if (fs::is_regular_file(inside() / path, failed)) files[path] = file_bytes(inside() / path);
  }
  return files;
}

fs::path outside_file(const std::string& name) { return data_folder() / name; }   // absolute names stay as they are

std::string with_data_folder(std::string word) {
  constexpr std::string_view kData = "{data}";
  const std::size_t at = word.find(kData);
  if (at != std::string::npos) word.replace(at, kData.size(), data_folder().string());
  return word;
}

bool matches(const std::string& pattern, const std::string& path) {
  return fnmatch(pattern.c_str(), path.c_str(), 0) == 0;
}

}  // namespace maek::e2e
