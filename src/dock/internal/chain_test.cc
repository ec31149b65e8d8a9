// SPDX-License-Identifier: Apache-2.0
// One Markov chain: moves, Metropolis' rule, the poses that it keeps.
#include <algorithm>   // for std::is_sorted
#include <cmath>       // for std::exp

#include <gtest/gtest.h>

#include "dock/internal/search_model.h"   // for Chain
#include "dock/internal/toy_fixture.h"    // for ligands, make_toy

namespace maek::dock::internal {
namespace {

using namespace fixture;

constexpr double kTemperature = 1.2;      // kcal/mol
constexpr double kLargestShift = 2.0;     // Å of a move; a turn moves the ligand's rim by as much
constexpr double kPoseDistance = 1.0;     // Å
constexpr double kSigmas = 4.5;           // of a count that a test accepts

const Box kBox{{3, -2, 1}, {6, 8, 10}};

SearchModel chain_model(const System& system, std::size_t conformers = 1) {
  const SearchGrid grid = empty_grid(system, kBox);
  return make_search_model(system, ScoringFunction::vina(), std::vector(conformers, start_of(system)),
                           grid.map_of_type);
}

bool same(const ChainState& a, const ChainState& b) {
  return a.place == b.place && a.turn == b.turn && a.torsions == b.torsions;
}

TEST(Chain, EqualSeedAndIndexGiveEqualProposals) {
  const System system = make_toy(ligands()[4].tree);
  const SearchModel model = chain_model(system);
  const std::vector<float> coordinates(static_cast<std::size_t>(model.atoms) * 3, 0.0F);
  Chain a(model, kBox, 5, 3, 4), b(model, kBox, 5, 3, 4), other_seed(model, kBox, 6, 3, 4),
      other_index(model, kBox, 5, 4, 4);
  EXPECT_FALSE(same(a.proposal(), other_seed.proposal()));
  EXPECT_FALSE(same(a.proposal(), other_index.proposal()));
  for (int n = 0; n < 200; ++n) {
    ASSERT_TRUE(same(a.proposal(), b.proposal())) << n;
    const float energy = static_cast<float>((n * 7) % 11) * 0.3F;
    a.finish(a.proposal(), energy, coordinates);
    b.finish(b.proposal(), energy, coordinates);
  }
  EXPECT_EQ(a.steps(), 200);
}

TEST(Chain, ChainsTakeStartConformersInTurn) {
  const System system = make_toy(ligands()[2].tree);
  const SearchModel model = chain_model(system, 3);
  for (std::uint64_t c = 0; c < 7; ++c) EXPECT_EQ(Chain(model, kBox, 1, c, 4).shape(), c % 3);
}

TEST(Chain, StartsAnywhereInTheBoxInAnyOrientation) {
  const System system = make_toy(ligands()[2].tree);
  const SearchModel model = chain_model(system);
  constexpr int kChains = 4000;
  double mean[3] = {}, square[3] = {}, turn[4] = {}, torsion = 0;
  for (int c = 0; c < kChains; ++c) {
    const ChainState state = Chain(model, kBox, 1, static_cast<std::uint64_t>(c), 4).proposal();
    EXPECT_TRUE(kBox.contains({state.place[0], state.place[1], state.place[2]}));
    double n = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      n += double(state.turn[k]) * state.turn[k];
      turn[k] += double(state.turn[k]) * state.turn[k] / kChains;
    }
    EXPECT_NEAR(n, 1, 1e-6);
    const double centre[] = {kBox.centre.x, kBox.centre.y, kBox.centre.z},
                 size[] = {kBox.size.x, kBox.size.y, kBox.size.z};
    for (std::size_t k = 0; k < 3; ++k) {
      const double u = (state.place[k] - centre[k]) / size[k];
      mean[k] += u / kChains;
      square[k] += u * u / kChains;
    }
    torsion += std::cos(state.torsions.front()) / kChains;
  }
  // Uniform in (-1/2, 1/2): mean 0, mean square 1/12; each component of a uniform quaternion: mean square 1/4.
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(mean[k], 0, kSigmas * std::sqrt(1.0 / 12 / kChains));
    EXPECT_NEAR(square[k], 1.0 / 12, kSigmas * std::sqrt(1.0 / 180 / kChains));
  }
  for (const double q : turn) EXPECT_NEAR(q, 0.25, kSigmas * std::sqrt(1.0 / 16 / kChains));
  EXPECT_NEAR(torsion, 0, kSigmas * std::sqrt(0.5 / kChains));
}

TEST(Chain, OneMoveChangesPlaceOrTurnOrOneTorsion) {
  const System system = make_toy(ligands()[4].tree);
  const SearchModel model = chain_model(system);
  const std::vector<float> coordinates(static_cast<std::size_t>(model.atoms) * 3, 0.0F);
  Chain chain(model, kBox, 2, 0, 4);
  std::vector<int> moves(2 + static_cast<std::size_t>(model.groups - 1), 0);
  constexpr int kMoves = 7000;
  for (int n = 0; n < kMoves; ++n) {
    const ChainState before = chain.proposal();
    chain.finish(before, 0, coordinates);   // never higher than before: always accepted
    const ChainState& after = chain.proposal();
    std::vector<std::size_t> changed;
    if (after.place != before.place) changed.push_back(0);
    if (after.turn != before.turn) changed.push_back(1);
    for (std::size_t t = 0; t < before.torsions.size(); ++t) {
      if (after.torsions[t] != before.torsions[t]) changed.push_back(2 + t);
      EXPECT_LE(std::abs(after.torsions[t]), 3.1415928F);
    }
    ASSERT_EQ(changed.size(), 1u) << n;
    ++moves[changed.front()];
    double shift = 0, overlap = 0;
    for (std::size_t k = 0; k < 3; ++k) shift += std::pow(double(after.place[k]) - before.place[k], 2);
    for (std::size_t k = 0; k < 4; ++k) overlap += double(after.turn[k]) * before.turn[k];
    EXPECT_LE(std::sqrt(shift), kLargestShift * 1.0001);
    EXPECT_LE(2 * std::acos(std::min(std::abs(overlap), 1.0)), kLargestShift / model.shapes[0].gyration + 1e-2);
  }
  const double each = double(kMoves) / double(moves.size());
  for (const int count : moves) EXPECT_NEAR(count, each, kSigmas * std::sqrt(each)) << "moves are equally likely";
}

TEST(Chain, AcceptsAsMetropolisDoes) {
  const System system = make_toy(ligands()[2].tree);
  const SearchModel model = chain_model(system);
  const std::vector<float> coordinates(static_cast<std::size_t>(model.atoms) * 3, 0.0F);
  for (const double higher : {0.1, 0.6, 1.2, 3.0}) {
    Chain chain(model, kBox, 3, 0, 4);
    ChainState low, high;
    low.torsions = high.torsions = {0};
    high.place = {1000, 0, 0};   // the next proposal tells where the chain stands
    constexpr int kTries = 20000;
    int accepted = 0;
    for (int n = 0; n < kTries; ++n) {
      chain.finish(low, 0, coordinates);
      EXPECT_LT(chain.proposal().place[0], 500) << "downhill is always accepted";
      chain.finish(high, static_cast<float>(higher), coordinates);
      accepted += chain.proposal().place[0] > 500;
    }
    const double p = std::exp(-higher / kTemperature);
    EXPECT_NEAR(double(accepted) / kTries, p, kSigmas * std::sqrt(p * (1 - p) / kTries)) << higher;
  }
}

TEST(Chain, TakesTheFirstMinimumWhateverItsEnergy) {
  const System system = make_toy(ligands()[2].tree);
  const SearchModel model = chain_model(system);
  const std::vector<float> coordinates(static_cast<std::size_t>(model.atoms) * 3, 0.0F);
  Chain chain(model, kBox, 3, 0, 4);
  ChainState there;
  there.torsions = {0};
  there.place = {1000, 0, 0};
  chain.finish(there, 1e6F, coordinates);
  EXPECT_GT(chain.proposal().place[0], 500);
  ASSERT_EQ(chain.poses().size(), 1u);
}

TEST(Chain, KeepsTheLowestMinimaFarEnoughApart) {
  const System system = make_toy(ligands()[2].tree);
  const SearchModel model = chain_model(system);
  RandomStream random(4, "test/poses", 0);
  for (const std::size_t limit : {1u, 4u, 20u}) {
    Chain chain(model, kBox, 3, 0, limit);
    float best = 1e9F;
    for (int n = 0; n < 3000; ++n) {
      std::vector<float> coordinates(static_cast<std::size_t>(model.atoms) * 3);
      const float shift = random.uniform(-4, 4);   // the whole ligand along one line
      for (std::size_t a = 0; a < coordinates.size(); a += 3) coordinates[a] = shift;
      const float energy = random.uniform(-5, -4.5F);
      ChainState state = chain.proposal();
      const std::size_t before = chain.poses().size();
      chain.finish(state, energy, coordinates);
      // What the chain refused is not kept.
      if (chain.poses().size() != before || (!chain.poses().empty() && chain.poses().front().energy == energy))
        best = std::min(best, energy);
      const auto& poses = chain.poses();
      ASSERT_LE(poses.size(), limit);
      ASSERT_EQ(poses.front().energy, best) << "the best must never be lost";
      ASSERT_TRUE(std::is_sorted(poses.begin(), poses.end(),
                                 [](const ChainPose& a, const ChainPose& b) { return a.energy < b.energy; }));
      for (std::size_t i = 0; i < poses.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
          ASSERT_GE(std::abs(poses[i].coordinates[0] - poses[j].coordinates[0]), kPoseDistance * 0.9999);
        }
      }
    }
    EXPECT_GE(chain.poses().size(), std::min<std::size_t>(limit, 3));
    EXPECT_LT(chain.poses().front().energy, -4.98F) << "of 3000 in half a kcal/mol the best is near the bottom";
  }
}

}  // namespace
}  // namespace maek::dock::internal
