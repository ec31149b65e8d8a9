// SPDX-License-Identifier: Apache-2.0
// Pockets: hollows of known place and size are found, flat surfaces are none, moves of the receptor change nothing but places.
#include "dock/pockets.h"

#include <cmath>  // for std::sqrt

#include <gmock/gmock.h>  // for HasSubstr
#include <gtest/gtest.h>

#include "dock/internal/burial_grid.h"  // for kAtomGap
#include "mol/element.h"  // for vdw_radius

namespace maek::dock {
namespace {

using mol::Position;

/// Carbon atoms 2 Å apart on a cube of `half` Å about `centre`, but where `hollow` says.
template <class Hollow>
mol::Structure block(double half, Position centre, Hollow hollow) {
  mol::Structure s;
  s.chains.push_back({"A", "A", 1, 1, 0, 1});
  mol::Residue residue;
  residue.name = "ALA";
  residue.number = 7;
  residue.kind = mol::ResidueKind::kAminoAcid;
  residue.chain = 0;
  for (double z = -half; z <= half; z += 2) {
    for (double y = -half; y <= half; y += 2) {
      for (double x = -half; x <= half; x += 2) {
        if (hollow(Position{x, y, z})) continue;
        mol::Atom atom;
        atom.name = "CB";
        atom.element = mol::Element::kC;
        atom.position = centre + Position{x, y, z};
        atom.residue = 0;
        s.atoms.push_back(atom);
      }
    }
  }
  residue.end_atom = static_cast<mol::AtomIndex>(s.atoms.size());
  s.residues.push_back(residue);
  return s;
}

/// A shaft of 5 Å radius from the upper face down to z = -2.
bool shaft(Position p) { return p.x * p.x + p.y * p.y < 25 && p.z > -2; }

TEST(Pockets, FindsAShaftWhereItIs) {
  const auto pockets = find_pockets(block(12, {}, shaft), {});
  ASSERT_TRUE(pockets) << pockets.error().text();
  ASSERT_EQ(pockets->size(), 1u);
  const Pocket& p = pockets->front();
  EXPECT_LT(std::hypot(p.centre.x, p.centre.y), 1);
  EXPECT_GT(p.centre.z, 0);
  EXPECT_LT(p.centre.z, 12);
  ASSERT_TRUE(p.depth);
  EXPECT_GT(*p.depth, 5);
  EXPECT_EQ(p.polar_share, 0);
  EXPECT_EQ(p.residues, std::vector<mol::ResidueIndex>{0});
  // A cylinder of 14 Å height; its walls stand where no carbon's body is (radius 5 + 0.3 Å at most).
  EXPECT_GT(p.volume, 300);
  EXPECT_LT(p.volume, 3.15 * 5.5 * 5.5 * 15);
  for (const Position x : p.points) EXPECT_TRUE(p.box.contains(x));
}

TEST(Pockets, AClosedHollowHasNoWayOut) {
  const auto pockets = find_pockets(block(12, {}, [](Position p) { return squared_norm(p) < 36; }), {});
  ASSERT_TRUE(pockets);
  ASSERT_EQ(pockets->size(), 1u);
  EXPECT_FALSE(pockets->front().depth);
  EXPECT_GT(pockets->front().enclosure, 0.99);
  EXPECT_LT(norm(pockets->front().centre), 0.5);
  // Atoms stand at 6 Å and beyond, their bodies begin 1.7 Å before.
  EXPECT_NEAR(pockets->front().volume, 4.18879 * 4.7 * 4.7 * 4.7, 120);
}

TEST(Pockets, AFlatBlockHasNone) {
  const auto pockets = find_pockets(block(12, {}, [](Position) { return false; }), {});
  ASSERT_TRUE(pockets);
  EXPECT_TRUE(pockets->empty());
}

TEST(Pockets, AMovedReceptorHasTheSamePocketsElsewhere) {
  const auto here = find_pockets(block(12, {}, shaft), {});
  const Position shift{128, -64, 32};  // powers of two: the grid moves with it, bit for bit
  const auto there = find_pockets(block(12, shift, shaft), {});
  ASSERT_TRUE(here && there);
  ASSERT_EQ(here->size(), there->size());
  for (std::size_t i = 0; i < here->size(); ++i) {
    EXPECT_NEAR((*here)[i].volume, (*there)[i].volume, 1e-6);
    EXPECT_NEAR((*here)[i].score, (*there)[i].score, 1e-6);
    EXPECT_LT(distance((*here)[i].centre + shift, (*there)[i].centre), 1e-6);
  }
}

TEST(Pockets, ADeeperAndLargerHollowStandsFirst) {
  const auto two = [](Position p) {
    const bool small = (p.x + 14) * (p.x + 14) + p.y * p.y < 12 && p.z > 12;
    const bool large = (p.x - 8) * (p.x - 8) + p.y * p.y < 30 && p.z > 0;
    return small || large;
  };
  const auto pockets = find_pockets(block(20, {}, two), {});
  ASSERT_TRUE(pockets);
  ASSERT_GE(pockets->size(), 1u);
  EXPECT_GT(pockets->front().centre.x, 4);
  for (std::size_t i = 1; i < pockets->size(); ++i) EXPECT_LE((*pockets)[i].score, (*pockets)[i - 1].score);
}

TEST(Pockets, BallsTouchTheWallAndDoNotEnterIt) {
  const mol::Structure s = block(12, {}, shaft);
  const auto pockets = find_pockets(s, {});
  ASSERT_TRUE(pockets);
  for (const PocketSphere& ball : pockets->front().spheres) {
    double nearest = 1e9;
    for (const mol::Atom& a : s.atoms)
      nearest = std::min(nearest, distance(a.position, ball.centre) - mol::vdw_radius(a.element));
    EXPECT_NEAR(ball.radius, std::min(nearest, 6.5), 1e-9);
    EXPECT_GE(ball.radius, internal::kAtomGap - 1e-9);
  }
}

TEST(Pockets, WatersAndHydrogensAreNoWall) {
  mol::Structure s = block(12, {}, shaft);
  const auto dry = find_pockets(s, {});
  mol::Residue water;
  water.name = "HOH";
  water.kind = mol::ResidueKind::kWater;
  water.chain = 0;
  water.first_atom = static_cast<mol::AtomIndex>(s.atoms.size());
  mol::Atom o;
  o.name = "O";
  o.element = mol::Element::kO;
  o.position = {0, 0, 3};
  o.residue = 1;
  s.atoms.push_back(o);
  o.element = mol::Element::kH;
  o.residue = 0;
  s.atoms.push_back(o);
  water.end_atom = static_cast<mol::AtomIndex>(s.atoms.size());
  s.residues.push_back(water);
  const auto wet = find_pockets(s, {});
  ASSERT_TRUE(dry && wet);
  ASSERT_EQ(dry->size(), wet->size());
  EXPECT_EQ(dry->front().volume, wet->front().volume);
}

TEST(Pockets, WhatCannotBeDoneIsSaid) {
  const auto nothing = find_pockets({}, {});
  ASSERT_FALSE(nothing);
  EXPECT_THAT(nothing.error().text(), ::testing::HasSubstr("no atom"));
  mol::Structure far = block(4, {}, shaft);
  far.atoms.back().position = {9e5, 9e5, 9e5};
  const auto vast = find_pockets(far, {});
  ASSERT_FALSE(vast);
  EXPECT_EQ(vast.error().code, ErrorCode::kTooLarge);
  Cancellation stop;
  stop.request();
  const auto stopped = find_pockets(block(12, {}, shaft), {}, &stop);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::kCancelled);
}

TEST(Pockets, ABoxForALigandIsNoShorterThanTheLigand) {
  Pocket pocket;
  pocket.box = {{1, 2, 3}, {12, 30, 14}};
  const Box box = box_for_ligand(pocket, 16);
  EXPECT_EQ(box.size.x, 20);
  EXPECT_EQ(box.size.y, 30);
  EXPECT_EQ(box.size.z, 20);
  EXPECT_EQ(box_for_ligand(pocket, 500).size.x, 60);  // and never above what docking allows
}

}  // namespace
}  // namespace maek::dock
