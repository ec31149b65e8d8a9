// SPDX-License-Identifier: Apache-2.0
// Interactions on geometries built just inside and just outside each criterion; contacts against brute force.
#include "mol/interactions.h"

#include <gtest/gtest.h>   // for TEST

#include <algorithm>       // for std::count_if
#include <cmath>           // for std::cos
#include <limits>          // for std::numeric_limits
#include <numbers>         // for std::numbers::pi
#include <optional>        // for std::optional
#include <set>             // for std::set
#include <string>          // for std::string
#include <tuple>           // for std::tuple
#include <vector>          // for std::vector

#include "mol/chemistry.h"                     // for make_conformers
#include "mol/internal/find_contacts.h"        // for kHydrogenBondDistance
#include "mol/internal/interacting_groups.h"   // for ligand_site
#include "mol/read_structure.h"                // for read_structure
#include "tests/test_data.h"                   // for file_bytes

namespace maek::mol {
namespace {

struct NamedAtom {
  const char* name;
  Element element;
  Position at;
};

/// Adds one residue in its own chain of model 1.
void add_residue(Structure& s, const std::string& code, int number, const std::vector<NamedAtom>& atoms) {
  if (s.chains.empty()) {
    s.chains.emplace_back();
    s.chains.back().name = "A";
  }
  Residue residue;
  residue.name = code;
  residue.number = number;
  residue.kind = ResidueKind::kAminoAcid;
  residue.chain = 0;
  residue.first_atom = static_cast<AtomIndex>(s.atoms.size());
  for (const NamedAtom& atom : atoms) {
    Atom added;
    added.name = atom.name;
    added.element = atom.element;
    added.position = atom.at;
    added.residue = static_cast<ResidueIndex>(s.residues.size());
    s.atoms.push_back(added);
  }
  residue.end_atom = static_cast<AtomIndex>(s.atoms.size());
  s.residues.push_back(residue);
  s.chains.back().end_residue = static_cast<ResidueIndex>(s.residues.size());
}

/// A ligand without any chemistry library behind it.
struct PlainLigand {
  std::vector<MoleculeAtom> atoms;
  std::vector<MoleculeBond> bonds;
  std::vector<Position> positions;

  std::int32_t atom(Element element, Position at, int hydrogens = 0, int charge = 0, bool aromatic = false) {
    atoms.push_back(
        {element, static_cast<std::int8_t>(charge), static_cast<std::uint8_t>(hydrogens), aromatic, aromatic});
    positions.push_back(at);
    return static_cast<std::int32_t>(atoms.size()) - 1;
  }
  void bond(std::int32_t a, std::int32_t b, BondOrder order = BondOrder::kSingle) {
    MoleculeBond added;
    added.a = a;
    added.b = b;
    added.order = order;
    bonds.push_back(added);
  }
};

std::vector<Interaction> contacts(const Structure& receptor, const PlainLigand& ligand) {
  return internal::find_contacts(internal::receptor_site(receptor, ligand.positions, internal::kInteractionReach),
                                 internal::ligand_site(ligand.atoms, ligand.bonds, ligand.positions));
}

int count(const std::vector<Interaction>& list, InteractionKind kind) {
  return static_cast<int>(
      std::count_if(list.begin(), list.end(), [&](const Interaction& i) { return i.kind == kind; }));
}

constexpr double kDegree = std::numbers::pi / 180;

/// The C=O of a backbone: the oxygen at the origin, its carbon at -x, so that +x is straight ahead of the lone pairs.
Structure carbonyl() {
  Structure s;
  add_residue(s, "ALA", 1,
              {{"CA", Element::kC, {-2.0, 1.3, 0}}, {"C", Element::kC, {-1.23, 0, 0}}, {"O", Element::kO, {0, 0, 0}}});
  return s;
}

/// A hydroxyl whose oxygen is `distance` away at `acceptor_angle` (O...O=C); its carbon at the ideal 109.5 + `off` degrees.
PlainLigand hydroxyl(double distance, double acceptor_angle, double off) {
  const double a = (180 - acceptor_angle) * kDegree;
  const Position oxygen{distance * std::cos(a), distance * std::sin(a), 0};
  const Position back = normalized(-oxygen);
  const Position side = normalized(cross(back, Position{0, 0, 1}));
  const double bend = (109.5 + off) * kDegree;
  PlainLigand ligand;
  const auto o = ligand.atom(Element::kO, oxygen, 1);
  const auto c = ligand.atom(Element::kC, oxygen + 1.43 * (std::cos(bend) * back + std::sin(bend) * side), 3);
  ligand.bond(o, c);
  return ligand;
}

TEST(FindInteractions, JudgesHydrogenBondsByDistanceAndBothAngles) {
  const struct {
    double distance, acceptor_angle, off;
    bool bonded;
    const char* why;
  } cases[] = {
      {2.8, 120, 0, true, "ideal"},
      {3.49, 120, 0, true, "just near enough"},
      {3.51, 120, 0, false, "just too far"},
      {2.9, 91, 0, true, "acceptor angle just wide enough"},
      {2.9, 89, 0, false, "acceptor angle just too narrow"},
      // The hydrogen 1.0 Å from its oxygen and `off` degrees from the line: the angle at it falls with `off`.
      {3.0, 130, 55, true, "D-H...A about 108 degrees"},
      {3.0, 130, 70, false, "D-H...A about 91 degrees"},
  };
  for (const auto& c : cases) {
    const auto found = contacts(carbonyl(), hydroxyl(c.distance, c.acceptor_angle, c.off));
    ASSERT_EQ(count(found, InteractionKind::kHydrogenBond), c.bonded ? 1 : 0) << c.why;
    if (!c.bonded) continue;
    for (const Interaction& i : found) {
      if (i.kind != InteractionKind::kHydrogenBond) continue;
      EXPECT_NEAR(i.distance, c.distance, 1e-9) << c.why;
      EXPECT_TRUE(i.ligand_is_donor) << c.why;
      EXPECT_EQ(i.ligand_atom, 0) << c.why;
      EXPECT_EQ(i.receptor_atom, 2) << c.why;
    }
  }
}

TEST(FindInteractions, NeedsADonorAndAnAcceptor) {
  // Two carbonyls face each other: both accept, none gives.
  PlainLigand ketone;
  const auto o = ketone.atom(Element::kO, {2.0, 2.2, 0});
  const auto c = ketone.atom(Element::kC, {2.9, 3.05, 0});
  ketone.bond(o, c, BondOrder::kDouble);
  EXPECT_EQ(count(contacts(carbonyl(), ketone), InteractionKind::kHydrogenBond), 0);
}

TEST(FindInteractions, TakesExplicitHydrogensAsTheyStand) {
  // A backbone N-H: with the hydrogen towards the ligand's oxygen it binds, with the hydrogen away it does not.
  for (const bool towards : {true, false}) {
    Structure s;
    add_residue(s, "ALA", 1, {{"C", Element::kC, {-0.7, -1.13, 0}}, {"O", Element::kO, {-1.93, -1.2, 0}}});
    add_residue(s, "ALA", 2,
                {{"N", Element::kN, {0, 0, 0}},
                 {"CA", Element::kC, {-0.8, 1.2, 0}},
                 {"H", Element::kH, {towards ? 1.0 : -1.0, 0, 0}}});
    PlainLigand ketone;
    const auto o = ketone.atom(Element::kO, {2.9, 0, 0});
    const auto c = ketone.atom(Element::kC, {3.5, 1.06, 0});
    ketone.bond(o, c, BondOrder::kDouble);
    EXPECT_EQ(count(contacts(s, ketone), InteractionKind::kHydrogenBond), towards ? 1 : 0);
  }
}

Structure aspartate(bool protonated = false) {
  std::vector<NamedAtom> atoms{{"CB", Element::kC, {-2.7, 0, 0}},
                               {"CG", Element::kC, {-1.25, 0, 0}},
                               {"OD1", Element::kO, {-0.63, 1.09, 0}},
                               {"OD2", Element::kO, {-0.63, -1.09, 0}}};
  if (protonated) atoms.push_back({"HD2", Element::kH, {0.33, -1.09, 0}});
  Structure s;
  add_residue(s, "ASP", 25, atoms);
  return s;
}

PlainLigand ammonium(double x, int charge) {
  PlainLigand ligand;
  const auto n = ligand.atom(Element::kN, {x, 1.09, 0}, charge > 0 ? 3 : 2, charge);
  const auto c = ligand.atom(Element::kC, {x + 0.5, 2.49, 0}, 3);
  ligand.bond(n, c);
  return ligand;
}

TEST(FindInteractions, JudgesSaltBridgesByTheNearestChargedAtoms) {
  const struct {
    double x;
    int charge;
    bool protonated;
    int bridges;
    const char* why;
  } cases[] = {
      {2.2, 1, false, 1, "2.83 Å"},
      {-0.63 + 3.99, 1, false, 1, "just near enough"},
      {-0.63 + 4.01, 1, false, 0, "just too far"},
      {2.2, 0, false, 0, "a neutral amine"},
      {2.2, 1, true, 0, "a protonated acid"},
  };
  for (const auto& c : cases) {
    const auto found = contacts(aspartate(c.protonated), ammonium(c.x, c.charge));
    EXPECT_EQ(count(found, InteractionKind::kSaltBridge), c.bridges) << c.why;
    // One pair, one kind: no hydrogen bond beside the salt bridge.
    if (c.bridges == 1) {
      EXPECT_EQ(count(found, InteractionKind::kHydrogenBond), 0) << c.why;
    }
  }
}

TEST(FindInteractions, KeepsTheNearestHydrophobicPairOfEachAtomAndResidue) {
  Structure s;
  add_residue(
      s, "LEU", 10,
      {{"CB", Element::kC, {3.9, 0, 0}}, {"CG", Element::kC, {3.7, 0.5, 0}}, {"CD1", Element::kC, {5.2, 0, 0}}});
  add_residue(s, "VAL", 11, {{"CB", Element::kC, {0, 4.01, 0}}});
  add_residue(
      s, "ALA", 12,
      {{"CB", Element::kC, {0, 0, 3.99}}, {"C", Element::kC, {0, 0.8, 3.5}}, {"O", Element::kO, {0, 1.9, 3.9}}});
  PlainLigand methane;
  methane.atom(Element::kC, {0, 0, 0}, 4);
  const auto found = contacts(s, methane);
  ASSERT_EQ(count(found, InteractionKind::kHydrophobic), 2);
  EXPECT_EQ(found[0].receptor_atom, 1);  // CG of LEU, nearer than CB
  EXPECT_NEAR(found[0].distance, std::sqrt(3.7 * 3.7 + 0.25), 1e-9);
  EXPECT_EQ(s.atoms[static_cast<std::size_t>(found[1].receptor_atom)].name, "CB");  // C carries an oxygen
}

std::vector<Position> hexagon(Position centre, Position u, Position v) {
  std::vector<Position> ring;
  for (int k = 0; k < 6; ++k)
    ring.push_back(centre + 1.39 * (std::cos(k * 60 * kDegree) * u + std::sin(k * 60 * kDegree) * v));
  return ring;
}

Structure phenylalanine() {
  const auto ring = hexagon({0, 0, 0}, {1, 0, 0}, {0, 1, 0});
  Structure s;
  const char* names[] = {"CG", "CD1", "CE1", "CZ", "CE2", "CD2"};
  std::vector<NamedAtom> atoms;
  for (int k = 0; k < 6; ++k) atoms.push_back({names[k], Element::kC, ring[static_cast<std::size_t>(k)]});
  add_residue(s, "PHE", 53, atoms);
  return s;
}

PlainLigand benzene(Position centre, double tilt_degrees) {
  const Position v{0, std::cos(tilt_degrees * kDegree), std::sin(tilt_degrees * kDegree)};
  PlainLigand ligand;
  for (const Position& p : hexagon(centre, {1, 0, 0}, v)) ligand.atom(Element::kC, p, 1, 0, true);
  for (int k = 0; k < 6; ++k) ligand.bond(k, (k + 1) % 6, BondOrder::kAromatic);
  return ligand;
}

TEST(FindInteractions, JudgesStackingByDistanceTiltAndOffset) {
  const struct {
    Position centre;
    double tilt;
    bool stacked;
    const char* why;
  } cases[] = {
      {{0, 0, 3.6}, 0, true, "face to face"},
      {{0, 0, 5.49}, 0, true, "just near enough"},
      {{0, 0, 5.51}, 0, false, "just too far"},
      {{1.9, 0, 3.6}, 0, true, "shifted within 2 Å"},
      {{2.1, 0, 3.6}, 0, false, "shifted beyond 2 Å"},
      {{0, 0, 4.0}, 29, true, "tilt still parallel"},
      {{0, 0, 4.9}, 45, false, "neither parallel nor perpendicular"},
      {{0, 0, 4.9}, 61, true, "tilt nearly perpendicular"},
      {{0, 0, 4.9}, 90, true, "edge to face"},
  };
  for (const auto& c : cases) {
    const auto found = contacts(phenylalanine(), benzene(c.centre, c.tilt));
    EXPECT_EQ(count(found, InteractionKind::kPiStacking), c.stacked ? 1 : 0) << c.why;
    if (!c.stacked) continue;
    const auto it = std::find_if(found.begin(), found.end(),
                                 [](const Interaction& i) { return i.kind == InteractionKind::kPiStacking; });
    EXPECT_NEAR(it->distance, norm(c.centre), 1e-9) << c.why;
    EXPECT_EQ(count(found, InteractionKind::kHydrophobic), 0) << "stacked rings are no hydrophobic contact: " << c.why;
  }
}

TEST(FindInteractions, JudgesCationPiByDistanceAndOffset) {
  const struct {
    Position at;
    int charge;
    bool found;
  } cases[] = {{{0, 0, 5.9}, 1, true},
               {{0, 0, 6.1}, 1, false},
               {{1.9, 0, 4}, 1, true},
               {{2.1, 0, 4}, 1, false},
               {{0, 0, 4}, 0, false}};
  for (const auto& c : cases) {
    PlainLigand ligand;
    const auto n = ligand.atom(Element::kN, c.at, c.charge > 0 ? 3 : 2, c.charge);
    ligand.bond(n, ligand.atom(Element::kC, c.at + Position{0, 0, 1.49}, 3));
    EXPECT_EQ(count(contacts(phenylalanine(), ligand), InteractionKind::kCationPi), c.found ? 1 : 0)
        << c.at.x << ' ' << c.at.z;
  }
}

TEST(FindInteractions, JudgesHalogenBondsByBothAngles) {
  const struct {
    Element halogen;
    double distance, acceptor_angle, straight;
    bool found;
  } cases[] = {
      {Element::kCl, 3.2, 120, 170, true}, {Element::kBr, 3.99, 120, 170, true}, {Element::kI, 4.01, 120, 170, false},
      {Element::kF, 3.0, 120, 170, false}, {Element::kCl, 3.2, 120, 136, true},  {Element::kCl, 3.2, 120, 134, false},
      {Element::kCl, 3.2, 149, 170, true}, {Element::kCl, 3.2, 151, 170, false}, {Element::kCl, 3.2, 89, 170, false},
  };
  for (const auto& c : cases) {
    const double a = (180 - c.acceptor_angle) * kDegree;
    const Position x{c.distance * std::cos(a), c.distance * std::sin(a), 0};
    const Position back = normalized(-x), side = normalized(cross(back, Position{0, 0, 1}));
    PlainLigand ligand;
    const auto h = ligand.atom(c.halogen, x);
    const auto carbon = ligand.atom(
        Element::kC, x + 1.75 * (std::cos(c.straight * kDegree) * back + std::sin(c.straight * kDegree) * side), 3);
    ligand.bond(h, carbon);
    EXPECT_EQ(count(contacts(carbonyl(), ligand), InteractionKind::kHalogenBond), c.found ? 1 : 0)
        << symbol(c.halogen) << ' ' << c.distance << ' ' << c.acceptor_angle << ' ' << c.straight;
  }
}

TEST(FindInteractions, FindsMetalContactsAndNoClashThere) {
  for (const double d : {2.0, 2.99, 3.01}) {
    Structure s;
    add_residue(s, "ZN", 301, {{"ZN", Element::kZn, {0, 0, 0}}});
    PlainLigand ligand;
    const auto o = ligand.atom(Element::kO, {d, 0, 0}, 0, -1);
    ligand.bond(o, ligand.atom(Element::kC, {d + 0.7, 1.1, 0}, 3));
    const auto found = contacts(s, ligand);
    EXPECT_EQ(count(found, InteractionKind::kMetal), d <= 3.0 ? 1 : 0) << d;
    EXPECT_EQ(count(found, InteractionKind::kSaltBridge), 0) << "the zinc is a metal contact, not a salt bridge";
  }
}

TEST(FindInteractions, CallsOverlapWithoutAttractionAClash) {
  // Van der Waals radii of carbon 1.70: an overlap of 0.6 Å is reached at 2.8 Å.
  for (const auto& [d, clashes] : {std::pair(2.79, 1), std::pair(2.81, 0)}) {
    Structure s;
    add_residue(s, "ALA", 1, {{"CB", Element::kC, {0, 0, 0}}});
    PlainLigand methane;
    methane.atom(Element::kC, {d, 0, 0}, 4);
    EXPECT_EQ(count(contacts(s, methane), InteractionKind::kClash), clashes) << d;
  }
}

TEST(FindInteractions, AgreesWithPlainLoopsOverAllAtoms) {
  // A lattice of methyl carbons, one to a residue: every pair within 4 Å, in the promised order.
  Structure s;
  int number = 0;
  for (int x = -4; x <= 4; ++x) {
    for (int y = -4; y <= 4; ++y) {
      for (int z = -4; z <= 4; ++z)
        add_residue(s, "ALA", ++number, {{"CB", Element::kC, {2.3 * x, 2.1 * y + 0.1 * z, 2.7 * z}}});
    }
  }
  PlainLigand ligand;
  for (int k = 0; k < 5; ++k) ligand.atom(Element::kC, {1.1 + 1.5 * k, 0.4 * k, -0.3 * k}, 2);
  for (int k = 0; k + 1 < 5; ++k) ligand.bond(k, k + 1);
  std::vector<std::tuple<int, int>> expected_contacts, expected_clashes, got_contacts, got_clashes;
  for (int i = 0; i < 5; ++i) {
    for (int j = 0; j < number; ++j) {
      const double d =
          distance(ligand.positions[static_cast<std::size_t>(i)], s.atoms[static_cast<std::size_t>(j)].position);
      if (d <= 4.0) expected_contacts.emplace_back(i, j);
      if (2 * vdw_radius(Element::kC) - d >= 0.6) expected_clashes.emplace_back(i, j);
    }
  }
  for (const Interaction& i : contacts(s, ligand)) {
    (i.kind == InteractionKind::kHydrophobic ? got_contacts : got_clashes).emplace_back(i.ligand_atom, i.receptor_atom);
  }
  ASSERT_FALSE(expected_contacts.empty());
  ASSERT_FALSE(expected_clashes.empty());
  EXPECT_EQ(got_contacts, expected_contacts);
  EXPECT_EQ(got_clashes, expected_clashes);
}

TEST(FindInteractions, FindsNothingWithoutCoordinatesAtomsOrNumbers) {
  const auto ethanol = read_smiles("CCO");
  ASSERT_TRUE(ethanol);
  EXPECT_TRUE(find_interactions(carbonyl(), *ethanol).empty());
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(find_interactions(carbonyl(), ethanol->with_positions({{0, 0, 3}, {0, 0, nan}, {1, 0, 4}})).empty());
  EXPECT_TRUE(find_interactions(Structure{}, ethanol->with_positions({{0, 0, 3}, {1, 0, 4}, {2, 0, 4}})).empty());
}

/// 1HPV without its ligand, and the ligand; nothing where Debian's pymol-data is not installed.
std::optional<std::pair<Structure, Molecule>> hiv_protease() {
  const std::string bytes = file_bytes("/usr/share/pymol/data/tut/1hpv.pdb");
  if (bytes.empty()) return std::nullopt;
  const auto structure = read_structure(bytes, "1hpv.pdb");
  const auto drawn = read_smiles("CC(C)CN(C[C@@H](O)[C@H](Cc1ccccc1)NC(=O)O[C@H]1CCOC1)S(=O)(=O)c1ccc(N)cc1");
  if (!structure || !drawn) return std::nullopt;
  const auto residues = find_residues(*structure, "478");
  if (residues.size() != 1) return std::nullopt;
  const auto ligand = molecule_from_residue(*structure, residues[0], &*drawn);
  if (!ligand) return std::nullopt;
  std::vector<bool> keep(structure->atoms.size());
  for (std::size_t i = 0; i < keep.size(); ++i) keep[i] = structure->atoms[i].residue != residues[0];
  return std::pair(subset(*structure, keep), *ligand);
}

TEST(FindInteractions, SeesTheCatalyticAspartatesAndTheFlapWaterOfHivProtease) {
  const auto complex = hiv_protease();
  if (!complex) GTEST_SKIP() << "1hpv.pdb is not here: install pymol-data";
  const auto& [receptor, ligand] = *complex;
  std::set<std::string> bonded;
  for (const Interaction& i : find_interactions(receptor, ligand)) {
    const Atom& atom = receptor.atoms[static_cast<std::size_t>(i.receptor_atom)];
    const Residue& residue = receptor.residues[static_cast<std::size_t>(atom.residue)];
    EXPECT_NE(i.kind, InteractionKind::kClash) << "a crystal pose at 1.9 Å";
    // Distances against the coordinates themselves.
    if (i.kind == InteractionKind::kHydrogenBond || i.kind == InteractionKind::kHydrophobic) {
      EXPECT_NEAR(i.distance, distance(ligand.positions()[static_cast<std::size_t>(i.ligand_atom)], atom.position),
                  1e-9);
    }
    if (i.kind == InteractionKind::kHydrogenBond)
      bonded.insert(residue.name + std::to_string(residue.number) + atom.name);
  }
  // Kim et al. 1995 (J. Am. Chem. Soc. 117, 1181): the hydroxyl lies between the aspartates 25, a water joins carbonyl
  // and sulfonyl to the flaps, the aniline reaches Asp 30.
  EXPECT_TRUE(bonded.contains("ASP25OD1"));
  EXPECT_TRUE(bonded.contains("HOH201O"));
  EXPECT_TRUE(bonded.contains("ASP30OD2"));
}

}  // namespace
}  // namespace maek::mol
