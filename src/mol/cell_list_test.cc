// SPDX-License-Identifier: Apache-2.0
// The cell list against brute force, and where cells end, overflow or hold nothing.
#include "mol/cell_list.h"

#include <cstdint>   // for std::uint32_t
#include <limits>    // for std::numeric_limits
#include <random>    // for std::mt19937
#include <utility>   // for std::pair
#include <vector>    // for std::vector

#include <gtest/gtest.h>   // for TEST

namespace maek::mol {
namespace {

using Hits = std::vector<std::pair<std::int32_t, double>>;

Hits query(const CellList& cells, Position centre, double radius) {
  Hits hits;
  cells.within(centre, radius, [&](std::int32_t i, double d2) { hits.emplace_back(i, d2); });
  return hits;
}

Hits brute_force(const std::vector<Position>& positions, Position centre, double radius) {
  Hits hits;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const double d2 = squared_distance(positions[i], centre);
    if (d2 <= radius * radius) hits.emplace_back(static_cast<std::int32_t>(i), d2);
  }
  return hits;
}

std::vector<Position> cloud(int count, double edge, std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto uniform = [&] { return (random() / 4294967296.0 - 0.5) * edge; };
  std::vector<Position> positions;
  for (int i = 0; i < count; ++i) {
    const double x = uniform(), y = uniform(), z = uniform();
    positions.push_back({x, y, z});
  }
  return positions;
}

TEST(CellList, AgreesWithBruteForce) {
  struct Case { int count; double edge, cell, radius; };
  for (const Case c : {Case{1, 10, 4, 4}, {300, 20, 4, 4}, {300, 20, 4, 9.5}, {2000, 60, 3.5, 3.5}, {500, 30, 0.5, 2},
                       {500, 30, 50, 2}, {400, 5, 4, 0.3}, {50, 1000, 4, 400}}) {
    const std::vector<Position> positions = cloud(c.count, c.edge, 7);
    const CellList cells(positions, c.cell);
    std::size_t found = 0;
    for (const Position centre : cloud(60, c.edge * 1.2, 11)) {
      const Hits hits = query(cells, centre, c.radius);
      EXPECT_EQ(hits, brute_force(positions, centre, c.radius)) << c.count << " " << c.edge << " " << c.radius;
      found += hits.size();
    }
    if (c.count >= 300 && c.radius > 1) {
      EXPECT_GT(found, 0u);
    }
  }
}

TEST(CellList, FindsAtomsAcrossCellBorders) {
  const std::vector<Position> positions{{-0.001, -0.001, -0.001}, {0.001, 0.001, 0.001}, {4, 4, 4}, {-4, 0, 0}};
  const CellList cells(positions, 4.0);
  EXPECT_EQ(query(cells, {0.001, 0.001, 0.001}, 0.1).size(), 2u);
  EXPECT_EQ(query(cells, {4, 4, 4}, 0).size(), 1u);        // exactly on a corner of eight cells
  EXPECT_EQ(query(cells, {0, 0, 0}, 4.0).size(), 3u);      // the radius itself counts
}

TEST(CellList, EmptySetFindsNothing) {
  const CellList cells(std::vector<Position>{});
  EXPECT_TRUE(query(cells, {0, 0, 0}, 1e9).empty());
}

TEST(CellList, FarOutliersCostNeitherMemoryNorAtoms) {
  std::vector<Position> positions = cloud(5000, 50, 3);
  positions.push_back({1e6, -1e6, 1e6});
  positions.push_back({1e300, 1e300, -1e300});
  positions.push_back({-1e9, 0, 0});
  const CellList cells(positions, 4.0);                     // dense cells for this box would need 1e17 entries
  for (const Position centre : cloud(20, 50, 5)) EXPECT_EQ(query(cells, centre, 5), brute_force(positions, centre, 5));
  ASSERT_EQ(query(cells, {1e6, -1e6, 1e6}, 1).size(), 1u);
  ASSERT_EQ(query(cells, {-1e9, 0, 0}, 1).size(), 1u);
  EXPECT_EQ(query(cells, {1e300, 1e300, -1e300}, 1).front().first, 5001);
  EXPECT_EQ(query(cells, {0, 0, 0}, 3e6).size(), 5001u);    // more cells than positions
}

TEST(CellList, NotANumberIsNeverFoundAndFindsNothing) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  const std::vector<Position> positions{{nan, 0, 0}, {0, infinity, 0}, {1, 1, 1}};
  const CellList cells(positions, nan);
  EXPECT_EQ(query(cells, {0, 0, 0}, 5).size(), 1u);
  EXPECT_TRUE(query(cells, {nan, 0, 0}, 5).empty());
  EXPECT_TRUE(query(cells, {0, 0, 0}, nan).empty());
  EXPECT_TRUE(query(cells, {1, 1, 1}, -1).empty());
}

}  // namespace
}  // namespace maek::mol
