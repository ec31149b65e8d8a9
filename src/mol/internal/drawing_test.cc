// SPDX-License-Identifier: Apache-2.0
// Text repair and fitting, plane geometry, rings, label and box placement.
#include "mol/internal/drawing.h"

#include <gtest/gtest.h>   // for TEST

#include <algorithm>       // for std::sort
#include <cmath>           // for std::cos
#include <string>          // for std::string
#include <vector>          // for std::vector

#include "mol/internal/flat_layout.h"       // for place_boxes
#include "mol/internal/hydrogen_bond.h"     // for angle_degrees
#include "mol/internal/label_placement.h"   // for LabelPlacer
#include "mol/internal/pocket_view.h"       // for choose_view
#include "mol/internal/rings.h"             // for small_rings

namespace maek::mol::internal {
namespace {

TEST(FitText, RepairsBytesAndDropsControls) {
  const struct {
    std::string in, out;
  } cases[] = {
      {"plain", "plain"},
      {"Å 맥 −1", "Å 맥 −1"},
      {std::string("a\0b\x1f\x7f", 5), "ab"},
      {"\xff", "\xEF\xBF\xBD"},
      {"\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},                  // an overlong slash
      {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},  // a surrogate
      {"x\xE2\x82", "x\xEF\xBF\xBD\xEF\xBF\xBD"},                // cut within a character
      {"", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(fit_text(c.in, 10, false, 1e6), c.out);
}

TEST(FitText, NeverExceedsItsWidth) {
  const std::string text = "HIV-1 protease with amprenavir, 1.9 Å, 맥";
  for (double width = 12; width < 400; width += 7) {
    const std::string fitted = fit_text(text, 12, true, width);
    EXPECT_LE(text_width(fitted, 12, true), width + 1e-9) << width;
  }
  EXPECT_EQ(fit_text(text, 12, true, 1000), text);
}

TEST(Svg, EscapesAndCloses) {
  Drawing drawing;
  drawing.width = 10;
  drawing.height = 20;
  drawing.title = "<&>\"";
  drawing.shapes.push_back(Text{{1, 2}, {{"a<b"}}, 5, colour(0)});
  const auto svg = to_svg(drawing);
  ASSERT_TRUE(svg);
  EXPECT_NE(svg->find("<title>&lt;&amp;&gt;&quot;</title>"), std::string::npos);
  EXPECT_NE(svg->find(">a&lt;b</text>"), std::string::npos);
  EXPECT_NE(svg->find("viewBox=\"0 0 10 20\""), std::string::npos);
}

TEST(Plane, KnowsCrossingsDistancesAndEdges) {
  EXPECT_TRUE(segments_cross({0, 0}, {2, 2}, {0, 2}, {2, 0}));
  EXPECT_FALSE(segments_cross({0, 0}, {1, 1}, {0, 3}, {3, 3}));
  EXPECT_FALSE(segments_cross({0, 0}, {1, 0}, {1, 0}, {2, 1})) << "touching ends are no crossing";
  EXPECT_DOUBLE_EQ(distance_to_segment({0, 3}, {-1, 0}, {1, 0}), 3);
  EXPECT_DOUBLE_EQ(distance_to_segment({5, 0}, {-1, 0}, {1, 0}), 4);
  EXPECT_DOUBLE_EQ(distance_to_segment({3, 4}, {0, 0}, {0, 0}), 5);
  const Point edge = edge_towards({0, 0, 10, 4}, {105, 2});
  EXPECT_DOUBLE_EQ(edge.x, 10);
  EXPECT_DOUBLE_EQ(edge.y, 2);
}

TEST(SmallRings, FindsEachRingOnce) {
  const struct {
    int atoms;
    std::vector<std::pair<std::int32_t, std::int32_t>> bonds;
    std::vector<std::vector<std::int32_t>> rings;
  } cases[] = {
      {3, {{0, 1}, {1, 2}}, {}},
      {3, {{2, 0}, {0, 1}, {1, 2}}, {{0, 1, 2}}},
      // Two triangles that share a bond (bicyclobutane), given with a repeated and a broken bond.
      {4, {{0, 1}, {1, 2}, {2, 0}, {1, 3}, {3, 2}, {1, 0}, {0, 9}, {2, 2}}, {{0, 1, 2}, {1, 2, 3}}},
      // Indole: six and five.
      {9,
       {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 0}, {5, 6}, {6, 7}, {7, 8}, {8, 4}},
       {{0, 1, 2, 3, 4, 5}, {4, 5, 6, 7, 8}}},
      // A ring of nine is beyond the limit of eight.
      {9, {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 6}, {6, 7}, {7, 8}, {8, 0}}, {}},
  };
  for (const auto& c : cases) {
    auto found = small_rings(c.atoms, c.bonds);
    for (auto& ring : found) std::sort(ring.begin(), ring.end());
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, c.rings);
  }
}

TEST(HydrogenBondGeometry, PlacesHydrogensWhereTheoryDoes) {
  // Backbone N-H: opposite to the two bonds, so straight ahead is 180 degrees.
  Site site;
  site.atoms.resize(3);
  site.atoms[0].element = Element::kN;
  site.atoms[1].position = {-0.7, 1.2, 0};
  site.atoms[2].position = {-0.7, -1.2, 0};
  site.atoms[0].neighbours = {1, 2};
  site.atoms[0].planar = true;
  EXPECT_NEAR(best_donor_angle(site, site.atoms[0], {3, 0, 0}), 180, 1e-6);
  // A hydroxyl reaches everything on its cone: 109.5 degrees from the bond, whatever the turn.
  site.atoms[0].element = Element::kO;
  site.atoms[0].neighbours = {1};
  site.atoms[0].planar = false;
  site.atoms[1].position = {0, 0, -1.4};
  for (double turn = 0; turn < 6.28; turn += 0.7) {
    const double polar = (180 - 109.5) * 3.14159265358979 / 180;
    const Position on_cone{3 * std::sin(polar) * std::cos(turn), 3 * std::sin(polar) * std::sin(turn),
                           3 * std::cos(polar)};
    EXPECT_NEAR(best_donor_angle(site, site.atoms[0], on_cone), 180, 1e-4);
  }
  EXPECT_LT(best_donor_angle(site, site.atoms[0], {0, 0, -3}), 100) << "back along its own bond";
  EXPECT_EQ(angle_degrees({1, 0, 0}, {1, 0, 0}, {0, 1, 0}), 0) << "coinciding points have no angle";
}

TEST(ChooseView, KeepsHandednessAndLooksFromTheFreeSide) {
  // A flat ligand in the xy plane under a roof of pocket atoms at +z: the view must come from below.
  std::vector<Position> ligand, roof;
  for (int x = -4; x <= 4; ++x) {
    for (int y = -2; y <= 2; ++y) {
      ligand.push_back({1.0 * x, 1.0 * y, 0});
      roof.push_back({1.0 * x, 1.0 * y, 4});
    }
  }
  for (const double side : {1.0, -1.0}) {
    for (Position& p : roof) p.z = 4 * side;
    const View view = choose_view(ligand, roof);
    EXPECT_LT(view.toward.z * side, -0.9);
    EXPECT_NEAR(dot(cross(view.right, view.up), view.toward), 1, 1e-9) << "no mirror image";
    EXPECT_NEAR(std::abs(view.right.x), 1, 1e-6) << "the long axis lies across";
  }
}

TEST(LabelPlacer, KeepsOffTheSubjectAndOtherLabels) {
  constexpr int kSide = 200;
  std::vector<std::uint8_t> coverage(kSide * kSide, 0);
  for (int y = 90; y < 110; ++y) {
    for (int x = 0; x < kSide; ++x) coverage[static_cast<std::size_t>(y * kSide + x)] = 2;
  }
  LabelPlacer placer(CoverageSums(coverage, kSide, kSide, {0, 0}), {0, 0, kSide, kSide});
  std::vector<Rectangle> placed;
  for (int k = 0; k < 40; ++k) {
    const auto area = placer.place({100, 100}, {100, 150}, 40, 14, 80);
    if (!area) break;
    EXPECT_FALSE(area->overlaps({0, 90, kSide, 20})) << k;
    for (const Rectangle& other : placed) EXPECT_FALSE(area->overlaps(other)) << k;
    placed.push_back(*area);
  }
  EXPECT_GE(placed.size(), 6U);
  EXPECT_LT(placed.size(), 40U) << "a full page refuses";
  EXPECT_LT(placed[0].y, 90) << "the first goes to the side away from what it shuns";
}

TEST(PlaceBoxes, NeitherOverlapsBoxesNorTheLigand) {
  FlatObstacles obstacles;
  obstacles.page = {0, 0, 1000, 700};
  for (int k = 0; k < 8; ++k) obstacles.atoms.push_back({300.0 + 50 * k, 350.0 + (k % 2) * 25});
  for (std::size_t k = 0; k + 1 < 8; ++k) obstacles.bonds.emplace_back(obstacles.atoms[k], obstacles.atoms[k + 1]);
  std::vector<FlatBox> boxes;
  for (int k = 0; k < 16; ++k) boxes.push_back({100, 30, {obstacles.atoms[static_cast<std::size_t>(k % 8)]}, 1, {}});
  place_boxes(obstacles, boxes);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    EXPECT_GE(boxes[i].area.x, 0);
    EXPECT_LE(boxes[i].area.y + boxes[i].area.height, 700);
    for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(boxes[i].area.overlaps(boxes[j].area)) << i << ' ' << j;
    for (const Point& atom : obstacles.atoms) EXPECT_FALSE(boxes[i].area.contains(atom)) << i;
    EXPECT_LT(length(boxes[i].area.centre() - boxes[i].targets[0]), 350) << "near to what it touches";
  }
}

}  // namespace
}  // namespace maek::mol::internal
