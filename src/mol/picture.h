// SPDX-License-Identifier: Apache-2.0
// Pictures: a pocket with a pose in it (3-D sticks), and its interactions as a flat diagram; SVG and PNG (Cairo).
#pragma once

#include <string>    // for std::string
#include <utility>   // for std::pair
#include <vector>    // for std::vector

#include "base/expected.h"       // for Expected
#include "mol/interactions.h"    // for Interaction
#include "mol/molecule.h"        // for Molecule
#include "mol/structure.h"       // for Structure

namespace maek::mol {

enum class PictureFormat { kSvg, kPng };

struct PictureOptions {
  int width = 1200, height = 900;     // pixels (points in SVG)
  std::string title;                  // one line above, may be empty
  std::string caption;                // one line below, may be empty
  std::vector<std::pair<ResidueIndex, std::string>> residue_values = {};   // flat diagram: written behind the residue's name
};

/// The pocket as seen along the direction that shows the ligand widest: residues within 5 Å as thin sticks with labels,
/// a light backbone ribbon, the pose as thick sticks, the reference pose (may be null) as thin grey-green sticks, the
/// interactions as dashed lines with distances. Returns the bytes of the file.
Expected<std::string> draw_pocket(const Structure& receptor, const Molecule& pose, const Molecule* reference,
                                  const std::vector<Interaction>& interactions, PictureFormat format,
                                  const PictureOptions& options);

/// The ligand drawn flat with the residues that touch it around it, joined by lines whose colour tells the interaction.
Expected<std::string> draw_interactions(const Structure& receptor, const Molecule& pose,
                                        const std::vector<Interaction>& interactions, PictureFormat format,
                                        const PictureOptions& options);

}  // namespace maek::mol
