// SPDX-License-Identifier: Apache-2.0
// The reader of libraries: what is a record, what is at fault, and that nothing stops it but the file itself.
#include "dock/library.h"

#include <fstream>   // for std::ofstream

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>
#include <zlib.h>

#include "dock/internal/screen_fixture.h"   // for ScreenFolder

namespace maek::dock {
namespace {

using fixture::gzip;
using fixture::ScreenFolder;
using ::testing::HasSubstr;

struct Read {
  std::vector<LibraryRecord> records;
  std::optional<Error> error;
  Digest digest;
};

Read read_all(const std::filesystem::path& path) {
  Read out;
  auto reader = LibraryReader::open(path);
  if (!reader) {
    out.error = reader.error();
    return out;
  }
  for (LibraryRecord record;;) {
    auto more = reader->next(record);
    if (!more) {
      out.error = more.error();
      return out;
    }
    if (!*more) break;
    out.records.push_back(record);
  }
  out.digest = reader->digest();
  return out;
}

std::string texts(const Read& read) {
  std::string out;
  for (const LibraryRecord& r : read.records) out += std::to_string(r.line) + "=" + r.text + ";";
  return out;
}

TEST(Library, TellsWhatIsARecord) {
  struct Case {
    const char* file;
    std::string bytes;
    const char* expected;
  };
  const Case cases[] = {
      {"a.smi", "CCO ethanol\nC methane\n", "1=CCO ethanol;2=C methane;"},
      {"a.smi", "CCO\r\nC\r\n", "1=CCO;2=C;"},
      {"a.smi", "CCO\n\n# a comment\n   \nC", "1=CCO;5=C;"},
      {"a.smi", "SMILES name\nCCO x\n", "2=CCO x;"},
      {"a.smi", "smiles,name\nCCO x\nsmiles y\n", "2=CCO x;3=smiles y;"},
      {"a.smi", "C\rC\n", "1=C\rC;"},
      {"A.SMILES", "C\n", "1=C;"},
      {"a.smi", "", ""},
      {"a.smi", "\n\n", ""},
      {"a.sdf", "x\n\n\nM  END\n$$$$\ny\n$$$$\n", "1=x\n\n\nM  END\n;6=y\n;"},
      {"a.sd", "x\r\n$$$$\r\n", "1=x\n;"},
      {"a.sdf", "x\n", "1=x\n;"},
      {"a.sdf", "x\n$$$$\n\n  \n", "1=x\n;"},
      {"a.sdf", "x\n$$$$\n$$$$\n", "1=x\n;3=;"},
  };
  for (const Case& c : cases) {
    const ScreenFolder folder;
    folder.write(c.file, c.bytes);
    folder.write(std::string(c.file) + ".gz", gzip(c.bytes));
    for (const char* ending : {"", ".gz"}) {
      const Read read = read_all(folder.path() / (std::string(c.file) + ending));
      EXPECT_FALSE(read.error) << read.error->text();
      EXPECT_EQ(texts(read), c.expected) << c.file << ending << ": " << c.bytes;
    }
  }
}

TEST(Library, NumbersRecordsAndNamesThemByTheirBytes) {
  const ScreenFolder folder;
  folder.write("a.smi", "CCO e\n\nCCO e\nC\n");
  const Read read = read_all(folder.path() / "a.smi");
  ASSERT_EQ(read.records.size(), 3u);
  EXPECT_EQ(read.records[2].index, 3u);
  EXPECT_EQ(read.records[0].digest, sha256("CCO e"));
  EXPECT_EQ(read.records[0].digest, read.records[1].digest);
  EXPECT_EQ(read.digest, sha256("CCO e\n\nCCO e\nC\n"));
}

TEST(Library, SkipsARecordThatIsTooLongAndGoesOn) {
  const ScreenFolder folder;
  const std::string long_line(3 * kMaxSmilesLine, 'C');
  folder.write("a.smi", "C\n" + long_line + "\nO\n");
  const std::string long_record(kMaxSdfRecord + 10, 'x');
  folder.write("a.sdf", "a\n$$$$\n" + long_record + "\n$$$$\nb\n$$$$\n");
  for (const char* name : {"a.smi", "a.sdf"}) {
    const Read read = read_all(folder.path() / name);
    ASSERT_EQ(read.records.size(), 3u) << name;
    EXPECT_FALSE(read.records[0].fault);
    ASSERT_TRUE(read.records[1].fault);
    EXPECT_EQ(read.records[1].fault->code, ErrorCode::kTooLarge);
    EXPECT_THAT(read.records[1].fault->where, HasSubstr(std::string(name) + ":"));
    EXPECT_TRUE(read.records[1].text.empty());
    EXPECT_FALSE(read.records[2].fault);
  }
  EXPECT_EQ(read_all(folder.path() / "a.smi").records[1].digest, sha256(long_line)) << "of all its bytes";
}

TEST(Library, RefusesWhatIsNoLibrary) {
  const ScreenFolder folder;
  folder.write("a.txt", "C\n");
  folder.write("a.smi", std::string("C\0C", 3));
  folder.write("plain.smi.gz", "C\n");
  std::filesystem::create_directory(folder.path() / "folder.smi");
  EXPECT_EQ(read_all(folder.path() / "absent.smi").error->code, ErrorCode::kNotFound);
  EXPECT_EQ(read_all(folder.path() / "folder.smi").error->code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(read_all(folder.path() / "a.txt").error->code, ErrorCode::kUnsupported);
  EXPECT_EQ(read_all(folder.path() / "a.smi").error->code, ErrorCode::kMalformed);
  EXPECT_FALSE(read_all(folder.path() / "plain.smi.gz").error) << "content tells, not the name";
}

TEST(Library, TellsWhereCompressedDataEndsEarly) {
  const ScreenFolder folder;
  std::string bytes;
  for (int i = 0; i < 200; ++i)
    bytes += std::string(static_cast<std::size_t>(i), 'C') + "O " + std::to_string(i * 7919) + "\n";
  const std::string whole = gzip(bytes);
  const std::size_t all = 200;
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    folder.write("cut.smi.gz", whole.substr(0, size));
    const Read read = read_all(folder.path() / "cut.smi.gz");
    if (size < 2) continue;   // no gzip header: a short text, or nothing
    ASSERT_TRUE(read.error) << size << " of " << whole.size() << " bytes";
    EXPECT_LE(read.records.size(), all);
  }
  // Two members one after the other are one text; padding behind is none of it.
  folder.write("two.smi.gz", gzip("C\n") + gzip("O\n") + std::string(100, '\0'));
  EXPECT_EQ(texts(read_all(folder.path() / "two.smi.gz")), "1=C;2=O;");
}

TEST(Library, FlippedBitsNeverCrash) {
  const ScreenFolder folder;
  const std::string whole = gzip("CCO ethanol\nC methane\nc1ccccc1 benzene\n");
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    std::string flipped = whole;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    folder.write("bits.smi.gz", flipped);
    EXPECT_LE(read_all(folder.path() / "bits.smi.gz").records.size(), 100u);
  }
}

}  // namespace
}  // namespace maek::dock
