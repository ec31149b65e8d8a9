// SPDX-License-Identifier: Apache-2.0
// The worked example of docs/formats/ledger.md is what the ledger writes, byte by byte.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evidence/internal/ledger_fixture.h"   // for LedgerFixture
#include "evidence/published_log.h"             // for add_cosignatures

namespace maek::evidence {
namespace {

std::string hex_lines(std::string_view bytes) {
  std::string lines;
  for (std::size_t at = 0; at < bytes.size(); at += 32) lines += to_hex(bytes.substr(at, 32)) + "\n";
  return lines;
}

TEST(LedgerFormat, IsAsItsPageShowsIt) {
  LedgerFixture fixture;
  LedgerOptions options;
  options.now = [] { return *parse_time("2026-11-24T14:00:00.000Z"); };
  {
    auto ledger = fixture.open(options);
    ASSERT_TRUE(ledger);
    Addition addition;
    addition.type = "capture";
    addition.media_type = "text/plain";
    addition.body = "hello";
    addition.subjects = {sha256("hello")};
    ASSERT_TRUE(ledger->append(std::move(addition)));
    ASSERT_TRUE(ledger->publish());
  }
  const std::string page = *read_file(std::filesystem::path(MAEK_SOURCE_DIR) / "docs/formats/ledger.md", 1 << 20);
  const auto file = [&](const char* name) { return *read_file(fixture.path / name, 1 << 20); };
  const NoteSignature cosignature =
      cosign(parse_note(file("checkpoint"))->text, "witness.example/w", fixture_key(2), 1'795'528'800);
  ASSERT_TRUE(add_cosignatures(fixture.path, file("checkpoint"), std::vector{cosignature}));
  // A failure prints what should stand there.
  EXPECT_THAT(page, testing::HasSubstr(file("ledger.json")));
  EXPECT_THAT(page, testing::HasSubstr(hex_lines(file("segments/000001.seg"))));
  EXPECT_THAT(page, testing::HasSubstr(file("checkpoint")));
  EXPECT_THAT(page, testing::HasSubstr(file("checkpoint.cosigned")));
  EXPECT_THAT(page, testing::HasSubstr(file("position")));
  EXPECT_THAT(page, testing::HasSubstr(hex_lines(file("tile/0/000.p/1"))));
  EXPECT_THAT(page, testing::HasSubstr(file("tile/entries/000.p/1").substr(2)));
}

}  // namespace
}  // namespace maek::evidence
