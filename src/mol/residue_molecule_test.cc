// SPDX-License-Identifier: Apache-2.0
#include <algorithm>   // for std::shuffle
#include <cmath>       // for std::nan
#include <random>      // for std::mt19937

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>   // for TEST

#include "mol/chemistry.h"   // for make_conformers
#include "mol/component.h"   // for find_component
#include "mol/molecule.h"    // for molecule_from_residue
#include "mol/symmetry.h"    // for rmsd_to_reference

namespace maek::mol {
namespace {

using ::testing::HasSubstr;

/// The heavy atoms of a molecule as residue LIG A 7, in shuffled order, without any bond record.
Structure entry_of(const Molecule& molecule, unsigned seed) {
  Structure s;
  s.id = "TEST";
  s.chains.push_back({"A", "A", 1, 1, 0, 1});
  Residue residue;
  residue.name = "LIG";
  residue.number = 7;
  residue.chain = 0;
  for (std::size_t i = 0; i < molecule.atoms().size(); ++i) {
    Atom atom;
    atom.element = molecule.atoms()[i].element;
    atom.name = std::string(symbol(atom.element)) + std::to_string(i + 1);
    atom.position = molecule.positions()[i];
    atom.residue = 0;
    s.atoms.push_back(atom);
  }
  std::mt19937 random(seed);
  std::shuffle(s.atoms.begin(), s.atoms.end(), random);
  residue.end_atom = static_cast<AtomIndex>(s.atoms.size());
  s.residues.push_back(residue);
  return s;
}

Molecule conformer(const char* smiles) {
  const auto made = make_conformers(*read_smiles(smiles), 1, 2, 1, 0, nullptr);
  EXPECT_TRUE(made) << smiles;
  return made->front();
}

void remove_atom(Structure& s, const std::string& name) {
  std::erase_if(s.atoms, [&](const Atom& a) { return a.name == name; });
  s.residues[0].end_atom = static_cast<AtomIndex>(s.atoms.size());
}

TEST(ResidueMolecule, TakesOrdersFromTheTemplateAndStereoFromTheCoordinates) {
  for (const char* smiles : {"CC(C)CN(C[C@@H](O)[C@H](Cc1ccccc1)NC(=O)O[C@H]1CCOC1)S(=O)(=O)c1ccc(N)cc1",
                             "C=C(C)[C@@H]1CCC(C)=C[C@H]1O", "C[N+](C)(C)CC(=O)[O-]", "N#Cc1c[nH]c2ccc(Cl)cc12",
                             "Nc1ncnc2c1ncn2[C@@H]1O[C@H](COP(=O)([O-])[O-])[C@@H](O)[C@H]1O", "F/C=C/CBr"}) {
    const Molecule full = conformer(smiles);
    const Structure entry = entry_of(full, 3);
    const auto tmpl = read_smiles(smiles);
    const auto m = molecule_from_residue(entry, 0, &*tmpl);
    ASSERT_TRUE(m) << smiles << ": " << m.error().text();
    EXPECT_EQ(m->canonical_smiles(), tmpl->canonical_smiles());
    EXPECT_EQ(m->name(), "LIG");
    const auto rmsd = rmsd_to_reference(*m, full);
    ASSERT_TRUE(rmsd) << rmsd.error().text();
    EXPECT_NEAR(*rmsd, 0, 1e-9);
  }
}

TEST(ResidueMolecule, TheOtherHandOfACentreIsNotTheTemplates) {
  const Molecule full = conformer("C[C@H](N)C(=O)OC");
  Structure entry = entry_of(full, 1);
  for (Atom& atom : entry.atoms) atom.position.x = -atom.position.x;
  const auto tmpl = read_smiles("C[C@H](N)C(=O)OC");
  const auto m = molecule_from_residue(entry, 0, &*tmpl);
  ASSERT_TRUE(m) << m.error().text();
  EXPECT_EQ(m->canonical_smiles(), read_smiles("C[C@@H](N)C(=O)OC")->canonical_smiles());
}

TEST(ResidueMolecule, NamesMissingAndExtraAtoms) {
  const Molecule full = conformer("Cc1ccc(CCO)cc1");
  Structure entry = entry_of(full, 1);
  remove_atom(entry, "O8");
  const auto tmpl = read_smiles("Cc1ccc(CCO)cc1");
  const auto missing = molecule_from_residue(entry, 0, &*tmpl);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().where, "LIG A 7");
  EXPECT_THAT(missing.error().text(), HasSubstr("the entry lacks atoms of the molecule: O8 "));
  const auto smaller = read_smiles("Cc1ccc(CC)cc1");
  const auto extra = molecule_from_residue(entry_of(full, 1), 0, &*smaller);
  ASSERT_FALSE(extra);
  EXPECT_THAT(extra.error().text(), HasSubstr("has atoms that the template lacks: O8"));
  const auto other = read_smiles("CCCCCCCCCO");
  const auto differ = molecule_from_residue(entry_of(full, 1), 0, &*other);
  ASSERT_FALSE(differ);
  EXPECT_THAT(differ.error().text(), HasSubstr("is not the molecule of the template"));
}

TEST(ResidueMolecule, TakesOrdersFromTheEntrysComponentRecords) {
  const Molecule full = conformer("C[N+](C)(C)CC(=O)[O-]");
  Structure entry = entry_of(full, 4);
  const auto no_orders = molecule_from_residue(entry, 0, nullptr);
  ASSERT_FALSE(no_orders);
  EXPECT_THAT(no_orders.error().text(), HasSubstr("bond orders of component LIG are not known here. Give the SMILES"));
  for (const MoleculeBond& bond : full.bonds()) {
    const auto name = [&](std::int32_t i) {
      return std::string(symbol(full.atoms()[static_cast<std::size_t>(i)].element)) + std::to_string(i + 1);
    };
    entry.component_bonds.push_back({"LIG", name(bond.a), name(bond.b), bond.kekulised});
  }
  const auto m = molecule_from_residue(entry, 0, nullptr);
  ASSERT_TRUE(m) << m.error().text();
  EXPECT_EQ(m->canonical_smiles(), "C[N+](C)(C)CC(=O)O");   // records hold no charge but for the four-bonded nitrogen
  remove_atom(entry, "O8");
  const auto missing = molecule_from_residue(entry, 0, nullptr);
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().text(), HasSubstr("the entry lacks atoms of the component: O8"));
}

TEST(ResidueMolecule, TakesOneAlternateLocation) {
  const Molecule full = conformer("CCO");
  Structure entry = entry_of(full, 1);
  Atom second = *std::find_if(entry.atoms.begin(), entry.atoms.end(), [](const Atom& a) { return a.name == "O3"; });
  for (Atom& atom : entry.atoms) {
    if (atom.name == "O3") atom.altloc = 'A', atom.occupancy = 0.4F;
  }
  second.altloc = 'B';
  second.occupancy = 0.6F;
  second.position += Position{0.2, 0.1, 0};
  entry.atoms.push_back(second);
  entry.residues[0].end_atom = static_cast<AtomIndex>(entry.atoms.size());
  const auto tmpl = read_smiles("CCO");
  const auto m = molecule_from_residue(entry, 0, &*tmpl);
  ASSERT_TRUE(m) << m.error().text();
  ASSERT_EQ(m->positions().size(), 3u);
  EXPECT_TRUE(std::find(m->positions().begin(), m->positions().end(), second.position) != m->positions().end());
}

TEST(ResidueMolecule, RefusesWhatIsNoResidue) {
  Structure entry = entry_of(conformer("CCO"), 1);
  EXPECT_FALSE(molecule_from_residue(entry, -1, nullptr));
  EXPECT_FALSE(molecule_from_residue(entry, 1, nullptr));
  entry.atoms[0].position.x = std::nan("");
  entry.atoms[0].element = Element::kC;
  EXPECT_FALSE(molecule_from_residue(entry, 0, nullptr));
  entry.residues[0].end_atom = 0;
  EXPECT_FALSE(molecule_from_residue(entry, 0, nullptr));
}

TEST(ResidueMolecule, KnowsBuiltInComponents) {
  if (find_component("GOL") == nullptr) GTEST_SKIP() << "glycerol is not built in";
  Structure entry = entry_of(conformer("OCC(O)CO"), 1);
  const std::pair<const char*, const char*> names[] = {{"O1", "O1"}, {"C2", "C1"}, {"C3", "C2"},
                                                       {"O4", "O2"}, {"C5", "C3"}, {"O6", "O3"}};
  std::erase_if(entry.atoms, [](const Atom& a) { return a.element == Element::kH; });
  entry.residues[0].end_atom = 6;
  entry.residues[0].name = "GOL";
  for (Atom& atom : entry.atoms) {
    for (const auto& [from, to] : names) {
      if (atom.name == from) {
        atom.name = to;
        break;
      }
    }
  }
  const auto m = molecule_from_residue(entry, 0, nullptr);
  ASSERT_TRUE(m) << m.error().text();
  EXPECT_EQ(m->canonical_smiles(), "OCC(O)CO");
}

}  // namespace
}  // namespace maek::mol
