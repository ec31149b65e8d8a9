// SPDX-License-Identifier: Apache-2.0
// Tests of the floors: made-up trees that cross them must be caught, the real tree must not cross them.
#include "tests/house/floors.h"

#include <gmock/gmock.h>    // for HasSubstr
#include <gtest/gtest.h>    // for TEST

#include "tests/house/made_up.h"     // for made_up, file, includes, text_of
#include "tests/house/real_tree.h"   // for real_tree

namespace maek::house {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

struct Case {
  const char* name;
  const char* path;
  std::string body;
  const char* message;   // nullptr: allowed
};

TEST(Floors, CatchIncludesThatDoNotGoDown) {
  const Case cases[] = {
      {"down one floor", "src/dock/a.cc", includes("mol/structure.h"), nullptr},
      {"down to the ground", "src/cli/a.cc", includes("base/expected.h"), nullptr},
      {"itself", "src/mol/a.cc", includes("mol/structure.h"), nullptr},
      {"its own internal header", "src/mol/a.cc", includes("mol/internal/x.h"), nullptr},
      {"a library in brackets", "src/mol/a.cc", "#include <vector>\n", nullptr},
      {"a test may use tests/", "src/mol/a_test.cc", includes("tests/test_data.h"), nullptr},
      {"a comment is no include", "src/base/a.h", "// #include \"dock/dock.h\"\n", nullptr},
      {"up", "src/base/a.h", includes("mol/structure.h"), "base stands on floor 0 and may not include mol"},
      {"sideways", "src/mol/a.cc", includes("evidence/ledger.h"), "may not include evidence"},
      {"up from internal", "src/mol/internal/a.h", includes("dock/dock.h"), "may not include dock"},
      {"up from a test", "src/mol/a_test.cc", includes("cli/main.h"), "may not include cli"},
      {"up with blanks", "src/base/a.h", "  #  include   \"mol/element.h\"\n", "may not include mol"},
      {"foreign internal", "src/dock/a.cc", includes("mol/internal/x.h"), "internal to mol"},
      {"no module", "src/dock/a.cc", includes("vina/model.h"), "'vina' is no module"},
      {"not from src", "src/dock/a.cc", includes("beside.h"), "write \"dock/beside.h\""},
      {"written by the build", "src/base/a.cc", includes("maek_revision.h"), nullptr},
      {"foreign internal in a test", "src/dock/a_test.cc", includes("base/internal/faulty.h"), nullptr},
      {"a product file uses tests/", "src/dock/a.cc", includes("tests/test_data.h"), "only a test"},
      {"a module without a floor", "src/attic/a.cc", "", "module 'attic' has no floor"},
  };
  for (const Case& c : cases) {
    const std::string found = text_of(check_floors(made_up({file(c.path, c.body), file("src/dock/beside.h")})));
    if (c.message == nullptr) {
      EXPECT_THAT(found, IsEmpty()) << c.name;
    } else {
      EXPECT_THAT(found, HasSubstr(c.message)) << c.name;
      EXPECT_THAT(found, HasSubstr(c.path)) << c.name;
    }
  }
}

TEST(Floors, NameTheLineOfTheInclude) {
  const Breaches found = check_floors(made_up({file("src/base/a.h", "\n" + includes("mol/element.h"))}));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].where, "src/base/a.h:4");
}

TEST(Floors, CatchLinksThatDoNotGoDown) {
  const auto links = [](const char* path, const char* text) {
    return text_of(check_floors(made_up({{path, text}})));
  };
  EXPECT_THAT(links("src/mol/CMakeLists.txt", "maek_module(mol DEPENDS maek_dock)\n"), HasSubstr("may not link maek_dock"));
  EXPECT_THAT(links("src/dock/CMakeLists.txt", "maek_module(dock DEPENDS maek_mol)\n"), IsEmpty());
  EXPECT_THAT(links("src/mol/CMakeLists.txt", "# not maek_dock\nmaek_module(mol DEPENDS maek_base)\n"), IsEmpty());
}

TEST(Floors, CatchFoldersThatIncludeEachOther) {
  const Tree mutual = made_up({file("src/fold/atlas/a.h", includes("fold/kfold/b.h")),
                               file("src/fold/kfold/b.h", includes("fold/atlas/a.h"))});
  EXPECT_THAT(text_of(check_mutual_folders(mutual)), HasSubstr("fold/atlas and fold/kfold include each other"));

  const Tree one_way = made_up({file("src/fold/atlas/a.h", includes("fold/query.h")), file("src/fold/query.h")});
  EXPECT_THAT(text_of(check_mutual_folders(one_way)), IsEmpty());
}

TEST(Floors, CountInternalAsItsParent) {
  const Tree tree = made_up({file("src/mol/a.cc", includes("mol/internal/b.h")),
                             file("src/mol/internal/b.h", includes("mol/structure.h"))});
  EXPECT_THAT(text_of(check_mutual_folders(tree)), IsEmpty());
}

TEST(HeavyHeaders, StandInTheirModuleOnly) {
  const Case cases[] = {
      {"RDKit in mol", "src/mol/a.cc", "#include <GraphMol/GraphMol.h>\n", nullptr},
      {"RDKit in mol's internal header", "src/mol/internal/a.h", "#include <GraphMol/RWMol.h>\n", nullptr},
      {"plain header", "src/dock/a.cc", "#include <vector>\n", nullptr},
      {"RDKit in a public header", "src/mol/a.h", "#include <GraphMol/GraphMol.h>\n", "reaches everyone"},
      {"RDKit in dock", "src/dock/a.cc", "#include <GraphMol/GraphMol.h>\n", "src/mol only"},
      {"RDKit in quotes", "src/dock/a.cc", includes("GraphMol/GraphMol.h"), "src/mol only"},
      {"gemmi in a test of cli", "src/cli/a_test.cc", "#include <gemmi/cif.hpp>\n", "src/mol only"},
      {"gemmi in tests/", "tests/a.cc", "#include <gemmi/cif.hpp>\n", "src/mol only"},
      {"Beast outside http", "src/serve/a.cc", "#include <boost/beast/core.hpp>\n", "src/http only"},
  };
  for (const Case& c : cases) {
    const std::string found = text_of(check_heavy_headers(made_up({file(c.path, c.body)})));
    if (c.message == nullptr) {
      EXPECT_THAT(found, IsEmpty()) << c.name;
    } else {
      EXPECT_THAT(found, HasSubstr(c.message)) << c.name;
    }
  }
}

TEST(TheHouse, KeepsItsFloors) { EXPECT_EQ(text_of(check_floors(real_tree())), ""); }
TEST(TheHouse, HasNoFoldersThatIncludeEachOther) { EXPECT_EQ(text_of(check_mutual_folders(real_tree())), ""); }
TEST(TheHouse, KeepsHeavyHeadersInTheirRooms) { EXPECT_EQ(text_of(check_heavy_headers(real_tree())), ""); }

}  // namespace
}  // namespace maek::house
