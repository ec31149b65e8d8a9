// SPDX-License-Identifier: Apache-2.0
// Tests of the tree: which files are read, and how lines, includes and folders are taken apart.
#include "tests/house/tree.h"

#include <gmock/gmock.h>    // for ElementsAre
#include <gtest/gtest.h>    // for TEST

#include <filesystem>       // for std::filesystem
#include <fstream>          // for std::ofstream

#include "tests/house/real_tree.h"   // for real_tree

namespace maek::house {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Tree, SplitsLines) {
  EXPECT_THAT(lines_of(""), IsEmpty());
  EXPECT_THAT(lines_of("a"), ElementsAre("a"));
  EXPECT_THAT(lines_of("a\n\nb\n"), ElementsAre("a", "", "b"));
}

TEST(Tree, FindsIncludes) {
  const auto found = includes_of("#include <a>\n# include \"b/c.h\" // for c\n// #include <d>\n#include\n#include <e\n#incl");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].target, "a");
  EXPECT_FALSE(found[0].quoted);
  EXPECT_EQ(found[1].target, "b/c.h");
  EXPECT_TRUE(found[1].quoted);
  EXPECT_EQ(found[1].line, 2);
}

TEST(Tree, KnowsModulesAndFolders) {
  const struct { const char* path; const char* module; const char* folder; } cases[] = {
      {"src/mol/a.h", "mol", "mol"},           {"src/mol/internal/a.h", "mol", "mol"},
      {"src/fold/atlas/a.h", "fold", "fold/atlas"}, {"src/fold/atlas/internal/a.h", "fold", "fold/atlas"},
      {"src/a.h", "", ""},                     {"tests/a.h", "", ""},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(module_of(c.path), c.module) << c.path;
    EXPECT_EQ(folder_of(c.path), c.folder) << c.path;
  }
}

TEST(Tree, LeavesOutCorporaAndTheTextOfPictures) {
  namespace fs = std::filesystem;
  const fs::path root = fs::path(testing::TempDir()) / "maek_house_tree_test";
  fs::remove_all(root);
  const auto write = [&](const char* path, std::string_view bytes) {
    fs::create_directories((root / path).parent_path());
    std::ofstream(root / path, std::ios::binary) << bytes;
  };
  write("src/mol/a.h", "// a\n");
  write("tests/corpus/x/seed", "seed");
  write("docs/picture.png", std::string_view("\x89PNG\0", 5));
  write("build/dev/made.h", "// made\n");
  write("README.md", "# r\n");
  const Tree tree = read_tree(root);
  fs::remove_all(root);

  EXPECT_NE(find_file(tree, "src/mol/a.h"), nullptr);
  EXPECT_NE(find_file(tree, "README.md"), nullptr);
  EXPECT_EQ(find_file(tree, "tests/corpus/x/seed"), nullptr);
  EXPECT_EQ(find_file(tree, "build/dev/made.h"), nullptr);
  ASSERT_NE(find_file(tree, "docs/picture.png"), nullptr);
  EXPECT_EQ(find_file(tree, "docs/picture.png")->text, "");
}

TEST(Tree, OfAFolderThatIsNotThereIsEmpty) { EXPECT_TRUE(read_tree("/nonexistent/maek").empty()); }

// Without this, every rule on the real tree would pass on nothing.
TEST(TheHouse, IsRead) {
  EXPECT_NE(find_file(real_tree(), "src/base/expected.h"), nullptr);
  EXPECT_NE(find_file(real_tree(), "README.md"), nullptr);
  EXPECT_GT(real_tree().size(), 40u);
}

}  // namespace
}  // namespace maek::house
