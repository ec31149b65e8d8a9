// SPDX-License-Identifier: Apache-2.0
// Tests of completion: the bash script is run by bash; the others are checked for their parts.
#include "cli/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdio.h>    // for popen
#include <unistd.h>   // for getpid

#include <filesystem>   // for std::filesystem
#include <fstream>      // for std::ofstream

#include "cli/doctor.h"          // for find_program
#include "cli/toy_operation.h"   // for toy_operation

namespace maek::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

std::vector<Operation> verbs() {
  Operation secret = look_operation();
  secret.name = "secret";
  secret.hidden = true;
  Operation quoted = look_operation();
  quoted.help = "It's [odd]: $HOME \"and\" \\ more";
  return {toy_operation(), quoted, secret};
}

// What the shell `command` prints.
std::string output_of(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return "popen failed";
  std::string text;
  char buffer[4096];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) text.append(buffer, n);
  ::pclose(pipe);
  return text;
}

TEST(BashCompletion, CompletesVerbsOptionsChoicesAndFiles) {
  if (find_program("bash").empty()) GTEST_SKIP() << "bash is not installed";
  const fs::path folder = fs::path(testing::TempDir()) / ("maek_completion_" + std::to_string(::getpid()));
  fs::create_directories(folder / "sub");
  std::ofstream(folder / "file.pdb") << "x";
  std::ofstream(folder / "maek.bash") << bash_completion(verbs());
  const struct {
    const char *typed, *expected;   // the last word is being completed
  } cases[] = {
      {"maek ''", "help toy look"},
      {"maek t", "toy"},
      {"maek s", ""},                        // hidden verbs are not offered
      {"maek --th", "--threads"},
      {"maek --seed 3 l", "look"},           // the value of an option is no verb
      {"maek help to", "toy"},
      {"maek toy --c", "--count --cutoff"},
      {"maek toy --mode f", "fine"},
      {"maek toy --mode p", "partial"},
      {"maek toy f", "file.pdb"},
      {"maek toy --ligand f", "file.pdb"},
      {"maek toy --count ''", ""},
      {"maek toy --isa av", "avx2 avx512"},
      {"maek toy --out s", "sub"},
      {"maek look --j", "--json"},
      {"maek look f", ""},
  };
  for (const auto& c : cases) {
    const std::string command = "cd '" + folder.string() + "' && bash --norc -c 'source ./maek.bash; COMP_WORDS=(" +
                                [&] {
                                  std::string words = c.typed;
                                  for (std::size_t i = 0; (i = words.find("''", i)) != std::string::npos;)
                                    words.replace(i, 2, "\"\"");
                                  return words;
                                }() +
                                "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _maek; echo \"${COMPREPLY[*]}\"' 2>&1";
    EXPECT_EQ(output_of(command), std::string(c.expected) + '\n') << c.typed;
  }
  fs::remove_all(folder);
}

TEST(Completion, ScriptsPassTheirShellWhereItIsInstalled) {
  const fs::path file = fs::path(testing::TempDir()) / ("maek_completion_" + std::to_string(::getpid()));
  int tried = 0;
  for (const auto& [shell, script] : {std::pair<std::string, std::string>{"bash", bash_completion(verbs())},
                                      {"zsh", zsh_completion(verbs())},
                                      {"fish", fish_completion(verbs())}}) {
    if (find_program(shell).empty()) continue;
    std::ofstream(file) << script;
    EXPECT_EQ(output_of(shell + " -n '" + file.string() + "' 2>&1"), "") << script;
    ++tried;
  }
  fs::remove(file);
  if (tried == 0) GTEST_SKIP() << "neither bash nor zsh nor fish is installed";
}

TEST(Completion, ScriptsNameEveryVisibleVerbAndOptionAndQuoteHelp) {
  const std::string zsh = zsh_completion(verbs()), fish = fish_completion(verbs());
  for (const std::string& script : {bash_completion(verbs()), zsh, fish}) {
    for (const char* word : {"toy", "look", "count", "mode", "threads", "partial"})
      EXPECT_THAT(script, HasSubstr(word));
    EXPECT_THAT(script, Not(HasSubstr("secret")));
  }
  EXPECT_THAT(zsh, HasSubstr(R"('look:It'\''s [odd]: $HOME "and" \ more')"));
  EXPECT_THAT(fish, HasSubstr(R"(-a look -d 'It\'s [odd]: $HOME "and" \\ more')"));
  EXPECT_THAT(fish, HasSubstr("__fish_seen_subcommand_from toy' -l mode -x -a 'fine partial"));
  EXPECT_THAT(zsh, HasSubstr("'--mode[how it ends]:mode:(fine partial"));
}

}  // namespace
}  // namespace maek::cli
