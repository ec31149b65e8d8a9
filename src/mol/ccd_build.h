// SPDX-License-Identifier: Apache-2.0
// Building the cache of the chemical component dictionary from components.cif, in a stream (docs/formats/ccd.md).
#pragma once

#include <cstdint>       // for std::uint64_t
#include <filesystem>    // for std::filesystem::path
#include <functional>    // for std::function
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "base/atomic_file.h"   // for SystemCalls
#include "base/expected.h"      // for Expected
#include "base/ids.h"           // for Digest
#include "base/progress.h"      // for Progress, Cancellation

namespace maek::mol {

/// A component that could not be read, and where.
struct SetAsideComponent {
  std::string name;     // of its data block, as far as it can be shown
  std::uint64_t line = 0;   // 1-based, in the inflated text
  std::string reason;
};

struct CcdBuildReport {
  std::uint32_t components = 0;
  std::uint32_t obsolete = 0;
  std::uint64_t atoms = 0, bonds = 0;
  std::uint32_t set_aside_count = 0;
  std::vector<SetAsideComponent> set_aside;   // the first kMaxSetAsideShown
  Digest source;             // SHA-256 of the file as given
  std::string modified;      // the latest date of change
  std::uint64_t bytes = 0;   // of the cache
  std::uint64_t lines = 0;   // of the text
};
constexpr std::size_t kMaxSetAsideShown = 100;
/// Largest text of one component [bytes]; the largest published ones stay below 0.1 MB. What is beyond is set aside.
constexpr std::size_t kMaxCcdBlockBytes = std::size_t{16} << 20;

/// CIF text in pieces to the bytes of a cache. A line that begins with data_ always begins a component, also inside a
/// text field: an unclosed one costs its own component and not all that follow.
class CcdBuilder {
 public:
  using Sink = std::function<Expected<void>(std::string_view)>;
  /// `name` is for messages. `strict`: the first component that cannot be read is an error.
  CcdBuilder(std::string name, bool strict, Sink sink);
  Expected<void> feed(std::string_view text);
  /// Index and footer. kMalformed when there was no component at all.
  Expected<CcdBuildReport> finish(const Digest& source);
  const CcdBuildReport& report() const { return report_; }

 private:
  struct Entry {
    std::string code;
    std::uint64_t offset;
    std::uint32_t size, crc;
  };
  Expected<void> take_blocks(bool last);
  Expected<void> block(std::string_view text);
  Expected<void> put_aside(std::string name, std::uint64_t line, std::string reason);
  Expected<void> emit(std::string_view bytes);

  std::string name_;
  bool strict_;
  Sink sink_;
  std::string pending_;        // text of the block that is not complete yet
  std::size_t searched_ = 0;   // of pending_, no later block begins before
  bool skipping_ = false;      // what precedes the next data_ belongs to a block beyond the limit
  std::uint64_t line_ = 1;     // of the first byte of pending_
  std::vector<Entry> index_;
  CcdBuildReport report_;
};

struct CcdBuildOptions {
  bool strict = false;
  Progress progress = {};
  const Cancellation* cancellation = nullptr;
};

/// Streams `source` (components.cif, plain or gzip; or a folder with .cif and .cif.gz files, taken in order of their
/// names) into the cache `target`, which is there whole or not at all. The memory does not depend on the size.
Expected<CcdBuildReport> build_ccd(const std::filesystem::path& source, const std::filesystem::path& target,
                                   const CcdBuildOptions& options, SystemCalls& calls = system_calls());

}  // namespace maek::mol
