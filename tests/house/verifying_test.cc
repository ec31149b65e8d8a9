// SPDX-License-Identifier: Apache-2.0
// Tests of the rule for verifying files: it catches each breach, and the real tree keeps it.
#include "tests/house/verifying.h"

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>   // for TEST

#include "tests/house/made_up.h"     // for made_up, file, text_of
#include "tests/house/real_tree.h"   // for real_tree

namespace maek::house {
namespace {

using testing::HasSubstr;

TEST(VerifyingFiles, IncludeNothingOutsideTheirSet) {
  const struct {
    const char* path;
    std::string line;
    bool breach;
  } cases[] = {
      {"src/evidence/bundle.cc", "#include \"evidence/merkle.h\"\n", false},
      {"src/evidence/bundle.cc", "#include \"evidence/internal/display_text.h\"\n", false},
      {"src/evidence/bundle.cc", "#include \"base/ids.h\"\n", false},
      {"src/evidence/bundle.cc", "#include <vector>\n", false},
      {"src/evidence/bundle.cc", "#include <sodium.h>\n", false},
      {"src/evidence/bundle.cc", "#include \"evidence/ledger.h\"\n", true},
      {"src/evidence/bundle.h", "#include \"evidence/ledger.h\"\n", true},
      {"src/evidence/internal/bundle_items.cc", "#include \"evidence/internal/index.h\"\n", true},
      {"src/evidence/bundle.cc", "#include \"base/atomic_file.h\"\n", true},
      {"src/evidence/bundle.cc", "#include <openssl/evp.h>\n", true},
      {"src/evidence/bundle.cc", "#include <sqlite3.h>\n", true},
      {"src/evidence/bundle.cc", "#include <unistd.h>\n", true},
      {"src/evidence/bundle.cc", "#include <fstream>\n", true},
      {"src/evidence/bundle_test.cc", "#include <fstream>\n", false},
      {"src/evidence/ledger.cc", "#include \"evidence/internal/index.h\"\n", false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(check_verifying_files(made_up({file(c.path, c.line)})).size(), c.breach ? 1u : 0u) << c.path << c.line;
  }
}

TEST(VerifyingFiles, AreCompiledIntoMaekVerifyEachAndNoOther) {
  const auto tree = [](const std::string& list) {
    return made_up({file("src/evidence/bundle.cc"),
                    file("src/evidence/merkle.cc"),
                    file("src/evidence/merkle.h"),
                    {"src/tools/CMakeLists.txt", "# x\nset(verifying\n  " + list + ")\nlist(X)\n"}});
  };
  EXPECT_EQ(text_of(check_verifying_files(tree("bundle\n  merkle"))), "");
  for (const char* list : {"bundle", "bundle merkle ledger", ""}) {
    EXPECT_THAT(text_of(check_verifying_files(tree(list))), HasSubstr("src/tools/CMakeLists.txt")) << list;
  }
}

TEST(TheHouse, KeepsItsVerifierSmall) {
  EXPECT_EQ(text_of(check_verifying_files(real_tree())), "");
  for (const std::string_view name : verifying_files()) {
    const std::string path =
        name.starts_with("../") ? "src/" + std::string(name.substr(3)) : "src/evidence/" + std::string(name);
    EXPECT_TRUE(find_file(real_tree(), path + ".cc") != nullptr) << path << " is listed and not there";
  }
}

}  // namespace
}  // namespace maek::house
