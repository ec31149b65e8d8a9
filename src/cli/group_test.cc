// SPDX-License-Identifier: Apache-2.0
// Verbs of two words: found, refused, helped with, completed.
#include <gtest/gtest.h>

#include "cli/completion.h"      // for bash_completion
#include "cli/docs_pages.h"      // for docs_pages
#include "cli/help_text.h"       // for help_text
#include "cli/invocation.h"      // for parse_command_line
#include "cli/toy_operation.h"   // for toy_operation

namespace maek::cli {
namespace {

std::vector<Operation> verbs() {
  std::vector<Operation> all = {toy_operation()};
  for (const char* name : {"box open", "box close"}) {
    Operation operation;
    operation.name = name;
    operation.help = std::string("Help of ") + name + ".";
    operation.example = std::string("maek ") + name;
    operation.parameters = {{.name = "what", .help = "what", .positional = true}, {.name = "how", .help = "how"}};
    all.push_back(std::move(operation));
  }
  return all;
}

Expected<Invocation> parse(std::vector<const char*> words, const std::vector<Operation>& operations) {
  words.insert(words.begin(), "maek");
  return parse_command_line(static_cast<int>(words.size()), words.data(), operations);
}

TEST(Group, FindsTheVerbOfTwoWords) {
  const auto operations = verbs();
  for (const std::vector<const char*>& words :
       std::vector<std::vector<const char*>>{{"box", "open", "lid", "--how", "fast"},
                                             {"--json", "box", "open", "--how", "fast", "lid"},
                                             {"box", "--seed", "3", "open", "--how=fast", "lid"}}) {
    const auto found = parse(words, operations);
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_EQ(found->operation->name, "box open");
    EXPECT_EQ(found->given.at("what"), std::vector<std::string>{"lid"});
    EXPECT_EQ(found->given.at("how"), std::vector<std::string>{"fast"});
  }
}

TEST(Group, RefusesAHalfOrAWrongVerbWithTheRightWords) {
  const auto operations = verbs();
  const std::vector<std::pair<std::vector<const char*>, std::string>> cases = {
      {{"box"}, "box open, box close"},         {{"box", "opne"}, "Did you mean 'box open'?"},
      {{"open"}, "there is no verb 'open'"},    {{"box", "open", "a", "b"}, "one word too many"},
      {{"box", "open", "--hwo", "x"}, "--how"},
  };
  for (const auto& [words, said] : cases) {
    const auto found = parse(words, operations);
    ASSERT_FALSE(found);
    EXPECT_NE(found.error().text().find(said), std::string::npos) << found.error().text();
  }
}

TEST(Group, HelpsWithTheGroupAndWithEachVerb) {
  const auto operations = verbs();
  for (const std::vector<const char*>& words :
       std::vector<std::vector<const char*>>{{"box", "--help"}, {"help", "box"}}) {
    const auto found = parse(words, operations);
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_EQ(found->kind, Invocation::Kind::kHelp);
    EXPECT_EQ(found->operation, nullptr);
    EXPECT_EQ(found->group, "box");
  }
  const auto one = parse({"help", "box", "close"}, operations);
  ASSERT_TRUE(one);
  EXPECT_EQ(one->operation->name, "box close");
  const std::string text = help_text(operations, "box");
  EXPECT_NE(text.find("box open"), std::string::npos);
  EXPECT_EQ(text.find("toy"), std::string::npos);
  EXPECT_NE(help_text(operations).find("box VERB"), std::string::npos);
}

TEST(Group, SharesOnePage) {
  const auto pages = docs_pages(verbs());
  ASSERT_EQ(pages.size(), 2u);
  EXPECT_EQ(pages[1].name, "box.md");
  EXPECT_NE(pages[1].bytes.find("\n## maek box open\n"), std::string::npos);
  EXPECT_NE(pages[1].bytes.find("\n### Parameters\n"), std::string::npos);
}

TEST(Group, IsCompletedByBash) {
  // The script itself is run by bash: what it offers after "maek box", and after "maek box open --".
  const std::string script = bash_completion(verbs());
  const auto offered = [&script](const std::string& words, int at) {
    const std::string command = "bash -c '" + [&] {
      std::string quoted;
      for (const char c : script + "COMP_WORDS=(" + words + "); COMP_CWORD=" + std::to_string(at) +
                              "; _maek; echo \"${COMPREPLY[*]}\"") {
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
      }
      return quoted;
    }() + "'";
    std::string out;
    FILE* pipe = ::popen(command.c_str(), "r");
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) out += static_cast<char>(c);
    ::pclose(pipe);
    return out;
  };
  EXPECT_EQ(offered("maek box \"\"", 2), "open close\n");
  EXPECT_NE(offered("maek box open --h", 3).find("--how"), std::string::npos);
  EXPECT_NE(offered("maek b", 1).find("box"), std::string::npos);
  EXPECT_NE(offered("maek toy --c", 2).find("--count"), std::string::npos);
}

}  // namespace
}  // namespace maek::cli
