// SPDX-License-Identifier: Apache-2.0
// The witness' records on disk: kept over a restart, whole whatever fails, and one process at a time.
#include "evidence/witness_store.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "base/faulty_calls.h"
#include "evidence/merkle.h"
#include "tests/test_data.h"

namespace maek::evidence {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr const char* kOrigin = "log.example/a/../../b";   // an origin is no path

WitnessRecord record(std::uint64_t size, const std::string& origin = kOrigin) {
  const Digest root = size == 0 ? empty_root() : sha256(fmt::format("root {}", size));
  const std::string text = Checkpoint{origin, size, root}.text();
  std::array<std::uint8_t, 32> seed{};
  return {size, root, Note{text, {sign_note(text, origin, SecretKey::from_seed(seed))}}.bytes()};
}

class WitnessFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::path(::testing::TempDir()) / "maek-witness-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::unique_ptr<WitnessFiles> opened(SystemCalls& calls = system_calls()) const {
    auto files = WitnessFiles::open(folder_, calls);
    EXPECT_TRUE(files) << files.error().text();
    return files ? *std::move(files) : nullptr;
  }
  std::vector<std::string> names(const std::string& part) const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      const std::string name = entry.path().filename().string();
      if (name.find(part) != name.npos) found.push_back(name);
    }
    return found;
  }

  fs::path folder_;
};

TEST_F(WitnessFolder, RemembersOverARestart) {
  {
    const auto files = opened();
    const auto none = files->get(kOrigin);
    ASSERT_TRUE(none);
    EXPECT_FALSE(*none);
    const auto stored = files->replace(kOrigin, 0, empty_root(), record(5));
    ASSERT_TRUE(stored) << stored.error().text();
    EXPECT_TRUE(*stored);
  }
  const auto files = opened();
  const auto kept = files->get(kOrigin);
  ASSERT_TRUE(kept && *kept);
  EXPECT_EQ((*kept)->size, 5u);
  EXPECT_EQ((*kept)->root, record(5).root);
  EXPECT_EQ((*kept)->note, record(5).note);
  const auto other = files->get("log.example/other");
  ASSERT_TRUE(other);
  EXPECT_FALSE(*other);
  EXPECT_EQ(names(".checkpoint"), std::vector<std::string>{sha256(kOrigin).hex() + ".checkpoint"});
}

TEST_F(WitnessFolder, ReplacesOnlyWhatWasRead) {
  const auto files = opened();
  EXPECT_FALSE(*files->replace(kOrigin, 5, record(5).root, record(7)));
  EXPECT_TRUE(*files->replace(kOrigin, 0, empty_root(), record(5)));
  EXPECT_FALSE(*files->replace(kOrigin, 0, empty_root(), record(7)));
  EXPECT_FALSE(*files->replace(kOrigin, 5, sha256("another root"), record(7)));
  EXPECT_FALSE(*files->replace(kOrigin, 4, record(5).root, record(7)));
  EXPECT_TRUE(*files->replace(kOrigin, 5, record(5).root, record(7)));
  EXPECT_EQ((**files->get(kOrigin)).size, 7u);
}

TEST_F(WitnessFolder, IsHeldByOneProcess) {
  const auto files = opened();
  const auto second = WitnessFiles::open(folder_);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().text(), HasSubstr("another witness"));
}

TEST_F(WitnessFolder, SaysThatARecordIsDamaged) {
  const auto files = opened();
  ASSERT_TRUE(*files->replace(kOrigin, 0, empty_root(), record(5)));
  const fs::path path = folder_ / (sha256(kOrigin).hex() + ".checkpoint");
  const std::string good = file_bytes(path);
  for (std::size_t length = 0; length < good.size(); ++length) {
    std::ofstream(path, std::ios::binary) << good.substr(0, length);
    EXPECT_FALSE(files->get(kOrigin)) << length;
    EXPECT_FALSE(files->replace(kOrigin, 0, empty_root(), record(1))) << length;
  }
  std::ofstream(path, std::ios::binary) << record(5, "log.example/other").note;   // a swapped file
  const auto swapped = files->get(kOrigin);
  ASSERT_FALSE(swapped);
  EXPECT_THAT(swapped.error().text(), HasSubstr("log.example/other"));
}

TEST_F(WitnessFolder, HoldsTheOldOrTheNewRecordWhateverFails) {
  int faults = 0;
  for (int n = 0;; ++n) {
    fs::remove_all(folder_);
    FaultyCalls none(-1, EIO);
    ASSERT_TRUE(*opened(none)->replace(kOrigin, 0, empty_root(), record(5)));
    FaultyCalls calls(n, EIO, 100);
    auto files = WitnessFiles::open(folder_, calls);
    if (!files) {
      ++faults;
      continue;
    }
    const auto stored = (*files)->replace(kOrigin, 5, record(5).root, record(7));
    const auto kept = (*files)->get(kOrigin);
    ASSERT_TRUE(kept && *kept) << n;
    if (stored && *stored) {
      EXPECT_EQ((*kept)->note, record(7).note) << n;
    } else {
      EXPECT_TRUE((*kept)->note == record(5).note || (*kept)->note == record(7).note) << n;
    }
    if (!calls.fired()) break;
    ++faults;
  }
  EXPECT_GT(faults, 8);
}

TEST_F(WitnessFolder, KeepsForksOnceAndNotWithoutEnd) {
  const auto files = opened();
  const auto submitted = [](std::uint64_t size) { return add_checkpoint_request(5, {}, record(size).note); };
  for (int repeat = 0; repeat < 3; ++repeat)
    ASSERT_TRUE(files->keep_fork(kOrigin, {true, record(5).note, submitted(6)}));
  ASSERT_EQ(names(".fork-").size(), 1u);
  const std::string text = file_bytes(folder_ / names(".fork-")[0]);
  EXPECT_THAT(text, HasSubstr(record(5).note));
  EXPECT_THAT(text, HasSubstr(submitted(6)));
  int refused = 0;
  for (std::uint64_t size = 10; size < 10 + 2 * kMaxForkFiles; ++size)
    refused += files->keep_fork(kOrigin, {false, record(5).note, submitted(size)}) ? 0 : 1;
  EXPECT_EQ(refused, static_cast<int>(kMaxForkFiles));
  EXPECT_EQ(names(".unproved-").size(), kMaxForkFiles);
  ASSERT_TRUE(files->keep_fork(kOrigin, {true, record(5).note, submitted(7)}));   // proofs keep their own room
  EXPECT_EQ(names(".fork-").size(), 2u);
}

TEST_F(WitnessFolder, OnlyGrowsWhenManyWriteAtOnce) {
  const auto files = opened();
  std::vector<std::thread> writers;
  std::atomic<int> stored{0};
  std::atomic<bool> rolled_back{false};
  for (int writer = 0; writer < 6; ++writer) {
    writers.emplace_back([&, writer] {
      std::uint64_t seen = 0;
      for (int i = 0; i < 15; ++i) {
        const auto now = files->get(kOrigin);
        const std::uint64_t size = now && *now ? (*now)->size : 0;
        if (size < seen) rolled_back = true;
        seen = size;
        const auto done = files->replace(kOrigin, size, size == 0 ? empty_root() : record(size).root,
                                         record(size + 1 + static_cast<std::uint64_t>(writer)));
        if (done && *done) ++stored;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_FALSE(rolled_back);
  EXPECT_GT(stored.load(), 14);
}

}  // namespace
}  // namespace maek::evidence
