// SPDX-License-Identifier: Apache-2.0
// A drawing as a list of shapes (lines, boxes, circles, text, images), written as SVG or PNG (vector graphics, Cairo).
#pragma once

#include <cstdint>       // for std::uint8_t
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <variant>       // for std::variant
#include <vector>        // for std::vector

#include "base/expected.h"   // for Expected

namespace maek::mol::internal {

struct Colour {
  double red = 0, green = 0, blue = 0, alpha = 1;   // 0..1
};
/// 0xRRGGBB.
constexpr Colour colour(std::uint32_t rgb, double alpha = 1) {
  return {((rgb >> 16) & 255) / 255.0, ((rgb >> 8) & 255) / 255.0, (rgb & 255) / 255.0, alpha};
}
/// (1 - share) * a + share * b.
constexpr Colour mix(Colour a, Colour b, double share) {
  return {a.red + share * (b.red - a.red), a.green + share * (b.green - a.green), a.blue + share * (b.blue - a.blue),
          a.alpha + share * (b.alpha - a.alpha)};
}

/// A point of the page: x to the right, y downwards, in pixels.
struct Point {
  double x = 0, y = 0;
};
inline Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
inline Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
inline Point operator*(double k, Point a) { return {k * a.x, k * a.y}; }
double length(Point a);
/// Distance of `p` from the segment a-b.
double distance_to_segment(Point p, Point a, Point b);
/// Whether the segments a-b and c-d cross inside both.
bool segments_cross(Point a, Point b, Point c, Point d);

struct Rectangle {
  double x = 0, y = 0, width = 0, height = 0;
  Point centre() const { return {x + width / 2, y + height / 2}; }
  bool overlaps(const Rectangle& other) const {
    return x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height;
  }
  bool contains(Point p) const { return p.x >= x && p.x <= x + width && p.y >= y && p.y <= y + height; }
  Rectangle grown(double by) const { return {x - by, y - by, width + 2 * by, height + 2 * by}; }
};
/// Where the line from the centre of `box` to `target` leaves the box; the centre when `target` is inside.
Point edge_towards(const Rectangle& box, Point target);

struct Stroke {
  Colour colour;
  double width = 1;
  std::vector<double> dashes = {};   // lengths on, off, ...; empty is a full line
};

struct Polyline {
  std::vector<Point> points;
  bool closed = false;
  std::optional<Colour> fill = {};
  std::optional<Stroke> stroke = {};
};
struct Circle {
  Point centre;
  double radius = 1;
  std::optional<Colour> fill = {};
  std::optional<Stroke> stroke = {};
};
struct Box {
  Rectangle area;
  double corner = 0;
  std::optional<Colour> fill = {};
  std::optional<Stroke> stroke = {};
};

/// A piece of a line of text; `scale` of the size, `rise` above the baseline in sizes (charges, counts of hydrogens).
struct TextRun {
  std::string text;
  double scale = 1, rise = 0;
};
enum class Anchor { kStart, kMiddle, kEnd };
struct Text {
  Point at;                          // on the baseline
  std::vector<TextRun> runs;
  double size = 12;
  Colour colour;
  bool bold = false;
  Anchor anchor = Anchor::kStart;
  double halo = 0;                   // width of a white rim, 0 for none
};

/// An opaque picture, rows from the top, three bytes (red, green, blue) a pixel.
struct Image {
  Rectangle area;
  int pixels_wide = 0, pixels_high = 0;
  std::vector<std::uint8_t> rgb;
};

using Shape = std::variant<Polyline, Circle, Box, Text, Image>;

struct Drawing {
  int width = 0, height = 0;
  std::string title, description;   // for readers that cannot see: <title> and <desc> in SVG
  std::vector<Shape> shapes;        // painted in this order on white
};

/// Advance width of a text [pixels], from a table of one typeface, so that layouts are the same on every machine.
double text_width(std::string_view text, double size, bool bold);
double text_width(const std::vector<TextRun>& runs, double size, bool bold);
/// Ill-formed UTF-8 replaced, control characters dropped, cut with an ellipsis to fit `width` pixels.
std::string fit_text(std::string_view text, double size, bool bold, double width);

Expected<std::string> to_svg(const Drawing& drawing);
Expected<std::string> to_png(const Drawing& drawing);
/// One image as a PNG file.
Expected<std::string> to_png(const Image& image);

}  // namespace maek::mol::internal
