// SPDX-License-Identifier: Apache-2.0
// LibraryReader: the records of a library of ligands one at a time (SMILES lines, SDF, gzip), in flat memory.
#pragma once

#include <cstdint>       // for std::uint64_t
#include <filesystem>    // for std::filesystem::path
#include <memory>        // for std::unique_ptr
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include "base/expected.h"   // for Expected
#include "base/ids.h"        // for Digest

namespace maek::dock {

/// One ligand as it stands in the library.
struct LibraryRecord {
  std::uint64_t index = 0;       // from 1
  std::uint64_t line = 0;        // of its first line in the file, from 1
  std::string text;              // without its line end, or without its "$$$$" line
  Digest digest;                 // of the whole text, also of a record that is too long
  std::optional<Error> fault;    // what the reader itself found wrong: then `text` is cut or empty
};

enum class LibraryFormat { kSmiles, kSdf };

constexpr std::size_t kMaxSmilesLine = std::size_t{64} << 10;  // bytes: a SMILES of 20,000 characters and a long name
constexpr std::size_t kMaxSdfRecord = std::size_t{4} << 20;  // bytes: 1,000 atoms take 0.1 MiB; the rest is data

/// Reads .smi, .smiles, .sdf and .sd, plain or gzip-compressed (told by content). Blank lines, lines that begin with '#'
/// and a header line ("smiles ...") of a SMILES file are no records.
class LibraryReader {
 public:
  /// Errors: no such file, a folder, an ending that says nothing of the format, a file that is no text.
  /// `format`: where the name need not tell.
  static Expected<LibraryReader> open(const std::filesystem::path& path, std::optional<LibraryFormat> format = {});
  LibraryReader(LibraryReader&&) noexcept;
  LibraryReader& operator=(LibraryReader&&) noexcept;
  ~LibraryReader();

  /// The next record; false at the end. A record that is at fault comes as any other, with its `fault`. An error means
  /// that the file itself cannot be read on (cut or damaged compression, a failing disk); it says after which record.
  Expected<bool> next(LibraryRecord& record);

  LibraryFormat format() const;
  const std::string& name() const;
  std::uint64_t bytes_read() const;  // of the file
  std::uint64_t bytes() const;  // of the file, 0 for a pipe
  /// Of the file's bytes; after the end only.
  Digest digest();

 private:
  struct State;
  explicit LibraryReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace maek::dock
