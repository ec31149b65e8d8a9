// SPDX-License-Identifier: Apache-2.0
// Title, legend and caption of a picture.
#include "mol/internal/picture_frame.h"

#include <fmt/format.h>   // for fmt::format

#include <algorithm>      // for std::min, std::all_of
#include <cmath>          // for std::floor

#include "mol/internal/palette.h"   // for kInk

namespace maek::mol::internal {
namespace {

constexpr double kMargin = 28, kTitleSize = 24, kCaptionSize = 15, kLegendSize = 14;
constexpr double kTitleBand = 62, kCaptionBand = 30, kLegendRow = 26, kSample = 34, kLegendGap = 26;

double entry_width(const LegendEntry& entry, double unit) {
  return unit * (kSample + 8 + kLegendGap) + text_width(entry.text, kLegendSize * unit, false);
}

/// Entries by row: a row is as long as the page allows.
std::vector<std::vector<LegendEntry>> rows_of(const std::vector<LegendEntry>& legend, double unit, double width) {
  std::vector<std::vector<LegendEntry>> rows;
  double used = 0;
  for (const LegendEntry& entry : legend) {
    const double w = entry_width(entry, unit);
    if (rows.empty() || used + w > width) {
      rows.emplace_back();
      used = 0;
    }
    rows.back().push_back(entry);
    used += w;
  }
  return rows;
}

double unit_of(const PictureOptions& options) { return std::min(options.width / 1200.0, options.height / 900.0); }

}  // namespace

Expected<void> check_picture(const Molecule& pose, const PictureOptions& options) {
  const auto fits = [](int side) { return side >= kLeastSide && side <= kLargestSide; };
  if (!fits(options.width) || !fits(options.height) ||
      static_cast<std::int64_t>(options.width) * options.height > kMostPixels) {
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("a picture of {} x {} pixels cannot be drawn", options.width, options.height),
                 "picture size",
                 fmt::format("choose sides of {} to {} pixels and at most {} million pixels in all", kLeastSide,
                             kLargestSide, kMostPixels / 1'000'000)};
  }
  const std::vector<Position>& x = pose.positions();
  if (pose.atoms().empty() || x.size() != pose.atoms().size() ||
      !std::all_of(x.begin(), x.end(), [](Position p) { return is_finite(p); })) {
    return Error{ErrorCode::kInvalidArgument, "the pose has no coordinates to draw", "pose",
                 "give a docked pose or a molecule with 3-D coordinates"};
  }
  return {};
}

Frame lay_out(const PictureOptions& options, const std::vector<LegendEntry>& legend) {
  Frame frame;
  frame.unit = unit_of(options);
  const double u = frame.unit;
  const double top = (options.title.empty() ? 16 : kTitleBand) * u;
  const auto rows = rows_of(legend, u, options.width - 2 * kMargin * u);
  const double bottom =
      (16 + kLegendRow * static_cast<double>(rows.size()) + (options.caption.empty() ? 0 : kCaptionBand)) * u;
  // Whole pixels: the ray-cast image lies in it without resampling.
  frame.body = {0, std::floor(top), static_cast<double>(options.width),
                std::max(1.0, std::floor(options.height - top - bottom))};
  return frame;
}

void add_frame(const PictureOptions& options, const std::vector<LegendEntry>& legend, const Frame& frame,
               Drawing& drawing) {
  const double u = frame.unit, inner = options.width - 2 * kMargin * u;
  if (!options.title.empty()) {
    const double size = kTitleSize * u;
    drawing.shapes.push_back(
        Text{{kMargin * u, 42 * u}, {{fit_text(options.title, size, true, inner)}}, size, kInk, true});
  }
  double y = frame.body.y + frame.body.height + 22 * u;
  for (const std::vector<LegendEntry>& row : rows_of(legend, u, inner)) {
    double x = kMargin * u;
    for (const LegendEntry& entry : row) {
      const double middle = y - kLegendSize * u * 0.34;
      Stroke stroke{entry.colour, entry.width * u};
      for (const double d : entry.dashes) stroke.dashes.push_back(d * u);
      drawing.shapes.push_back(Polyline{{{x, middle}, {x + kSample * u, middle}}, false, {}, stroke});
      drawing.shapes.push_back(Text{{x + (kSample + 8) * u, y}, {{entry.text}}, kLegendSize * u, kInk});
      x += entry_width(entry, u);
    }
    y += kLegendRow * u;
  }
  if (!options.caption.empty()) {
    const double size = kCaptionSize * u;
    drawing.shapes.push_back(
        Text{{kMargin * u, y + 2 * u}, {{fit_text(options.caption, size, false, inner)}}, size, kFaintInk});
  }
}

Expected<std::string> encode(const Drawing& drawing, PictureFormat format) {
  return format == PictureFormat::kSvg ? to_svg(drawing) : to_png(drawing);
}

}  // namespace maek::mol::internal
