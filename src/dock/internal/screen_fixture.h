// SPDX-License-Identifier: Apache-2.0
// What tests of screens share: a scratch folder, gzip, a fast stage, and a way to run it.
#pragma once

#include <unistd.h>   // for getpid

#include <atomic>        // for std::atomic
#include <filesystem>    // for std::filesystem::path
#include <fstream>       // for std::ofstream
#include <iterator>      // for std::istreambuf_iterator
#include <string>        // for std::string

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "dock/screen.h"      // for ScreenRun
#include "mol/molecule.h"     // for read_smiles

namespace maek::dock::fixture {

class ScreenFolder {
 public:
  ScreenFolder() {
    static std::atomic<int> counter{0};
    path_ = std::filesystem::temp_directory_path() / fmt::format("maek-screen-{}-{}", ::getpid(), counter++);
    std::filesystem::create_directories(path_);
  }
  ~ScreenFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScreenFolder(const ScreenFolder&) = delete;
  ScreenFolder& operator=(const ScreenFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  void write(const std::string& name, const std::string& bytes) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << bytes;
  }
  std::string read(const std::string& name) const {
    std::ifstream in(path_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  bool has(const std::string& name) const { return std::filesystem::exists(path_ / name); }

 private:
  std::filesystem::path path_;
};

inline std::string gzip(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// A stage without docking: the score comes from the digest, a record with 'X' in it fails, poses are methane.
inline ScreenOutcome fast_stage(const LibraryRecord& record, int, const Cancellation&) {
  static const mol::Molecule methane = mol::read_smiles("C")->with_positions({{1, 2, 3}});
  ScreenOutcome out;
  out.row.index = record.index;
  out.row.digest = record.digest;
  if (record.fault || record.text.find('X') != std::string::npos) {
    out.row.message = record.fault ? record.fault->text() : "an X";
    return out;
  }
  const auto& bytes = record.digest.bytes;
  out.row.docked = true;
  out.row.valid = bytes[3] % 2 == 0;
  out.row.score = internal::rounded(-(bytes[0] * 256.0 + bytes[1]) / 6553.6);
  out.row.smiles = record.text.substr(0, record.text.find(' '));
  out.row.name = record.text.substr(std::min(record.text.find(' '), record.text.size() - 1) + 1);
  out.pose = methane.with_name(out.row.name);
  return out;
}

/// `count` records; every hundredth is broken.
inline std::string library_text(int count) {
  std::string out;
  for (int i = 1; i <= count; ++i) out += fmt::format("{} ligand-{}\n", i % 100 == 0 ? "CXC" : "CCO", i);
  return out;
}

inline ScreenRun screen_run(const ScreenFolder& folder, int threads = 2, std::size_t top = 10) {
  ScreenRun run;
  run.library = folder.path() / "lib.smi";
  run.folder = folder.path() / "out";
  std::filesystem::create_directories(run.folder);
  run.question = {{"receptor", "r"}, {"seed", "1"}};
  run.threads = threads;
  run.top = top;
  return run;
}

}  // namespace maek::dock::fixture
