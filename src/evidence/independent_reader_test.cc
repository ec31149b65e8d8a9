// SPDX-License-Identifier: Apache-2.0
// Tests of what the ledger publishes with a reader that shares no code with us: tests/independent/read_ledger.py.
#include <sys/wait.h>   // for WEXITSTATUS

#include <array>     // for std::array
#include <cstdio>    // for popen
#include <fstream>   // for std::fstream

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>   // for TEST
#include <nlohmann/json.hpp>

#include "evidence/internal/ledger_fixture.h"   // for LedgerFixture
#include "tests/test_data.h"                    // for file_bytes

namespace maek::evidence {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

struct Reading {
  int exit = -1;
  nlohmann::json report;
};

Reading read_with_python(const fs::path& ledger) {
  const std::string command =
      "python3 '" MAEK_SOURCE_DIR "/tests/independent/read_ledger.py' '" + ledger.string() + "' 2>&1";
  Reading reading;
  std::string out;
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return reading;
  std::array<char, 4096> piece{};
  for (std::size_t n; (n = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) out.append(piece.data(), n);
  const int status = ::pclose(pipe);
  reading.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  reading.report = nlohmann::json::parse(out, nullptr, false);
  EXPECT_FALSE(reading.report.is_discarded()) << out;
  return reading;
}

bool has_python() { return std::system("python3 -c '' >/dev/null 2>&1") == 0; }   // NOLINT: a fixed command

/// A published ledger of 700 entries: two full tiles and a part of a third, and two hashes on the next level.
void fill(const LedgerFixture& fixture, std::uint64_t entries) {
  auto ledger = fixture.open();
  ASSERT_TRUE(ledger) << ledger.error().text();
  std::vector<std::future<Expected<Receipt>>> receipts;
  for (std::uint64_t i = 0; i < entries; ++i) receipts.push_back(ledger->add(fixture_addition(i)));
  for (auto& receipt : receipts) ASSERT_TRUE(receipt.get());
  const auto published = ledger->publish();
  ASSERT_TRUE(published);
  ASSERT_EQ(published->size, entries);
}

TEST(IndependentReader, ReadsWhatTheLedgerPublished) {
  if (!has_python()) GTEST_SKIP() << "python3 is not here";
  for (const std::uint64_t entries : {std::uint64_t{1}, std::uint64_t{256}, std::uint64_t{700}}) {
    const LedgerFixture fixture;
    ASSERT_NO_FATAL_FAILURE(fill(fixture, entries));
    const auto reading = read_with_python(fixture.path);
    EXPECT_EQ(reading.exit, 0) << reading.report;
    const auto reader = LedgerReader::open(fixture.path);
    ASSERT_TRUE(reader);
    EXPECT_EQ(reading.report.value("size", 0), entries);
    EXPECT_EQ(reading.report.value("root", ""), hash_text(reader->checkpoint().root));
    EXPECT_EQ(reading.report.value("origin", ""), fixture_log().name);
    EXPECT_EQ(reading.report.value("tiles", 0), entries == 1 ? 1 : entries == 256 ? 2 : 4);
  }
}

TEST(IndependentReader, RefusesAFlippedByteInAnyPublishedFile) {
  if (!has_python()) GTEST_SKIP() << "python3 is not here";
  const LedgerFixture fixture;
  ASSERT_NO_FATAL_FAILURE(fill(fixture, 700));
  const struct {
    const char* file;
    std::size_t byte;
    const char* why;
  } cases[] = {
      {"tile/entries/000", 100, "the entries' root"},
      {"tile/entries/002.p/188", 100, "the entries' root"},
      {"tile/entries/001", 1, "tile/entries/001"},
      {"tile/0/001", 320, "tile/0/001: holds other hashes"},
      {"tile/1/000.p/2", 63, "tile/1/000.p/2: holds other hashes"},
      {"checkpoint", 25, "signature"},
  };
  for (const auto& c : cases) {
    const fs::path path = fixture.path / c.file;
    const std::string good = file_bytes(path);
    ASSERT_GT(good.size(), c.byte) << c.file;
    std::string changed = good;
    changed[c.byte] ^= 1;
    std::ofstream(path, std::ios::binary) << changed;
    const auto reading = read_with_python(fixture.path);
    EXPECT_EQ(reading.exit, 1) << c.file;
    EXPECT_THAT(reading.report.value("error", ""), HasSubstr(c.why)) << c.file;
    std::ofstream(path, std::ios::binary) << good;
  }
  EXPECT_EQ(read_with_python(fixture.path).exit, 0) << "all is as before";
}

TEST(IndependentReader, RefusesAnotherKey) {
  if (!has_python()) GTEST_SKIP() << "python3 is not here";
  const LedgerFixture fixture;
  ASSERT_NO_FATAL_FAILURE(fill(fixture, 3));
  std::ofstream(fixture.path / "ledger.json")
      << R"({"format":"maek-ledger/1","key":")" << fixture_log(9).text() << "\"}";
  const auto reading = read_with_python(fixture.path);
  EXPECT_EQ(reading.exit, 1);
  EXPECT_THAT(reading.report.value("error", ""), HasSubstr("no signature of"));
}

}  // namespace
}  // namespace maek::evidence
