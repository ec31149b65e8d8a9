// SPDX-License-Identifier: Apache-2.0
// Molecules from components: stereo from flags and coordinates, metals, what cannot be one, residues, real ligands.
#include <cstdlib>   // for std::getenv
#include <sstream>   // for std::istringstream

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>

#include "base/atomic_file.h"           // for read_file
#include "mol/ccd.h"
#include "mol/chemistry.h"              // for remove_hydrogens, unspecified_stereo
#include "mol/internal/ccd_fixture.h"   // for small_dictionary
#include "tests/test_data.h"            // for test_data

namespace maek::mol {
namespace {

using ::testing::HasSubstr;

const ComponentDictionary& small() {
  static const ComponentDictionary dictionary =
      *ComponentDictionary::from_bytes(fixture::build(fixture::small_dictionary())->bytes, "test");
  return dictionary;
}

std::string smiles(const DictionaryComponent& component, std::vector<std::string>* notes = nullptr) {
  const auto molecule = molecule_from_component(component, notes);
  return molecule ? molecule->canonical_smiles() : molecule.error().text();
}

std::string canonical(const char* text) { return read_smiles(text)->canonical_smiles(); }

TEST(ComponentMolecule, HasThePublishedAtomsInTheirOrder) {
  const auto component = small().find("LAC");
  const auto molecule = molecule_from_component(*component);
  ASSERT_TRUE(molecule) << molecule.error().text();
  ASSERT_EQ(molecule->atoms().size(), component->atoms.size());
  for (std::size_t i = 0; i < component->atoms.size(); ++i) {
    EXPECT_EQ(molecule->atoms()[i].element, component->atoms[i].element);
  }
  EXPECT_FALSE(molecule->has_positions());   // docking never starts from them
  EXPECT_EQ(remove_hydrogens(*molecule).atoms().size(), 6u);
  EXPECT_EQ(remove_hydrogens(*molecule).atoms()[1].hydrogens, 1);
}

TEST(ComponentMolecule, TakesHandednessFromTheIdealCoordinates) {
  std::vector<std::string> notes;
  EXPECT_EQ(smiles(*small().find("LAC"), &notes), canonical("C[C@@H](O)C(=O)O"));   // R-lactic acid
  EXPECT_EQ(smiles(*small().find("LAS"), &notes), canonical("C[C@H](O)C(=O)O"));
  EXPECT_TRUE(notes.empty());
}

TEST(ComponentMolecule, TakesHandednessFromTheFlagWithoutCoordinates) {
  for (const char* code : {"LAC", "LAS"}) {
    DictionaryComponent component = *small().find(code);
    const std::string with = smiles(component);
    for (DictionaryAtom& atom : component.atoms) atom.ideal.reset();
    EXPECT_EQ(smiles(component), with);
    component.atoms[0].stereo = 'N';
    EXPECT_EQ(smiles(component), canonical("CC(O)C(=O)O"));
  }
}

TEST(ComponentMolecule, GivesNoHandednessWhereTheFlagSaysNone) {
  DictionaryComponent component = *small().find("LAC");
  component.atoms[0].stereo = 'N';
  EXPECT_EQ(smiles(component), canonical("CC(O)C(=O)O"));
}

TEST(ComponentMolecule, TellsOfAFlagThatContradictsTheCoordinates) {
  DictionaryComponent component = *small().find("LAC");
  component.atoms[0].stereo = 'S';
  std::vector<std::string> notes;
  EXPECT_EQ(smiles(component, &notes), canonical("C[C@@H](O)C(=O)O"));
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_THAT(notes[0], HasSubstr("flag of CA contradicts"));
}

/// Elements and bonds as a table: `bonds` are triples of indices and order.
DictionaryComponent made(const std::vector<std::pair<Element, int>>& atoms,
                         const std::vector<std::array<int, 3>>& bonds) {
  DictionaryComponent out;
  out.code = "TST";
  for (const auto& [element, charge] : atoms) {
    DictionaryAtom atom;
    atom.name = std::string(symbol(element)) + std::to_string(out.atoms.size() + 1);
    atom.element = element;
    atom.charge = static_cast<std::int8_t>(charge);
    out.atoms.push_back(atom);
  }
  for (const auto& [a, b, order] : bonds) out.bonds.push_back({a, b, static_cast<BondOrder>(order), false, 'N'});
  return out;
}

TEST(ComponentMolecule, LetsDonorsOfAMetalKeepTheirValence) {
  // Ammonia on zinc, published with a single bond: nitrogen has four.
  const auto component =
      made({{Element::kZn, 2}, {Element::kN, 0}, {Element::kH, 0}, {Element::kH, 0}, {Element::kH, 0}},
           {{0, 1, 1}, {1, 2, 1}, {1, 3, 1}, {1, 4, 1}});
  const auto molecule = molecule_from_component(component);
  ASSERT_TRUE(molecule) << molecule.error().text();
  EXPECT_EQ(molecule->atoms()[1].hydrogens, 3);
  EXPECT_EQ(molecule->formal_charge(), 2);
}

TEST(ComponentMolecule, RefusesWhatIsNoMolecule) {
  const auto says = [](const DictionaryComponent& component) { return molecule_from_component(component).error(); };
  const Error five = says(
      made({{Element::kC, 0}, {Element::kF, 0}, {Element::kF, 0}, {Element::kF, 0}, {Element::kF, 0}, {Element::kF, 0}},
           {{0, 1, 1}, {0, 2, 1}, {0, 3, 1}, {0, 4, 1}, {0, 5, 1}}));
  EXPECT_EQ(five.code, ErrorCode::kMalformed);
  EXPECT_THAT(five.text(), HasSubstr("C1"));
  EXPECT_EQ(says(made({{Element::kUnknown, 0}}, {})).code, ErrorCode::kUnsupported);
  EXPECT_EQ(says(made({}, {})).code, ErrorCode::kUnsupported);
  EXPECT_EQ(says(made({{Element::kC, 0}}, {{0, 0, 1}})).code, ErrorCode::kUnsupported);
  EXPECT_EQ(says(made({{Element::kC, 0}}, {{0, 7, 1}})).code, ErrorCode::kUnsupported);
  EXPECT_EQ(says(made({{Element::kC, 0}, {Element::kC, 0}}, {{0, 1, 0}})).code, ErrorCode::kUnsupported);
  EXPECT_EQ(says(made(std::vector<std::pair<Element, int>>(kMaxMoleculeAtoms + 1, {Element::kC, 0}), {})).code,
            ErrorCode::kTooLarge);
}

TEST(ComponentMolecule, StandsAtTheCoordinatesThatAreAskedFor) {
  const auto component = small().find("LAC");
  const auto molecule = molecule_from_component(*component);
  const auto ideal = with_component_positions(*molecule, *component, ComponentCoordinates::kIdeal);
  ASSERT_TRUE(ideal);
  EXPECT_EQ(ideal->positions()[2].x, -0.9);
  const auto model = with_component_positions(*molecule, *component, ComponentCoordinates::kModel);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::kNotFound);
}

TEST(ComponentMolecule, GivesAResidueItsBondOrders) {
  const auto component = small().find("LAC");
  Structure structure;
  structure.chains.push_back({"A", "A", 1, 1, 0, 1});
  Residue residue;
  residue.name = "LAC";
  residue.chain = 0;
  for (const DictionaryAtom& published : component->atoms) {
    if (published.element == Element::kH) continue;
    Atom atom;
    atom.name = published.name;
    atom.element = published.element;
    atom.position = *published.ideal;
    atom.residue = 0;
    structure.atoms.push_back(atom);
  }
  residue.end_atom = static_cast<AtomIndex>(structure.atoms.size());
  structure.residues.push_back(residue);
  EXPECT_FALSE(molecule_from_residue(structure, 0, nullptr));
  const auto known = molecule_from_residue(structure, 0, nullptr, &small());
  ASSERT_TRUE(known) << known.error().text();
  EXPECT_EQ(known->canonical_smiles(), canonical("C[C@@H](O)C(=O)O"));
}

// The ligands of the redocking set by their code: the dictionary must give the molecule that the set states.
TEST(ComponentMolecule, AgreesWithTheSmilesOfTheRedockingSet) {
  const auto index = test_data("data/redock/index.tsv");
  const auto path = find_dictionary("");
  if (!index || !path) GTEST_SKIP() << "no component dictionary (./dev ccd) or no test data";
  const auto dictionary = ComponentDictionary::open(*path);
  ASSERT_TRUE(dictionary) << dictionary.error().text();
  std::istringstream lines(*read_file(*index, 10'000'000));
  std::string line;
  std::getline(lines, line);
  // Without any stereo; and with all but that of phosphorus: which of two oxygens of a phosphate holds the proton is a
  // matter of the entry.
  const auto without = [](std::string text, bool phosphorus_only) {
    if (phosphorus_only) {
      for (const std::string mark : {"[P@@]", "[P@]"}) {
        for (std::size_t at; (at = text.find(mark)) != std::string::npos;) text.replace(at, mark.size(), "P");
      }
    } else {
      std::erase_if(text, [](char c) { return c == '@' || c == '/' || c == '\\'; });
    }
    return read_smiles(text)->canonical_smiles();
  };
  int known = 0;
  while (std::getline(lines, line)) {
    std::vector<std::string> fields;
    std::istringstream row(line);
    for (std::string field; std::getline(row, field, '\t');) fields.push_back(field);
    if (fields.size() < 5 || !dictionary->contains(fields[2])) continue;
    const auto stated = read_smiles(fields[4]);
    const auto molecule = molecule_from_component(*dictionary->find(fields[2]));
    ASSERT_TRUE(stated);
    ASSERT_TRUE(molecule) << fields[2] << ": " << molecule.error().text();
    ++known;
    const std::string ours = molecule->canonical_smiles(), theirs = stated->canonical_smiles();
    EXPECT_EQ(without(ours, false), without(theirs, false)) << fields[2];
    EXPECT_EQ(without(ours, true), without(theirs, true)) << fields[2];
  }
  EXPECT_GE(known, 90);  // of 120; the dictionary of Debian 12 is older than the rest
}

}  // namespace
}  // namespace maek::mol
