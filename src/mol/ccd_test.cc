// SPDX-License-Identifier: Apache-2.0
// The cache of the component dictionary: look-ups, damage of every kind, and where the file is sought.
#include "mol/ccd.h"

#include <cstdlib>      // for setenv
#include <filesystem>   // for std::filesystem
#include <fstream>      // for std::ofstream

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>

#include "base/atomic_file.h"           // for write_file
#include "mol/internal/ccd_fixture.h"   // for small_dictionary
#include "mol/internal/ccd_record.h"    // for encode_record

namespace maek::mol {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

const std::string& cache() {
  static const std::string bytes = fixture::build(fixture::small_dictionary())->bytes;
  return bytes;
}

Expected<ComponentDictionary> open(std::string bytes) {
  return ComponentDictionary::from_bytes(std::move(bytes), "test");
}

/// Everything that a user of the dictionary may touch.
bool usable(const std::string& bytes) {
  const auto dictionary = open(bytes);
  if (!dictionary) {
    EXPECT_FALSE(dictionary.error().message.empty());
    return false;
  }
  for (std::size_t i = 0; i < dictionary->size(); ++i) {
    if (!dictionary->find(dictionary->code(i))) return false;
  }
  return true;
}

TEST(ComponentDictionary, FindsCodesAndOnlyThose) {
  const auto dictionary = open(cache());
  ASSERT_TRUE(dictionary);
  ASSERT_EQ(dictionary->size(), 5u);
  for (std::size_t i = 1; i < dictionary->size(); ++i) EXPECT_LT(dictionary->code(i - 1), dictionary->code(i));
  for (const char* absent : {"", "LA", "LACK", "lac", "ZZZ", "000", "LACLACLACLACLACLACLAC"}) {
    EXPECT_FALSE(dictionary->contains(absent));
    const auto found = dictionary->find(absent);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::kNotFound);
    EXPECT_THAT(found.error().hint, HasSubstr("SMILES"));
  }
}

TEST(ComponentDictionary, RefusesEveryTruncation) {
  for (std::size_t size = 0; size < cache().size(); ++size) EXPECT_FALSE(open(cache().substr(0, size))) << size;
}

// A checksum covers each byte: a flipped bit is refused at the opening or when its component is asked for.
TEST(ComponentDictionary, RefusesEveryFlippedBit) {
  ASSERT_TRUE(usable(cache()));
  for (std::size_t at = 0; at < cache().size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bytes = cache();
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
      EXPECT_FALSE(usable(bytes)) << at << " bit " << bit;
    }
  }
}

/// A cache with the given parts and right checksums, whatever they say.
std::string forged(const std::string& records, std::vector<CcdIndexEntry> entries, std::uint32_t count,
                   std::int64_t index_shift = 0) {
  std::string bytes = ccd_head() + records, index;
  CcdFooter footer;
  footer.index_offset = static_cast<std::uint64_t>(static_cast<std::int64_t>(bytes.size()) + index_shift);
  footer.count = count;
  for (const CcdIndexEntry& entry : entries) index += encode_index_entry(entry);
  footer.index_crc = ccd_crc(index);
  return bytes + index + encode_footer(footer);
}

CcdIndexEntry entry(const std::string& code, std::uint64_t offset, std::uint32_t size, std::uint32_t crc = 0) {
  CcdIndexEntry out{{}, offset, size, crc};
  std::copy(code.begin(), code.end(), out.code.begin());
  return out;
}

// Files that lie with right checksums.
TEST(ComponentDictionary, BelievesNoNumberOfAHostileFile) {
  DictionaryComponent good;
  good.code = "A";
  good.atoms.resize(2);
  good.atoms[0].name = "C1";
  good.atoms[1].name = "C2";
  good.bonds.push_back({0, 1, BondOrder::kSingle, false, 'N'});
  const std::string record = *encode_record(good);
  const auto size = static_cast<std::uint32_t>(record.size());
  const std::uint32_t crc = ccd_crc(record);
  ASSERT_TRUE(usable(forged(record, {entry("A", 16, size, crc)}, 1)));
  constexpr auto kHuge = ~std::uint64_t{0};
  const std::string zeros("A\0B", 3);
  const std::pair<const char*, std::string> files[] = {
      {"count too large", forged(record, {entry("A", 16, size, crc)}, 2)},
      {"count too small", forged(record, {entry("A", 16, size, crc)}, 0)},
      {"count huge", forged(record, {entry("A", 16, size, crc)}, 0xffffffff)},
      {"index before the file", forged(record, {entry("A", 16, size, crc)}, 1, -1000)},
      {"index in the head", forged(record, {entry("A", 16, size, crc)}, 1, -static_cast<int>(size) - 8)},
      {"index beyond the file", forged(record, {entry("A", 16, size, crc)}, 1, 1'000'000)},
      {"index near 2^64", forged(record, {entry("A", 16, size, crc)}, 1, -static_cast<std::int64_t>(size) - 17)},
      {"offset in the head", forged(record, {entry("A", 0, size, crc)}, 1)},
      {"offset beyond", forged(record, {entry("A", 1'000'000, size, crc)}, 1)},
      {"offset near 2^64", forged(record, {entry("A", kHuge - 3, size, crc)}, 1)},
      {"size into the index", forged(record, {entry("A", 16, size + 1, crc)}, 1)},
      {"size huge", forged(record, {entry("A", 16, 0xffffffff, crc)}, 1)},
      {"empty code", forged(record, {entry("", 16, size, crc)}, 1)},
      {"code with a zero inside", forged(record, {entry(zeros, 16, size, crc)}, 1)},
      {"codes out of order", forged(record, {entry("B", 16, size, crc), entry("A", 16, size, crc)}, 2)},
      {"code twice", forged(record, {entry("A", 16, size, crc), entry("A", 16, size, crc)}, 2)},
      {"record of another code", forged(record, {entry("B", 16, size, crc)}, 1)},
      {"wrong checksum of a record", forged(record, {entry("A", 16, size, crc + 1)}, 1)},
      {"empty record", forged(record, {entry("A", 16, 0, 0)}, 1)},
  };
  for (const auto& [what, bytes] : files) EXPECT_FALSE(usable(bytes)) << what;
  // Records that lie: each field of the good one set to its extremes.
  int refused = 0;
  for (std::size_t at = 0; at < record.size(); ++at) {
    for (const unsigned char value : {0x00, 0x7f, 0x80, 0xff}) {
      std::string bad = record;
      bad[at] = static_cast<char>(value);
      const auto read = decode_record(bad, "test");
      if (read) {   // another component, but one that says the same
        EXPECT_EQ(*encode_record(*read), bad) << at;
      }
      refused += read ? 0 : 1;
    }
  }
  EXPECT_GT(refused, 20);
  for (std::size_t cut = 0; cut < record.size(); ++cut)
    EXPECT_FALSE(decode_record(record.substr(0, cut), "test")) << cut;
  EXPECT_FALSE(decode_record(record + '\0', "test"));
}

TEST(ComponentDictionary, TellsOtherFilesFromACache) {
  const auto says = [](const std::string& bytes) { return open(bytes).error().text(); };
  EXPECT_THAT(says(""), HasSubstr("is no cache"));
  EXPECT_THAT(says("data_000\n#\n"), HasSubstr("maek ccd build test"));
  EXPECT_THAT(says(std::string("\x1f\x8b\x08", 3)), HasSubstr("maek ccd build test"));
  std::string later = cache();
  later[8] = 2;
  EXPECT_EQ(open(later).error().code, ErrorCode::kUnsupported);
  EXPECT_EQ(ComponentDictionary::open("/no/such/place/ccd.maek").error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(ComponentDictionary::open("/dev/zero"));
  EXPECT_FALSE(ComponentDictionary::open("/"));
}

TEST(ComponentDictionary, ReadsAFileAsItReadsMemory) {
  const fs::path path = fs::path(::testing::TempDir()) / "ccd_test_file.maek";
  ASSERT_TRUE(write_file(path, cache()));
  const auto dictionary = ComponentDictionary::open(path);
  ASSERT_TRUE(dictionary) << dictionary.error().text();
  EXPECT_EQ(dictionary->find("LAC")->atoms.size(), 12u);
  // Cut while it is open: an error, not the end of the process.
  fs::resize_file(path, 20);
  const auto cut = dictionary->find("LAC");
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, ErrorCode::kMalformed);
  fs::remove(path);
}

TEST(ComponentDictionary, IsSoughtWhereItIsNamedThenInTheEnvironmentThenAtHome) {
  const fs::path home = fs::path(::testing::TempDir()) / "ccd_test_home";
  fs::create_directories(home);
  ::unsetenv("MAEK_CCD");
  ::setenv("MAEK_HOME", home.c_str(), 1);
  const auto none = find_dictionary("");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(none.error().hint, HasSubstr("./dev ccd"));
  EXPECT_THAT(none.error().hint, HasSubstr("maek ccd build"));
  ASSERT_TRUE(write_file(home / "ccd.maek", cache()));
  EXPECT_EQ(*find_dictionary(""), home / "ccd.maek");
  ::setenv("MAEK_CCD", "/else/where", 1);
  EXPECT_EQ(*find_dictionary(""), "/else/where");
  EXPECT_EQ(*find_dictionary("given"), "given");
  ::unsetenv("MAEK_CCD");
  ::unsetenv("MAEK_HOME");
  fs::remove_all(home);
}

TEST(ComponentDictionary, KnowsWhatACodeLooksLike) {
  for (const char* code : {"478", "A", "ATP", "A1ABC", "0"}) EXPECT_TRUE(looks_like_component_code(code)) << code;
  for (const char* other : {"", "atp", "A-B", "A1ABCD", "C=O", "A B", "ÅA"}) {
    EXPECT_FALSE(looks_like_component_code(other)) << other;
  }
}

}  // namespace
}  // namespace maek::mol
