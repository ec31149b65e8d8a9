// SPDX-License-Identifier: Apache-2.0
// Read a structure: mmCIF (PDBx), PDB, PDBQT receptor, each plain or gzip (parse, load, import). C++17-clean.
#pragma once

#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include "base/expected.h"   // for Expected
#include "mol/structure.h"   // for Structure

namespace maek::mol {

enum class StructureFormat { kMmcif, kPdb, kPdbqt };

/// Largest file that is read, after inflation [bytes]: the largest entries of the archive stay below it.
constexpr std::size_t kMaxStructureBytes = std::size_t{2} << 30;

/// The format of `bytes` by content (and by the extension of `name` where content leaves it open).
Expected<StructureFormat> detect_structure_format(std::string_view bytes, std::string_view name);

/// Reads bytes of any of the formats (gzip is recognised by its magic). `name` is for messages: errors read
/// "name:line: what is wrong. what to do". An empty, truncated or binary file, one without atoms, or with a coordinate
/// that is not finite or beyond 1e6 Å, is an error. All models and alternate locations are kept.
Expected<Structure> read_structure(std::string_view bytes, const std::string& name);

/// The readers one by one, for plain (inflated) text.
Expected<Structure> read_mmcif(std::string_view text, const std::string& name);
Expected<Structure> read_pdb(std::string_view text, const std::string& name);

/// Inflates gzip when the magic is there, else returns the bytes; refuses more than `limit` bytes.
Expected<std::string> inflate_if_gzip(std::string_view bytes, const std::string& name, std::size_t limit);

}  // namespace maek::mol
