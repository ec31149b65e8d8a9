// SPDX-License-Identifier: Apache-2.0
// Tests of help: the whole text of a toy, and what every real verb must show.
#include "cli/help_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>   // for std::ifstream
#include <set>       // for std::set
#include <sstream>   // for std::istringstream

#include "base/parameter_text.h"   // for option_name
#include "cli/docs_pages.h"        // for docs_pages
#include "cli/invocation.h"        // for global_options
#include "cli/registry.h"          // for operations
#include "cli/toy_operation.h"     // for toy_operation

namespace maek::cli {
namespace {

using testing::HasSubstr;

constexpr const char* kToyHelp = R"(Play with every kind of parameter.

  maek toy RECEPTOR [MORE...] [options]

It computes nothing, but says what it was given.
- one line stays one line

Example
  maek toy a.pdb --ligand CCO --count 3

Parameters
  RECEPTOR               the receptor (required)
  MORE...                files or SMILES (may be repeated)
  --ligand FILE|TEXT...  file or SMILES (may be repeated)
  --count NUMBER         how many (between 1 and 64; default 8)
  --cutoff Å             how far atoms may be from each other, which is said here at such a length
                         that the line must be broken (at least 0 Å; default 1.5 Å)
  --fast                 hurry
  --mode fine|partial|interrupt|error|throw|memory|garbage|escape
                         how it ends (default fine)
  --box x,y,z,sx,sy,sz   centre and size

Options of every verb
  --json            print the result, or the error, as one JSON object
  --seed NUMBER     of all random numbers; the same seed gives the same answer (default 1)
  --threads NUMBER  at most so many cores; no answer depends on it (default: all)
  --isa WORD        portable, avx2, avx512 or auto: which kernels run (default auto)
  --out FOLDER      where files go, if the verb writes any (default maek-VERB-out)
  --quiet           no notes and no progress on stderr
  --no-evidence     do not record this run on the ledger
  --version         print the version
  --help            print what a verb takes, with an example that works
)";

TEST(HelpText, OfAVerbIsThisByAllWays) {
  EXPECT_EQ(help_text(toy_operation()), kToyHelp);
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"toy", "--help"}, {"toy", "a.pdb", "-h"}, {"--help", "toy"}, {"help", "toy"}}) {
    const Outcome outcome = run_command(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, kToyHelp);
  }
}

TEST(HelpText, OfTheProgramIsTheSameByAllWays) {
  const std::string help = help_text({toy_operation(), look_operation()});
  EXPECT_EQ(help, run_command({"help"}).out);
  EXPECT_EQ(help, run_command({"--help"}).out);
  EXPECT_THAT(help, HasSubstr("\n  toy        Play with every kind of parameter.\n"));
  EXPECT_THAT(run_command({"--version"}).out, testing::MatchesRegex("maek [0-9.]+ \\(.+\\)\n"));
}

TEST(HelpText, HasNoLineTooWide) {
  for (const Operation& operation : {toy_operation(), look_operation()}) {
    std::istringstream lines(help_text(operation));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 102u) << line;
  }
}

TEST(Registry, EveryVerbHasHelpExampleAndNoClash) {
  std::set<std::string> verbs = {"help"};
  for (const Operation& operation : operations()) {
    EXPECT_TRUE(verbs.insert(operation.name).second) << operation.name << " is there twice";
    EXPECT_FALSE(operation.help.empty()) << operation.name;
    EXPECT_THAT(operation.example, HasSubstr("maek " + operation.name)) << operation.name;
    EXPECT_THAT(help_text(operation), HasSubstr(operation.example));
    EXPECT_TRUE(operation.run) << operation.name;
    std::set<std::string> names;
    for (const GlobalOption& option : global_options()) names.insert(option.name);
    for (const Parameter& parameter : operation.parameters) {
      EXPECT_TRUE(names.insert(parameter.name).second) << operation.name << ": " << parameter.name << " is taken";
      EXPECT_THAT(parameter.name, testing::MatchesRegex("[a-z][a-z0-9-]*")) << operation.name;
      EXPECT_FALSE(parameter.help.empty()) << operation.name << ' ' << parameter.name;
    }
  }
}

TEST(DocsPages, InTheTreeAreThoseOfTheProgram) {
  for (const OutputFile& page : docs_pages(operations())) {
    std::ifstream in(std::string(MAEK_SOURCE_DIR "/docs/") + page.name);
    const std::string there{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(there, page.bytes) << "run `maek docs docs` in the root of the checkout";
  }
}

}  // namespace
}  // namespace maek::cli
