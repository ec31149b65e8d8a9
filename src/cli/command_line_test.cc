// SPDX-License-Identifier: Apache-2.0
// Tests of the command line from argv to exit code: words, refusals, files, provenance, full disks.
#include "cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <fcntl.h>   // for O_CREAT
#include <unistd.h>  // for getpid

#include <algorithm>   // for std::count
#include <fstream>     // for std::ifstream
#include <set>         // for std::set

#include "base/ids.h"                     // for sha256
#include "base/faulty_calls.h"   // for FaultyCalls
#include "cli/toy_operation.h"            // for run_command

namespace maek::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using Words = std::vector<std::string>;

// Each test works in an empty folder of its own, with a receptor in it.
class CommandLine : public testing::Test {
 protected:
  void SetUp() override {
    before_ = fs::current_path();
    folder_ = fs::path(testing::TempDir()) / ("maek_cli_" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    fs::current_path(folder_);
    std::ofstream("a.pdb") << "ATOM";
    std::ofstream("b.sdf") << "MOL";
  }
  void TearDown() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }
  static std::string content(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  fs::path before_, folder_;
};

TEST_F(CommandLine, HandsEveryKindOfWordThroughUnchanged) {
  const struct {
    Words words;
    const char* expected;
  } cases[] = {
      {{"toy", "a.pdb"}, "count 8 cutoff 1.500000 box  receptor ATOM\n"},
      {{"toy", "a.pdb", "--count", "3"}, "count 3"},
      {{"toy", "a.pdb", "--count=3"}, "count 3"},
      {{"toy", "--count", "3", "a.pdb"}, "count 3"},
      {{"toy", "a.pdb", "--box", "-1,2,-3,20,20,20"}, "box -1,2,-3,20,20,20"},
      {{"toy", "a.pdb", "--cutoff", "2e0"}, "cutoff 2.000000"},
      {{"toy", "a.pdb", "--ligand", "b.sdf"}, "ligand file MOL"},
      {{"toy", "a.pdb", "--ligand", "[Na+]", "--ligand", "CC"}, "ligand text [Na+]\nligand text CC"},
      {{"toy", "a.pdb", "[Na+]", "[Cl-]", "CC"}, "more text [Na+]\nmore text [Cl-]\nmore text CC"},
      {{"toy", "a.pdb", "toy", "look", "help"}, "more text toy\nmore text look\nmore text help"},
      {{"toy", "a.pdb", "--ligand", "toy"}, "ligand text toy"},
      {{"toy", "--fast", "--", "a.pdb", "-C"}, "more text -C"},
      {{"toy", "a.pdb", "-"}, "more file from stdin"},
      {{"toy", "a.pdb", "--ligand", "F/C=C/F"}, "ligand text F/C=C/F"},
      {{"toy", "a.pdb", "--ligand", "C1CC1,C"}, "ligand text C1CC1,C"},
      {{"toy", "a.pdb", "--ligand", "-"}, "ligand file from stdin"},
      {{"--threads", "1", "--seed", "9", "look"}, "seed 9 threads 1\n"},
      {{"look", "--seed=18446744073709551615", "--threads", "1"}, "seed 18446744073709551615"},
  };
  for (const auto& c : cases) {
    const Outcome outcome = run_command(c.words, "from stdin");
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr(c.expected)) << testing::PrintToString(c.words);
  }
}

TEST_F(CommandLine, RefusesWrongUseWithTheRightWord) {
  const struct {
    Words words;
    const char* expected;
  } cases[] = {
      {{}, "what shall be done? The verbs: help, toy, look."},
      {{"tyo"}, "there is no verb 'tyo'. Did you mean 'toy'?"},
      {{"banana"}, "there is no verb 'banana'. The verbs: help, toy, look."},
      {{"tyo", "--ligand", "CC", "--out", "x"}, "there is no verb 'tyo'. Did you mean 'toy'?"},
      {{"tyo", "--seed"}, "there is no verb 'tyo'. Did you mean 'toy'?"},
      {{"--threads=1", "--quiet", "tyo", "--count", "3"}, "there is no verb 'tyo'. Did you mean 'toy'?"},
      {{"--count", "3", "toy"}, "'--count' stands before the verb. The verb comes first: maek toy --count ..."},
      {{"help", "tyo"}, "there is no verb 'tyo'. Did you mean 'toy'?"},
      {{"--sed", "3", "look"}, "there is no option '--sed'. Did you mean '--seed'?"},
      {{"look", "--sed=3"}, "there is no option '--sed'. Did you mean '--seed'?"},
      {{"toy", "a.pdb", "--cuont", "3"}, "there is no option '--cuont'. Did you mean '--count'?"},
      {{"toy", "a.pdb", "-x"}, "there is no option '-x'. `maek toy --help` shows what there is."},
      {{"look", "here"}, "'here' is one word too many. `maek look --help` shows what it takes."},
      {{"toy"}, "RECEPTOR: is missing. It is needed: the receptor"},
      {{"toy", "a.pdb", "--count"}, "--count: needs a value"},
      {{"toy", "a.pdb", "--count", "0"}, "--count: 0 is too small. It must be between 1 and 64."},
      {{"toy", "a.pdb", "--count", "1", "--count", "2"}, "--count: is given 2 times. Give it once."},
      {{"toy", "a.pdb", "--mode", "fien"}, "Did you mean 'fine'?"},
      {{"toy", "absent.pdb"}, "absent.pdb: RECEPTOR: there is no such file."},
      {{"toy", "."}, ".: RECEPTOR: is a folder, not a file"},
      {{"look", "--seed", "-1"},
       "--seed: '-1' will not do. It must be a whole number between 0 and 18446744073709551615."},
      {{"look", "--seed", "18446744073709551616"}, "--seed: '18446744073709551616' will not do"},
      {{"look", "--seed", "1", "--seed", "2"}, "--seed: is given 2 times"},
      {{"look", "--seed", ""}, "--seed: '' will not do"},
      {{"look", "--threads", "0"}, "--threads: '0' will not do. It must be a whole number between 1 and 1024."},
      {{"look", "--isa", "avx1024"}, "--isa: 'avx1024' is not an instruction set. Choose one of portable, avx2"},
      {{"look", "--out", "x"}, "--out: has no use here: look writes no files. Leave it out."},
      {{"toy", "a.pdb", "--out", ""}, "--out: is empty"},
  };
  for (const auto& c : cases) {
    const Outcome outcome = run_command(c.words);
    EXPECT_EQ(outcome.code, 2) << testing::PrintToString(c.words);
    EXPECT_THAT(outcome.err, HasSubstr(c.expected));
    EXPECT_THAT(outcome.err, StartsWith("maek: "));
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << "one line: " << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_FALSE(fs::exists("maek-toy-out")) << "wrong use leaves no folder";
  }
}

TEST_F(CommandLine, TellsErrorsInJsonWhenAsked) {
  const struct {
    Words words;
    const char *code, *where;
    int exit;
  } cases[] = {{{"--json", "tyo"}, "invalid_argument", "", 2},
               {{"toy", "a.pdb", "--count", "99", "--json"}, "invalid_argument", "--count", 2},
               {{"toy", "absent.pdb", "--json"}, "not_found", "absent.pdb", 2},
               {{"toy", "a.pdb", "--json", "--mode", "error"}, "malformed", "a.pdb:3", 2},
               {{"toy", "a.pdb", "--json", "--mode", "memory"}, "too_large", "toy", 2},
               {{"toy", "a.pdb", "--json", "--mode", "throw"}, "internal", "toy", 1}};
  for (const auto& c : cases) {
    const Outcome outcome = run_command(c.words);
    EXPECT_EQ(outcome.code, c.exit);
    const json error = json::parse(outcome.out);
    EXPECT_EQ(error["error"]["code"], c.code);
    EXPECT_EQ(error["error"]["where"], c.where);
    EXPECT_NE(error["error"]["message"], "");
    EXPECT_TRUE(error["error"].contains("hint"));
    EXPECT_THAT(outcome.err, StartsWith("maek: "));
  }
  const Outcome after = run_command({"look", "--", "--json"});
  EXPECT_EQ(after.code, 2);
  EXPECT_EQ(after.out, "") << "after -- it is a word, not an option";
}

TEST_F(CommandLine, WritesFilesAndSummaryIntoTheFolder) {
  const Outcome outcome =
      run_command({"toy", "a.pdb", "--ligand", "b.sdf", "--ligand", "CCO", "--out", "o/p", "--seed", "5"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(content("o/p/poses/0.txt"), "MOL");
  EXPECT_EQ(content("o/p/poses/1.txt"), "CCO");
  EXPECT_EQ(outcome.err, "maek: note: something was assumed\nmaek: 3 files in o/p\n");
  const json summary = json::parse(content("o/p/summary.json"));
  EXPECT_EQ(summary["count"], 8);
  const json& p = summary["provenance"];
  EXPECT_EQ(p["operation"], "toy");
  EXPECT_EQ(p["seed"], 5);
  EXPECT_GE(p["threads"], 1);
  EXPECT_EQ(p["command"],
            (json{"maek", "toy", "a.pdb", "--ligand", "b.sdf", "--ligand", "CCO", "--out", "o/p", "--seed", "5"}));
  EXPECT_EQ(p["options"]["ligand"], (json{"b.sdf", "CCO"}));
  EXPECT_EQ(p["options"]["count"], "8") << "defaults are part of the record";
  ASSERT_EQ(p["inputs"].size(), 2u) << "a SMILES is no file";
  EXPECT_EQ(p["inputs"][0],
            (json{{"parameter", "receptor"}, {"name", "a.pdb"}, {"bytes", 4}, {"sha256", sha256("ATOM").hex()}}));
  EXPECT_EQ(p["inputs"][1]["parameter"], "ligand");
  ASSERT_EQ(p["outputs"].size(), 2u);
  EXPECT_EQ(p["outputs"][1], (json{{"name", "poses/1.txt"}, {"bytes", 3}, {"sha256", sha256("CCO").hex()}}));
  EXPECT_EQ(p["partial"], false);
  EXPECT_FALSE(p["machine"]["processor"].get<std::string>().empty());
}

TEST_F(CommandLine, PrintsWithJsonWhatItWrites) {
  const Outcome outcome = run_command({"toy", "a.pdb", "--json", "--quiet"});
  ASSERT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.out, content("maek-toy-out/summary.json"));
}

TEST_F(CommandLine, NamesTheQuestionNotTheMachine) {
  const auto run_id = [](Words words) {
    words.emplace_back("--json");
    return json::parse(run_command(words).out)["provenance"]["run"].get<std::string>();
  };
  const std::string id = run_id({"toy", "a.pdb", "--ligand", "b.sdf"});
  fs::copy_file("b.sdf", "copy.sdf");
  EXPECT_EQ(run_id({"toy", "a.pdb", "--ligand", "copy.sdf", "--threads", "1", "--isa", "portable", "--out", "x"}), id);
  EXPECT_EQ(run_id({"toy", "a.pdb", "--ligand", "b.sdf", "--count", "8"}), id) << "the default, said aloud";
  std::set<std::string> others = {id};
  others.insert(run_id({"toy", "a.pdb", "--ligand", "MOL"}));   // the text, not a file with these bytes
  others.insert(run_id({"toy", "a.pdb", "--ligand", "b.sdf", "--seed", "2"}));
  others.insert(run_id({"toy", "a.pdb", "--ligand", "b.sdf", "--count", "7"}));
  std::ofstream("b.sdf") << "other";
  others.insert(run_id({"toy", "a.pdb", "--ligand", "b.sdf"}));
  EXPECT_EQ(others.size(), 5u);
}

TEST_F(CommandLine, KeepsAPartialResultAndFails) {
  for (const bool as_json : {false, true}) {
    Words words = {"toy", "a.pdb", "CC", "--mode", "partial"};
    if (as_json) words.emplace_back("--json");
    const Outcome outcome = run_command(words);
    EXPECT_EQ(outcome.code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("toy: stopped before the end. What was finished is in the files."));
    EXPECT_EQ(content("maek-toy-out/poses/0.txt"), "CC");
    EXPECT_EQ(json::parse(content("maek-toy-out/summary.json"))["provenance"]["partial"], true);
    if (as_json) {
      EXPECT_EQ(json::parse(outcome.out)["provenance"]["partial"], true);
    }
    fs::remove_all("maek-toy-out");
  }
}

TEST_F(CommandLine, MakesOfCtrlCAPartialResult) {
  const Outcome outcome = run_command({"toy", "a.pdb", "CC", "--mode", "interrupt"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("stopped before the end"));
  EXPECT_EQ(content("maek-toy-out/poses/0.txt"), "CC");
}

TEST_F(CommandLine, LeavesNoSummaryThatVouchesForOtherFiles) {
  ASSERT_EQ(run_command({"toy", "a.pdb", "CC"}).code, 0);
  ASSERT_TRUE(fs::exists("maek-toy-out/summary.json"));
  struct FullAfterTrial : SystemCalls {
    int opened = 0;
    int open(const char* path, int flags, mode_t mode) override {
      if ((flags & O_CREAT) != 0 && ++opened > 2) return errno = ENOSPC, -1;   // the trial file and one pose
      return SystemCalls::open(path, flags, mode);
    }
  } calls;
  EXPECT_EQ(run_command({"toy", "a.pdb", "CCC", "CCCC"}, "", calls).code, 1);
  EXPECT_EQ(content("maek-toy-out/poses/0.txt"), "CCC");
  EXPECT_FALSE(fs::exists("maek-toy-out/summary.json"));
}

TEST_F(CommandLine, TakesAwayWhatAnEarlierRunLeftUntouched) {
  const Words three = {"toy", "a.pdb", "--out", "x", "--ligand", "CC", "--ligand", "NN", "--ligand", "OO"};
  ASSERT_EQ(run_command(three).code, 0);
  std::ofstream("x/poses/1.txt") << "edited by hand";
  std::ofstream("x/notes.txt") << "mine";
  const Outcome one = run_command({"toy", "a.pdb", "--out", "x", "--ligand", "CCC"});
  ASSERT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(content("x/poses/0.txt"), "CCC");
  EXPECT_EQ(content("x/poses/1.txt"), "edited by hand") << "changed since: not ours any more";
  EXPECT_FALSE(fs::exists("x/poses/2.txt")) << "of the earlier run, and not of this one";
  EXPECT_EQ(content("x/notes.txt"), "mine");
}

TEST_F(CommandLine, KeepsAnInputThatAnEarlierRunWrote) {
  ASSERT_EQ(run_command({"toy", "a.pdb", "--out", "x", "--ligand", "CC", "--ligand", "NN"}).code, 0);
  const Outcome again = run_command({"toy", "x/poses/1.txt", "--out", "x", "--ligand", "CC"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(content("x/poses/1.txt"), "NN");
}

TEST_F(CommandLine, TouchesNothingOnTheWordOfAStrangeSummary) {
  const char* const summaries[] = {"",
                                   "{",
                                   "[]",
                                   "null",
                                   R"({"provenance": 3})",
                                   R"({"provenance": {"outputs": {}}})",
                                   R"({"provenance": {"outputs": [1, {"name": 3, "bytes": 4, "sha256": "x"}]}})",
                                   R"({"provenance": {"outputs": [{"name": "../a.pdb", "bytes": 4, "sha256": ")",
                                   R"({"provenance": {"outputs": [{"name": "keep.txt", "bytes": -4, "sha256": ""}]}})"};
  for (std::string summary : summaries) {
    if (summary.ends_with("\"sha256\": \"")) summary += sha256("ATOM").hex() + "\"}]}}";
    fs::create_directories("x");
    std::ofstream("x/keep.txt") << "keep";
    std::ofstream("x/summary.json") << summary;
    EXPECT_EQ(run_command({"toy", "b.sdf", "--out", "x"}).code, 0) << summary;
    EXPECT_EQ(content("x/keep.txt"), "keep") << summary;
    EXPECT_EQ(content("a.pdb"), "ATOM") << summary;
  }
}

TEST_F(CommandLine, LeavesNothingBehindAfterAFailure) {
  for (const char* mode : {"error", "throw", "memory", "garbage", "escape"}) {
    const Outcome outcome = run_command({"toy", "a.pdb", "--mode", mode});
    EXPECT_NE(outcome.code, 0) << mode;
    EXPECT_EQ(outcome.out, "") << mode;
    EXPECT_FALSE(fs::exists("maek-toy-out")) << mode;
  }
  EXPECT_FALSE(fs::exists("outside.txt"));
}

TEST_F(CommandLine, LearnsBeforeTheRunThatTheFolderCannotBeWritten) {
  int runs = 0;
  Operation counting = toy_operation();
  counting.run = [&runs](const Arguments&, const OperationContext&) -> Expected<OperationResult> {
    ++runs;
    return OperationResult{};
  };
  for (const char* out : {"a.pdb", "a.pdb/below", "/proc/maek"}) {
    const Outcome outcome = run_command({"toy", "a.pdb", "--out", out}, "", system_calls(), {counting});
    EXPECT_EQ(outcome.code, 1) << out;
    EXPECT_THAT(outcome.err, HasSubstr("--out")) << out;
  }
  EXPECT_EQ(runs, 0);
}

TEST_F(CommandLine, MeetsAFullDiskAtEveryCall) {
  const Words words = {"toy", "a.pdb", "CC", "--json"};
  int n = 0;
  for (;; ++n) {
    fs::remove_all("maek-toy-out");
    FaultyCalls calls(n, ENOSPC, 64);
    const Outcome outcome = run_command(words, "", calls);
    if (!calls.fired()) {
      EXPECT_EQ(outcome.code, 0);
      break;
    }
    for (const auto& entry : fs::recursive_directory_iterator(".")) {
      EXPECT_THAT(entry.path().filename().string(), Not(StartsWith(".maek-"))) << "call " << n;
    }
    if (fs::exists("maek-toy-out/summary.json")) {
      EXPECT_FALSE(json::parse(content("maek-toy-out/summary.json"), nullptr, false).is_discarded()) << "call " << n;
    }
    if (outcome.code == 0) continue;   // closing a folder failed after everything was safe
    EXPECT_EQ(outcome.code, 1) << "call " << n;
    EXPECT_EQ(json::parse(outcome.out)["error"]["code"], "disk_full") << "call " << n;
  }
  EXPECT_GT(n, 20);
}

TEST_F(CommandLine, FailsWhenItsResultCannotBePrinted) {
  std::ofstream full("/dev/full");
  if (!full) GTEST_SKIP() << "this system has no /dev/full";
  std::istringstream in;
  std::ostringstream err;
  const char* argv[] = {"maek", "look"};
  EXPECT_EQ(run_command_line(2, argv, {look_operation()}, {in, full, err}), 1);
  EXPECT_THAT(err.str(), HasSubstr("stdout: the result could not be printed"));
}

TEST_F(CommandLine, SurvivesHostileWords) {
  const std::string words[] = {"",
                               "-",
                               "--",
                               "---",
                               "-=",
                               "--=",
                               "=",
                               "[",
                               "[]",
                               "%s",
                               "\xff\xfe",
                               std::string(100'000, 'x'),
                               std::string(100'000, '-'),
                               "--seed=",
                               "--help=3",
                               "--json=maybe",
                               "\n",
                               "--\n"};
  Operation toy = toy_operation();
  toy.writes_files = false;   // a thousand runs, each with its fsyncs, would take long
  for (const std::string& a : words) {
    for (const std::string& b : words) {
      for (const Words& line : {Words{a, b}, Words{"look", a, b}, Words{"toy", "a.pdb", a, b}, Words{a, "toy", b}}) {
        const Outcome outcome = run_command(line, "", system_calls(), {toy, look_operation()});
        EXPECT_TRUE(outcome.code >= 0 && outcome.code <= 2);
        EXPECT_EQ(outcome.code == 2 && outcome.err.empty(), false) << "refused without a reason";
        EXPECT_LE(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 2);
      }
    }
  }
}

}  // namespace
}  // namespace maek::cli
