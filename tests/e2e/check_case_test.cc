// SPDX-License-Identifier: Apache-2.0
// Tests of the checker itself: good runs pass, and each kind of miss is caught. The program is the system's shell.
#include "tests/e2e/check_case.h"

#include <gtest/gtest.h>    // for TEST
#include <unistd.h>         // for getpid

#include <utility>          // for std::pair

namespace maek::e2e {
namespace {

namespace fs = std::filesystem;

/// Runs the case with /bin/sh in maek's place: `run: maek -c '...'`.
Verdict check(const std::string& text) {
  const ParsedCase parsed = parse_case("# Why.\n" + text, "t.case");
  EXPECT_EQ(parsed.error, "") << text;
  const fs::path scratch = fs::path(testing::TempDir()) / ("maek_check_case_" + std::to_string(getpid()));
  Verdict verdict = check_case(parsed.value, "t.case", "/bin/sh", scratch);
  EXPECT_FALSE(fs::exists(scratch)) << "the sandbox must be gone";
  return verdict;
}

std::string failures(const std::string& text) {
  std::string all;
  for (const std::string& failure : check(text).failures) all += failure + "\n";
  return all;
}

TEST(CheckCase, AcceptsWhatComesAsExpected) {
  const char* good[] = {
      "run: maek -c 'echo hello'\nexit: 0\nstdout: hell\nstdout-not: world\nstderr-not: x\n",
      "run: maek -c 'echo no >&2; exit 2'\nexit: 1 2\nstderr: no\nstdout-empty:\n",
      "run: maek -c 'echo text; echo {}'\nexit: 0\nlast-line-json:\n",
      "run: maek -c 'echo {\\\"a\\\":1}'\nexit: 0\nstdout-json:\n",
      "file: a/in.txt\n|one\n|two\nrun: maek -c 'wc -l < a/in.txt; touch out'\nexit: 0\nstdout: 2\npresent: out\n"
      "absent: *.tmp\nunchanged: a/in.txt\n",
      "file-random: r 1000 3\nrun: maek -c 'wc -c < r'\nexit: 0\nstdout: 1000\n",
      "file-repeat: r 500 \"ATOM\"\nrun: maek -c 'wc -l < r'\nexit: 0\nstdout: 500\n",
      "file: a\n|x 12.5 y\nfile-from: b a keep 7 replace 12.5 \"nan \"\nrun: maek -c 'cat b'\nexit: 0\nstdout: x nan\n",
      "file: a\n|one\n|two\nfile-from: b a dos\nrun: maek -c 'tr \"\\r\" R < b'\nexit: 0\nstdout: oneR\n",
      "file: a\n|text\nfile-from: b.gz a gzip\nrun: maek -c 'gunzip -c b.gz > c'\nexit: 0\nsame: a c\n",
      "file: a\n|text\nfile-from: b.gz a gzip keep 12\nrun: maek -c 'gunzip -c b.gz'\nexit: 1\nstderr: b.gz\n",
      "file: a\n|ATOM      1  N   PRO A   1      13.120  39.003   5.159  1.00 55.41\nfile-shifted: b a 40 100\n"
      "run: maek -c 'cat b'\nexit: 0\nstdout: PRO A   1      13.120  39.003\nstdout: PRO C   1     113.120  39.003\n"
      "stdout: PRO A1001    3113.120  39.003\nstdout: END\n",
      "run: maek -c 'echo a'\nexit: 0\nstderr-empty:\n",
      "needs-isa: portable\nrun: maek -c 'echo a'\nexit: 0\nstdout: a\n",
      "folder: out\nrun: maek -c 'touch out/x'\nexit: 0\npresent: out/x\n",
      "file: file\n|\nrun: maek -c 'mkdir file/out'\nexit: 1 2\nstderr: file\nabsent: file/out\n",
      "file: i\n|typed\nrun: maek -c cat\nstdin: i\nexit: 0\nstdout: typed\n",
      "run: maek -c 'touch done'\nexit: 0\nrun: maek -c 'ls'\nexit: 0\nstdout: done\n",
      "env: MAEK_FAULT=write:3:ENOSPC\nrun: maek -c 'echo $MAEK_FAULT'\nexit: 0\nstdout: write:3:ENOSPC\n",
      "run: maek -c 'trap \"exit 1\" INT; echo bye >&2; while :; do sleep 0.02; done'\nsignal: INT 0.2\nexit: 1\nlimit: 20\n",
      "run: maek -c 'sleep 20'\nsignal: KILL 0.1\nexit: 0\nlimit: 20\n",
  };
  for (const char* text : good) EXPECT_EQ(failures(text), "") << text;
}

TEST(CheckCase, CatchesEachKindOfMiss) {
  const std::pair<const char*, const char*> bad[] = {
      {"run: maek -c 'exit 0'\nexit: 2\n", "t.case:2: exit code 0"},
      {"run: maek -c 'echo a >&2; exit 1'\nexit: 0\n", "exit code 1; stderr: a"},
      {"run: maek -c 'exit 2'\nexit: 2\n", "failed without a word on stderr"},
      {"run: maek -c 'echo a'\nexit: 0\nstdout: b\n", "t.case:4: stdout lacks 'b'; stdout: a"},
      {"run: maek -c 'echo a'\nexit: 0\nstdout-not: a\n", "stdout has 'a'"},
      {"run: maek -c 'echo a >&2'\nexit: 0\nstderr: b\n", "stderr lacks 'b'"},
      {"run: maek -c 'echo a >&2'\nexit: 0\nstderr-not: a\n", "stderr has 'a'"},
      {"run: maek -c 'echo a'\nexit: 0\nstdout-empty:\n", "stdout should be empty"},
      {"run: maek -c 'echo {}; echo a'\nexit: 0\nstdout-json:\n", "not one JSON object"},
      {"run: maek -c 'echo {}; echo 1'\nexit: 0\nlast-line-json:\n", "last line is no JSON object"},
      {"run: maek -c 'echo a >&2'\nexit: 0\nstderr-empty:\n", "stderr should be empty"},
      {"run: maek -c 'echo a >a; echo b >b'\nexit: 0\nsame: a b\n", "'a' and 'b' differ"},
      {"run: maek -c 'echo a >a'\nexit: 0\nsame: a b\n", "does not exist"},
      {"run: maek -c ':'\nexit: 0\npresent: out/*\n", "nothing is called 'out/*'"},
      {"run: maek -c 'mkdir o; touch o/x.tmp'\nexit: 0\nabsent: *.tmp\n", "'*.tmp' should not exist"},
      {"file: a\n|1\nrun: maek -c 'echo 2 > a'\nexit: 0\nunchanged: a\n", "'a' was changed"},
      {"file: a\n|1\nrun: maek -c 'rm a'\nexit: 0\nunchanged: a\n", "'a' was changed"},
      {"run: maek -c 'echo 2 > a'\nexit: 0\nunchanged: a\n", "did not exist before"},
      {"run: maek -c 'sleep 20'\nexit: 0\nlimit: 0.2\n", "took more than"},
      {"run: maek -c 'kill -SEGV $$'\nexit: 0\n", "was ended by signal 11"},
      {"run: maek -c 'echo AddressSanitizer: heap >&2'\nexit: 0\n", "crashed"},
      {"run: maek -c 'echo terminate called after >&2; exit 1'\nexit: 1\n", "crashed"},
      {"file-from: b gone.pdb\nrun: maek -c ':'\nexit: 0\n", "no file gone.pdb to copy"},
      {"file: a\n|x\nfile-from: b a replace y z\nrun: maek -c ':'\nexit: 0\n", "does not contain 'y'"},
      {"file: a\n|x\nfile-from: b a keep 9\nrun: maek -c ':'\nexit: 0\n", "has only 2 bytes"},
  };
  for (const auto& [text, message] : bad) EXPECT_NE(failures(text).find(message), std::string::npos) << text << failures(text);
}

TEST(CheckCase, SkipsWithoutWhatItNeeds) {
  const Verdict verdict = check("needs: /nonexistent/file.pdb\nrun: maek -c 'exit 9'\nexit: 0\n");
  EXPECT_NE(verdict.skipped.find("/nonexistent/file.pdb"), std::string::npos);
  EXPECT_TRUE(verdict.failures.empty());
}

}  // namespace
}  // namespace maek::e2e
