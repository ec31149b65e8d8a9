// SPDX-License-Identifier: Apache-2.0
// Bytes of the dictionary cache: records, index, footer (docs/formats/ccd.md). All numbers little-endian.
#pragma once

#include <array>         // for std::array
#include <cstdint>       // for std::uint64_t
#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include "base/expected.h"   // for Expected
#include "mol/ccd.h"         // for DictionaryComponent

namespace maek::mol {

constexpr std::string_view kCcdMagic = "maek-ccd";
constexpr std::uint32_t kCcdVersion = 1;
constexpr std::size_t kCcdHeadBytes = 16;       // magic, version, zero
constexpr std::size_t kCcdFooterBytes = 96;
constexpr std::size_t kCcdIndexEntryBytes = 32;
constexpr std::size_t kCcdCodeBytes = 16;       // of a code in the index, filled up with zeros

constexpr std::size_t kMaxCcdComponents = 4'000'000;
constexpr std::size_t kMaxCcdAtoms = 20'000;    // of one component; the largest published one has some 440
constexpr std::size_t kMaxCcdBonds = 60'000;
constexpr std::size_t kMaxCcdText = 65'535;     // bytes of one text of a component
constexpr std::size_t kMaxCcdRecordBytes = std::size_t{4} << 20;
constexpr double kMaxCcdCoordinate = 100'000;   // Å

std::string ccd_head();

struct CcdIndexEntry {
  std::array<char, kCcdCodeBytes> code{};
  std::uint64_t offset = 0;
  std::uint32_t size = 0;
  std::uint32_t crc = 0;   // CRC-32 (as zlib has it) of the record
};
std::string encode_index_entry(const CcdIndexEntry& entry);
CcdIndexEntry decode_index_entry(const char* bytes);

struct CcdFooter {
  std::uint64_t index_offset = 0;
  std::uint32_t count = 0;
  std::uint32_t set_aside = 0;
  Digest source;
  std::string modified;    // at most 16 bytes
  std::uint32_t index_crc = 0;
};
std::string encode_footer(const CcdFooter& footer);
/// Checks magic, CRC, licence and zeros. `bytes` has kCcdFooterBytes.
Expected<CcdFooter> decode_footer(std::string_view bytes, const std::string& where);

/// kTooLarge when something does not fit its field.
Expected<std::string> encode_record(const DictionaryComponent& component);
/// Accepts exactly what encode_record writes: one component has one record.
Expected<DictionaryComponent> decode_record(std::string_view bytes, const std::string& where);

std::uint32_t ccd_crc(std::string_view bytes);

}  // namespace maek::mol
