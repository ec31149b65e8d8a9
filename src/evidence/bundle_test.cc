// SPDX-License-Identifier: Apache-2.0
// Tests of the bundle's file: what is written is read, and nothing that was changed is.
#include "evidence/bundle.h"

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>   // for TEST
#include <zstd.h>

#include "evidence/internal/bundle_fixture.h"   // for sample_log

namespace maek::evidence {
namespace {

using testing::HasSubstr;

Bundle small_bundle() {
  TestLog log;
  log.capture("a.txt");
  return log.bundle("a.txt");
}

/// The text of a bundle whose JSON is `json`, with the right digest.
std::string text_of(const std::string& json) { return "maek-bundle/1\nsha256:" + sha256(json).hex() + "\n" + json; }
std::string json_of(const std::string& text) { return text.substr(text.find('{')); }

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == std::string::npos) ADD_FAILURE() << "'" << from << "' is not there";
  return text.replace(at, from.size(), to);
}

std::string sealed(std::string_view text) {
  std::string file(ZSTD_compressBound(text.size()), '\0');
  file.resize(ZSTD_compress(file.data(), file.size(), text.data(), text.size(), 1));
  const Digest digest = sha256(file);
  file += std::string_view("\x5E\x2A\x4D\x18\x20\x00\x00\x00", 8);
  return file.append(digest.bytes.begin(), digest.bytes.end());
}

TEST(BundleFile, IsReadAsItWasWritten) {
  Bundle bundle = sample_log().bundle("poses.sdf");
  bundle.items[1].envelope.clear();
  bundle.name = "결과 \"poses\".sdf";
  bundle.files.push_back({sha256(std::string("\0\xFF", 2)), "", std::string("\0\xFF", 2)});
  for (const std::string& file : {bundle_bytes(bundle), bundle_text(bundle)}) {
    const auto read = parse_bundle_file(file);
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(bundle_text(*read), bundle_text(bundle));
    EXPECT_EQ(read->artefact, bundle.artefact);
    EXPECT_EQ(read->name, bundle.name);
    EXPECT_EQ(read->checkpoint, bundle.checkpoint);
    EXPECT_EQ(read->policy, bundle.policy);
    ASSERT_EQ(read->items.size(), 4u);
    EXPECT_EQ(read->items[3].proof, bundle.items[3].proof);
    EXPECT_EQ(read->items[3].envelope, bundle.items[3].envelope);
    EXPECT_EQ(read->items[1].envelope, "");
    ASSERT_EQ(read->files.size(), 2u);
    EXPECT_EQ(read->files[1].bytes, std::string("\0\xFF", 2));
  }
}

TEST(BundleFile, CannotHoldWhatJsonCannot) {
  Bundle bundle = small_bundle();
  bundle.name = "\xFF";
  EXPECT_EQ(bundle_text(bundle), "");
  EXPECT_EQ(bundle_bytes(bundle), "");
  bundle = small_bundle();
  bundle.items[0].index = (std::uint64_t{1} << 53) + 1;
  EXPECT_EQ(bundle_bytes(bundle), "");
}

TEST(BundleFile, IsRefusedWithAnyBitFlipped) {
  for (const std::string& file : {bundle_bytes(small_bundle()), bundle_text(small_bundle())}) {
    ASSERT_TRUE(parse_bundle_file(file));
    for (std::size_t bit = 0; bit < 8 * file.size(); ++bit) {
      std::string changed = file;
      changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ 1 << bit % 8);
      const auto read = parse_bundle_file(changed);
      ASSERT_FALSE(read) << "bit " << bit;
      ASSERT_NE(read.error().message, "") << "bit " << bit;
    }
  }
}

TEST(BundleFile, IsRefusedCutAtAnyByteOrWithAByteMore) {
  for (const std::string& file : {bundle_bytes(small_bundle()), bundle_text(small_bundle())}) {
    for (std::size_t size = 0; size < file.size(); ++size) {
      ASSERT_FALSE(parse_bundle_file(std::string_view(file).substr(0, size))) << size;
    }
    for (const char more : {'\0', '\n', ' ', '}'}) EXPECT_FALSE(parse_bundle_file(file + more));
    EXPECT_FALSE(parse_bundle_file(file + file));
  }
}

TEST(BundleFile, SaysWhyItIsRefused) {
  const std::string text = bundle_text(small_bundle());
  const std::string json = json_of(text);
  const std::string file = bundle_bytes(small_bundle());
  const std::string frame = file.substr(0, file.size() - 40);
  const struct {
    const char* what;
    std::string file;
    const char* why;
  } cases[] = {
      {"nothing", "", "empty"},
      {"another format", "%PDF-1.7\n", "maek-bundle/1"},
      {"a later version", "maek-bundle/2\n", "newer maek-verify"},
      {"no digest", "maek-bundle/1\n{}", "second line"},
      {"digest in capitals", replaced(text, sha256(json).hex(), "A" + sha256(json).hex().substr(1)), "was changed"},
      {"a changed byte", text.substr(0, text.size() - 2) + " }", "was changed"},
      {"no seal", frame, "seal is missing"},
      {"another seal", frame + file.substr(file.size() - 40, 8) + std::string(32, 'x'), "packed bytes were changed"},
      {"a text behind the text", sealed(text + text), "was changed"},
      {"junk in the frame", sealed("junk"), "maek-bundle/1"},
      {"a name twice", text_of("{\"artefact\":1," + json.substr(1)), "twice"},
      {"a name twice, deeper", text_of(replaced(json, "\"index\":0", "\"index\":0,\"index\":0")), "twice"},
      {"not canonical", text_of(replaced(json, ":0,", ": 0,")), "canonical"},
      {"two values", text_of(json + json), "JSON"},
      {"not an object", text_of("[]"), "object"},
      {"no checkpoint", text_of(R"({"artefact":{"sha256":")" + std::string(64, '0') + R"("},"files":[],"items":[]})"),
       "bundle.checkpoint"},
      {"a member more", text_of(replaced(json, "{\"artefact\":", "{\"a\":1,\"artefact\":")), "no bundle has"},
      {"a digest in capitals", text_of(replaced(json, sha256("a.txt").hex(), std::string(64, 'A'))), "artefact.sha256"},
      {"a negative index", text_of(replaced(json, "\"index\":0", "\"index\":-1")), "items[0].index"},
      {"a huge index", text_of(replaced(json, "\"index\":0", "\"index\":9007199254740994")), "items[0].index"},
      {"a broken index", text_of(replaced(json, "\"index\":0", "\"index\":0.5")), "items[0].index"},
      {"an entry that is no text", text_of(replaced(json, "\"proof\":[]", "\"proof\":{}")), "items[0].proof"},
      {"a proof of numbers", text_of(replaced(json, "\"proof\":[]", "\"proof\":[1]")), "items[0].proof[0]"},
      {"a short hash", text_of(replaced(json, "\"proof\":[]", "\"proof\":[\"AAAA\"]")), "items[0].proof[0]"},
      {"an empty policy", text_of(replaced(json, "\"policy\":", "\"policy\":\"\",\"q\":")), "policy"},
      {"no body's bytes", text_of(replaced(json, "\"bytes\":\"YS50eHQ=\"", "\"bytes\":\"YS50eHQ\"")), "files[0].bytes"},
  };
  for (const auto& c : cases) {
    const auto read = parse_bundle_file(c.file);
    if (read) {
      ADD_FAILURE() << c.what;
      continue;
    }
    EXPECT_THAT(read.error().text(), HasSubstr(c.why)) << c.what;
  }
}

TEST(BundleFile, RefusesItemsOutOfOrder) {
  Bundle bundle = sample_log().bundle("poses.sdf");
  std::swap(bundle.items[0], bundle.items[1]);
  EXPECT_THAT(parse_bundle_file(bundle_bytes(bundle)).error().text(), HasSubstr("order of their index"));
  bundle.items[0] = bundle.items[1];
  EXPECT_THAT(parse_bundle_file(bundle_bytes(bundle)).error().text(), HasSubstr("order of their index"));
}

TEST(BundleFile, RefusesAProofOfTooManyHashes) {
  Bundle bundle = small_bundle();
  bundle.items[0].proof.resize(kMaxProofHashes + 1);
  EXPECT_THAT(parse_bundle_file(bundle_bytes(bundle)).error().text(), HasSubstr("items[0].proof"));
}

// 300 MiB of zeros are packed into some 10 KiB.
TEST(BundleFile, IsNotUnpackedBeyondItsLimit) {
  const std::string bomb = sealed(std::string(kMaxBundleBytes + (std::size_t{44} << 20), '\0'));
  ASSERT_LT(bomb.size(), 100'000u);
  const auto read = parse_bundle_file(bomb);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace maek::evidence
