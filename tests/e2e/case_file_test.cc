// SPDX-License-Identifier: Apache-2.0
// Tests of the case format: what it means, and that slips are named with their line.
#include "tests/e2e/case_file.h"

#include <gmock/gmock.h>    // for ElementsAre, HasSubstr
#include <gtest/gtest.h>    // for TEST

#include <csignal>          // for SIGINT

namespace maek::e2e {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(SplitWords, FollowsTheShell) {
  EXPECT_THAT(*split_words("a  'b c' \"d \\\" e\" f\\ g ''"), ElementsAre("a", "b c", "d \" e", "f g", ""));
  EXPECT_THAT(*split_words("'C[C@@H]\\N'"), ElementsAre("C[C@@H]\\N"));
  EXPECT_THAT(*split_words(" \t "), ElementsAre());
  EXPECT_FALSE(split_words("a 'b"));
}

TEST(CaseFile, HoldsStepsWithTheirExpectations) {
  const ParsedCase parsed = parse_case(
      "# SPDX-License-Identifier: Apache-2.0\n# A broken file\n# is named.\n"
      "needs: golden/x.pdb\nenv: A=b=c\n"
      "file: in/bad.pdb\n|ATOM\n| # not a comment\n|\nfile-random: r.bin 10 7\nfile-repeat: many.pdb 3 \"ATOM x\"\n"
      "file-from: cut.pdb golden/x.pdb keep 5 replace 1.0 nan\nfolder: out\n"
      "run: maek dock --receptor in/bad.pdb\nexit: 1 2\nstderr: in/bad.pdb:1: what\nabsent: out/*.sdf\n"
      "run: maek --version\nexit: 0\nsignal: INT 0.5\nlimit: 5\nlimit-file-bytes: 100\nstdin: r.bin\nstdout-json:\n",
      "x.case");
  ASSERT_EQ(parsed.error, "");
  const CaseFile& c = parsed.value;
  EXPECT_EQ(c.why, "A broken file is named.");
  EXPECT_THAT(c.needs, ElementsAre("golden/x.pdb"));
  EXPECT_THAT(c.environment, ElementsAre(testing::Pair("A", "b=c")));
  ASSERT_EQ(c.given.size(), 5u);
  EXPECT_EQ(std::get<InlineText>(c.given[0].content).text, "ATOM\n # not a comment\n\n");
  EXPECT_EQ(std::get<RandomBytes>(c.given[1].content).seed, 7u);
  EXPECT_EQ(std::get<RepeatedText>(c.given[2].content).text, "ATOM x\n");
  EXPECT_EQ(std::get<CopyOfFile>(c.given[3].content).keep_bytes, 5u);
  EXPECT_THAT(std::get<CopyOfFile>(c.given[3].content).replacements, ElementsAre(testing::Pair("1.0", "nan")));
  ASSERT_EQ(c.steps.size(), 2u);
  EXPECT_THAT(c.steps[0].words, ElementsAre("dock", "--receptor", "in/bad.pdb"));
  EXPECT_THAT(c.steps[0].exit_codes, ElementsAre(1, 2));
  EXPECT_EQ(c.steps[0].expectations[0].text, "in/bad.pdb:1: what");
  EXPECT_EQ(c.steps[0].expectations[1].kind, ExpectationKind::kAbsent);
  EXPECT_EQ(c.steps[1].signal, SIGINT);
  EXPECT_EQ(c.steps[1].signal_delay_seconds, 0.5);
  EXPECT_EQ(c.steps[1].limit_seconds, 5);
  EXPECT_EQ(c.steps[1].limit_file_bytes, 100u);
  EXPECT_EQ(c.steps[1].stdin_file, "r.bin");
}

TEST(CaseFile, NamesTheLineOfASlip) {
  const struct { const char* text; const char* error; } cases[] = {
      {"", "no 'run:' line"},
      {"run: maek\nexit: 0\n", "says why this case exists"},
      {"# why\nrun: maek\n", "x.case:2: this 'run:' has no 'exit:' line"},
      {"# why\nrun: maek\nexot: 0\n", "x.case:3: unknown word 'exot'"},
      {"# why\nstderr: x\n", "x.case:2: 'stderr' must follow a 'run:'"},
      {"# why\nrun: maek\nexit: 0\nenv: A=b\n", "x.case:4: 'env' must stand before the first 'run:'"},
      {"# why\nrun: sh -c ls\n", "begins with 'maek'"},
      {"# why\nrun: maek 'a\n", "quote is left open"},
      {"# why\nrun: maek\nexit: 256\n", "0..255"},
      {"# why\nrun: maek\nexit:\n", "needs a number"},
      {"# why\nrun: maek\nstderr:\n", "needs a text"},
      {"# why\nrun: maek\nstdout-empty: x\n", "takes no text"},
      {"# why\nfile: ../x\n|a\n", "without '..'"},
      {"# why\nfile: /etc/x\n|a\n", "without '..'"},
      {"# why\nfile-random: x 99999999999\n", "file-random: NAME BYTES"},
      {"# why\nfile-repeat: x 99999999999 a\n", "more than 256 MiB"},
      {"# why\nfile-from: x y shuffle\n", "not 'shuffle'"},
      {"# why\nfile-shifted: x y 1000 100\n", "below 9000"},
      {"# why\nneeds-isa: neon\n", "portable|avx2|avx512"},
      {"# why\nrun: maek\nsame: a\n", "same: FILE FILE"},
      {"# why\nrun: maek\nsignal: HUP 1\n", "signal: INT|TERM|KILL"},
      {"# why\nrun: maek\nlimit: nan\n", "limit: SECONDS"},
      {"# why\nenv: =x\n", "env: NAME=value"},
      {"# why\nno colon here\n", "expected 'word: ...'"},
  };
  for (const auto& c : cases) EXPECT_THAT(parse_case(c.text, "x.case").error, HasSubstr(c.error)) << c.text;
}

}  // namespace
}  // namespace maek::e2e
