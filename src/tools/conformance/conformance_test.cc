// SPDX-License-Identifier: Apache-2.0
// The vectors of others, all of them; and a made-up folder in which one case must fail.
#include <sys/wait.h>   // for WEXITSTATUS
#include <unistd.h>     // for getpid

#include <cstdio>    // for popen
#include <fstream>   // for std::ofstream

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/test_data.h"               // for test_data
#include "tools/conformance/run_sets.h"    // for run_sets

namespace maek::tools {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

struct Made {
  fs::path path = fs::temp_directory_path() / fmt::format("maek-conformance-{}", ::getpid());
  Made() { fs::create_directories(path); }
  ~Made() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  void put(const std::string& name, const std::string& bytes) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name, std::ios::binary) << bytes;
  }
};

struct Ran {
  int status = 0;
  std::string out;
};

Ran run_program(const std::string& arguments) {
  Ran run;
  FILE* pipe = ::popen(fmt::format("'{}' {} 2>&1", MAEK_CONFORMANCE_PROGRAM, arguments).c_str(), "r");
  char buffer[4096];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) run.out.append(buffer, got);
  run.status = WEXITSTATUS(::pclose(pipe));
  return run;
}

constexpr const char* kJcs =
    R"({"cases":[{"id":"order","input":"{\"b\":1,\"a\":2}","output_hex":"7b2261223a322c2262223a317d",
  "sha256":"d3626ac30a87e6f7a6428233b3c68299976865fa5508e4267c5415c76af7a772"}],
  "reject":[{"id":"nan","input":"NaN"},{"id":"good after all","input":"1"}],"number_table":[]})";

TEST(Conformance, NamesTheOneCaseThatFails) {
  const Made made;
  made.put("jcs/jcs.json", kJcs);
  const Ran text = run_program(made.path.string());
  EXPECT_EQ(text.status, 1) << text.out;
  EXPECT_THAT(text.out, HasSubstr("jcs               2 passed      1 failed      1 skipped"));
  EXPECT_THAT(text.out, HasSubstr("FAILED reject: good after all: was accepted"));
  EXPECT_THAT(text.out, HasSubstr("skipped 1: the file es6numbers_10000.txt.gz is not there"));
  const Ran as_json = run_program(made.path.string() + " --json");
  EXPECT_EQ(as_json.status, 1);
  const auto report = nlohmann::json::parse(as_json.out);
  EXPECT_EQ(report.at("passed"), 2);
  EXPECT_EQ(report.at("failed"), 1);
  EXPECT_EQ(report.at("sets").at(0).at("failures").at(0).at("case"), "reject: good after all");
}

TEST(Conformance, FailsWhatIsNoVector) {
  const Made made;
  made.put("merkle/hashing.json", "{");
  made.put("merkle/accumulated.json", "[]");
  made.put("merkle/inclusion.jsonl.gz", "not gzip");
  made.put("dsse/dsse.json", R"({"pae":7})");
  made.put("tlog/notes.json", R"([{"id":"no keys"}])");
  made.put("provenance/sigstore_bundles.tar.gz", std::string("\x1f\x8b", 2));
  const auto tallies = run_sets(made.path);
  ASSERT_TRUE(tallies);
  std::uint64_t failed = 0;
  for (const Tally& tally : *tallies) failed += tally.failed;
  EXPECT_EQ(failed, 6u) << tallies_text(*tallies);
}

TEST(Conformance, TellsHowItIsUsed) {
  const Ran help = run_program("--help");
  EXPECT_EQ(help.status, 0);
  EXPECT_THAT(help.out, HasSubstr("Exit status"));
  EXPECT_EQ(run_program("").status, 2);
  EXPECT_EQ(run_program("--jsn x").status, 2);
  EXPECT_EQ(run_program("a b").status, 2);
  const Ran nothing = run_program("/nonexistent");
  EXPECT_EQ(nothing.status, 2);
  EXPECT_THAT(nothing.out, HasSubstr("no set of vectors is here"));
}

// The example of --help is what it says: a shell runs it.
TEST(Conformance, HasAnExampleThatWorks) {
  const std::string help = run_program("--help").out;
  std::string script = help.substr(help.find("  mkdir"));
  const std::size_t at = script.find("maek-conformance");
  ASSERT_NE(at, std::string::npos);
  script.replace(at, std::string("maek-conformance").size(), MAEK_CONFORMANCE_PROGRAM);
  const Made made;
  made.put("example.sh", "set -e\ncd '" + made.path.string() + "'\n" + script);
  EXPECT_EQ(std::system(fmt::format("sh '{}' >/dev/null", (made.path / "example.sh").string()).c_str()), 0);
}

TEST(Conformance, PassesTheVectorsOfOthers) {
  const auto path = test_data("data/vectors");
  MAEK_SKIP_WITHOUT_DATA(path, "data/vectors");
  const auto tallies = run_sets(*path);
  ASSERT_TRUE(tallies) << tallies.error().text();
  for (const Tally& tally : *tallies) EXPECT_EQ(tally.failed, 0u);
  struct Counts {
    const char* set;
    std::uint64_t passed, skipped;
  };
  const std::vector<Counts> expected = {{"merkle", 1062, 142}, {"tlog", 298, 6}, {"jcs", 10'054, 0},
                                        {"ed25519", 1080, 0},  {"dsse", 37, 1},  {"provenance", 96, 5}};
  ASSERT_EQ(tallies->size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ((*tallies)[i].set, expected[i].set);
    EXPECT_EQ((*tallies)[i].passed, expected[i].passed) << tallies_text(*tallies);
    EXPECT_EQ((*tallies)[i].skipped_cases(), expected[i].skipped);
  }
}

}  // namespace
}  // namespace maek::tools
