// SPDX-License-Identifier: Apache-2.0
// The solid parts of a pocket picture: sticks of residues and ligands, the backbone ribbon, dashes (cartoon, tubes).
#pragma once

#include <vector>   // for std::vector

#include "mol/internal/interacting_groups.h"   // for Site
#include "mol/internal/pocket_view.h"          // for View
#include "mol/internal/ray_scene.h"            // for Stick

namespace maek::mol::internal {

/// Atoms of the pocket to show: side chains with CA; the backbone only where `touched` (per site atom) says that an
/// interaction ends there, and of glycine; everything of ligands, ions, waters and cofactors.
std::vector<bool> shown_atoms(const Structure& receptor, const Site& site, const std::vector<bool>& touched);

/// `stressed` (per site atom): atoms of residues that interact, drawn stronger and clear of the fog.
void add_pocket_sticks(const Site& site, const std::vector<bool>& shown, const std::vector<bool>& stressed,
                       const View& view, std::vector<Stick>& sticks);
void add_ligand_sticks(const Site& site, const View& view, std::vector<Stick>& sticks);
void add_reference_sticks(const Site& site, const View& view, std::vector<Stick>& sticks);

/// A flat band through the CA atoms of the stretches around `residues`.
void add_ribbon(const Structure& receptor, const std::vector<ResidueIndex>& residues, const View& view,
                std::vector<Stick>& sticks);

void add_dashes(Position from, Position to, Colour colour, const View& view, std::vector<Stick>& sticks);

}  // namespace maek::mol::internal
