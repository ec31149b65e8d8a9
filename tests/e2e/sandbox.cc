// SPDX-License-Identifier: Apache-2.0
// Makes the files of a case, and looks at what the program left.
#include "tests/e2e/sandbox.h"

#include <fnmatch.h>      // for fnmatch
#include <zlib.h>         // for deflate

#include <algorithm>      // for std::sort
#include <cstdlib>        // for std::getenv, std::atoi, std::atof
#include <fstream>        // for std::ofstream
#include <random>         // for std::mt19937_64
#include <sstream>        // for std::istringstream
#include <system_error>   // for std::error_code

#include <fmt/format.h>

#include "tests/test_data.h"   // for file_bytes

namespace maek::e2e {
namespace {

namespace fs = std::filesystem;

fs::path data_folder() {
  const char* set = std::getenv("MAEK_TEST_DATA");
  return set != nullptr ? fs::path(set) : fs::path(MAEK_SOURCE_DIR).parent_path() / "shared";
}

std::string with_dos_lines(const std::string& text) {
  std::string dos;
  for (const char c : text) dos += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return dos;
}

std::string gzip(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);   // +16: gzip header
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// The ATOM lines of a PDB file, `copy` times `shift` further along x. 62 letters name chains; beyond them two copies
/// share one, a thousand residue numbers apart.
std::string shifted_copy(const std::string& pdb, int copy, double shift) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::istringstream lines(pdb);
  std::string line, all, seen;   // the chains of the source, in their order
  while (std::getline(lines, line)) {
    if (line.rfind("ATOM", 0) != 0 || line.size() < 54) continue;
    if (seen.find(line[21]) == std::string::npos) seen += line[21];
    const std::size_t chain = static_cast<std::size_t>(copy) * 2 + seen.find(line[21]) % 2;
    const int number = std::atoi(line.substr(22, 4).c_str()) + 1000 * static_cast<int>(chain / kLetters.size());
    const double x = std::atof(line.substr(30, 8).c_str()) + copy * shift;
    all += fmt::format("{}{}{:4}{}{:8.3f}{}\n", line.substr(0, 21), kLetters[chain % kLetters.size()], number % 10000,
                       line.substr(26, 4), x, line.substr(38));
  }
  return all;
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
  std::string source_bytes(const std::string& name) const {
    fs::path source = inside / name;   // an absolute source replaces the folder
    std::error_code failed;
    if (!fs::exists(source, failed)) source = outside_file(name);
    if (fs::is_regular_file(source, failed)) return file_bytes(source);
    error = "no file " + name + " to copy (say 'needs: " + name + "' when it may be absent)";
    return {};
  }

  std::string operator()(const ShiftedCopies& given) const {
    const std::string bytes = source_bytes(given.source);
    std::string all;
    for (int copy = 0; copy < given.count && error.empty(); ++copy) all += shifted_copy(bytes, copy, given.shift);
    return all + "END\n";
  }

  std::string operator()(const CopyOfFile& given) const {
    std::string bytes = source_bytes(given.source);
    if (!error.empty()) return {};
    for (const auto& [old_text, new_text] : given.replacements) {
      const std::size_t at = bytes.find(old_text);
      if (at == std::string::npos) {
        error = given.source + " does not contain '" + old_text + "'";
        return {};
      }
      bytes.replace(at, old_text.size(), new_text);
    }
    if (given.dos_lines) bytes = with_dos_lines(bytes);
    if (given.gzip) bytes = gzip(bytes);
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
