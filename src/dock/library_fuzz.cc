// SPDX-License-Identifier: Apache-2.0
// Fuzz target: any bytes as a library, SMILES and SDF, plain and compressed; rows of results.csv besides.
#include <sys/mman.h>   // for memfd_create
#include <unistd.h>     // for write

#include <cstddef>   // for std::size_t
#include <cstdint>   // for std::uint8_t
#include <string>    // for std::to_string

#include "dock/internal/screen_row.h"   // for parse_line
#include "dock/library.h"               // for LibraryReader

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace maek::dock;
  const int file = ::memfd_create("library", MFD_CLOEXEC);
  if (file < 0) return 0;
  const bool written = ::write(file, data, size) == static_cast<ssize_t>(size);
  for (const LibraryFormat format : {LibraryFormat::kSmiles, LibraryFormat::kSdf}) {
    if (!written) break;
    auto reader = LibraryReader::open("/proc/self/fd/" + std::to_string(file), format);
    if (!reader) continue;
    std::uint64_t last = 0;
    for (LibraryRecord record;;) {
      auto more = reader->next(record);
      if (!more || !*more) break;
      if (record.index != last + 1 || record.text.size() > kMaxSdfRecord) __builtin_trap();
      last = record.index;
    }
  }
  ::close(file);
  if (const auto row = internal::parse_line({reinterpret_cast<const char*>(data), size})) {
    const std::string line = internal::to_line(*row);   // what reads as a row is written as one
    if (!internal::parse_line(std::string_view(line).substr(0, line.size() - 1))) __builtin_trap();
  }
  return 0;
}
