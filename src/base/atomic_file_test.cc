// SPDX-License-Identifier: Apache-2.0
// Tests of files that are whole or absent: every system call failed once, short writes, places that cannot be written.
#include "base/atomic_file.h"

#include <gtest/gtest.h>
#include <fcntl.h>      // for O_WRONLY
#include <sys/stat.h>   // for mkfifo
#include <sys/wait.h>   // for waitpid
#include <unistd.h>     // for getpid

#include <fstream>   // for std::ofstream
#include <thread>    // for std::thread

#include "base/faulty_calls.h"   // for FaultyCalls

namespace maek {
namespace {

namespace fs = std::filesystem;

class AtomicFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              ("maek_file_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) +
               std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  static std::string content(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::recursive_directory_iterator(folder_), {}));
  }
  fs::path folder_;
};

TEST_F(AtomicFile, SyncsTheBytesBeforeTheNameAndTheNameAfter) {
  FaultyCalls calls(-1, 0, 5);
  ASSERT_TRUE(write_file(folder_ / "a", "0123456789", calls));
  EXPECT_EQ(content(folder_ / "a"), "0123456789");
  EXPECT_EQ(calls.story(),
            (std::vector<std::string>{"open", "write", "write", "fsync", "close", "rename", "open", "fsync", "close"}));
}

TEST_F(AtomicFile, LeavesTheOldOrTheNewFileWholeWhicheverCallFails) {
  const fs::path path = folder_ / "pose.sdf";
  const std::string old_bytes = "old", new_bytes(1000, 'n');
  for (const bool had_one : {false, true}) {
    for (const int number : {ENOSPC, EDQUOT, EIO, EACCES, EROFS, EINTR}) {
      for (int n = 0;; ++n) {
        fs::remove(path);
        if (had_one) std::ofstream(path) << old_bytes;
        FaultyCalls calls(n, number, 300);
        const auto written = write_file(path, new_bytes, calls);
        const std::string there = content(path);
        EXPECT_TRUE(there == new_bytes || (!written && there == (had_one ? old_bytes : ""))) << n;
        EXPECT_EQ(entries(), fs::exists(path) ? 1u : 0u) << "a half-written file stays, call " << n;
        if (!calls.fired()) {
          EXPECT_TRUE(written);
          break;
        }
        const bool harmless = number == EINTR && calls.story()[static_cast<std::size_t>(n)] != "rename";
        const bool last_close = calls.story().back() == "close" && calls.story().size() == 11;
        if (written) {
          EXPECT_TRUE(harmless || last_close) << "call " << n << " failed unseen";
          EXPECT_EQ(there, new_bytes);
        } else {
          EXPECT_FALSE(harmless) << written.error().text();
          const bool full = number == ENOSPC || number == EDQUOT;
          EXPECT_EQ(written.error().code, full ? ErrorCode::kDiskFull : ErrorCode::kUnwritable);
          EXPECT_FALSE(written.error().hint.empty());
          EXPECT_NE(written.error().where.find(folder_.string()), std::string::npos);
        }
      }
    }
  }
}

TEST_F(AtomicFile, ReportsARealFullDisk) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "this system has no /dev/full";
  // The file itself cannot be a device (it is renamed), so the calls write to one.
  struct FullDisk : SystemCalls {
    int open(const char*, int, mode_t) override { return SystemCalls::open("/dev/full", O_WRONLY, 0); }
  } calls;
  const auto written = write_file(folder_ / "a", "bytes", calls);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::kDiskFull);
  EXPECT_EQ(exit_code(written.error().code), 1);
}

TEST_F(AtomicFile, ReadsFilesAndPipesUpToTheLimit) {
  for (const std::size_t size : {0u, 1u, 1000u, (1u << 20) - 1, 1u << 20, (1u << 20) + 1}) {
    const std::string bytes(size, '\0');
    ASSERT_TRUE(write_file(folder_ / "a", bytes));
    const auto read = read_file(folder_ / "a", size);
    ASSERT_TRUE(read) << size;
    EXPECT_EQ(*read, bytes);
    if (size == 0) continue;
    const auto refused = read_file(folder_ / "a", size - 1);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kTooLarge);
  }
  const fs::path pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(pipe) << std::string(100'000, 'x'); });
  const auto piped = read_file(pipe, 100'000);
  writer.join();
  ASSERT_TRUE(piped);
  EXPECT_EQ(piped->size(), 100'000u);
}

TEST_F(AtomicFile, ReadingRefusesWithTheRightCode) {
  ASSERT_TRUE(write_file(folder_ / "file", "x"));
  const std::pair<fs::path, ErrorCode> cases[] = {{"", ErrorCode::kNotFound},
                                                  {folder_ / "absent", ErrorCode::kNotFound},
                                                  {folder_ / "file" / "below", ErrorCode::kNotFound},
                                                  {folder_ / std::string(5000, 'C'), ErrorCode::kNotFound},
                                                  {std::string("a\0b", 3), ErrorCode::kNotFound},
                                                  {folder_, ErrorCode::kInvalidArgument},
                                                  {"/dev/zero", ErrorCode::kTooLarge}};
  for (const auto& [path, code] : cases) {
    const auto read = read_file(path, 5000);
    ASSERT_FALSE(read) << path;
    EXPECT_EQ(read.error().code, code) << path << ": " << read.error().text();
  }
}

TEST_F(AtomicFile, OutputFolderMakesParentsAndSubfolders) {
  auto out = OutputFolder::open(folder_ / "a/b/");
  ASSERT_TRUE(out);
  ASSERT_TRUE(out->write("x.sdf", "1"));
  ASSERT_TRUE(out->write("poses/y.sdf", "2"));
  EXPECT_EQ(content(folder_ / "a/b/poses/y.sdf"), "2");
  auto again = OutputFolder::open(folder_ / "a/b");
  ASSERT_TRUE(again);
  EXPECT_EQ(entries(), 5u) << "the trial file must not stay";
  again->discard_if_empty();
  EXPECT_TRUE(fs::exists(folder_ / "a/b/x.sdf"));
}

TEST_F(AtomicFile, OutputFolderRemovesAFileOrNothing) {
  auto out = OutputFolder::open(folder_);
  ASSERT_TRUE(out);
  ASSERT_TRUE(out->write("a", "1"));
  EXPECT_TRUE(out->remove("a"));
  EXPECT_TRUE(out->remove("a"));
  EXPECT_TRUE(out->remove("absent/a"));
  EXPECT_FALSE(out->remove("../a"));
  ASSERT_TRUE(out->write("folder/a", "1"));
  EXPECT_FALSE(out->remove("folder")) << "a folder is no file";
  EXPECT_EQ(entries(), 2u);
}

TEST_F(AtomicFile, OutputFolderLeavesNoTraceOfARunThatFailed) {
  auto out = OutputFolder::open(folder_ / "new/deep");
  ASSERT_TRUE(out);
  out->discard_if_empty();
  EXPECT_EQ(entries(), 0u);
}

TEST_F(AtomicFile, OutputFolderRefusesWhatCannotBeWrittenEvenForRoot) {
  ASSERT_TRUE(write_file(folder_ / "file", "x"));
  const std::pair<fs::path, const char*> cases[] = {
      {"", "empty"},           {folder_ / "file", "folder"}, {folder_ / "file/below", "folder"},
      {"/proc/maek", "/proc"}, {"/sys/maek", "/sys"},        {folder_ / std::string(300, 'x'), "name"}};
  for (const auto& [path, word] : cases) {
    const auto out = OutputFolder::open(path);
    ASSERT_FALSE(out) << path;
    EXPECT_NE(out.error().text().find(word), std::string::npos) << out.error().text();
    EXPECT_FALSE(out.error().hint.empty());
  }
}

TEST_F(AtomicFile, OutputFolderFailsCleanlyWhicheverCallFails) {
  for (const int number : {ENOSPC, EROFS, EIO}) {
    for (int n = 0;; ++n) {
      FaultyCalls calls(n, number);
      const auto out = OutputFolder::open(folder_ / "a/b", calls);
      if (!calls.fired()) break;
      ASSERT_FALSE(out) << n;
      EXPECT_EQ(out.error().code, number == ENOSPC ? ErrorCode::kDiskFull : ErrorCode::kUnwritable);
      EXPECT_EQ(entries(), 0u) << n;
    }
    fs::remove_all(folder_ / "a");
  }
}

TEST_F(AtomicFile, OutputNamesStayInsideTheFolder) {
  auto out = OutputFolder::open(folder_ / "out");
  ASSERT_TRUE(out);
  for (const std::string& name :
       {std::string(), std::string("/etc/x"), std::string("../x"), std::string("a/../../x"), std::string("a//b"),
        std::string("a/"), std::string("."), std::string("a\nb"), std::string("a\0b", 3), std::string("a\\b")}) {
    const auto written = out->write(name, "x");
    ASSERT_FALSE(written) << name;
    EXPECT_EQ(written.error().code, ErrorCode::kInvalidArgument);
  }
  EXPECT_EQ(entries(), 1u);
}

TEST_F(AtomicFile, OutputFolderRemovesHalfFilesOfDeadRunsOnly) {
  const pid_t dead = ::fork();
  if (dead == 0) ::_exit(0);
  ::waitpid(dead, nullptr, 0);
  const fs::path left = folder_ / (".maek-" + std::to_string(dead) + "-0.part");
  const fs::path alive = folder_ / (".maek-" + std::to_string(::getppid()) + "-0.part");
  const fs::path foreign = folder_ / ".maek-notes.part";
  for (const fs::path& path : {left, alive, foreign}) std::ofstream(path) << "x";
  ASSERT_TRUE(OutputFolder::open(folder_));
  EXPECT_FALSE(fs::exists(left));
  EXPECT_TRUE(fs::exists(alive));
  EXPECT_TRUE(fs::exists(foreign));
}

}  // namespace
}  // namespace maek
