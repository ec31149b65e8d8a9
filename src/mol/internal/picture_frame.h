// SPDX-License-Identifier: Apache-2.0
// What surrounds every picture: title above, legend and caption below, limits of size.
#pragma once

#include <string>   // for std::string
#include <vector>   // for std::vector

#include "mol/internal/drawing.h"   // for Drawing
#include "mol/picture.h"            // for PictureOptions

namespace maek::mol::internal {

constexpr int kLeastSide = 200, kLargestSide = 4096;   // pixels
constexpr int kMostPixels = 12'000'000;                // what ray casting holds in about 700 MB

struct LegendEntry {
  std::string text;
  Colour colour;
  std::vector<double> dashes = {};   // as in Stroke, at unit scale
  double width = 2;      // of the sample line [pixels at unit scale]
};

/// Sizes by which a picture is laid out.
struct Frame {
  double unit = 1;         // 1 for 1200 x 900 pixels: factor of all type sizes
  Rectangle body;          // what is left for the picture itself
};

/// An error for sizes outside the limits, and for a pose without finite coordinates.
Expected<void> check_picture(const Molecule& pose, const PictureOptions& options);

/// Where the body is, given what the frame has to hold.
Frame lay_out(const PictureOptions& options, const std::vector<LegendEntry>& legend);
/// Title, legend and caption; call after the body is drawn.
void add_frame(const PictureOptions& options, const std::vector<LegendEntry>& legend, const Frame& frame,
               Drawing& drawing);

Expected<std::string> encode(const Drawing& drawing, PictureFormat format);

}  // namespace maek::mol::internal
