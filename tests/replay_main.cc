// SPDX-License-Identifier: Apache-2.0
// Replays the corpus of a fuzz target without libFuzzer: every file of every folder named on the command line.
#include <cstddef>       // for std::size_t
#include <cstdint>       // for std::uint8_t
#include <cstdio>        // for std::printf
#include <filesystem>    // for std::filesystem
#include <fstream>       // for std::ifstream
#include <iterator>      // for std::istreambuf_iterator
#include <string>        // for std::string

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
  int replayed = 0;
  for (int i = 1; i < argc; ++i) {
    if (!std::filesystem::is_directory(argv[i])) {
      std::fprintf(stderr, "%s: not a folder\n", argv[i]);
      return 1;
    }
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
      ++replayed;
    }
  }
  std::printf("%d inputs replayed\n", replayed);
  return replayed > 0 ? 0 : 1;
}
