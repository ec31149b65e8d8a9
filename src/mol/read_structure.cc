// SPDX-License-Identifier: Apache-2.0
// Which format a file has, inflation, and the one reader over all formats.
#include "mol/read_structure.h"

#include <algorithm>     // for std::min
#include <array>         // for std::array
#include <cctype>        // for std::tolower
#include <cstdint>       // for std::uint32_t

#include <fmt/format.h>  // for fmt::format
#include <zlib.h>        // for inflate

#include "mol/autodock_type.h"           // for autodock_type
#include "mol/internal/file_guess.h"     // for guess_file, looks_binary
#include "mol/internal/pdb_lines.h"      // for PdbLines
#include "mol/internal/pdb_reader.h"     // for read_pdb_flavour

namespace maek::mol {
namespace {

constexpr std::string_view kGzipMagic = "\x1f\x8b";
constexpr std::size_t kLinesToLookAt = 20'000;   // a header of an entry has a few thousand lines

bool starts_with(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

bool ends_with(std::string_view name, std::string_view extension) {
  if (name.size() < extension.size()) return false;
  name.remove_prefix(name.size() - extension.size());
  return std::equal(name.begin(), name.end(), extension.begin(), [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == b;
  });
}

/// Partial charge with a decimal point in columns 71-76 and an AutoDock type behind it.
bool is_pdbqt_atom(std::string_view line) {
  const std::string_view charge = columns(line, 71, 76);
  return charge.find('.') != std::string_view::npos && real_field(charge) &&
         autodock_type(trim(columns(line, 78, 79))).has_value();
}

/// The text after comments and blanks at its beginning.
std::string_view first_content(std::string_view text) {
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (text.empty() || text.front() != '#') return text;
    text.remove_prefix(std::min(text.find('\n'), text.size()));
  }
}

bool is_pdb_header(std::string_view line) {
  for (const std::string_view record :
       {"HEADER", "TITLE", "COMPND", "REMARK", "CRYST1", "MODEL", "EXPDTA", "AUTHOR", "SEQRES", "USER", "OBSLTE"}) {
    if (is_record(line, record)) return true;
  }
  return false;
}

}  // namespace

Expected<StructureFormat> detect_structure_format(std::string_view bytes, std::string_view name) {
  const std::string where(name);
  if (bytes.empty()) return Error{ErrorCode::kMalformed, "the file is empty", where, "Was this file cut?"};
  if (starts_with(bytes, "\xEF\xBB\xBF")) bytes.remove_prefix(3);   // the mark that some editors put before UTF-8
  if (looks_binary(bytes)) {
    const std::string_view guess = guess_file(bytes);
    return Error{ErrorCode::kUnsupported, "this is no text file", where,
                 guess.empty() ? "Structures are read as mmCIF, PDB or PDBQT, plain or gzip-compressed"
                               : fmt::format("Perhaps this is {}?", guess)};
  }
  const std::string_view content = first_content(bytes);
  const std::string_view head = content.substr(0, 5);
  if (head.size() == 5 && std::equal(head.begin(), head.end(), "data_", [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == b;
      })) {
    return StructureFormat::kMmcif;
  }

  bool has_header = false;
  std::size_t looked = 0;
  PdbLine line;
  for (PdbLines lines(bytes); lines.next(line) && looked < kLinesToLookAt; ++looked) {
    if (is_atom_record(line.text)) return is_pdbqt_atom(line.text) ? StructureFormat::kPdbqt : StructureFormat::kPdb;
    if (is_record(line.text, "ROOT") || is_record(line.text, "BRANCH")) return StructureFormat::kPdbqt;
    has_header = has_header || is_pdb_header(line.text);
  }
  if (ends_with(name, ".pdbqt")) return StructureFormat::kPdbqt;
  const std::string_view guess = guess_file(bytes);
  if (has_header || (guess.empty() && (ends_with(name, ".pdb") || ends_with(name, ".ent"))))
    return StructureFormat::kPdb;
  if (guess.empty() && (ends_with(name, ".cif") || ends_with(name, ".mmcif"))) return StructureFormat::kMmcif;
  return Error{ErrorCode::kUnsupported, "this is no structure file", where,
               guess.empty() ? "Structures are read as mmCIF, PDB or PDBQT, plain or gzip-compressed"
                             : fmt::format("Perhaps this is {}?", guess)};
}

Expected<std::string> inflate_if_gzip(std::string_view bytes, const std::string& name, std::size_t limit) {
  const auto too_large = [&] {
    return Error{ErrorCode::kTooLarge, fmt::format("more than {} bytes", limit), name, "This is beyond what is read"};
  };
  if (!starts_with(bytes, kGzipMagic)) {
    if (bytes.size() > limit) return too_large();
    return std::string(bytes);
  }
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) {   // 15: largest window, +16: gzip header
    return Error{ErrorCode::kInternal, "zlib could not be started", name};
  }
  struct End {
    z_stream& stream;
    ~End() { inflateEnd(&stream); }
  } end_on_return{stream};

  std::string text;
  std::array<char, 1 << 16> chunk;
  while (true) {
    if (stream.avail_in == 0) {   // zlib counts in 32 bits
      if (bytes.empty()) {
        return Error{ErrorCode::kMalformed, "the gzip data ends too early", name, "Was this file cut? Fetch it again"};
      }
      const std::size_t part = std::min<std::size_t>(bytes.size(), 1U << 30);
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
      stream.avail_in = static_cast<uInt>(part);
      bytes.remove_prefix(part);
    }
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    const int status = inflate(&stream, Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
      return Error{ErrorCode::kMalformed,
                   fmt::format("the gzip data is damaged ({})", stream.msg != nullptr ? stream.msg : "wrong checksum"),
                   name, "Fetch the file again"};
    }
    const std::size_t got = chunk.size() - stream.avail_out;
    if (got > limit - text.size()) return too_large();
    text.append(chunk.data(), got);
    if (status == Z_STREAM_END) {
      // A gzip file may hold several members one after the other; what is no member at the end is padding.
      const std::string_view left(reinterpret_cast<const char*>(stream.next_in), stream.avail_in);
      if (!starts_with(left, kGzipMagic)) return text;
      if (inflateReset(&stream) != Z_OK) return Error{ErrorCode::kInternal, "zlib could not be restarted", name};
    }
  }
}

Expected<Structure> read_structure(std::string_view bytes, const std::string& name) {
  std::string inflated;
  std::string_view text = bytes;
  if (starts_with(bytes, kGzipMagic)) {
    Expected<std::string> plain = inflate_if_gzip(bytes, name, kMaxStructureBytes);
    if (!plain) return std::move(plain).error();
    inflated = *std::move(plain);
    text = inflated;
  } else if (bytes.size() > kMaxStructureBytes) {
    return Error{ErrorCode::kTooLarge, fmt::format("more than {} bytes", kMaxStructureBytes), name,
                 "This is beyond what is read"};
  }
  // The extension before ".gz" says what is inside.
  const std::string_view stem = ends_with(name, ".gz") ? std::string_view(name).substr(0, name.size() - 3) : name;
  Expected<StructureFormat> format = detect_structure_format(text, stem);
  if (!format) {
    Error error = std::move(format).error();
    error.where = name;
    return error;
  }
  if (starts_with(text, "\xEF\xBB\xBF")) text.remove_prefix(3);
  Expected<Structure> structure = *format == StructureFormat::kMmcif ? read_mmcif(text, name)
                                  : *format == StructureFormat::kPdb
                                      ? read_pdb(text, name)
                                      : read_pdb_flavour(text, name, PdbFlavour::kPdbqt);
  if (structure) assign_kinds(*structure);
  return structure;
}

}  // namespace maek::mol
