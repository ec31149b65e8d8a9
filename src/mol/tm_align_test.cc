// SPDX-License-Identifier: Apache-2.0
#include "mol/tm_align.h"

#include <cmath>   // for std::cos, std::sin, std::nan

#include <gtest/gtest.h>

#include "base/random.h"                  // for RandomStream
#include "mol/internal/protein_chain.h"   // for protein_chains
#include "mol/read_structure.h"           // for read_structure
#include "tests/archive.h"                // for read_archive
#include "tests/test_data.h"              // for test_data

namespace maek::mol {
namespace {

constexpr double kLastDigit = 0.000011;   // TM-align prints five decimals
constexpr double kRmsdDigit = 0.0051;     // and two of the RMSD

/// A helix of CA atoms, then a bend, then another: something that has a fold.
std::vector<Position> hairpin(int length, double bend) {
  std::vector<Position> out;
  for (int i = 0; i < length; ++i) {
    const double turn = i * 100 * 3.14159265358979 / 180;
    Position p{2.3 * std::cos(turn), 2.3 * std::sin(turn), 1.5 * i};
    if (i >= length / 2) p = {p.x + 10 * bend, p.y, 1.5 * (length - i)};
    out.push_back(p);
  }
  return out;
}

std::vector<Position> moved(const std::vector<Position>& points) {
  std::vector<Position> out;
  for (const Position p : points) out.push_back({-p.y + 11, p.x - 7, p.z + 40});
  return out;
}

TEST(TmAlign, AChainLiesOnItsMovedCopy) {
  const auto chain = hairpin(60, 1);
  const auto found = tm_align(moved(chain), chain);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->pairs.size(), chain.size());
  for (const auto& [i, j] : found->pairs) EXPECT_EQ(i, j);
  EXPECT_NEAR(found->tm_first, 1, 1e-6);
  EXPECT_NEAR(found->tm_second, 1, 1e-6);
  EXPECT_NEAR(found->rmsd, 0, 1e-5);
  EXPECT_LT(distance(found->superposition.apply(moved(chain)[10]), chain[10]), 1e-4);
}

TEST(TmAlign, APartIsFoundInTheWhole) {
  const auto chain = hairpin(80, 1);
  const std::vector<Position> part(chain.begin() + 20, chain.begin() + 65);
  const auto found = tm_align(moved(part), chain);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->pairs.size(), part.size());
  for (const auto& [i, j] : found->pairs) EXPECT_EQ(j, i + 20);
  EXPECT_GT(found->tm_first, 0.9999);
  EXPECT_LT(found->tm_second, 0.6);
}

TEST(TmAlign, TooShortTooLongAndNotFiniteAreRefused) {
  const auto chain = hairpin(20, 1);
  const std::vector<Position> four(4), many(kMaxAlignedResidues + 1);
  EXPECT_EQ(tm_align(four, chain).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(tm_align(chain, {}).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(tm_align(chain, many).error().code, ErrorCode::kTooLarge);
  auto broken = chain;
  broken[3].y = std::nan("");
  EXPECT_EQ(tm_align(broken, chain).error().code, ErrorCode::kInvalidArgument);
}

TEST(TmAlign, PointsWithoutAFoldEndToo) {
  RandomStream random(3, "points", 0);
  for (const int length : {5, 6, 7, 12, 41}) {
    std::vector<Position> cloud, line, same(static_cast<std::size_t>(length), Position{1, 2, 3});
    for (int i = 0; i < length; ++i) {
      cloud.push_back({random.uniform_double() * 40, random.uniform_double() * 40, random.uniform_double() * 40});
      line.push_back({3.8 * i, 0, 0});
    }
    for (const auto* a : {&cloud, &line, &same}) {
      for (const auto* b : {&cloud, &line, &same}) {
        const auto found = tm_align(*a, *b);
        ASSERT_TRUE(found);
        EXPECT_TRUE(found->tm_first >= 0 && found->tm_first <= 1 + 1e-6) << length << ": " << found->tm_first;
      }
    }
  }
}

struct Trace {
  std::vector<Position> ca;
  std::vector<std::int32_t> numbers;
};

Trace first_chain(const std::string& pdb) {
  Trace out;
  const auto read = read_structure(pdb, "chain.pdb");
  if (!read) return out;
  const Structure structure = single_conformation(*read);
  const ProteinChain chain = protein_chains(structure).front();
  for (std::size_t i = 0; i < chain.residues.size(); ++i) {
    if (!chain.has_ca[i]) continue;
    out.ca.push_back(chain.ca[i]);
    out.numbers.push_back(structure.residues[static_cast<std::size_t>(chain.residues[i])].number);
  }
  return out;
}

/// What `TMalign FIRST SECOND` of Debian's tm-align 20190822 prints for pairs of unrelated proteins, the hard case:
/// aligned length, RMSD, TM-score by the first and by the second chain's length.
struct PeerRow {
  const char *first, *second;
  std::size_t aligned;
  double rmsd, tm_first, tm_second;
};
constexpr PeerRow kPeer[] = {
    {"2HQS/receptor_bound", "1HIA/ligand_bound", 33, 3.67, 0.06994, 0.32179},
    {"3H11/ligand_bound", "1PVH/receptor_bound", 90, 5.75, 0.23965, 0.24589},
    {"3PC8/receptor_bound", "2Z0E/ligand_bound", 48, 4.87, 0.25324, 0.21737},
    {"BAAD/receptor_bound", "3H11/ligand_bound", 105, 6.29, 0.23300, 0.26861},
    {"2O8V/receptor_bound", "2ABZ/receptor_bound", 132, 4.92, 0.39987, 0.30896},
    {"1AK4/receptor_bound", "BAAD/receptor_bound", 83, 4.83, 0.29741, 0.21765},
    {"1XQS/receptor_bound", "3K75/receptor_bound", 113, 6.74, 0.23735, 0.24977},
    {"1HCF/receptor_bound", "2O8V/receptor_bound", 101, 6.16, 0.25449, 0.24930},
    {"1AY7/ligand_bound", "1F51/ligand_bound", 67, 4.16, 0.43464, 0.35371},
    {"1E96/ligand_bound", "1QFW/receptor_bound", 109, 5.95, 0.31977, 0.27721},
    {"1Z0K/ligand_bound", "1HCF/receptor_bound", 32, 3.78, 0.28507, 0.11171},
    {"1S1Q/ligand_bound", "2B4J/receptor_bound", 49, 3.56, 0.41042, 0.14801},
    {"1CLV/receptor_bound", "2CFH/receptor_bound", 107, 5.46, 0.16647, 0.38368},
    {"1HCF/receptor_bound", "1A2K/receptor_bound", 116, 5.10, 0.34360, 0.30638},
    {"3D5S/receptor_bound", "1GL1/receptor_bound", 125, 7.26, 0.22083, 0.25256},
    {"1SYX/ligand_bound", "1IJK/receptor_bound", 51, 3.57, 0.40424, 0.15886},
};

TEST(TmAlign, GivesTheDigitsOfTmAlignOnUnrelatedProteins) {
  const auto archive = test_data("data/ppi/ppi.tar.zst");
  MAEK_SKIP_WITHOUT_DATA(archive, "data/ppi/ppi.tar.zst");
  const auto files = read_archive(*archive);
  for (const PeerRow& row : kPeer) {
    SCOPED_TRACE(std::string(row.first) + " " + row.second);
    const Trace a = first_chain(files.at("ppi/" + std::string(row.first) + ".pdb"));
    const Trace b = first_chain(files.at("ppi/" + std::string(row.second) + ".pdb"));
    const auto found = tm_align(a.ca, b.ca, a.numbers, b.numbers);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->pairs.size(), row.aligned);
    EXPECT_NEAR(found->rmsd, row.rmsd, kRmsdDigit);
    EXPECT_NEAR(found->tm_first, row.tm_first, kLastDigit);
    EXPECT_NEAR(found->tm_second, row.tm_second, kLastDigit);
  }
}

}  // namespace
}  // namespace maek::mol
