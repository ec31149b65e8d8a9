// SPDX-License-Identifier: Apache-2.0
#include "mol/compare.h"

#include <algorithm>    // for std::find
#include <cmath>        // for std::cos, std::sin
#include <functional>   // for std::function
#include <numeric>   // for std::iota

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/random.h"          // for RandomStream
#include "mol/read_structure.h"   // for read_structure

namespace maek::mol {
namespace {

constexpr double kPi = 3.14159265358979323846;

/// A chain of residues with N, CA, C, O, CB along a crooked line, from `place(i)`.
void add_chain(std::string& pdb, int& serial, char name, const std::vector<std::string>& residues,
               const std::function<Position(Position)>& place, int first_number = 1) {
  struct Part {
    const char* name;
    Position offset;
  };
  for (std::size_t i = 0; i < residues.size(); ++i) {
    const double t = static_cast<double>(i);
    const Position ca{3.0 * t, 4 * std::sin(0.9 * t), 3 * std::cos(0.5 * t * t)};
    for (const Part& part : {Part{" N  ", {-1.2, 0.3, 0.2}},
                             {" CA ", {}},
                             {" C  ", {1.1, 0.8, -0.3}},
                             {" O  ", {1.2, 2.0, -0.2}},
                             {" CB ", {0.1, -0.8, 1.2}}}) {
      if (residues[i] == "GLY" && std::string(part.name) == " CB ") continue;
      const Position p = place(ca + part.offset);
      pdb += fmt::format("ATOM  {:>5} {} {} {}{:>4}    {:8.3f}{:8.3f}{:8.3f}  1.00 10.00           {}\n", ++serial,
                         part.name, residues[i], name, first_number + static_cast<int>(i), p.x, p.y, p.z, part.name[1]);
    }
  }
  pdb += "TER\n";
}

const std::vector<std::string> kOne{"MET", "LYS", "VAL", "LEU", "ALA", "ALA", "THR", "GLY", "ASP", "TRP", "PHE", "HIS"};
const std::vector<std::string> kOther{"GLY", "GLU", "ILE", "PRO", "GLN", "TYR",
                                      "CYS", "ARG", "ASN", "SER", "TRP", "TRP"};

/// Around the z axis by `turn` of a circle, and out from it: a ring of chains.
Position in_ring(Position p, double turn, double out) {
  p.x += out;
  p.y += 5;
  const double a = 2 * kPi * turn;
  return {std::cos(a) * p.x - std::sin(a) * p.y, std::sin(a) * p.x + std::cos(a) * p.y, p.z};
}

Structure read(const std::string& pdb) {
  const auto found = read_structure(pdb, "made.pdb");
  EXPECT_TRUE(found) << found.error().text();
  return single_conformation(*found);
}

std::string names_of(const Structure& model, const Structure& reference, const Comparison& c) {
  std::string out;
  for (const ChainComparison& one : c.chains) {
    out += (out.empty() ? "" : " ") + model.chains[static_cast<std::size_t>(one.model)].name + ":" +
           reference.chains[static_cast<std::size_t>(one.reference)].name;
  }
  return out;
}

/// A ring of `count` equal chains; chain k of the file stands at place order[k]. One corner is pulled out, so that the
/// ring has no symmetry and only one arrangement is right.
std::string ring(const std::vector<int>& order) {
  std::string pdb;
  int serial = 0;
  const auto count = static_cast<double>(order.size());
  for (std::size_t k = 0; k < order.size(); ++k) {
    const int place = order[k];
    const double out = place == 0 ? 40 : place == 1 ? 26 : 20;
    add_chain(pdb, serial, static_cast<char>('A' + k), kOne,
              [&](Position p) { return in_ring(p, place / count, out); });
  }
  return pdb;
}

TEST(Compare, AStructureEqualsItself) {
  const Structure s = read(ring({0, 1, 2}));
  const auto found = compare_structures(s, s);
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_EQ(names_of(s, s, *found), "A:A B:B C:C");
  EXPECT_NEAR(found->whole.ca.rmsd, 0, 1e-6);
  EXPECT_NEAR(found->whole.heavy.rmsd, 0, 1e-6);
  EXPECT_NEAR(found->whole.scores->tm_score, 1, 1e-6);
  EXPECT_EQ(found->whole.scores->gdt_ha, 1);
  EXPECT_EQ(found->whole.lddt.score, 1);
  EXPECT_EQ(found->whole.ca_lddt.score, 1);
  for (const InterfaceComparison& i : found->interfaces) EXPECT_NEAR(i.scores.dockq, 1, 1e-9);
}

TEST(Compare, FindsWhichOfEqualChainsIsWhich) {
  for (const int count : {3, 4, 6, 9}) {   // 9: beyond what is tried out in full
    std::vector<int> places(static_cast<std::size_t>(count));
    std::iota(places.begin(), places.end(), 0);
    const Structure reference = read(ring(places));
    RandomStream random(static_cast<std::uint64_t>(count), "ring", 0);
    for (std::size_t k = places.size() - 1; k > 0; --k)
      std::swap(places[k], places[random.below(static_cast<std::uint32_t>(k) + 1)]);
    const Structure model = read(ring(places));
    const auto found = compare_structures(model, reference);
    ASSERT_TRUE(found) << found.error().text();
    std::string expected;
    for (int place = 0; place < count; ++place) {
      const auto k = std::find(places.begin(), places.end(), place) - places.begin();
      expected +=
          fmt::format("{}{}:{}", place == 0 ? "" : " ", static_cast<char>('A' + k), static_cast<char>('A' + place));
    }
    EXPECT_EQ(names_of(model, reference, *found), expected);
    EXPECT_NEAR(found->whole.ca.rmsd, 0, 0.002) << count;
  }
}

TEST(Compare, ChainsOfOtherSequenceStandApart) {
  std::string model, reference;
  int serial = 0;
  add_chain(model, serial, 'X', kOther, [](Position p) { return p + Position{0, 12, 0}; });
  add_chain(model, serial, 'Y', kOne, [](Position p) { return p; });
  serial = 0;
  add_chain(reference, serial, 'A', kOne, [](Position p) { return p; });
  add_chain(reference, serial, 'B', std::vector<std::string>(12, "GLY"),
            [](Position p) { return p + Position{0, 0, 30}; });
  const Structure m = read(model), r = read(reference);
  const auto found = compare_structures(m, r);
  ASSERT_TRUE(found);
  EXPECT_EQ(names_of(m, r, *found), "Y:A");
  ASSERT_EQ(found->reference_only.size(), 1u);
  ASSERT_EQ(found->model_only.size(), 1u);
  EXPECT_EQ(found->whole.reference_residues, 24);
  EXPECT_EQ(found->whole.paired_residues, 12);
  EXPECT_LE(found->whole.scores->tm_score, 0.5 + 1e-6);
}

TEST(Compare, PairsByNumberOnlyWhereNumbersMeanTheSame) {
  std::string model, reference;
  int serial = 0;
  add_chain(model, serial, 'A', kOne, [](Position p) { return p; }, 5);
  serial = 0;
  add_chain(reference, serial, 'A', kOne, [](Position p) { return p; });
  const Structure m = read(model), r = read(reference);
  CompareOptions options;
  EXPECT_EQ(compare_structures(m, r, options)->whole.paired_residues, 12);   // auto: the sequence
  options.matching = ResidueMatching::kNumber;
  const auto numbered = compare_structures(m, r, options);
  EXPECT_EQ(numbered->whole.paired_residues, 8);
  EXPECT_GT(numbered->whole.ca.rmsd, 1);
}

TEST(Compare, SaysWhatIsNotThere) {
  std::string protein, other, water;
  int serial = 0;
  add_chain(protein, serial, 'A', kOne, [](Position p) { return p; });
  add_chain(other, serial, 'A', kOther, [](Position p) { return p; });
  water = "HETATM    1  O   HOH A   1       1.000   2.000   3.000  1.00 10.00           O\n";
  struct Case {
    std::string model, reference;
    std::vector<std::pair<std::string, std::string>> chains;
    const char* message;
  };
  for (const Case& c : {Case{water, protein, {}, "the model has no amino-acid residue"},
                        {protein, water, {}, "the reference has no amino-acid residue"},
                        {protein, other, {}, "nothing in common"},
                        {protein, protein, {{"Z", "A"}}, "the model has no protein chain 'Z'"},
                        {protein, protein, {{"A", "Z"}}, "the reference has no protein chain 'Z'"},
                        {protein, protein, {{"A", "A"}, {"A", "A"}}, "named twice"}}) {
    CompareOptions options;
    options.chains = c.chains;
    const auto found = compare_structures(read(c.model), read(c.reference), options);
    ASSERT_FALSE(found) << c.message;
    EXPECT_NE(found.error().text().find(c.message), std::string::npos) << found.error().text();
  }
  CompareOptions partners;
  partners.partners.emplace(std::vector<std::string>{"A"}, std::vector<std::string>{"Q"});
  EXPECT_EQ(compare_structures(read(protein), read(protein), partners).error().code, ErrorCode::kNotFound);
  CompareOptions ligands;
  ligands.ligands = true;
  EXPECT_EQ(compare_structures(read(protein), read(protein), ligands).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace maek::mol
