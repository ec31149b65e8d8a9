// SPDX-License-Identifier: Apache-2.0
// Formats by content, gzip, and the reader over all formats.
#include "mol/read_structure.h"

#include <array>   // for std::array

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>   // for deflate

#include "mol/internal/structure_texts.h"   // for glycine

namespace maek::mol {
namespace {

using testing::HasSubstr;

std::string gzip(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

constexpr const char* kPdbqt =
    "REMARK  receptor\n"
    "ATOM      1  N   GLY A   1       1.000   2.000   3.000  1.00  0.00    -0.351 N \n"
    "ATOM      2  CA  GLY A   1       2.000   2.000   3.000  1.00  0.00     0.180 C \n"
    "ATOM      3  NE2 HIS A   2       3.000   2.000   3.000  1.00  0.00    -0.250 NA\n"
    "HETATM    4 ZN    ZN A 100       4.000   2.000   3.000  1.00  0.00     2.000 Zn\n";

TEST(DetectFormat, GoesByContentFirst) {
  const struct { std::string bytes; const char* name; StructureFormat format; } cases[] = {
      {"# by hand\n\ndata_1ABC\n", "x.pdb", StructureFormat::kMmcif},
      {"DATA_x\n", "x", StructureFormat::kMmcif},
      {"HEADER    X\n", "x.cif", StructureFormat::kPdb},
      {texts::glycine(1, 'A', 1, 0), "x", StructureFormat::kPdb},
      {kPdbqt, "x.pdb", StructureFormat::kPdbqt},
      {"REMARK\nROOT\n", "x", StructureFormat::kPdbqt},
      {"nothing known\n", "x.PDB", StructureFormat::kPdb},
      {"nothing known\n", "x.mmcif", StructureFormat::kMmcif},
  };
  for (const auto& c : cases) {
    auto format = detect_structure_format(c.bytes, c.name);
    ASSERT_TRUE(format) << c.bytes << format.error().text();
    EXPECT_EQ(*format, c.format) << c.bytes;
  }
}

TEST(DetectFormat, GuessesWhatAForeignFileIs) {
  const struct { std::string bytes; const char* hint; } cases[] = {
      {"<!DOCTYPE html>\n<html>", "HTML"},
      {"lig\n  x\n\n  1  0  0  0  0  0  0  0  0  0999 V2000\n", "SDF"},
      {">P1\nMKV\n", "FASTA"},
      {"{\"a\": 1}", "JSON"},
      {std::string("PK\x03\x04\0\0", 6), "zip"},
      {std::string("\x28\xb5\x2f\xfd\x00\x01", 6), "zstd"},
      {"hello\n", "mmCIF, PDB or PDBQT"},
      {"", "cut"},
  };
  for (const auto& c : cases) {
    auto format = detect_structure_format(c.bytes, "x.dat");
    ASSERT_FALSE(format) << c.bytes;
    EXPECT_THAT(format.error().hint, HasSubstr(c.hint));
  }
}

TEST(InflateIfGzip, InflatesMembersAndPassesPlainBytes) {
  const std::string text(200'000, 'x');
  auto one = inflate_if_gzip(gzip(text), "x.gz", 1'000'000);
  ASSERT_TRUE(one) << one.error().text();
  EXPECT_EQ(*one, text);
  auto two = inflate_if_gzip(gzip("ab") + gzip("") + gzip("cd") + std::string(7, '\0'), "x.gz", 100);
  ASSERT_TRUE(two) << two.error().text();
  EXPECT_EQ(*two, "abcd");
  EXPECT_EQ(*inflate_if_gzip("plain", "x", 100), "plain");
}

TEST(InflateIfGzip, RefusesBombsCutsAndDamage) {
  const std::string packed = gzip(std::string(1'000'000, 'x'));
  EXPECT_LT(packed.size(), 2'000U);
  EXPECT_EQ(inflate_if_gzip(packed, "x.gz", 999'999).error().code, ErrorCode::kTooLarge);
  EXPECT_TRUE(inflate_if_gzip(packed, "x.gz", 1'000'000).has_value());
  EXPECT_EQ(inflate_if_gzip("12345", "x", 4).error().code, ErrorCode::kTooLarge);
  for (std::size_t n = 2; n < packed.size(); ++n) {
    auto cut = inflate_if_gzip(std::string_view(packed).substr(0, n), "x.gz", 2'000'000);
    ASSERT_FALSE(cut) << n;
    EXPECT_EQ(cut.error().code, ErrorCode::kMalformed);
  }
  std::string damaged = packed;
  damaged[damaged.size() - 6] ^= 1;   // the checksum
  EXPECT_THAT(inflate_if_gzip(damaged, "x.gz", 2'000'000).error().message, HasSubstr("damaged"));
}

TEST(ReadStructure, ReadsCompressedPdbAndSetsKinds) {
  auto s = read_structure(gzip(texts::glycine(1, 'A', 1, 0) + "END\n"), "x.pdb.gz");
  ASSERT_TRUE(s) << s.error().text();
  EXPECT_EQ(s->residues[0].kind, ResidueKind::kAminoAcid);
}

TEST(ReadStructure, TakesElementsOfAPdbqtReceptorFromItsTypes) {
  auto s = read_structure(kPdbqt, "x.pdbqt");
  ASSERT_TRUE(s) << s.error().text();
  const Element expected[] = {Element::kN, Element::kC, Element::kN, Element::kZn};
  ASSERT_EQ(s->atoms.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(s->atoms[i].element, expected[i]) << i;
}

TEST(ReadStructure, ReadsTextBehindAByteOrderMark) {
  EXPECT_TRUE(read_structure("\xEF\xBB\xBF" + texts::glycine(1, 'A', 1, 0), "x.pdb").has_value());
}

TEST(ReadStructure, NamesTheFileInItsErrors) {
  for (const char* name : {"a.pdb", "b.cif", "c.dat", "d.pdb.gz"}) {
    EXPECT_EQ(read_structure("", name).error().where, name);
    EXPECT_THAT(read_structure(std::string("\0\1\2\3", 4), name).error().where, name);
  }
}

}  // namespace
}  // namespace maek::mol
