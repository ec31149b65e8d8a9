// SPDX-License-Identifier: Apache-2.0
// gemmi as the independent judge: it reads what we write as we do, and its radii are ours. C++17 (gemmi).
#include <filesystem>   // for std::filesystem

#include <gemmi/cif.hpp>       // for gemmi::cif::read_memory
#include <gemmi/elem.hpp>      // for gemmi::Element
#include <gemmi/mmcif.hpp>     // for gemmi::make_structure
#include <gtest/gtest.h>

#include "mol/internal/structure_texts.h"   // for glycine, pdb_line
#include "mol/read_structure.h"             // for read_pdb
#include "mol/write_structure.h"            // for to_mmcif
#include "tests/test_data.h"                // for file_bytes

namespace maek::mol {
namespace {

std::vector<std::string> lines_of(const gemmi::Structure& s) {
  std::vector<std::string> lines;
  for (const gemmi::Model& model : s.models) {
    for (const gemmi::Chain& chain : model.chains) {
      for (const gemmi::Residue& residue : chain.residues) {
        for (const gemmi::Atom& atom : residue.atoms) {
          lines.push_back(fmt::format("{} {} {}{} {} {} {} {} {} {:+d} {:.2f} {:.2f} {:.3f} {:.3f} {:.3f}", model.name,
                                      chain.name, residue.seqid.num.value, residue.seqid.icode, residue.name,
                                      residue.het_flag == 'H', residue.label_seq ? *residue.label_seq : 0, atom.name,
                                      atom.element.uname(), atom.charge, atom.occ, atom.b_iso, atom.pos.x, atom.pos.y,
                                      atom.pos.z));
        }
      }
    }
  }
  std::sort(lines.begin(), lines.end());   // gemmi joins the parts of an author chain
  return lines;
}

std::vector<std::string> lines_of(const Structure& s) {
  std::vector<std::string> lines;
  for (const Atom& atom : s.atoms) {
    const Residue& residue = s.residues[static_cast<std::size_t>(atom.residue)];
    const Chain& chain = s.chains[static_cast<std::size_t>(residue.chain)];
    std::string element(symbol(atom.element));
    for (char& c : element) c = static_cast<char>(std::toupper(c));
    lines.push_back(fmt::format(
        "{} {} {}{} {} {} {} {} {} {:+d} {:.2f} {:.2f} {:.3f} {:.3f} {:.3f}", chain.model, chain.name, residue.number,
        residue.insertion != 0 ? residue.insertion : ' ', residue.name, residue.hetero, residue.label_number, atom.name,
        element, atom.formal_charge, atom.occupancy, atom.b_factor, atom.position.x, atom.position.y, atom.position.z));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

void expect_gemmi_agrees(const Structure& s) {
  const auto text = to_mmcif(s);
  ASSERT_TRUE(text) << text.error().text();
  const gemmi::Structure theirs = gemmi::make_structure(gemmi::cif::read_memory(text->data(), text->size(), "written"));
  EXPECT_EQ(lines_of(theirs), lines_of(s));
  EXPECT_EQ(theirs.resolution, s.resolution);
  std::size_t between = 0;
  for (const StructureBond& bond : s.bonds) {
    const bool inside =
        s.atoms[static_cast<std::size_t>(bond.a)].residue == s.atoms[static_cast<std::size_t>(bond.b)].residue;
    if (!inside) ++between;
  }
  EXPECT_EQ(theirs.connections.size(), between);
  for (const gemmi::Entity& entity : theirs.entities)
    EXPECT_NE(entity.entity_type, gemmi::EntityType::Unknown) << entity.name;
}

TEST(GemmiPeer, ReadsWhatWeWriteAsWeDo) {
  int read = 0;
  for (const char* file : {"tut/1hpv.pdb", "demo/1tii.pdb", "demo/il2.pdb", "demo/pept.pdb"}) {
    const std::filesystem::path path = std::filesystem::path("/usr/share/pymol/data") / file;
    if (!std::filesystem::exists(path)) continue;
    SCOPED_TRACE(file);
    auto s = read_pdb(file_bytes(path), file);
    ASSERT_TRUE(s) << s.error().text();
    expect_gemmi_agrees(*s);
    ++read;
  }
  if (read == 0) GTEST_SKIP() << "/usr/share/pymol/data is not here: install pymol-data";
}

TEST(GemmiPeer, ReadsOddNamesModelsAndInsertionsAsWeDo) {
  std::string text;
  for (const char* model : {"MODEL        1\n", "MODEL        2\n"}) {
    text += model + texts::glycine(1, 'A', -5, 1) + texts::glycine(5, 'A', 7, 2);
    text += texts::pdb_line({"ATOM", 9, " CA ", 'A', "SER", 'A', 7, 'A', 1, 2, 3, 0.25, 99.5, " C", "  "});
    text += texts::pdb_line({"ATOM", 10, " CA ", 'B', "SER", 'A', 7, 'A', 2, 2, 3, 0.75, 99.5, " C", "  "});
    text += "TER\n";
    text += texts::pdb_line({"HETATM", 11, " O5'", ' ', "LIG", 'A', 300, ' ', 1, 2, 3, 1, 9, " O", "1-"});
    text += texts::pdb_line({"HETATM", 12, "C\"1 ", ' ', "LIG", 'A', 300, ' ', 2, 2, 3, 1, 9, " C", "  "});
    text += texts::pdb_line({"HETATM", 13, "ZN  ", ' ', " ZN", 'B', 1, ' ', 4, 2, 3, 1, 9, "ZN", "2+"});
    text += "ENDMDL\n";
  }
  auto s = read_pdb(text, "x.pdb");
  ASSERT_TRUE(s) << s.error().text();
  expect_gemmi_agrees(*s);
}

TEST(GemmiPeer, HasOurCovalentRadii) {
  // gemmi takes Cordero's radii too, as floats. Left out: C (sp2 there, sp3 here), Mn, Fe, Co, of which it takes the
  // low-spin values, and Lu, Hf, which stand in each other's place in its table.
  for (int z = 1; z <= 96; ++z) {
    if (z == 6 || (z >= 25 && z <= 27) || z == 71 || z == 72) continue;
    EXPECT_NEAR(covalent_radius(static_cast<Element>(z)), gemmi::Element(z).covalent_r(), 1e-6)
        << symbol(static_cast<Element>(z));
  }
}

}  // namespace
}  // namespace maek::mol
