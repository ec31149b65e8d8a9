// SPDX-License-Identifier: Apache-2.0
// Sticks and balls to pixels: an orthographic ray caster with soft shadows in corners, outlines, fog and see-through
// (ray tracing, depth cue, ambient occlusion).
#pragma once

#include <vector>   // for std::vector

#include "mol/internal/drawing.h"   // for Colour, Image
#include "mol/position.h"           // for Position

namespace maek::mol::internal {

/// What hides what: the backdrop (ribbon) never hides the context, and neither hides the subject, which shines through.
enum class Depth { kBackdrop, kContext, kSubject };

/// A cylinder with round ends, half in one colour and half in the other; a ball when both ends coincide.
struct Stick {
  Position from, to;  // view coordinates [Å]: x right, y up, z towards the viewer
  double radius = 0.1;  // Å
  Colour from_colour, to_colour;
  Depth layer = Depth::kContext;
  bool glows = false;  // full colour without shading (dashes)
  Position normal = {};  // shades the whole stick like a flat band when not zero; either sign
  double presence = 1;  // opacity against the white page [0, 1], not of the subject
  double least = 0;  // opacity that fog leaves at any depth
};

struct RaySettings {
  int width = 0, height = 0;  // pixels
  double pixels_per_angstrom = 40;
  double edge = 0;  // pixels over which the context fades out at the borders
  Point centre;  // pixel at which the view's origin lies
  double near_z = 5, far_z = -12;  // Å: fog begins behind the subject and is complete at far_z; ghosts from near_z
};

/// What was drawn, and which pixels the subject (2), or else a stick of the context (1), covers: for placing labels.
struct RayPicture {
  Image image;
  std::vector<std::uint8_t> coverage;  // [height][width]
};

/// The same input gives the same bytes. Memory: about 60 bytes a sample, four samples a pixel (one above 4 megapixels).
RayPicture cast_rays(const std::vector<Stick>& sticks, const RaySettings& settings);

}  // namespace maek::mol::internal
