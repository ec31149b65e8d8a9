// SPDX-License-Identifier: Apache-2.0
#include "mol/lddt.h"

#include <cmath>   // for std::isnan, std::abs

#include <gtest/gtest.h>

#include "base/random.h"         // for RandomStream
#include "mol/compare.h"         // for compare_structures
#include "mol/read_structure.h"  // for read_structure
#include "tests/archive.h"       // for read_archive
#include "tests/test_data.h"     // for test_data

namespace maek::mol {
namespace {

constexpr double kFourDecimals = 0.00005;

/// Random residues of one to six atoms in a box, some atoms missing in the model, which is the reference shaken.
LddtAtoms random_atoms(std::uint64_t seed, int residues, double box, double shake) {
  RandomStream random(seed, "lddt", 0);
  LddtAtoms out;
  const auto coordinate = [&](double size) { return size * (random.uniform_double() - 0.5); };
  for (int r = 0; r < residues; ++r) {
    out.chain.push_back(r < residues / 2 ? 0 : 1);
    out.number.push_back(r);
    const Position centre{coordinate(box), coordinate(box), coordinate(box)};
    const std::uint32_t count = 1 + random.below(6);
    for (std::uint32_t a = 0; a < count; ++a) {
      const Position at = centre + Position{coordinate(6), coordinate(6), coordinate(6)};
      out.reference.push_back(at);
      out.model.push_back(at + Position{coordinate(shake), coordinate(shake), coordinate(shake)});
      out.in_model.push_back(random.below(20) == 0 ? 0 : 1);
      out.residue.push_back(r);
    }
  }
  return out;
}

/// The definition, pair by pair, without any neighbour search or exchange of names.
LddtResult by_definition(const LddtAtoms& atoms, const LddtOptions& options) {
  LddtResult out;
  for (std::size_t i = 0; i < atoms.reference.size(); ++i) {
    for (std::size_t j = i + 1; j < atoms.reference.size(); ++j) {
      const auto a = static_cast<std::size_t>(atoms.residue[i]), b = static_cast<std::size_t>(atoms.residue[j]);
      if (a == b) continue;
      if (atoms.chain[a] == atoms.chain[b] &&
          std::abs(atoms.number[a] - atoms.number[b]) <= options.sequence_separation) {
        continue;
      }
      const double d = distance(atoms.reference[i], atoms.reference[j]);
      if (d >= options.radius) continue;
      for (const double t : options.tolerances) {
        ++out.total;
        if (!atoms.in_model[i] || !atoms.in_model[j]) continue;
        out.conserved += std::abs(d - distance(atoms.model[i], atoms.model[j])) < t ? 1 : 0;
      }
    }
  }
  return out;
}

TEST(Lddt, CountsWhatTheDefinitionCounts) {
  struct Case {
    int residues, separation;
    double box, shake, radius;
  };
  for (const Case& c : {Case{2, 0, 10, 1, 15},
                        {60, 0, 40, 2, 15},
                        {60, 3, 40, 2, 15},
                        {100, 0, 90, 6, 6},
                        {100, 200, 60, 3, 15},
                        {40, 0, 5, 8, 30}}) {
    const LddtAtoms atoms = random_atoms(static_cast<std::uint64_t>(c.residues), c.residues, c.box, c.shake);
    LddtOptions options;
    options.radius = c.radius;
    options.sequence_separation = c.separation;
    const auto found = lddt(atoms, options);
    ASSERT_TRUE(found);
    const LddtResult expected = by_definition(atoms, options);
    EXPECT_EQ(found->total, expected.total);
    EXPECT_EQ(found->conserved, expected.conserved);
    std::int64_t both = 0;
    for (const std::int64_t n : found->residue_total) both += n;
    EXPECT_EQ(both, 2 * expected.total);
  }
}

TEST(Lddt, TradesNamesWhereTheModelHasThemTheOtherWay) {
  LddtAtoms atoms = random_atoms(4, 30, 15, 0);
  for (auto& present : atoms.in_model) present = 1;
  // Two atoms of residue 30, far apart, named the other way in the model.
  atoms.chain.push_back(1);
  atoms.number.push_back(30);
  for (const Position p : {Position{0, 0, 0}, Position{3, 0, 0}, Position{-3, 0, 0}}) {
    atoms.reference.push_back(p);
    atoms.model.push_back(p.x == 0 ? p : -p);
    atoms.in_model.push_back(1);
    atoms.residue.push_back(30);
  }
  const auto as_named = lddt(atoms);
  ASSERT_TRUE(as_named);
  EXPECT_LT(as_named->score, 1);
  const auto last = static_cast<std::int32_t>(atoms.reference.size()) - 1;
  atoms.exchanges = {{last - 1, last}};
  EXPECT_EQ(lddt(atoms)->score, 1);
  // Right as it is: nothing is traded.
  std::swap(atoms.model[static_cast<std::size_t>(last)], atoms.model[static_cast<std::size_t>(last - 1)]);
  EXPECT_EQ(lddt(atoms)->score, 1);
}

TEST(Lddt, AMissingModelConservesNothingAndALoneResidueHasNoScore) {
  LddtAtoms atoms = random_atoms(9, 20, 20, 0);
  for (auto& present : atoms.in_model) present = 0;
  EXPECT_EQ(lddt(atoms)->score, 0);
  EXPECT_GT(lddt(atoms)->total, 0);
  const LddtAtoms lone = random_atoms(9, 1, 20, 0);
  EXPECT_EQ(lddt(lone)->total, 0);
  EXPECT_TRUE(std::isnan(lddt(lone)->residue_score.front()));
  EXPECT_TRUE(lddt({})->residue_score.empty());
}

TEST(Lddt, RefusesArraysThatContradict) {
  const LddtAtoms good = random_atoms(2, 5, 10, 1);
  const auto refused = [&](auto&& spoil) {
    LddtAtoms atoms = good;
    spoil(atoms);
    return !lddt(atoms).has_value();
  };
  EXPECT_TRUE(refused([](LddtAtoms& a) { a.model.pop_back(); }));
  EXPECT_TRUE(refused([](LddtAtoms& a) { a.in_model.pop_back(); }));
  EXPECT_TRUE(refused([](LddtAtoms& a) { a.residue.back() = 5; }));
  EXPECT_TRUE(refused([](LddtAtoms& a) { a.residue.back() = -1; }));
  EXPECT_TRUE(refused([](LddtAtoms& a) { a.number.pop_back(); }));
  EXPECT_TRUE(refused([](LddtAtoms& a) { a.reference.front().x = std::nan(""); }));
  EXPECT_TRUE(refused([](LddtAtoms& a) { a.exchanges = {{0, 100000}}; }));
  EXPECT_TRUE(refused([](LddtAtoms& a) { a.exchanges = {{0, 0}}; }));
  LddtOptions nothing;
  nothing.radius = 0;
  EXPECT_FALSE(lddt(good, nothing));
}

/// What OpenStructure 2.3.1 (`ost compare-structures --lddt`) gives for unbound against bound forms, all atoms, without
/// its stereochemistry check. Its distances are in single precision: single contacts may fall on the other side.
struct PeerRow {
  const char* name;
  double lddt;
  std::int64_t conserved, total;
};
constexpr PeerRow kPeer[] = {
    {"1AK4/receptor", 0.9572, 925103, 966440},   {"1AK4/ligand", 0.8730, 629340, 720892},
    {"1AVX/receptor", 0.9293, 1162610, 1251076}, {"1AVX/ligand", 0.9052, 791709, 874608},
    {"1A2K/receptor", 0.8981, 1406463, 1565980}, {"1A2K/ligand", 0.8934, 1057744, 1183892},
    {"1CGI/receptor", 0.8685, 1250987, 1440352}, {"1CGI/ligand", 0.8279, 173822, 209944},
    {"1E96/receptor", 0.9313, 874094, 938564},   {"1E96/ligand", 0.9239, 1016968, 1100712},
};
constexpr std::int64_t kOnTheEdge = 4;  // contacts

TEST(Lddt, GivesTheDigitsOfOpenStructure) {
  const auto archive = test_data("data/ppi/ppi.tar.zst");
  MAEK_SKIP_WITHOUT_DATA(archive, "data/ppi/ppi.tar.zst");
  const auto files = read_archive(*archive);
  for (const PeerRow& row : kPeer) {
    SCOPED_TRACE(row.name);
    const auto read = [&](const char* state) {
      return single_conformation(
          *read_structure(files.at("ppi/" + std::string(row.name) + "_" + state + ".pdb"), state));
    };
    CompareOptions options;
    options.with_tm = options.with_interfaces = false;
    const auto found = compare_structures(read("unbound"), read("bound"), options);
    ASSERT_TRUE(found) << found.error().text();
    const LddtResult& result = found->chains.front().scores.lddt;
    EXPECT_NEAR(result.score, row.lddt, kFourDecimals + 1e-9);
    EXPECT_NEAR(static_cast<double>(result.conserved), static_cast<double>(row.conserved), kOnTheEdge);
    EXPECT_NEAR(static_cast<double>(result.total), static_cast<double>(row.total), kOnTheEdge);
  }
}

}  // namespace
}  // namespace maek::mol
