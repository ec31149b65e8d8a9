// SPDX-License-Identifier: Apache-2.0
#include "mol/tm_score.h"

#include <cmath>   // for std::cos, std::sin

#include <gtest/gtest.h>

#include "base/random.h"            // for RandomStream
#include "mol/compare.h"            // for compare_structures
#include "mol/internal/point_fit.h" // for fit_points
#include "mol/read_structure.h"     // for read_structure
#include "tests/archive.h"          // for read_archive
#include "tests/test_data.h"        // for test_data

namespace maek::mol {
namespace {

constexpr double kFourDecimals = 0.00011;

std::vector<Position> random_points(RandomStream& random, int count, double size) {
  std::vector<Position> out;
  for (int i = 0; i < count; ++i) {
    out.push_back({size * (random.uniform_double() - 0.5), size * (random.uniform_double() - 0.5),
                   size * (random.uniform_double() - 0.5)});
  }
  return out;
}

/// The fast fit against the plain one, on clouds, nearly flat ones, lines, mirror images and single points.
TEST(PointFit, AgreesWithTheDecompositionOfTheCovariance) {
  RandomStream random(11, "fit", 0);
  for (int round = 0; round < 400; ++round) {
    const int count = 1 + static_cast<int>(random.below(30));
    auto a = random_points(random, count, 30), b = random_points(random, count, 30);
    for (std::size_t i = 0; i < a.size(); ++i) {
      switch (round % 8) {
        case 0:
          break;                                                          // unrelated
        case 1:
          b[i] = {-a[i].y + 5, a[i].x, a[i].z - 3};
          break;                // moved
        case 2:
          b[i] = {-a[i].x, a[i].y, a[i].z};
          break;                        // mirrored
        case 3:
          a[i].z = b[i].z = 0;
          break;                                     // flat
        case 4:
          a[i] = {a[i].x, 0, 0}, b[i] = {0, a[i].x, 0};
          break;            // on a line
        case 5:
          b[i] = a[i] + 0.01 * b[i];
          break;                               // nearly equal
        case 6:
          a[i] = a[i] + Position{1000, -2000, 500};
          break;                // far off
        default:
          a[i] = b[i] = Position{1, 2, 3};
          break;                        // all in one place
      }
    }
    const auto plain = superpose(a, b);
    ASSERT_TRUE(plain);
    PointRows<double> from, to;
    for (std::size_t i = 0; i < a.size(); ++i) {
      from.x.push_back(a[i].x), from.y.push_back(a[i].y), from.z.push_back(a[i].z);
      to.x.push_back(b[i].x), to.y.push_back(b[i].y), to.z.push_back(b[i].z);
    }
    const RigidMove fast = fit_points(from, to, a.size());
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const Position p = a[i];
      const Position q{fast.t[0] + fast.r[0] * p.x + fast.r[1] * p.y + fast.r[2] * p.z,
                       fast.t[1] + fast.r[3] * p.x + fast.r[4] * p.y + fast.r[5] * p.z,
                       fast.t[2] + fast.r[6] * p.x + fast.r[7] * p.y + fast.r[8] * p.z};
      sum += squared_distance(q, b[i]);
    }
    EXPECT_NEAR(std::sqrt(sum / static_cast<double>(count)), plain->rmsd, 1e-6) << "round " << round;
    const double determinant = fast.r[0] * (fast.r[4] * fast.r[8] - fast.r[5] * fast.r[7]) -
                               fast.r[1] * (fast.r[3] * fast.r[8] - fast.r[5] * fast.r[6]) +
                               fast.r[2] * (fast.r[3] * fast.r[7] - fast.r[4] * fast.r[6]);
    EXPECT_NEAR(determinant, 1, 1e-9) << "round " << round;
  }
}

TEST(TmScore, OfAMovedCopyIsOneAndOfAPartItsShare) {
  RandomStream random(5, "tm", 0);
  const auto points = random_points(random, 80, 40);
  std::vector<Position> moved;
  for (const Position p : points) moved.push_back({p.y + 3, -p.x, p.z + 9});
  const auto whole = paired_scores(moved, points, 80);
  ASSERT_TRUE(whole);
  EXPECT_NEAR(whole->tm_score, 1, 1e-6);
  EXPECT_EQ(whole->gdt_ts, 1);
  EXPECT_EQ(whole->gdt_ha, 1);
  EXPECT_NEAR(whole->maxsub, 1, 1e-6);
  const auto part = paired_scores(moved, points, 160);
  EXPECT_NEAR(part->tm_score, 0.5, 1e-6);
  EXPECT_EQ(part->gdt_ts, 0.5);
}

/// Half the residues in place, half 100 Å away: the search finds the half, where a fit of all finds neither.
TEST(TmScore, FindsTheRigidHalf) {
  RandomStream random(6, "tm", 0);
  const auto points = random_points(random, 100, 40);
  auto model = points;
  for (std::size_t i = 50; i < model.size(); ++i) model[i] = {-model[i].y + 100, model[i].z, -model[i].x};
  const auto scores = paired_scores(model, points, 100);
  ASSERT_TRUE(scores);
  EXPECT_NEAR(scores->tm_score, 0.5, 0.01);
  EXPECT_EQ(scores->within[0], 0.5);
  EXPECT_GT(scores->rmsd, 20);
}

TEST(TmScore, RefusesWhatDoesNotFit) {
  const std::vector<Position> one(1), two(2);
  EXPECT_FALSE(paired_scores(one, two, 2));
  EXPECT_FALSE(paired_scores({}, {}, 0));
  EXPECT_EQ(paired_scores(two, two, 1).error().code, ErrorCode::kInvalidArgument);
  const std::vector<Position> many(kMaxPairedResidues + 1);
  EXPECT_EQ(paired_scores(many, many, 30'000).error().code, ErrorCode::kTooLarge);
}

/// What `TMscore UNBOUND BOUND` of Debian's tm-align 20190822 prints: common residues, RMSD, TM-score, MaxSub, GDT-TS,
/// GDT-HA.
struct PeerRow {
  const char* name;
  int common;
  double rmsd, tm, maxsub, gdt_ts, gdt_ha;
};
constexpr PeerRow kPeer[] = {
    {"1A2K/receptor", 244, 1.109, 0.9730, 0.9362, 0.9406, 0.8135},
    {"1AK4/ligand", 145, 1.336, 0.9422, 0.9093, 0.9241, 0.8190},
    {"1AVX/receptor", 218, 0.481, 0.9925, 0.9819, 0.9931, 0.9255},
    {"1AY7/ligand", 88, 0.606, 0.9705, 0.9723, 0.9801, 0.9034},
    {"1CGI/ligand", 56, 1.783, 0.8620, 0.8816, 0.9107, 0.8125},
    {"1CLV/receptor", 470, 0.497, 0.9967, 0.9871, 0.9952, 0.9734},
    {"1E96/ligand", 184, 0.630, 0.9855, 0.9716, 0.9796, 0.9022},
    {"1EZU/receptor", 220, 0.352, 0.9960, 0.9902, 1.0000, 0.9739},
    {"1F34/ligand", 127, 1.050, 0.9455, 0.9262, 0.9232, 0.7854},
    {"1FCC/ligand", 56, 1.032, 0.8709, 0.9265, 0.9241, 0.7455},
    {"1FLE/receptor", 240, 0.378, 0.9958, 0.9890, 0.9969, 0.9740},
    {"1GL1/ligand", 34, 2.108, 0.6196, 0.7777, 0.8382, 0.6618},
};

TEST(TmScore, GivesTheDigitsOfTmscoreOnUnboundForms) {
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
    options.matching = ResidueMatching::kNumber;
    options.with_lddt = options.with_interfaces = false;
    const auto found = compare_structures(read("unbound"), read("bound"), options);
    ASSERT_TRUE(found) << found.error().text();
    ASSERT_EQ(found->chains.size(), 1u);
    const ProteinScores& scores = found->chains.front().scores;
    EXPECT_EQ(scores.paired_residues, row.common);
    EXPECT_NEAR(scores.ca.rmsd, row.rmsd, 0.0011);
    EXPECT_NEAR(scores.scores->tm_score, row.tm, kFourDecimals);
    EXPECT_NEAR(scores.scores->maxsub, row.maxsub, kFourDecimals);
    EXPECT_NEAR(scores.scores->gdt_ts, row.gdt_ts, kFourDecimals);
    EXPECT_NEAR(scores.scores->gdt_ha, row.gdt_ha, kFourDecimals);
  }
}

}  // namespace
}  // namespace maek::mol
