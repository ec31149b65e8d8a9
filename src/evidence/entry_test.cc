// SPDX-License-Identifier: Apache-2.0
// The one layout of an entry, and every other spelling refused.
#include "evidence/entry.h"

#include <gtest/gtest.h>

#include "evidence/tile.h"   // for kMaxEntryBytes

namespace maek::evidence {
namespace {

Entry full_entry() {
  Entry entry;
  entry.type = "run";
  entry.time = *parse_time("2026-11-24T14:00:00.123Z");
  entry.body = sha256("body");
  entry.body_bytes = 4;
  entry.media_type = "application/vnd.dsse+json";
  entry.subjects = {sha256("a"), sha256("b")};
  entry.links = {{"input", 3}, {"about", 0}};
  entry.person = sha256("commitment");
  return entry;
}

TEST(Entry, IsWrittenAsCanonicalJson) {
  Entry entry;
  entry.type = "capture";
  entry.time = *parse_time("2026-11-24T14:00:00.123Z");
  entry.body = sha256("");
  entry.media_type = "text/plain";
  EXPECT_EQ(
      entry.text(),
      R"({"body":{"bytes":0,"media":"text/plain","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991)"
      R"(b7852b855"},"links":[],"subjects":[],"time":"2026-11-24T14:00:00.123Z","type":"capture","v":1})");
}

TEST(Entry, IsReadBack) {
  for (const bool person : {false, true}) {
    Entry entry = full_entry();
    if (!person) entry.person.reset();
    auto read = parse_entry(entry.text());
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(*read, entry);
    EXPECT_EQ(read->text(), entry.text());
  }
}

TEST(Entry, IsReadIntoOneThatWasUsedBefore) {
  Entry bare;
  bare.type = "capture";
  bare.time = *parse_time("2026-11-24");
  bare.media_type = "text/plain";
  Entry used;
  for (const Entry& entry : {full_entry(), bare, full_entry()}) {   // no link, subject or person stays behind
    ASSERT_TRUE(parse_entry(entry.text(), used));
    EXPECT_EQ(used, entry);
  }
  EXPECT_FALSE(parse_entry("{}", used));
}

TEST(Entry, GetsAnotherTimeInPlace) {
  Entry later = full_entry();
  later.time = *parse_time("9999-12-31T23:59:59.999Z");
  for (const char* type : {"run", "capture", ""}) {
    Entry entry = full_entry();
    entry.type = later.type = type;
    std::string text = entry.text();
    replace_time(text, entry, later.time.text());
    EXPECT_EQ(text, later.text());
  }
}

TEST(Entry, EveryChangedByteIsRefusedOrAnotherEntry) {
  const Entry entry = full_entry();
  const std::string text = entry.text();
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const char c : {' ', '"', '\\', '0', 'A', 'z', '\n', '\0', ','}) {
      std::string changed = text;
      changed[at] = c;
      if (changed == text) continue;
      auto read = parse_entry(changed);
      if (read) {   // whatever is accepted is in the one spelling
        EXPECT_EQ(read->text(), changed);
      }
    }
    EXPECT_FALSE(parse_entry(text.substr(0, at)));
    EXPECT_FALSE(parse_entry(text.substr(0, at) + " " + text.substr(at))) << at;
  }
  EXPECT_FALSE(parse_entry(text + "\n"));
}

TEST(Entry, OtherSpellingsAreRefused) {
  const std::string text = full_entry().text();
  const auto with = [&text](std::string_view from, std::string_view to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return changed;
  };
  for (const std::string& changed :
       {with(R"("bytes":4)", R"("bytes":04)"), with(R"("bytes":4)", R"("bytes":4.0)"),
        with(R"("bytes":4)", R"("bytes":9007199254740993)"), with(R"("bytes":4)", R"("bytes":-4)"),
        with(R"("v":1)", R"("v":1,"v":1)"), with(R"("v":1)", R"("v":2)"), with(R"("type":"run")", R"("type":"Run")"),
        with(R"("type":"run")", R"("type":"run","type":"run")"), with("00.123Z", "00Z"), with("00.123Z", "60.123Z"),
        with(R"("links")", R"("link")"), with("2026-11-24", "2026-02-30")}) {
    EXPECT_FALSE(parse_entry(changed)) << changed;
  }
}

TEST(Entry, MayNotPointForwardNorBeTooLong) {
  Entry entry = full_entry();
  EXPECT_TRUE(check_entry(entry, 4, entry.text().size()));
  EXPECT_FALSE(check_entry(entry, 3, entry.text().size()));
  entry.type = "a\"b";
  EXPECT_FALSE(check_entry(entry, 4, entry.text().size()));
  entry = full_entry();
  entry.media_type = "text/plain\n";
  EXPECT_FALSE(check_entry(entry, 4, entry.text().size()));
  entry = full_entry();
  entry.subjects.resize(2000);
  const auto checked = check_entry(entry, 4, entry.text().size());
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::kTooLarge);
  EXPECT_FALSE(parse_entry(entry.text()));
}

TEST(Time, IsReadInItsSpellings) {
  EXPECT_EQ(parse_time("1970-01-01T00:00:00.000Z")->milliseconds, 0);
  EXPECT_EQ(parse_time("2000-02-29")->milliseconds, 951'782'400'000);   // `date -u -d 2000-02-29 +%s`
  EXPECT_EQ(parse_time("2000-02-29", true)->text(), "2000-02-29T23:59:59.999Z");
  EXPECT_EQ(parse_time("2026-11-24T14:05Z")->text(), "2026-11-24T14:05:00.000Z");
  EXPECT_EQ(parse_time("9999-12-31T23:59:59.999Z")->text(), "9999-12-31T23:59:59.999Z");
  for (const char* text : {"", "2026", "2026-13-01", "1969-12-31", "2026-11-24T", "2026-11-24T25:00Z",
                           "2026-11-24T14:00", "2026-11-24 14:00Z", "2026-11-24T14:00:00.1Z",
                           "2026-11-24T14:00:00,123Z", "10000-01-01", "2026-11-24T14:00:00.123Zx", "2026-1a-24"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

}  // namespace
}  // namespace maek::evidence
