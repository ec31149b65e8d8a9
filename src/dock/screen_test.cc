// SPDX-License-Identifier: Apache-2.0
// Screens with a stage that takes no time: order, resuming, faults of the disk, other questions, changed files.
#include "dock/screen.h"

#include <signal.h>     // for kill
#include <sys/wait.h>   // for waitpid

#include <chrono>   // for std::chrono::microseconds
#include <mutex>    // for std::mutex
#include <set>      // for std::set
#include <thread>   // for std::this_thread

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>

#include "base/faulty_calls.h"              // for FaultyCalls
#include "base/random.h"                    // for RandomStream
#include "dock/internal/screen_fixture.h"   // for fast_stage

namespace maek::dock {
namespace {

using namespace fixture;
using ::testing::HasSubstr;

std::string names(const ScreenResult& result) {
  std::string out;
  for (const ScreenBest& best : result.best) out += best.row.name + ":" + best.pose.name() + " ";
  return out;
}

TEST(Screen, GivesOneRowALigandInTheOrderOfTheLibrary) {
  const ScreenFolder folder;
  folder.write("lib.smi", library_text(250));
  const auto result = run_screen(screen_run(folder, 3), fast_stage);
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_EQ(result->rows, 250u);
  EXPECT_EQ(result->docked, 248u);
  EXPECT_EQ(result->failed, 2u);
  EXPECT_FALSE(result->partial);
  EXPECT_EQ(result->library_digest, sha256(folder.read("lib.smi")));
  EXPECT_EQ(result->results_digest, sha256(folder.read("out/results.csv")));
  ASSERT_EQ(result->best.size(), 10u);
  for (std::size_t i = 1; i < 10; ++i) EXPECT_LE(result->best[i - 1].row.score, result->best[i].row.score);
  std::istringstream lines(folder.read("out/results.csv"));
  std::string line;
  std::getline(lines, line);
  for (std::uint64_t i = 1; i <= 250; ++i) {
    ASSERT_TRUE(std::getline(lines, line));
    const auto row = internal::parse_line(line);
    ASSERT_TRUE(row) << line;
    EXPECT_EQ(row->index, i);
  }
  EXPECT_FALSE(std::getline(lines, line));
}

TEST(Screen, DoesNotDependOnThreadsNorOnStopsInBetween) {
  const ScreenFolder one, many, stopped;
  for (const ScreenFolder* f : {&one, &many, &stopped}) f->write("lib.smi", library_text(120));
  const auto a = run_screen(screen_run(one, 1), fast_stage);
  const auto b = run_screen(screen_run(many, 7), fast_stage);
  ASSERT_TRUE(a && b);
  EXPECT_EQ(one.read("out/results.csv"), many.read("out/results.csv"));
  EXPECT_EQ(names(*a), names(*b));
  // Stopped after every few records, by the user.
  std::multiset<std::uint64_t> docked;
  std::mutex lock;
  std::optional<ScreenResult> last;
  for (int round = 0; round < 200 && (!last || last->partial); ++round) {
    Cancellation cancellation;
    int taken = 0;
    ScreenRun run = screen_run(stopped, 2);
    run.cancellation = &cancellation;
    auto part = run_screen(run, [&](const LibraryRecord& record, int worker, const Cancellation& stop) {
      ScreenOutcome out = fast_stage(record, worker, stop);
      const std::lock_guard guard(lock);
      docked.insert(record.index);
      if (++taken == 7) cancellation.request();
      return out;
    });
    ASSERT_TRUE(part) << part.error().text();
    last = *std::move(part);
  }
  ASSERT_TRUE(last);
  EXPECT_FALSE(last->partial);
  EXPECT_GT(last->resumed, 60u);
  EXPECT_EQ(stopped.read("out/results.csv"), one.read("out/results.csv"));
  EXPECT_EQ(names(*last), names(*a));
}

TEST(Screen, DocksNoRecordAgainThatHasItsRow) {
  const ScreenFolder folder;
  folder.write("lib.smi", library_text(40));
  ASSERT_TRUE(run_screen(screen_run(folder), fast_stage));
  const std::string before = folder.read("out/results.csv");
  folder.write("lib.smi", library_text(45));   // five more at its end
  std::set<std::uint64_t> docked;
  std::mutex lock;
  const auto result = run_screen(screen_run(folder), [&](const LibraryRecord& record, int w, const Cancellation& stop) {
    const std::lock_guard guard(lock);
    docked.insert(record.index);
    return fast_stage(record, w, stop);
  });
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_EQ(docked, (std::set<std::uint64_t>{41, 42, 43, 44, 45}));
  EXPECT_TRUE(folder.read("out/results.csv").starts_with(before));
}

TEST(Screen, GoesOnFromATableCutAtAnyByte) {
  const ScreenFolder folder;
  folder.write("lib.smi", library_text(6));
  const auto whole = run_screen(screen_run(folder), fast_stage);
  ASSERT_TRUE(whole);
  const std::string table = folder.read("out/results.csv"), poses = folder.read("out/poses.part.sdf");
  for (std::size_t size = 0; size <= table.size(); ++size) {
    folder.write("out/results.csv", table.substr(0, size));
    folder.write("out/poses.part.sdf", poses.substr(0, poses.size() * size / table.size()));
    const auto again = run_screen(screen_run(folder), fast_stage);
    ASSERT_TRUE(again) << size << ": " << again.error().text();
    ASSERT_EQ(folder.read("out/results.csv"), table) << size;
    ASSERT_EQ(names(*again), names(*whole)) << size;
  }
}

TEST(Screen, KilledAtTwentyInstantsLosesNothing) {
  const ScreenFolder folder, calm;
  for (const ScreenFolder* f : {&folder, &calm}) f->write("lib.smi", library_text(300));
  const auto expected = run_screen(screen_run(calm, 1), fast_stage);
  ASSERT_TRUE(expected);
  const auto slow = [](const LibraryRecord& record, int worker, const Cancellation& stop) {
    std::this_thread::sleep_for(std::chrono::microseconds(300));
    return fast_stage(record, worker, stop);
  };
  RandomStream random(1, "screen kill", 0);
  std::string acknowledged;
  for (int round = 0; round < 20; ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      (void)run_screen(screen_run(folder, 2), slow);
      ::_exit(0);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random.below(12000)));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    const std::string table = folder.read("out/results.csv");
    ASSERT_TRUE(table.starts_with(acknowledged)) << "a row was lost or changed";
    acknowledged = table.substr(0, table.rfind('\n') + 1);   // npos + 1 = 0: nothing yet
  }
  const auto done = run_screen(screen_run(folder, 2), fast_stage);
  ASSERT_TRUE(done) << done.error().text();
  EXPECT_EQ(folder.read("out/results.csv"), calm.read("out/results.csv"));
  EXPECT_EQ(names(*done), names(*expected));
}

TEST(Screen, StopsWithAClearErrorWhenAnyCallFailsAndGoesOnAfterwards) {
  const ScreenFolder calm;
  calm.write("lib.smi", library_text(5));
  ASSERT_TRUE(run_screen(screen_run(calm, 1), fast_stage));
  const std::string expected = calm.read("out/results.csv");
  for (const std::size_t step : {~std::size_t{0}, std::size_t{7}}) {
    for (int n = 0; n < 2000; ++n) {
      const ScreenFolder folder;
      folder.write("lib.smi", library_text(5));
      FaultyCalls calls(n, ENOSPC, step);
      ScreenRun run = screen_run(folder, 1);
      run.calls = &calls;
      const auto result = run_screen(run, fast_stage);
      if (!calls.fired()) {
        ASSERT_TRUE(result) << result.error().text();
        break;
      }
      if (!result) {
        EXPECT_EQ(result.error().code, ErrorCode::kDiskFull) << calls.story().back();
        EXPECT_THAT(result.error().where, HasSubstr(folder.path().string()));
      }
      const auto again = run_screen(screen_run(folder, 1), fast_stage);
      ASSERT_TRUE(again) << "after " << calls.story().back() << ": " << again.error().text();
      ASSERT_EQ(folder.read("out/results.csv"), expected) << "after call " << n;
    }
  }
}

TEST(Screen, RefusesAnotherQuestionAndNamesTheDifference) {
  const ScreenFolder folder;
  folder.write("lib.smi", library_text(3));
  ASSERT_TRUE(run_screen(screen_run(folder), fast_stage));
  ScreenRun other = screen_run(folder);
  other.question = {{"receptor", "r"}, {"seed", "2"}};
  const auto refused = run_screen(other, fast_stage);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(refused.error().message, HasSubstr("seed was 1 and is now 2"));
  EXPECT_THAT(refused.error().message, ::testing::Not(HasSubstr("receptor")));
  std::filesystem::remove(folder.path() / "out/screen.json");
  EXPECT_FALSE(run_screen(screen_run(folder), fast_stage)) << "rows of an unknown question";
}

TEST(Screen, RefusesALibraryOrATableThatChanged) {
  struct Case {
    const char* what;
    const char* name;
    std::string bytes;
    const char* says;
  };
  std::string table;
  {
    const ScreenFolder folder;
    folder.write("lib.smi", library_text(4));
    ASSERT_TRUE(run_screen(screen_run(folder), fast_stage));
    table = folder.read("out/results.csv");
  }
  const std::size_t second = table.find("\n2,") + 1, third = table.find("\n3,") + 1;
  const Case cases[] = {
      {"a record changed", "lib.smi", "CCO ligand-1\nCCC ligand-2\nCCO ligand-3\nCCO ligand-4\n", "record 2 (line 2)"},
      {"a record left out", "lib.smi", "CCO ligand-1\nCCO ligand-3\nCCO ligand-4\n", "record 2 (line 2)"},
      {"the end left out", "lib.smi", "CCO ligand-1\nCCO ligand-2\n", "has a row for record 3"},
      {"a row left out", "out/results.csv", table.substr(0, second) + table.substr(third), "record 2 (line 2)"},
      {"a row damaged", "out/results.csv", table.substr(0, second) + "x" + table.substr(second), "no row of a screen"},
      {"a row twice", "out/results.csv", table.substr(0, third) + table.substr(second), "order of the library"},
      {"another table", "out/results.csv", "a,b\n1,2\n", "not the table of a screen"},
  };
  for (const Case& c : cases) {
    const ScreenFolder folder;
    folder.write("lib.smi", library_text(4));
    ASSERT_TRUE(run_screen(screen_run(folder), fast_stage));
    folder.write(c.name, c.bytes);
    const auto refused = run_screen(screen_run(folder), fast_stage);
    ASSERT_FALSE(refused) << c.what;
    EXPECT_THAT(refused.error().text(), HasSubstr(c.says)) << c.what;
  }
}

TEST(Screen, PartsTogetherAreTheWhole) {
  const ScreenFolder folder;
  folder.write("lib.smi", library_text(23));
  std::set<std::uint64_t> seen;
  for (std::uint64_t part = 1; part <= 4; ++part) {
    ScreenRun run = screen_run(folder);
    run.folder = folder.path() / std::to_string(part);
    std::filesystem::create_directories(run.folder);
    run.part = part;
    run.parts = 4;
    const auto result = run_screen(run, fast_stage);
    ASSERT_TRUE(result);
    for (const ScreenBest& best : result->best) EXPECT_TRUE(seen.insert(best.row.index).second);
    EXPECT_EQ(result->rows, part == 4 ? 5u : 6u);
  }
  EXPECT_EQ(seen.size(), 23u);
}

TEST(Screen, DocksThePosesAgainThatItLacks) {
  const ScreenFolder folder;
  folder.write("lib.smi", library_text(60));
  ASSERT_TRUE(run_screen(screen_run(folder, 2, 3), fast_stage));
  const auto more = run_screen(screen_run(folder, 2, 20), fast_stage);
  ASSERT_TRUE(more) << more.error().text();
  EXPECT_EQ(more->best.size(), 20u);
  std::filesystem::remove(folder.path() / "out/poses.part.sdf");
  const auto again = run_screen(screen_run(folder, 2, 20), fast_stage);
  ASSERT_TRUE(again);
  EXPECT_EQ(names(*again), names(*more));
}

TEST(Screen, ALibraryThatCannotBeReadOnGivesItsRowsAndSaysSo) {
  const ScreenFolder folder;
  std::string bytes;
  RandomStream random(1, "library", 0);
  for (int i = 0; i < 3000; ++i) bytes += fmt::format("CCO {}\n", random.next());
  const std::string whole = gzip(bytes);
  folder.write("lib.smi.gz", whole.substr(0, whole.size() / 2));
  ScreenRun run = screen_run(folder);
  run.library = folder.path() / "lib.smi.gz";
  const auto result = run_screen(run, fast_stage);
  ASSERT_TRUE(result) << result.error().text();
  ASSERT_TRUE(result->library_error);
  EXPECT_GT(result->rows, 100u);
  folder.write("lib.smi.gz", whole);
  const auto mended = run_screen(run, fast_stage);
  ASSERT_TRUE(mended) << mended.error().text();
  EXPECT_FALSE(mended->library_error);
  EXPECT_EQ(mended->rows, 3000u);
  EXPECT_EQ(mended->resumed, result->rows);
}

TEST(Screen, AStageThatThrowsIsAFailedLigand) {
  const ScreenFolder folder;
  folder.write("lib.smi", library_text(9));
  const auto result = run_screen(screen_run(folder), [](const LibraryRecord& record, int w, const Cancellation& stop) {
    if (record.index == 4) throw std::runtime_error("lost its way");
    return fast_stage(record, w, stop);
  });
  ASSERT_TRUE(result);
  EXPECT_EQ(result->failed, 1u);
  EXPECT_THAT(folder.read("out/results.csv"), HasSubstr("failed,lost its way"));
}

TEST(Screen, TwoAtOnceInOneFolderAreRefused) {
  const ScreenFolder folder;
  folder.write("lib.smi", library_text(2));
  const ScreenRun run = screen_run(folder);
  const auto result = run_screen(run, [&](const LibraryRecord& record, int w, const Cancellation& stop) {
    const auto second = run_screen(screen_run(folder), fast_stage);
    EXPECT_FALSE(second);
    EXPECT_THAT(second ? "" : second.error().message, HasSubstr("another maek"));
    return fast_stage(record, w, stop);
  });
  ASSERT_TRUE(result);
}

TEST(Screen, AHundredThousandLinesWithOnePercentBrokenGoThrough) {
  const ScreenFolder folder;
  constexpr int kLines = 100'000;
  folder.write("lib.smi", library_text(kLines));
  const auto result = run_screen(screen_run(folder, 2, 50), fast_stage);
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_EQ(result->rows, static_cast<std::uint64_t>(kLines));
  EXPECT_EQ(result->failed, kLines / 100u);
  EXPECT_EQ(result->best.size(), 50u);
}

}  // namespace
}  // namespace maek::dock
