// SPDX-License-Identifier: Apache-2.0
// Receptor preparation on models built in the test: hydrogens and types of each residue, states by surroundings,
// faults.
#include "mol/receptor.h"

#include <algorithm>   // for std::find
#include <cmath>       // for std::acos
#include <limits>      // for std::numeric_limits
#include <map>         // for std::map
#include <set>         // for std::set
#include <string>      // for std::string
#include <vector>      // for std::vector

#include <gmock/gmock.h>   // for HasSubstr
#include <gtest/gtest.h>   // for TEST

#include "mol/internal/hydrogen_geometry.h"   // for hydrogen_bond_length
#include "mol/internal/peptide_fixture.h"     // for add_peptide

namespace maek::mol {
namespace {

using fixture::add_atom;
using fixture::add_chain;
using fixture::add_ideal;
using fixture::add_peptide;
using fixture::add_residue;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<std::string> kTwenty{"GLY", "ALA", "ARG", "ASN", "ASP", "CYS", "GLN", "GLU", "HIS", "ILE", "LEU",
                                       "LYS", "MET", "PHE", "PRO", "SER", "THR", "TRP", "TYR", "VAL", "GLY"};

/// Names of the hydrogens of a residue, and the type of each of its atoms.
std::set<std::string> hydrogens(const PreparedReceptor& p, ResidueIndex r) {
  std::set<std::string> names;
  const Residue& residue = p.structure.residues[static_cast<std::size_t>(r)];
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    const Atom& atom = p.structure.atoms[static_cast<std::size_t>(a)];
    if (atom.element == Element::kH) names.insert(atom.name);
  }
  return names;
}

AtomIndex atom_named(const Structure& s, ResidueIndex r, const std::string& name) {
  const Residue& residue = s.residues[static_cast<std::size_t>(r)];
  for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
    if (s.atoms[static_cast<std::size_t>(a)].name == name) return a;
  }
  return -1;
}

Position at(const Structure& s, ResidueIndex r, const std::string& name) {
  const AtomIndex a = atom_named(s, r, name);
  EXPECT_GE(a, 0) << name;
  return a < 0 ? Position{} : s.atoms[static_cast<std::size_t>(a)].position;
}

std::string type(const PreparedReceptor& p, ResidueIndex r, const std::string& name) {
  const AtomIndex a = atom_named(p.structure, r, name);
  return a < 0 ? "absent" : std::string(to_string(p.typed.atoms[static_cast<std::size_t>(a)].type));
}

double angle(Position a, Position b, Position c) {
  return std::acos(dot(normalized(a - b), normalized(c - b))) * 180 / std::numbers::pi;
}

ResidueIndex residue_of_code(const Structure& s, const std::string& code) {
  for (std::size_t r = 0; r < s.residues.size(); ++r) {
    if (s.residues[r].name == code) return static_cast<ResidueIndex>(r);
  }
  return -1;
}

PreparedReceptor prepared(const Structure& s, const ReceptorOptions& options = {}) {
  auto result = prepare_receptor(s, options);
  EXPECT_TRUE(result) << (result ? "" : result.error().text());
  return result ? *result : PreparedReceptor{};
}

TEST(Receptor, EachAminoAcidHasItsPolarHydrogens) {
  Structure s;
  add_peptide(s, "A", kTwenty);
  const PreparedReceptor p = prepared(s);
  const std::map<std::string, std::set<std::string>> expected{{"ALA", {"H"}},
                                                              {"ARG", {"H", "HE", "HH11", "HH12", "HH21", "HH22"}},
                                                              {"ASN", {"H", "HD21", "HD22"}},
                                                              {"ASP", {"H"}},
                                                              {"CYS", {"H", "HG"}},
                                                              {"GLN", {"H", "HE21", "HE22"}},
                                                              {"GLU", {"H"}},
                                                              {"HIS", {"H", "HE2"}},
                                                              {"ILE", {"H"}},
                                                              {"LEU", {"H"}},
                                                              {"LYS", {"H", "HZ1", "HZ2", "HZ3"}},
                                                              {"MET", {"H"}},
                                                              {"PHE", {"H"}},
                                                              {"PRO", {}},
                                                              {"SER", {"H", "HG"}},
                                                              {"THR", {"H", "HG1"}},
                                                              {"TRP", {"H", "HE1"}},
                                                              {"TYR", {"H", "HH"}},
                                                              {"VAL", {"H"}}};
  for (const auto& [code, names] : expected) {
    EXPECT_EQ(hydrogens(p, residue_of_code(p.structure, code)), names) << code;
  }
  EXPECT_EQ(hydrogens(p, 0), (std::set<std::string>{"H1", "H2", "H3"}));     // ammonium at the start
  EXPECT_EQ(hydrogens(p, 20), (std::set<std::string>{"H"}));                 // carboxylate at the end
  EXPECT_EQ(p.structure.atoms.size(), p.typed.atoms.size());
  EXPECT_EQ(p.structure.atoms[static_cast<std::size_t>(atom_named(p.structure, 20, "OXT"))].formal_charge, -1);
}

TEST(Receptor, EachKindOfAtomHasItsType) {
  Structure s;
  add_peptide(s, "A", kTwenty);
  const PreparedReceptor p = prepared(s);
  struct Case { const char* code; const char* atom; const char* type; };
  for (const Case& c :
       {Case{"ALA", "N", "N"}, {"ALA", "CA", "C"},  {"ALA", "C", "C"},   {"ALA", "O", "OA"},   {"PRO", "N", "N"},
        {"ARG", "NE", "N"},    {"ARG", "NH1", "N"}, {"ARG", "CZ", "C"},  {"ASN", "ND2", "N"},  {"ASN", "OD1", "OA"},
        {"ASP", "OD2", "OA"},  {"CYS", "SG", "SA"}, {"MET", "SD", "SA"}, {"HIS", "ND1", "NA"}, {"HIS", "NE2", "N"},
        {"HIS", "HE2", "HD"},  {"HIS", "CG", "A"},  {"HIS", "CB", "C"},  {"LYS", "NZ", "N"},   {"LYS", "HZ1", "HD"},
        {"PHE", "CZ", "A"},    {"TRP", "NE1", "N"}, {"TRP", "CD1", "A"}, {"TYR", "OH", "OA"},  {"TYR", "CZ", "A"},
        {"SER", "OG", "OA"},   {"SER", "HG", "HD"}}) {
    EXPECT_EQ(type(p, residue_of_code(p.structure, c.code), c.atom), c.type) << c.code << " " << c.atom;
  }
}

/// Every built hydrogen: its bond length, its angles with the other bonds, and no foreign heavy atom nearer than 1.4 Å.
TEST(Receptor, HydrogensStandAtStandardGeometry) {
  Structure s;
  add_peptide(s, "A", kTwenty);
  const PreparedReceptor p = prepared(s);
  const auto& atoms = p.structure.atoms;
  int seen = 0;
  for (std::size_t h = 0; h < atoms.size(); ++h) {
    if (atoms[h].element != Element::kH) continue;
    ++seen;
    std::size_t parent = h - 1;
    while (atoms[parent].element == Element::kH) --parent;
    const std::string label = residue_label(p.structure, atoms[h].residue) + " " + atoms[h].name;
    EXPECT_NEAR(distance(atoms[h].position, atoms[parent].position), hydrogen_bond_length(atoms[parent].element), 1e-9)
        << label;
    for (std::size_t other = 0; other < atoms.size(); ++other) {
      if (other == parent || other == h) continue;
      const double to_parent = distance(atoms[other].position, atoms[parent].position);
      const bool is_bonded = to_parent < (atoms[other].element == Element::kH ? 1.4 : 1.9);
      if (is_bonded) {
        const double a = angle(atoms[h].position, atoms[parent].position, atoms[other].position);
        EXPECT_GT(a, 95) << label << " " << atoms[other].name;
        EXPECT_LT(a, 130) << label << " " << atoms[other].name;
      } else if (atoms[other].element != Element::kH) {
        EXPECT_GT(distance(atoms[h].position, atoms[other].position), 1.4) << label << " " << atoms[other].name;
      }
    }
  }
  EXPECT_EQ(seen, 40);
}

TEST(Receptor, BackboneHydrogensPointAwayFromTheCarbonylBefore) {
  Structure s;
  add_peptide(s, "A", {"ALA", "ALA", "SER", "ALA"});
  const PreparedReceptor p = prepared(s);
  for (const ResidueIndex r : {1, 2, 3}) {
    const Position carbonyl = at(p.structure, r - 1, "O") - at(p.structure, r - 1, "C");
    const Position bond = at(p.structure, r, "H") - at(p.structure, r, "N");
    EXPECT_LT(dot(normalized(carbonyl), normalized(bond)), -0.97) << r;
  }
}

TEST(Receptor, RingHydroxylStaysInThePlane) {
  Structure s;
  add_peptide(s, "A", {"GLY", "TYR", "SER", "GLY"});
  const PreparedReceptor p = prepared(s);
  const Position normal = normalized(cross(at(p.structure, 1, "CE1") - at(p.structure, 1, "CZ"),
                                           at(p.structure, 1, "CE2") - at(p.structure, 1, "CZ")));
  EXPECT_LT(std::abs(dot(normal, at(p.structure, 1, "HH") - at(p.structure, 1, "CZ"))), 0.05);
}

TEST(Receptor, HydroxylTurnsToItsAcceptor) {
  for (const double turn : {40.0, 150.0, 270.0}) {
    Structure s;
    add_peptide(s, "A", {"GLY", "SER", "GLY"});
    const Position ca = at(s, 1, "CA"), cb = at(s, 1, "CB"), og = at(s, 1, "OG");
    const Position acceptor = fixture::fourth_point(ca, cb, og, 2.8, 108.5, turn);
    add_chain(s, "B");
    add_residue(s, "HOH", 1, true);
    add_atom(s, "O", Element::kO, acceptor);
    ReceptorOptions keep;
    keep.keep_waters = true;
    const PreparedReceptor p = prepared(s, keep);
    EXPECT_LT(distance(at(p.structure, 1, "HG"), acceptor), 2.05) << turn;
    EXPECT_EQ(hydrogens(p, 3).size(), 2u);                     // and the water has both of its own
    EXPECT_GT(distance(at(p.structure, 3, "H1"), at(p.structure, 1, "HG")), 1.9) << turn;
  }
}

/// Acetate, zinc or a donor at 2.8 (2.1) Å in line with a nitrogen of the ring.
void put_partner(Structure& s, const std::string& chain, const std::string& kind, const std::string& nitrogen,
                 const std::string& c1, const std::string& c2) {
  const Position n = at(s, 1, nitrogen);
  const Position out = normalized(normalized(n - at(s, 1, c1)) + normalized(n - at(s, 1, c2)));
  if (kind.empty()) return;
  add_chain(s, chain);
  if (kind == "zinc") {
    add_residue(s, "ZN", 1, true);
    add_atom(s, "ZN", Element::kZn, n + 2.1 * out);
  } else if (kind == "acid") {
    add_residue(s, "ACT", 1, true);
    add_atom(s, "C", Element::kC, n + 4.05 * out);
    add_atom(s, "O", Element::kO, n + 2.8 * out);
    add_atom(s, "OXT", Element::kO, n + 4.7 * out + 1.08 * normalized(cross(out, {0.3, 0.5, 0.8})));
  } else {
    add_residue(s, "NH4", 1, true);
    add_atom(s, "N", Element::kN, n + 2.8 * out);
  }
}

TEST(Receptor, HistidineFollowsItsPartners) {
  struct Case {
    const char* at_delta;
    const char* at_epsilon;
    double ph;
    std::set<std::string> expected;
    const char* note;
  };
  for (const Case& c : {Case{"", "", 7.4, {"HE2"}, "hydrogen on NE2"},
                        {"acid", "", 7.4, {"HD1"}, "hydrogen on ND1 in HIS A 2"},
                        {"", "acid", 7.4, {"HE2"}, "NE2"},
                        {"acid", "acid", 7.4, {"HD1", "HE2"}, "both nitrogens (charged) in HIS A 2"},
                        {"", "donor", 7.4, {"HD1"}, "ND1"},
                        {"donor", "", 7.4, {"HE2"}, "NE2"},
                        {"donor", "acid", 7.4, {"HE2"}, "NE2"},
                        {"acid", "donor", 7.4, {"HD1"}, "ND1"},
                        {"", "zinc", 7.4, {"HD1"}, "ND1"},
                        {"zinc", "", 7.4, {"HE2"}, "NE2"},
                        {"zinc", "zinc", 7.4, {}, "neither"},
                        {"", "", 5.0, {"HD1", "HE2"}, "both"},
                        {"", "zinc", 5.0, {"HD1"}, "ND1"}}) {
    Structure s;
    add_peptide(s, "A", {"GLY", "HIS", "GLY"});
    put_partner(s, "B", c.at_delta, "ND1", "CG", "CE1");
    put_partner(s, "C", c.at_epsilon, "NE2", "CD2", "CE1");
    ReceptorOptions options;
    options.ph = c.ph;
    const PreparedReceptor p = prepared(s, options);
    std::set<std::string> ring = hydrogens(p, 1);
    ring.erase("H");
    EXPECT_EQ(ring, c.expected) << c.at_delta << "/" << c.at_epsilon << " pH " << c.ph;
    EXPECT_EQ(type(p, 1, "ND1"), c.expected.count("HD1") > 0 ? "N" : "NA");
    EXPECT_EQ(type(p, 1, "NE2"), c.expected.count("HE2") > 0 ? "N" : "NA");
    EXPECT_THAT(p.notes, Contains(HasSubstr(c.note)));
  }
}

TEST(Receptor, NamesOfProtonationStatesAreObeyed) {
  struct Case { const char* code; const char* ideal; std::set<std::string> expected; };
  for (const Case& c : {Case{"HID", "HIS", {"HD1"}},
                        {"HIE", "HIS", {"HE2"}},
                        {"HIP", "HIS", {"HD1", "HE2"}},
                        {"CYM", "CYS", {}},
                        {"LYN", "LYS", {"HZ1", "HZ2"}},
                        {"ASH", "ASP", {"HD2"}},
                        {"GLH", "GLU", {"HE2"}}}) {
    Structure s;
    add_peptide(s, "A", {"GLY", c.ideal, "GLY"});
    s.residues[1].name = c.code;
    const PreparedReceptor p = prepared(s);
    std::set<std::string> side = hydrogens(p, 1);
    side.erase("H");
    EXPECT_EQ(side, c.expected) << c.code;
  }
}

TEST(Receptor, AcidsAndBasesFollowThePh) {
  struct Case { double ph; const char* code; std::size_t hydrogens; };   // backbone H included
  for (const Case& c : {Case{2, "ASP", 2},
                        {7.4, "ASP", 1},
                        {2, "GLU", 2},
                        {7.4, "LYS", 4},
                        {12, "LYS", 3},
                        {7.4, "TYR", 2},
                        {11, "TYR", 1},
                        {7.4, "CYS", 2},
                        {9.5, "CYS", 1},
                        {13, "ARG", 6}}) {
    Structure s;
    add_peptide(s, "A", {"GLY", c.code, "GLY"});
    ReceptorOptions options;
    options.ph = c.ph;
    EXPECT_EQ(hydrogens(prepared(s, options), 1).size(), c.hydrogens) << c.code << " at pH " << c.ph;
  }
}

TEST(Receptor, DisulfidesAndMetalsTakeTheHydrogenOfCysteine) {
  Structure s;
  add_peptide(s, "A", {"GLY", "CYS", "GLY"});
  Structure alone = s;
  const Position sulphur = at(s, 1, "SG"), out = normalized(sulphur - at(s, 1, "CB"));
  Structure zinc = s;
  add_chain(zinc, "Z");
  add_residue(zinc, "ZN", 1, true);
  add_atom(zinc, "ZN", Element::kZn, sulphur + 2.3 * out);
  const PreparedReceptor at_zinc = prepared(zinc);
  EXPECT_EQ(hydrogens(at_zinc, 1), (std::set<std::string>{"H"}));
  EXPECT_EQ(type(at_zinc, 3, "ZN"), "Zn");
  EXPECT_THAT(at_zinc.notes, Contains(HasSubstr("cysteines that hold a metal, without hydrogen: CYS A 2")));

  // A second cysteine, turned by half a turn about an axis beside the first sulphur.
  const Position side = normalized(cross(out, {0.2, 0.9, 0.1}));
  const Position centre = sulphur + 1.025 * normalized(out + 0.2 * side);
  add_chain(s, "B");
  add_residue(s, "CYS", 7);
  for (const AtomIndex a : {atom_named(s, 1, "N"), atom_named(s, 1, "CA"), atom_named(s, 1, "C"), atom_named(s, 1, "O"),
                            atom_named(s, 1, "CB"), atom_named(s, 1, "SG")}) {
    const Atom atom = s.atoms[static_cast<std::size_t>(a)];
    add_atom(s, atom.name, atom.element, 2.0 * centre - atom.position);
  }
  const PreparedReceptor bridged = prepared(s);
  EXPECT_EQ(hydrogens(bridged, 1), (std::set<std::string>{"H"}));
  EXPECT_EQ(type(bridged, 1, "SG"), "SA");
  EXPECT_THAT(bridged.notes, Contains("disulfides: CYS A 2 - CYS B 7"));
  EXPECT_EQ(hydrogens(prepared(alone), 1).count("HG"), 1u);
}

TEST(Receptor, BrokenChainsHaveNeutralEnds) {
  Structure s;
  add_peptide(s, "A", {"GLY", "ALA", "SER", "ALA", "GLY"});
  std::vector<bool> keep(s.atoms.size(), true);
  for (AtomIndex a = s.residues[2].first_atom; a < s.residues[2].end_atom; ++a)
    keep[static_cast<std::size_t>(a)] = false;
  const PreparedReceptor p = prepared(subset(s, keep));
  EXPECT_THAT(p.notes, Contains(HasSubstr("the chain is broken before (neutral ends): ALA A 4")));
  EXPECT_EQ(hydrogens(p, 2), (std::set<std::string>{"H"}));
  EXPECT_EQ(type(p, 2, "N"), "N");

  add_peptide(s = {}, "A", {"GLY", "ALA"});
  s.residues[0].label_number = 5;   // the entry's sequence begins before the model does
  EXPECT_EQ(hydrogens(prepared(s), 0).size(), 1u);
}

TEST(Receptor, MissingAtomsAreNamedAndLeftSo) {
  Structure s;
  add_peptide(s, "A", {"GLY", "LYS", "ARG", "GLY"});
  std::vector<bool> keep(s.atoms.size(), true);
  for (const char* name : {"CE", "NZ"}) keep[static_cast<std::size_t>(atom_named(s, 1, name))] = false;
  for (const char* name : {"CZ", "NH1", "NH2"}) keep[static_cast<std::size_t>(atom_named(s, 2, name))] = false;
  const PreparedReceptor p = prepared(subset(s, keep));
  EXPECT_THAT(p.notes, Contains(HasSubstr("LYS A 2 lacks CE NZ; ARG A 3 lacks CZ NH1 NH2")));
  EXPECT_EQ(hydrogens(p, 1), (std::set<std::string>{"H"}));
  EXPECT_EQ(hydrogens(p, 2), (std::set<std::string>{"H", "HE"}));
  EXPECT_EQ(type(p, 2, "NE"), "N");   // still the N of a guanidinium, no acceptor
}

TEST(Receptor, NucleotidesHaveTheirPolarHydrogens) {
  struct Case { const char* code; std::set<std::string> expected; const char* donor; const char* acceptor; };
  for (const Case& c : {Case{"A", {"H61", "H62", "HO2'", "HO3'"}, "N6", "N1"},
                        {"G", {"H1", "H21", "H22", "HO2'", "HO3'"}, "N1", "N7"},
                        {"C", {"H41", "H42", "HO2'", "HO3'"}, "N4", "N3"},
                        {"U", {"H3", "HO2'", "HO3'"}, "N3", "O4"}}) {
    Structure s;
    add_ideal(s, "A", c.code);
    const PreparedReceptor p = prepared(s);
    EXPECT_EQ(hydrogens(p, 0), c.expected) << c.code;
    EXPECT_EQ(type(p, 0, c.donor), "N") << c.code;
    EXPECT_EQ(type(p, 0, c.acceptor).substr(1), "A") << c.code;
    EXPECT_EQ(type(p, 0, "OP1"), "OA") << c.code;
  }
}

TEST(Receptor, OldSpellingsAndOpenElementsAreUnderstood) {
  Structure s;
  add_ideal(s, "A", "G");
  for (Atom& atom : s.atoms) {
    if (atom.name.back() == '\'') atom.name.back() = '*';
    if (atom.name == "OP1") atom.name = "O1P";
    if (atom.name == "N7") atom.element = Element::kUnknown;   // columns 77-78 of old files hold something else
  }
  const PreparedReceptor p = prepared(s);
  EXPECT_EQ(hydrogens(p, 0).size(), 5u);
  EXPECT_EQ(type(p, 0, "N7"), "NA");
  EXPECT_THAT(p.notes, Not(Contains(HasSubstr("warning"))));

  add_peptide(s = {}, "A", {"GLY", "ILE"});
  for (Atom& atom : s.atoms) {
    if (atom.name == "CD1") atom.name = "CD";
    if (atom.name == "OXT") atom.name = "OT2";
  }
  EXPECT_THAT(prepared(s).notes, Not(Contains(HasSubstr("warning"))));
}

TEST(Receptor, WatersAndNamedResiduesGo) {
  Structure s;
  add_peptide(s, "A", {"GLY", "SER", "GLY"});
  add_chain(s, "B");
  add_residue(s, "HOH", 301, true);
  add_atom(s, "O", Element::kO, {30, 0, 0});
  add_residue(s, "GOL", 302, true);
  add_atom(s, "C1", Element::kC, {40, 0, 0});
  add_atom(s, "O1", Element::kO, {41.43, 0, 0});
  ReceptorOptions options;
  const PreparedReceptor as_it_comes = prepared(s);
  EXPECT_THAT(as_it_comes.notes, Contains("1 water dropped"));
  EXPECT_THAT(as_it_comes.notes, Contains(HasSubstr("remove those that fill the pocket): GOL B 302")));
  EXPECT_EQ(as_it_comes.structure.residues.size(), 4u);
  options.remove = {"B:302"};
  const PreparedReceptor without = prepared(s, options);
  EXPECT_EQ(without.structure.residues.size(), 3u);
  EXPECT_THAT(without.notes, Contains("removed as asked ('B:302'): GOL B 302"));
  options.remove = {"B:999"};
  const auto wrong = prepare_receptor(s, options);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::kNotFound);
  options = {};
  options.keep_waters = true;
  const PreparedReceptor wet = prepared(s, options);
  const ResidueIndex water = residue_of_code(wet.structure, "HOH");
  ASSERT_EQ(hydrogens(wet, water).size(), 2u);
  EXPECT_NEAR(angle(at(wet.structure, water, "H1"), at(wet.structure, water, "O"), at(wet.structure, water, "H2")),
              104.5, 1e-6);
}

TEST(Receptor, HydrogensOfTheFileAreKeptAndMissingOnesAdded) {
  Structure s;
  add_peptide(s, "A", kTwenty);
  const PreparedReceptor first = prepared(s);
  const PreparedReceptor again = prepared(first.structure);
  ASSERT_EQ(again.structure.atoms.size(), first.structure.atoms.size());
  for (std::size_t i = 0; i < first.structure.atoms.size(); ++i) {
    EXPECT_EQ(again.structure.atoms[i].position, first.structure.atoms[i].position);
    EXPECT_EQ(again.structure.atoms[i].name, first.structure.atoms[i].name);
    EXPECT_EQ(again.typed.atoms[i].type, first.typed.atoms[i].type);
  }
  EXPECT_THAT(again.notes, Contains(HasSubstr("0 polar hydrogens built, 40 kept from the file")));

  Structure partly;
  add_peptide(partly, "A", {"GLY", "HIS", "LYS", "GLY"});
  const Position ca = at(partly, 1, "CA"), nd1 = at(partly, 1, "ND1"), nz = at(partly, 2, "NZ");
  const Position out = normalized(normalized(nd1 - at(partly, 1, "CG")) + normalized(nd1 - at(partly, 1, "CE1")));
  const Position zeta = fixture::fourth_point(at(partly, 2, "CD"), at(partly, 2, "CE"), nz, 1.01, 109.5, 60);
  add_chain(partly, "X");
  // As a hydrogen-bearing file has them: one on carbon, one on ND1 of the histidine, one of three on NZ.
  Structure with = partly;
  with.chains.pop_back();
  with.atoms.clear();
  for (std::size_t r = 0; r < with.residues.size(); ++r) {
    const Residue old = partly.residues[r];
    with.residues[r].first_atom = static_cast<AtomIndex>(with.atoms.size());
    const auto push = [&](Atom atom) { with.atoms.push_back(std::move(atom)); };
    for (AtomIndex a = old.first_atom; a < old.end_atom; ++a) push(partly.atoms[static_cast<std::size_t>(a)]);
    Atom h;
    h.element = Element::kH;
    h.residue = static_cast<ResidueIndex>(r);
    if (r == 1) {
      h.name = "HA", h.position = ca + Position{0, 0, 1.09}, push(h);
      h.name = "HD1", h.position = nd1 + 1.01 * out, push(h);
    }
    if (r == 2) h.name = "HZ1", h.position = zeta, push(h);
    with.residues[r].end_atom = static_cast<AtomIndex>(with.atoms.size());
  }
  const PreparedReceptor p = prepared(with);
  EXPECT_EQ(hydrogens(p, 1), (std::set<std::string>{"H", "HD1"}));
  EXPECT_EQ(hydrogens(p, 2), (std::set<std::string>{"H", "HZ1", "HZ2", "HZ3"}));
  EXPECT_EQ(at(p.structure, 2, "HZ1"), zeta);
  for (const char* other : {"HZ2", "HZ3"}) {
    EXPECT_NEAR(angle(zeta, at(p.structure, 2, "NZ"), at(p.structure, 2, other)), 109.5, 3) << other;
  }
  EXPECT_THAT(p.notes, Contains(HasSubstr("2 kept from the file, 1 on carbon dropped")));
}

TEST(Receptor, UnknownResiduesAreGuessedWithAWarning) {
  Structure s;
  add_peptide(s, "A", {"GLY", "GLY"});
  add_ideal(s, "B", "TYR", {30, 0, 0}, "QQ1");
  const PreparedReceptor guessed = prepared(s);
  EXPECT_THAT(guessed.notes, Contains(HasSubstr("guessed from distances: QQ1 B 1")));
  EXPECT_THAT(guessed.notes, Contains(HasSubstr("other small molecules kept")).Times(0));
  EXPECT_EQ(hydrogens(guessed, 2).size(), 4u);          // ammonium 3, phenol 1; the acid is charged
  EXPECT_EQ(type(guessed, 2, "N"), "N");

  struct Bond { const char* a; const char* b; BondOrder order; };
  for (const Bond& b : {Bond{"N", "CA", BondOrder::kSingle},
                        {"CA", "C", BondOrder::kSingle},
                        {"C", "O", BondOrder::kDouble},
                        {"C", "OXT", BondOrder::kSingle},
                        {"CA", "CB", BondOrder::kSingle},
                        {"CB", "CG", BondOrder::kSingle},
                        {"CG", "CD1", BondOrder::kDouble},
                        {"CD1", "CE1", BondOrder::kSingle},
                        {"CE1", "CZ", BondOrder::kDouble},
                        {"CZ", "CE2", BondOrder::kSingle},
                        {"CE2", "CD2", BondOrder::kDouble},
                        {"CD2", "CG", BondOrder::kSingle},
                        {"CZ", "OH", BondOrder::kSingle}}) {
    s.component_bonds.push_back({"QQ1", b.a, b.b, b.order});
  }
  const PreparedReceptor known = prepared(s);
  EXPECT_THAT(known.notes, Contains(HasSubstr("by valence from the file's own bonds: QQ1 B 1")));
  EXPECT_EQ(hydrogens(known, 2).size(), 4u);
}

TEST(Receptor, ElementsWithoutATypeAreMappedOrRefused) {
  Structure s;
  add_peptide(s, "A", {"GLY", "SER", "GLY"});
  struct Case { const char* code; const char* symbol; const char* type; };
  for (const Case& c :
       {Case{"CS", "Cs", "K"}, {"PT", "Pt", "Ni"}, {"YB", "Yb", "Ca"}, {"LI", "Li", "Na"}, {"MG", "Mg", "Mg"}}) {
    Structure with = s;
    add_chain(with, "B");
    add_residue(with, c.code, 1, true);
    add_atom(with, c.code, element_from_symbol(c.symbol), {30, 0, 0});
    const PreparedReceptor p = prepared(with);
    EXPECT_EQ(type(p, 3, c.code), c.type);
    EXPECT_THAT(p.notes,
                Contains(HasSubstr("has no atom type of its own")).Times(std::string(c.symbol) == c.type ? 0 : 1));
  }
  add_chain(s, "B");
  add_residue(s, "UNX", 1, true);
  add_atom(s, "X", Element::kUnknown, {30, 0, 0});
  const auto refused = prepare_receptor(s, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnsupported);
  EXPECT_THAT(refused.error().message, HasSubstr("UNX B 1"));
}

TEST(Receptor, WhatIsNoReceptorIsRefused) {
  Structure empty, ligand, trace, lost;
  add_chain(ligand, "A");
  add_residue(ligand, "GOL", 1, true);
  add_atom(ligand, "O1", Element::kO, {0, 0, 0});
  add_chain(trace, "A");
  for (int i = 1; i < 20; ++i) {
    add_residue(trace, "ALA", i);
    add_atom(trace, "CA", Element::kC, {3.8 * i, 0, 0});
  }
  add_peptide(lost, "A", {"GLY", "SER", "GLY"});
  lost.atoms[4].position.y = std::numeric_limits<double>::quiet_NaN();
  struct Case { const Structure* structure; ErrorCode code; const char* message; };
  for (const Case& c : {Case{&empty, ErrorCode::kMalformed, "no protein or nucleic acid"},
                        {&ligand, ErrorCode::kMalformed, "only GOL"},
                        {&trace, ErrorCode::kMalformed, "no hydrogen-bond donor"},
                        {&lost, ErrorCode::kMalformed, "not finite"}}) {
    const auto result = prepare_receptor(*c.structure, {});
    ASSERT_FALSE(result) << c.message;
    EXPECT_EQ(result.error().code, c.code);
    EXPECT_THAT(result.error().message, HasSubstr(c.message));
  }
  for (const double ph : {-1.0, 15.0, std::numeric_limits<double>::quiet_NaN()}) {
    ReceptorOptions options;
    options.ph = ph;
    EXPECT_FALSE(prepare_receptor(lost, options));
  }
}

TEST(Receptor, HeapsOfAtomsInOnePlaceAreRefused) {
  Structure s;
  add_peptide(s, "A", kTwenty);
  for (Atom& atom : s.atoms) atom.position = {1, 1, 1};
  const auto heap = prepare_receptor(s, {});
  ASSERT_FALSE(heap);
  EXPECT_THAT(heap.error().message, HasSubstr("lie within 2 Å of atom N of GLY A 1"));

  Structure few;   // below the limit: poor, but prepared, and every hydrogen has a place
  add_peptide(few, "A", {"GLY", "LYS", "SER"});
  for (Atom& atom : few.atoms) atom.position = {1, 1, 1};
  const PreparedReceptor p = prepared(few);
  for (const Atom& atom : p.structure.atoms) EXPECT_TRUE(is_finite(atom.position));
}

}  // namespace
}  // namespace maek::mol
