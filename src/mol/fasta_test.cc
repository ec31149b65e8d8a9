// SPDX-License-Identifier: Apache-2.0
#include "mol/fasta.h"

#include <gtest/gtest.h>

namespace maek::mol {
namespace {

TEST(Fasta, ReadsNamesDescriptionsAndFoldedSequences) {
  const auto records = read_fasta(">P1 first  protein\r\nMKv l\r\n\r\nAA*\r\n> P2\nGG-\n;old comment\nCC", "x.fa");
  ASSERT_TRUE(records) << records.error().text();
  ASSERT_EQ(records->size(), 2U);
  EXPECT_EQ((*records)[0].name, "P1");
  EXPECT_EQ((*records)[0].description, "first  protein");
  EXPECT_EQ((*records)[0].sequence, "MKVLAA*");
  EXPECT_EQ((*records)[1].name, "P2");
  EXPECT_EQ((*records)[1].description, "");
  EXPECT_EQ((*records)[1].sequence, "GG-CC");
}

TEST(Fasta, NamesFileAndLineOfWhatIsWrong) {
  const struct { const char* text; const char* where; const char* part; } cases[] = {
      {"", "x.fa:1", "no sequence"},
      {"\n\n", "x.fa:2", "no sequence"},
      {"MKVL\n", "x.fa:1", "without a header"},
      {">a\n>b\nMK\n", "x.fa:1", "'a' has no sequence"},
      {">a\nMK\n>b\n", "x.fa:3", "'b' has no sequence"},
      {">a\nMK\nM1K\n", "x.fa:3", "'1' is no residue letter"},
      {">a\nM\x01K\n", "x.fa:2", "byte 0x01"},
  };
  for (const auto& c : cases) {
    const auto records = read_fasta(c.text, "x.fa");
    ASSERT_FALSE(records) << c.text;
    EXPECT_EQ(records.error().where, c.where) << c.text;
    EXPECT_NE(records.error().message.find(c.part), std::string::npos) << records.error().text();
  }
}

TEST(Fasta, WritesLinesOfEightyLettersThatReadBack) {
  std::vector<FastaRecord> records{{"a", "of\nmany words", std::string(161, 'M')}, {"b", "", "GG"}};
  const std::string text = to_fasta(records);
  EXPECT_EQ(text, ">a of many words\n" + std::string(80, 'M') + "\n" + std::string(80, 'M') + "\nM\n>b\nGG\n");
  const auto again = read_fasta(text, "x.fa");
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ((*again)[0].sequence, records[0].sequence);
  EXPECT_EQ(to_fasta(*again), text);
}

TEST(Fasta, SurvivesEveryPrefixOfAFile) {
  const std::string text = ">a b c\nMKVLAA\nGG\n>d\nTT*\n";
  for (std::size_t n = 0; n <= text.size(); ++n) {
    const auto records = read_fasta(std::string_view(text).substr(0, n), "x.fa");
    if (!records) {
      EXPECT_FALSE(records.error().message.empty());
    } else {
      for (const FastaRecord& record : *records) EXPECT_FALSE(record.sequence.empty());
    }
  }
}

}  // namespace
}  // namespace maek::mol
