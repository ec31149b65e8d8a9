// SPDX-License-Identifier: Apache-2.0
// Signs by which files give themselves away.
#include "mol/internal/file_guess.h"

#include <cstddef>   // for std::size_t

namespace maek::mol {
namespace {

constexpr std::size_t kLook = 4096;   // bytes; every sign shows in the first lines

struct Sign {
  std::string_view text;
  bool at_start;
  std::string_view kind;
};

constexpr Sign kSigns[] = {
    {"\x1f\x8b", true, "a gzip-compressed file"},
    {"\x28\xb5\x2f\xfd", true, "a zstd-compressed file (unpack it first)"},
    {"BZh", true, "a bzip2-compressed file (unpack it first)"},
    {"\xfd" "7zXZ", true, "an xz-compressed file (unpack it first)"},
    {"PK\x03\x04", true, "a zip archive (unpack it first)"},
    {"%PDF", true, "a PDF document"},
    {"\x89PNG", true, "a picture"},
    {"MMTF", true, "an MMTF file (write it as mmCIF)"},
    {"dataBlocks", false, "BinaryCIF (write it as mmCIF)"},
    {"<!DOCTYPE", false, "an HTML page, left by a download that failed"},
    {"<html", false, "an HTML page, left by a download that failed"},
    {"<HTML", false, "an HTML page, left by a download that failed"},
    {"<?xml", true, "an XML file"},
    {"V2000", false, "an SDF or MOL file (a small molecule)"},
    {"V3000", false, "an SDF or MOL file (a small molecule)"},
    {"@<TRIPOS>", false, "a MOL2 file"},
    {"TORSDOF", false, "a PDBQT file"},
    {"\ndata_", false, "an mmCIF file"},
    {"data_", true, "an mmCIF file"},
    {"loop_", false, "an mmCIF file"},
    {"HEADER    ", true, "a PDB file"},
    {"HETATM", true, "a PDB file"},
    {"ATOM  ", true, "a PDB file"},
    {"{", true, "a JSON file"},
    {">", true, "a FASTA file (sequences, no coordinates)"},
};

}  // namespace

std::string_view guess_file(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, kLook);
  for (const Sign& sign : kSigns) {
    const std::size_t at = head.find(sign.text);
    if (sign.at_start ? at == 0 : at != std::string_view::npos) return sign.kind;
  }
  return {};
}

bool looks_binary(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, kLook);
  std::size_t control = 0;
  for (const char c : head) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 0) return true;
    if (byte < 32 && byte != '\n' && byte != '\r' && byte != '\t' && byte != '\f' && byte != '\v') ++control;
  }
  return control * 20 > head.size();
}

}  // namespace maek::mol
