// SPDX-License-Identifier: Apache-2.0
// Reads the project's text files, and takes their lines, includes and folders apart.
#include "tests/house/tree.h"

#include <algorithm>       // for std::sort, std::lower_bound
#include <array>           // for std::array
#include <fstream>         // for std::ifstream
#include <iterator>        // for std::istreambuf_iterator
#include <system_error>    // for std::error_code

namespace maek::house {
namespace {

namespace fs = std::filesystem;

constexpr std::array kFolders{"src", "tests", "docs", "cmake", "bench", ".ci", "web", "dev.d"};
constexpr std::array kFoldersLeftOut{"tests/corpus", "web/node_modules", "web/dist"};

bool left_out(std::string_view path) {
  return std::any_of(kFoldersLeftOut.begin(), kFoldersLeftOut.end(),
                     [&](std::string_view folder) { return path == folder; });
}

void add_file(const fs::path& file, const std::string& path, Tree& tree) {
  std::error_code failed;
  const auto size = fs::file_size(file, failed);
  std::string text;
  if (!failed && size <= kMaxFileBytes) {
    std::ifstream in(file, std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  if (text.find('\0') != std::string::npos) text.clear();
  tree.push_back({path, std::move(text)});
}

bool starts_with(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }
bool ends_with(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

}  // namespace

Tree read_tree(const fs::path& root) {
  Tree tree;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(root, failed)) {
    const std::string name = entry.path().filename().string();
    if (name != ".git" && entry.is_regular_file(failed)) add_file(entry.path(), name, tree);   // a worktree's .git is a file
  }
  for (const char* folder : kFolders) {
    fs::recursive_directory_iterator at(root / folder, failed);
    if (failed) continue;   // not every folder exists yet
    for (; at != fs::recursive_directory_iterator(); at.increment(failed)) {
      if (failed) break;
      const std::string path = at->path().lexically_relative(root).generic_string();
      if (at->is_directory(failed) && left_out(path)) at.disable_recursion_pending();
      if (at->is_regular_file(failed)) add_file(at->path(), path, tree);
    }
  }
  std::sort(tree.begin(), tree.end(), [](const File& a, const File& b) { return a.path < b.path; });
  return tree;
}

const File* find_file(const Tree& tree, std::string_view path) {
  const auto at = std::lower_bound(tree.begin(), tree.end(), path,
                                   [](const File& file, std::string_view wanted) { return file.path < wanted; });
  return at != tree.end() && at->path == path ? &*at : nullptr;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<Include> includes_of(std::string_view text) {
  std::vector<Include> includes;
  int number = 0;
  for (std::string_view line : lines_of(text)) {
    ++number;
    const auto skip_blanks = [&] { line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size())); };
    skip_blanks();
    if (!starts_with(line, "#")) continue;
    line.remove_prefix(1);
    skip_blanks();
    if (!starts_with(line, "include")) continue;
    line.remove_prefix(std::string_view("include").size());
    skip_blanks();
    if (line.empty() || (line[0] != '"' && line[0] != '<')) continue;
    const std::size_t end = line.find(line[0] == '"' ? '"' : '>', 1);
    if (end != std::string_view::npos) {
      includes.push_back({number, line[0] == '"', std::string(line.substr(1, end - 1))});
    }
  }
  return includes;
}

std::string_view module_of(std::string_view path) {
  constexpr std::string_view kSource = "src/";
  if (!starts_with(path, kSource)) return {};
  path.remove_prefix(kSource.size());
  const std::size_t slash = path.find('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

std::string_view folder_of(std::string_view path) {
  if (module_of(path).empty()) return {};
  path.remove_prefix(std::string_view("src/").size());
  path = path.substr(0, path.rfind('/'));
  if (ends_with(path, "/internal")) path.remove_suffix(std::string_view("/internal").size());
  return path;
}

bool is_header(std::string_view path) { return ends_with(path, ".h"); }
bool is_cpp(std::string_view path) { return is_header(path) || ends_with(path, ".cc"); }
bool is_markdown(std::string_view path) { return ends_with(path, ".md"); }

}  // namespace maek::house
