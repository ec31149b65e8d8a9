// SPDX-License-Identifier: Apache-2.0
// Interactions between two perceived sites; the criteria as constants (thresholds, cut-offs).
#pragma once

#include <cstddef>   // for std::size_t
#include <vector>    // for std::vector

#include "mol/interactions.h"                  // for Interaction
#include "mol/internal/interacting_groups.h"   // for Site

namespace maek::mol::internal {

// Every value has its source in docs/interactions.md. Distances in Å, angles in degrees.
constexpr double kHydrogenBondDistance = 3.5;      // donor to acceptor, heavy atoms (Jeffrey 1997)
constexpr double kHydrogenBondDonorAngle = 100;    // least D-H...A (PLIP)
constexpr double kHydrogenBondAcceptorAngle = 90;  // least D...A-X (McDonald & Thornton 1994)
constexpr double kSaltBridgeDistance = 4.0;        // nearest charged atoms (Barlow & Thornton 1983)
constexpr double kHydrophobicDistance = 4.0;       // carbon to carbon (PLIP)
constexpr double kStackingDistance = 5.5;          // ring centres (PLIP 2021; McGaughey et al. 1998)
constexpr double kStackingAngle = 30;              // away from parallel, or from perpendicular (PLIP)
constexpr double kRingOffset = 2.0;                // of one centre, projected on the other ring's plane (PLIP)
constexpr double kCationPiDistance = 6.0;          // charge to ring centre (Gallivan & Dougherty 1999)
constexpr double kHalogenDistance = 4.0;           // halogen to acceptor (Auffinger et al. 2004, PLIP)
constexpr double kHalogenDonorAngle = 165;         // C-X...A, within kHalogenAngleDeviation (PLIP)
constexpr double kHalogenAcceptorAngle = 120;      // X...A-Y, within kHalogenAngleDeviation (PLIP)
constexpr double kHalogenAngleDeviation = 30;
constexpr double kMetalDistance = 3.0;             // metal to N, O, S (Harding 2001, PLIP)
constexpr double kClashOverlap = 0.6;              // of van der Waals spheres (UCSF Chimera's default)

constexpr std::size_t kMostInteractions =
    200'000;   // a pose in a real pocket has tens; more is no pose, and memory is finite

/// The farthest that any criterion reaches [Å], ring radii included.
constexpr double kInteractionReach = 8.0;

/// Every interaction; the first kMostInteractions found where there are more.
std::vector<Interaction> find_contacts(const Site& receptor, const Site& ligand);

}  // namespace maek::mol::internal
